"""The twins of a proposal: as much money, the same posts, at the same time, and nothing joined."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace

import numpy as np
import pytest

import joinedup as ju
from joinedup.codes import Profession
from joinedup.outcomes.costs import programme_cost
from joinedup.rules.collected import parameter_record
from joinedup.scenario.twins import added_money, cost_of_posts, twins
from joinedup_experiments.scenario_io.load import ScenarioError, load_scenario, shipped_scenarios

SHIPPED = {name: load_scenario(name) for name in shipped_scenarios()}
ADDING = {name: one for name, one in SHIPPED.items() if twins(one)}
POUND = 1.0  # posts are rounded
HOUR = parameter_record()[0]["money"]["staff_hour"]


def posts_by_profession(scenario) -> Counter[str]:
    found: Counter[str] = Counter()
    for staff in scenario.arrangement.extra_staff.values():
        found.update(staff)
    return found


@pytest.mark.parametrize("name", ADDING)
def test_a_twin_has_the_money_that_it_is_said_to_have(name):
    proposal, made = ADDING[name], twins(ADDING[name])
    posts, money = cost_of_posts(proposal), added_money(proposal)
    programme = proposal.arrangement.programme_cost_a_year
    assert money - posts == pytest.approx(programme * 30_000 / proposal.place.residents)
    worth = {"capacity_only": posts, "cost_matched": money, "joining_only": 0.0}
    programme_first = proposal.arrangement.programme.go_live_month > 0.0 and programme
    for kind, twin in made.items():
        if not (kind == "cost_matched" and programme_first):  # it has the mean over a longer time
            assert cost_of_posts(twin) == pytest.approx(worth[kind], abs=POUND)
        own = programme if kind == "joining_only" else 0.0
        assert twin.arrangement.programme_cost_a_year == own
        rest = {"name", "about", "arrangement"}
        assert twin.model_dump(exclude=rest) == proposal.model_dump(exclude=rest)


@pytest.mark.parametrize("name", ADDING)
def test_nothing_is_joined_in_a_twin_of_money_and_its_posts_come_and_go_as_proposed(name):
    proposal = ADDING[name].with_({"go_live_month": 7.0, "money_ends_month": 31.0})
    for kind in {"capacity_only", "cost_matched"} & twins(proposal).keys():
        twin = twins(proposal)[kind].arrangement
        bare = twin.model_copy(update={"extra_staff": {}, "programme": None})
        nothing = {"programme": None, "new_teams": {}, "closed_teams": []}
        assert bare == proposal.siloed.arrangement.model_copy(update=nothing)
        given = twin.programme.model_dump(exclude_defaults=True)
        turns = proposal.arrangement.programme.go_live_by_neighbourhood
        own = {"go_live_month": 7.0} | ({"go_live_by_neighbourhood": turns} if turns else {})
        if kind == "cost_matched" and proposal.arrangement.programme_cost_a_year:
            own = {}  # it has the programme's money too, which is paid from the index date
        assert given == {"money_ends_month": 31.0, **own}


def test_posts_that_a_team_can_hold_are_the_same_posts():
    """Added ones where they are added; those of a single point that moved posts do not pay for."""
    proposal = SHIPPED["local_care_network"].with_(
        {"arrangement.extra_staff.community_nursing": {"district_nurse": 2.5},
         "arrangement.single_point_of_access.staff.support_worker": 1.75}
    )  # fmt: skip
    twin = twins(proposal)["capacity_only"]
    added = posts_by_profession(twin)
    assert added == pytest.approx({"district_nurse": 2.5, "support_worker": 0.75}, abs=1e-5)
    there = {t: s["support_worker"] for t, s in twin.arrangement.extra_staff.items()
             if "support_worker" in s}  # fmt: skip
    carers = proposal.teams["adult_social_care"].staff["support_worker"] - 1.0  # one has moved
    assert there["adult_social_care"] / there["advice_and_support"] == pytest.approx(
        carers / proposal.teams["advice_and_support"].staff["support_worker"], rel=1e-3
    )


def with_a_hub():
    """Two support workers and a GP in a hub that takes over from three support workers."""
    hub = {"label": "Hub", "organisation": "voluntary", "staff": {"support_worker": 2.0, "gp": 0.5},
           "accepts": {"isolation": {}, "housing_and_money": {}}}  # fmt: skip
    proposal = SHIPPED["siloed_borough"].with_(
        {"arrangement.new_teams": {"hub": hub}, "arrangement.closed_teams": ["advice_and_support"]}
    )
    return proposal.with_({"arrangement.extra_staff.hub": {"gp": 0.5}})


def test_new_teams_are_posts_and_closed_ones_pay_for_them():
    proposal, made = with_a_hub(), twins(with_a_hub())
    gp_less_support_worker = (HOUR[Profession.GP] - HOUR[Profession.SUPPORT_WORKER]) * 37.5 * 42.0
    assert cost_of_posts(proposal) == pytest.approx(gp_less_support_worker)
    money = made["capacity_only"].arrangement
    assert not money.new_teams and not money.closed_teams and "hub" not in money.extra_staff
    assert cost_of_posts(made["capacity_only"]) == pytest.approx(gp_less_support_worker, abs=POUND)
    assert cost_of_posts(made["joining_only"]) == pytest.approx(0.0, abs=POUND)
    assert "advice_and_support" not in made["joining_only"].arrangement.extra_staff


def test_other_posts_become_the_same_share_of_every_team():
    siloed, made = SHIPPED["siloed_borough"], twins(SHIPPED["case_management"])
    for kind in ("capacity_only", "cost_matched"):
        shares = [
            extra / siloed.teams[team].staff[profession]
            for team, staff in made[kind].arrangement.extra_staff.items()
            for profession, extra in staff.items()
        ]
        assert len(shares) == sum(len(team.staff) for team in siloed.teams.values())
        assert np.ptp(shares) < 1e-5 < shares[0]


@pytest.mark.parametrize("name", [n for n, one in ADDING.items() if "joining_only" in twins(one)])
def test_joining_and_capacity_make_the_proposal(name):
    """Cell by cell: the proposal's posts are those of its joining and those of its capacity."""
    proposal, made = ADDING[name], twins(ADDING[name])
    sum_of = posts_by_profession(made["capacity_only"])
    sum_of.update(posts_by_profession(made["joining_only"]))
    assert sum_of == pytest.approx(
        dict.fromkeys(sum_of, 0.0) | posts_by_profession(proposal), abs=1e-4
    )
    joined = made["joining_only"].arrangement.model_dump()
    asked = proposal.arrangement.model_dump()
    for one in (joined, asked):
        del one["programme"]["staff_after_money"]  # has a test of its own
    differ = {key for key in asked if asked[key] != joined[key]}
    assert differ <= {"extra_staff"}


def test_a_proposal_costs_what_the_books_say():
    proposal = SHIPPED["case_management"].with_(
        {"care_coordinators": 2, "boundary_spanners": 1,
         "single_point_of_access": {"in_front_of": ["memory_service"], "staff": {"gp": 0.5}}}
    )  # fmt: skip
    p = SimpleNamespace(money=parameter_record()[0]["money"])
    world = SimpleNamespace(globals=[SimpleNamespace(p=p)], residents=range(30_000))
    booked = programme_cost(world, proposal, 12).sum()
    assert added_money(proposal) == pytest.approx(booked)


def test_prices_are_those_of_the_scenario():
    dear = {"assumptions": {"money.staff_hour": {"district_nurse": 70.0}}}
    usual, changed = SHIPPED["case_management"], SHIPPED["case_management"].with_(dear)
    assert cost_of_posts(changed) == pytest.approx(
        cost_of_posts(usual) * 70.0 / HOUR[Profession.DISTRICT_NURSE]
    )


def test_a_proposal_that_takes_away_more_than_is_left_has_no_such_twin():
    """All staff but those of two teams go: the others have no posts of so much money to lose."""
    siloed = load_scenario("siloed_borough")
    gone = {
        name: {profession: -number for profession, number in team.staff.items()}
        for name, team in siloed.teams.items()
        if team.role == "caseload"
    }
    assert list(twins(siloed.with_({"arrangement.extra_staff": gone}))) == ["cost_matched"]


ENDS = {"programme": {"money_ends_month": 12.0}}
HUGE = {"label": "H", "organisation": "voluntary", "staff": {"link_worker": 400.0},
        "accepts": {"isolation": {}, "housing_and_money": {}}}  # fmt: skip
CLOSES = {"new_teams": {"hub": HUGE}, "closed_teams": ["advice_and_support"]}


@pytest.mark.parametrize(
    ("arrangement", "made"),
    [
        ({"care_coordinators": 300.0}, ["cost_matched"]),
        ({"care_coordinators": 300.0, **ENDS}, ["cost_matched"]),
        ({"care_coordinators": 10_000.0}, []),
        ({"programme_cost_a_year": 900e6}, []),
        ({"new_teams": {"hub": HUGE}}, ["cost_matched"]),
        ({**CLOSES, **ENDS}, ["cost_matched"]),
        (
            {"new_teams": {"hub": HUGE},
             "phases": [{"elements": ["new_teams"], "until_month": 1.0}]},
            ["capacity_only", "joining_only", "cost_matched"],
        ),
    ],
)  # fmt: skip
def test_a_twin_with_posts_that_cannot_be_is_left_out(arrangement, made):
    """Joining alone takes them away from teams that have fewer, or a team has over a thousand."""
    proposal = SHIPPED["siloed_borough"].with_({"arrangement": arrangement, "years": 2.0})
    assert list(twins(proposal)) == made


def test_twins_are_loaded_by_name_and_refused_where_there_is_none(tmp_path):
    assert ju.load("one_kettle:joining_only") == ju.twins(SHIPPED["one_kettle"])["joining_only"]
    file = tmp_path / "mine.yaml"
    file.write_text("based_on: one_kettle\nname: Mine\n")
    assert ju.load(f"{file}:cost_matched").name == "Mine: the same money as capacity"
    refused = {
        "siloed_borough:capacity_only": "adds neither staff nor money",
        "local_care_network:joining_only": "adds no post.*local_care_network:cost_matched",
        "one_kettle:capcity_only": "no twin `capcity_only`; .* `one_kettle:capacity_only`",
        "one_ketle:capcity_only": "no file `one_ketle`.*did you mean `one_kettle`",
        "local_care_network:zebra": "no twin `zebra`; it has `local_care_network:cost_matched`",
        "zebra:giraffe": "no file `zebra:giraffe`",
    }
    for name, why in refused.items():
        with pytest.raises(ScenarioError, match=why):
            ju.load(name)
