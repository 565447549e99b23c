"""Twins when money ends: each element for as long as the proposal has it, and nothing left over."""

from __future__ import annotations

import pytest

from joinedup.scenario.arrangement import Arrangement
from joinedup.scenario.in_force import InForce
from joinedup.scenario.paid_time import averaged
from joinedup.scenario.phase import day_of
from joinedup.scenario.refusals import RefusedError
from joinedup.scenario.scenario import Scenario
from joinedup.scenario.twins import cost_of_posts, twins
from joinedup_experiments.scenario_io.load import load_scenario, shipped_scenarios
from joinedup_experiments.scenario_io.proposal_cost import parts_of

SHIPPED = {name: load_scenario(name) for name in shipped_scenarios()}
ADDING = {name: one for name, one in SHIPPED.items() if twins(one)}
POUND = 1.0
PAID = {
    "arrangement.single_point_of_access": {
        "in_front_of": ["community_nursing", "memory_service"],
        "staff": {"social_worker": 1.0, "support_worker": 3.0},
    },
    "arrangement.extra_staff": {
        "adult_social_care": {"support_worker": -2.0}, "community_nursing": {"therapist": 1.0}
    },
    "arrangement.care_coordinators": 3.0,
    "arrangement.boundary_spanners": 1.0,
    "arrangement.case_management": {"case_managers": 2.0},
    "arrangement.new_teams": {},
    "arrangement.programme_cost_a_year": 60_000.0,
    "arrangement.programme": {"go_live_month": 3.0, "money_ends_month": 24.0},
}  # fmt: skip
HUB = {"hub": {"label": "Hub", "organisation": "voluntary", "staff": {"support_worker": 2.0},
               "accepts": {"isolation": {}}}}  # fmt: skip
ADDED = {**PAID, "arrangement.extra_staff": {}}
ELEMENTS = ("single_point_of_access", "care_coordinators", "boundary_spanners",
            "case_management", "hospital", "closed_teams", "new_teams", "interfaces")  # fmt: skip


REPLACED = {
    "arrangement.new_teams": {
        "hub": {**HUB["hub"], "accepts": {"isolation": {}, "housing_and_money": {}}}
    },
    "arrangement.closed_teams": ["advice_and_support"],
}


def in_month(scenario: Scenario, month: float) -> Arrangement:
    return InForce.on(scenario, day_of(month)).at[0].arrangement


@pytest.mark.parametrize("phases", [[], [{"elements": ["care_coordinators"], "until_month": 12}]])
@pytest.mark.parametrize("changes", [PAID, ADDED, {**ADDED, "arrangement.new_teams": HUB}])
def test_what_ends_with_the_money_ends_in_the_twins(changes, phases):
    proposal = SHIPPED["siloed_borough"].with_({**changes, "arrangement.phases": phases})
    made = twins(proposal)
    assert list(made) == ["capacity_only", "joining_only", "cost_matched"]
    for month in (2, 4, 13, 23, 24, 40):
        mine, joined = in_month(proposal, month), in_month(made["joining_only"], month)
        for key in ELEMENTS:
            assert getattr(joined, key) == getattr(mine, key), (key, month)
    after = {team: staff for team, staff in in_month(proposal, 24).extra_staff.items() if staff}
    assert in_month(made["joining_only"], 24).extra_staff == after
    for kind in ("capacity_only", "cost_matched"):
        assert in_month(made[kind], 23).extra_staff
        assert not any(any(s.values()) for s in in_month(made[kind], 24).extra_staff.values())


def test_a_team_that_lasts_is_as_much_money_in_the_twins_when_the_rest_has_ended():
    """The hub stays for a team that has closed, and so do the posts that pay for it."""
    more = {"arrangement.new_teams.hub.staff.support_worker": 5.0}
    proposal = SHIPPED["siloed_borough"].with_(
        {**REPLACED, **more, "arrangement.programme.money_ends_month": 24.0}
    )
    left = averaged(proposal, paid=False)
    for kind, worth in {"capacity_only": 1.0, "cost_matched": 1.0, "joining_only": 0.0}.items():
        twin = averaged(twins(proposal)[kind], paid=False)
        assert cost_of_posts(left) > 50_000.0
        assert cost_of_posts(twin) == pytest.approx(worth * cost_of_posts(left), abs=POUND)


ACCESS = "single_point_of_access"


@pytest.mark.parametrize(
    "phases",
    [
        [],
        [{"elements": [ACCESS], "until_month": 6.0},
         {"elements": [ACCESS, "closed_teams"], "from_month": 3.0}],
        [{"elements": [ACCESS], "from_month": 12.0}],
    ],
)  # fmt: skip
def test_a_point_of_access_that_closes_with_the_money_closes_in_joining_alone(phases):
    """Posts that joining alone takes out of teams for others are not those of its access."""
    hub = {"label": "T", "organisation": "voluntary", "covers": "borough",
           "staff": {"link_worker": 6.0, "support_worker": 6.0},
           "accepts": {"isolation": {}, "housing_and_money": {}}}  # fmt: skip
    access = {"in_front_of": ["community_nursing", "adult_social_care"],
              "staff": {"social_worker": 2.0, "district_nurse": 2.0}}  # fmt: skip
    proposal = SHIPPED["siloed_borough"].with_(
        {"arrangement": {
            "new_teams": {"hub": hub}, "closed_teams": ["advice_and_support"], ACCESS: access,
            "phases": phases, "programme": {"money_ends_month": 12.0}}}
    )  # fmt: skip
    twin = twins(proposal)["joining_only"]
    for month in (0, 4, 7, 10, 12, 18):
        mine, joined = in_month(proposal, month), in_month(twin, month)
        assert joined.single_point_of_access == mine.single_point_of_access, month
        assert {*joined.closed_teams} == {*mine.closed_teams}
    assert in_month(proposal, 18).single_point_of_access is None


@pytest.mark.parametrize("name", ADDING)
def test_less_than_a_thousandth_of_a_post_is_none(name):
    for twin in twins(ADDING[name].with_({"residents": 148_000})).values():
        posts = [n for s in twin.arrangement.extra_staff.values() for n in s.values()]
        assert min(map(abs, posts)) >= 0.001


def test_nothing_is_left_over_of_rounding():
    """Posts that come and go are worth the same to a pound, in a place of 300,000 as well."""
    proposal = SHIPPED["case_management"].with_({"residents": 300_000})
    twin = twins(proposal)["joining_only"]
    assert abs(cost_of_posts(twin)) * 10.0 < 0.01
    table = parts_of(twin)[0]
    rows = {row[0]: row[3] for row in table.rows}
    assert rows["All"] == "£1.00 million", "its programme, and nothing of posts"


def test_staff_that_stay_after_the_money_are_looked_at():
    siloed = SHIPPED["siloed_borough"]
    for given, says in {
        "nursing": "there is no team `nursing`", "memory_service": "cannot lose 500",
    }.items():  # fmt: skip
        programme = {"money_ends_month": 24.0, "staff_after_money": {given: {"therapist": -500.0}}}
        with pytest.raises(RefusedError, match=says):
            siloed.with_({"arrangement.programme": programme})
    with pytest.raises(RefusedError, match="the money never ends"):
        siloed.with_({"arrangement.programme.staff_after_money": {"memory_service": {"gp": 1.0}}})
