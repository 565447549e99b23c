"""A small place under each way of budgeting and paying, and joined further and less far.

Everybody works the new way from the first day (adoption and trust are left out), so that what
is seen comes of the money, or of the joining, alone. Directions only.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from joinedup.codes import Need, Payment, State
from joinedup.phases.crisis import crisis
from joinedup.rules.collected import parameter_record
from joinedup.run import Run, branch
from joinedup.scenario.arrangement import Arrangement
from joinedup.setup.population import new_world
from joinedup.state.hospital import Stay
from joinedup.state.months import TeamTally

SEEDS = (1, 2)
JOINED = [
    "general_practice",
    "community_mental_health",
    "memory_service",
    "community_nursing",
    "adult_social_care",
    "advice_and_support",
]
SCHEMES = ("block", "pay_for_coordination", "pay_for_performance", "bundled", "capitated")


def joined(degree: str = "coordinated", **more: Any) -> Arrangement:
    interfaces = [{"between": JOINED, "degree": "coordinated"}]
    if degree != "coordinated":  # the practices stay a team of their own
        interfaces.append({"between": JOINED[1:], "degree": degree})
    arranged = {"interfaces": interfaces, **more}
    return Arrangement.model_validate(arranged)


def arrangements() -> dict[str, Arrangement]:
    one_manager = dict.fromkeys(JOINED, "single_manager")
    return {
        "apart": Arrangement(),
        "joined": joined(),
        "pooled": joined(paying={"budgets": "pooled"}),
        **{scheme: joined(paying={"payment": scheme}) for scheme in SCHEMES},
        "merged": joined("merged"),
        "one_manager": joined(management=one_manager),
        "spoa": joined(single_point_of_access={"in_front_of": JOINED[1:]}),
        "managed": joined(care_coordinators=20.0),
    }


@pytest.fixture(scope="module")
def runs(siloed, sized) -> dict[str, list[Run]]:
    base = sized(siloed, 4_000, 2.0, 1.0).with_({"disable_mechanisms": ["adoption", "trust"]})
    worlds = [
        base.model_copy(update={"arrangement": arrangement, "name": name})
        for name, arrangement in arrangements().items()
    ]
    found: dict[str, list[Run]] = {world.name: [] for world in worlds}
    for seed in SEEDS:
        for run in branch(worlds[0], worlds[1:], seed):
            found[run.scenario.name].append(run)
    return found


def total(runs, name: str, key: str) -> float:
    return float(sum(run.months[key].sum() for run in runs[name]))


def overhead(runs, name: str) -> float:
    sums = [
        np.asarray(run.world.team_tallies)[:, :, TeamTally.OVERHEAD_MINUTES] for run in runs[name]
    ]
    return float(sum(each.sum() for each in sums))


def test_pooled_money_frees_beds_sooner_and_settles_some_of_whose_need_it_is(runs):
    assert total(runs, "pooled", "delayed_discharge_bed_days") < total(
        runs, "joined", "delayed_discharge_bed_days"
    )
    assert total(runs, "pooled", "referrals_bounced") <= total(runs, "joined", "referrals_bounced")


@pytest.mark.parametrize("scheme", ["block", "bundled", "capitated"])
def test_who_is_paid_a_fixed_sum_sees_people_less_often_in_clinics(runs, scheme):
    assert total(runs, scheme, "outpatient_attendances") < total(
        runs, "joined", "outpatient_attendances"
    )


@pytest.mark.parametrize("scheme", ["block", "bundled", "capitated"])
def test_who_is_paid_a_fixed_sum_turns_more_away(runs, scheme):
    """Under load (block), or where the need is costly (bundled, capitated)."""
    assert total(runs, scheme, "referrals_refused") > total(runs, "joined", "referrals_refused")


def test_plans_that_are_paid_for_are_made_and_cost_time(runs):
    assert total(runs, "joined", "care_plans") == 0.0
    assert total(runs, "pay_for_coordination", "care_plans") > 100.0
    assert overhead(runs, "pay_for_coordination") > overhead(runs, "joined")
    assert total(runs, "pay_for_coordination", "coordination") > total(
        runs, "joined", "coordination"
    )


def test_what_is_measured_gets_served_before_what_is_not_and_counting_costs_time(runs):
    """Community nursing carries both: long-term conditions are measured, frailty is not."""
    first, others = "unmet_long_term_condition", "unmet_frailty"
    assert total(runs, "pay_for_performance", first) < total(runs, "joined", first)
    assert total(runs, "pay_for_performance", others) > total(runs, "joined", others)
    assert overhead(runs, "pay_for_performance") > overhead(runs, "joined")


def test_joining_brings_coordination_and_costs_continuity_choice_and_allies(runs):
    """004: more people had a plan, fewer could see whom they would have chosen."""
    for better in ("joined", "merged"):
        assert total(runs, better, "coordination") > total(runs, "apart", "coordination")
    assert total(runs, "merged", "coordination") > total(runs, "joined", "coordination")
    assert total(runs, "merged", "continuity") < total(runs, "joined", "continuity")
    assert total(runs, "merged", "choice_of_team") < total(runs, "joined", "choice_of_team")
    assert total(runs, "spoa", "choice_of_team") < total(runs, "joined", "choice_of_team")
    assert total(runs, "apart", "allies_lost") == total(runs, "joined", "allies_lost") == 0.0
    assert total(runs, "merged", "allies_lost") > 0.0
    assert total(runs, "one_manager", "allies_lost") > 0.0


def test_care_coordinators_know_of_what_the_other_team_does(runs):
    assert total(runs, "managed", "coordination") > total(runs, "joined", "coordination")


@pytest.mark.parametrize("key", ["continuity", "choice_of_team", "coordination"])
def test_shares_are_shares(runs, key):
    for name, each in runs.items():
        for run in each:
            assert ((run.months[key] >= 0.0) & (run.months[key] <= 1.0)).all(), name
            assert run.months[key].any(), name


@pytest.fixture
def crises(siloed, sized):
    """Everybody has a crisis that nobody else answers; who is admitted, and the team's minutes."""

    def run(payment: Payment, joined: bool = True) -> tuple[int, int]:
        scenario = sized(siloed, 600, 1.0, 1.0)
        world = new_world([scenario], 1, 400, 100_000, False)
        p = world.globals[0].p.crisis
        p.admitted, p.own_team, p.admitted_no_alternative = 0.0, 0.0, 1.0
        world.globals[0].settings.crisis_type = -1
        world.teams.payment = payment
        world.places.live = 1
        world.teams.appointment = 0.0
        world.teams.live = 1
        world.teams.joined = joined
        number = world.team_of[scenario.team_names.index("community_nursing"), 0]
        for who in range(len(world.residents)):
            need = world.needs[who, Need.LONG_TERM_CONDITION]
            need.state, need.genuine, need.severity, need.team = State.IN_CARE, 1, 0.5, number
            crisis(world, who, int(Need.LONG_TERM_CONDITION), 1.0)
        admitted = np.count_nonzero(np.asarray(world.residents.stay) == Stay.EMERGENCY)
        return admitted, int(world.teams[number].overhead_today)

    return run


def test_who_pays_for_the_stay_looks_for_something_else_and_spends_time_on_it(crises):
    looks = parameter_record()[0].incentives.alternatives
    everybody, minutes = crises(Payment.ACTIVITY)
    assert everybody > 590
    bundled, spent_bundled = crises(Payment.BUNDLED)
    capitated, spent = crises(Payment.CAPITATED)
    assert capitated < bundled < everybody
    found = 1.0 - capitated / everybody
    assert found == pytest.approx(looks[Payment.CAPITATED], abs=0.07)
    assert spent == spent_bundled > minutes, "the time goes by whether they find it or not"
    assert crises(Payment.BLOCK) == crises(Payment.ACTIVITY)
    assert crises(Payment.CAPITATED, joined=False) == (everybody, minutes)
