"""The money of twins over the whole run, where elements come late, in places, or for a while."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest

from joinedup.codes import PER, Profession
from joinedup.scenario.in_force import InForce
from joinedup.scenario.paid_time import averaged
from joinedup.scenario.phase import day_of
from joinedup.scenario.scenario import Scenario
from joinedup.scenario.twins import SLIGHT, twins
from joinedup.setup.population import new_world
from joinedup.setup.staffing import set_posts
from joinedup_experiments.scenario_io.load import load_scenario, shipped_scenarios
from joinedup_experiments.scenario_io.proposal_cost import by_year, lines, programme_in_each_year

SILOED = load_scenario("siloed_borough")
UNEVEN = {
    "residents": 6_000, "neighbourhoods": 2,
    "by_neighbourhood": [
        {"share_of_residents": 0.7, "staff": 2.0}, {"share_of_residents": 0.3, "staff": 0.5},
    ],
}  # fmt: skip
HUB = {"label": "Hub", "organisation": "voluntary", "staff": {"link_worker": 10.0},
       "accepts": {"isolation": {}, "housing_and_money": {}}}  # fmt: skip
MERGED = {"between": ["community_nursing", "adult_social_care"], "degree": "merged"}
LATE = {"elements": ["new_teams.hub"], "from_month": 18.0}
CLOSING = {"elements": ["closed_teams", "new_teams"], "from_month": 18.0}


def pounds(scenario: Scenario) -> float:
    return sum(map(sum, by_year(scenario).values()))


def proposed(arrangement: dict[str, Any], years: float = 2.0, **place: Any) -> Scenario:
    return SILOED.with_({"arrangement": arrangement, "years": years, "place": UNEVEN | place})


def money_is_the_proposals(proposal: Scenario) -> None:
    """All of it in one twin, and in two together, of which one adds no posts."""
    whole, made = pounds(proposal), {kind: pounds(one) for kind, one in twins(proposal).items()}
    years, slight = proposal.run.months / 12.0, SLIGHT * proposal.place.residents / PER
    near = max(0.01 * abs(whole), 100.0)
    assert "cost_matched" in made or abs(whole) <= slight * years
    assert made.get("cost_matched", whole) == pytest.approx(whole, abs=near)
    if "capacity_only" in made:
        assert made["capacity_only"] + made["joining_only"] == pytest.approx(whole, abs=near)
        programme = programme_in_each_year(proposal, -(-proposal.run.months // 12)).sum()
        assert made["joining_only"] == pytest.approx(programme, abs=near)


@pytest.mark.parametrize("name", shipped_scenarios())
def test_twins_of_a_shipped_scenario_pay_what_it_pays(name: str) -> None:
    money_is_the_proposals(load_scenario(name))


@pytest.mark.parametrize(
    "phase",
    [
        {"neighbourhoods": [1]}, {"neighbourhoods": [2]}, {"from_month": 18.0},
        {"until_month": 18.0},
    ],
)  # fmt: skip
@pytest.mark.parametrize("covers", ["neighbourhood", "borough"])
def test_a_new_team_counts_while_and_where_it_is_there(phase, covers) -> None:
    phases = [{"elements": ["new_teams.hub"], **phase}]
    hub = {**HUB, "covers": covers}
    proposal = proposed({"interfaces": [MERGED], "new_teams": {"hub": hub}, "phases": phases})
    assert len(twins(proposal)) == 3
    money_is_the_proposals(proposal)
    more = {"arrangement.extra_staff": {"hub": {"link_worker": 5.0}}}
    assert len(twins(proposal.with_(more))) == 3
    money_is_the_proposals(proposal.with_(more))


def test_a_mean_has_a_new_team_while_it_is_there_and_where() -> None:
    """Ten posts for a quarter of the time, or in a neighbourhood that has most of the staff."""
    late = proposed({"new_teams": {"hub": HUB}, "phases": [LATE]})
    assert averaged(late).arrangement.new_teams["hub"].staff == pytest.approx({"link_worker": 2.5})
    first = late.with_({"arrangement.phases": [{**LATE, "from_month": 0.0, "neighbourhoods": [1]}]})
    share = 0.7 * 2.0 / (0.7 * 2.0 + 0.3 * 0.5)
    there = averaged(first).arrangement.new_teams["hub"].staff["link_worker"]
    assert there == pytest.approx(10.0 * share)


def mean_with_a_team(name: str) -> dict[str, Any]:
    """The mean of a late team of this name, at a door, beside what is there from the first."""
    door = {"in_front_of": ["community_nursing"], "up_to_severity": 0.3}
    proposal = proposed(
        {"new_teams": {name: HUB}, "at_the_door": {name: door}, "care_coordinators": 2.0,
         "case_management": {"case_managers": 3.0}, "extra_staff": {name: {"link_worker": 5.0}},
         "phases": [{**LATE, "elements": [f"new_teams.{name}"]},
                    {"elements": ["case_management"], "until_month": 12.0}]}
    )  # fmt: skip
    return averaged(proposal).arrangement.model_dump()


@pytest.mark.parametrize("name", ["case_management", "care_coordinators", "staff", "link_worker"])
def test_a_new_team_may_be_called_as_a_key_is(name: str) -> None:
    mean, usual = mean_with_a_team(name), mean_with_a_team("hub")
    for key in ("new_teams", "at_the_door", "extra_staff"):
        assert mean.pop(key)[name] == usual.pop(key)["hub"]
    assert mean == usual
    assert usual["case_management"]["case_managers"] == pytest.approx(1.5)


def test_a_team_that_closes_late_saves_only_then() -> None:
    closes = {"closed_teams": ["advice_and_support"], "new_teams": {"hub": HUB}}
    proposal = proposed({**closes, "phases": [CLOSING]}, residents=30_000)
    staff = SILOED.teams["advice_and_support"].staff["support_worker"]
    mean = averaged(proposal).arrangement
    assert mean.extra_staff["advice_and_support"]["support_worker"] == pytest.approx(-staff / 4.0)
    assert mean.closed_teams == []
    assert len(twins(proposal)) == 3
    money_is_the_proposals(proposal)
    assert "advice_and_support" not in twins(proposal)["joining_only"].arrangement.extra_staff


def test_what_is_spent_before_going_live_is_in_the_twin_with_all_the_money() -> None:
    """£600,000 in the first six months, and all is live after them."""
    early = {"elements": ["programme_cost_a_year"], "until_month": 6.0}
    costs = {"interfaces": [MERGED], "programme_cost_a_year": 1_200_000.0}
    proposal = proposed({**costs, "phases": [early], "programme": {"go_live_month": 6.0}})
    assert pounds(proposal) == pytest.approx(600_000.0)
    money_is_the_proposals(proposal)
    (twin,) = twins(proposal).values()
    assert twin.arrangement.programme.go_live_month == 0.0
    assert "mean over the proposal's paid time" in twin.about
    in_turn = {"go_live_by_neighbourhood": [12.0, 18.0], "money_ends_month": 20.0}
    money_is_the_proposals(proposed({**costs, "programme": in_turn}))


def test_posts_alone_come_when_the_proposal_goes_live() -> None:
    made = twins(proposed({"care_coordinators": 9.0, "programme": {"go_live_month": 6.0}}))
    assert len(made) == 3
    assert {one.arrangement.programme.go_live_month for one in made.values()} == {6.0}


@pytest.mark.parametrize("seed", range(12))
def test_twins_of_any_proposal_pay_what_it_pays(seed: int) -> None:
    money_is_the_proposals(drawn(random.Random(seed)))


def drawn(draw: random.Random) -> Scenario:
    """A proposal of some elements, some of them in phases, that goes live and ends at some time."""
    new = {"hub": {**HUB, "covers": draw.choice(["neighbourhood", "borough"])}}
    known = {
        "new_teams": new, "extra_staff": {"community_nursing": {"district_nurse": 3.0}},
        "care_coordinators": 3.0, "boundary_spanners": 2.0, "programme_cost_a_year": 90_000.0,
        "case_management": {"case_managers": 2.0},
        "hospital": {"virtual_ward_places_per_1000": 1.0},
    }  # fmt: skip
    arrangement = {key: known[key] for key in draw.sample(sorted(known), 3)}
    starts = {"from_month": draw.choice([0.0, 3.0, 12.0])}
    phases = [
        {"elements": [key], **starts, **draw.choice([{}, {"until_month": 20.0}]),
         **draw.choice([{}, {"neighbourhoods": [draw.randint(1, 2)]}])}
        for key in arrangement if draw.random() < 0.5
    ]  # fmt: skip
    live = [{"go_live_month": 6.0}, {"go_live_by_neighbourhood": [3.0, 9.0]}, {}]
    programme = draw.choice(live) | draw.choice([{}, {"money_ends_month": 18.0}])
    return proposed({**arrangement, "phases": phases, "programme": programme})


def test_the_plan_has_the_posts_that_the_place_has() -> None:
    """Neighbourhoods with twice and half as many staff; none of whom leaves."""
    more = {
        "community_nursing": {"district_nurse": 10.0}, "memory_service": {"psychiatrist": 2.0},
        "adult_social_care": {"social_worker": 10.0}, "general_practice": {"gp": 5.0},
    }  # fmt: skip
    everywhere = {"boundary_spanners": 7.0, "case_management": {"case_managers": 4.0}}
    first = {"elements": ["extra_staff", "new_teams"], "neighbourhoods": [1]}
    arrangement = {
        "extra_staff": more, "new_teams": {"hub": HUB}, **everywhere, "care_coordinators": 9.0,
        "phases": [first, {"elements": list(everywhere), "neighbourhoods": [2]}],
        "programme": {"go_live_by_neighbourhood": [2.0, 5.0]},
    }  # fmt: skip
    proposal = proposed(arrangement).with_({"disable_mechanisms": ["leaving", "sickness"]})
    world = new_world([proposal], 1, 60, 1_000, False)

    def posts(force: InForce) -> Counter[str]:
        set_posts(world, force, 1)
        found: Counter[str] = Counter()
        for kind, post in zip(world.staff.profession, world.staff.post, strict=True):
            found[Profession(int(kind)).name.lower()] += float(post)
        return found

    usual = posts(InForce.nowhere(proposal))
    for month in (3.0, 6.0):
        force = InForce.on(proposal, day_of(month))
        plan = dict.fromkeys(usual, 0.0) | {x.what: x.posts for x in lines(proposal, force)}
        there = posts(force)
        more_than_usual = {kind: there[kind] - usual[kind] for kind in usual}
        assert more_than_usual == pytest.approx(plan, abs=1e-3), month
