"""What a scenario may say at the ends of its ranges comes out as its words say."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import Activity
from joinedup.run import simulate
from joinedup.scenario.in_force import InForce
from joinedup.scenario.scenario import Scenario
from joinedup.setup.apply_arrangement import apply_arrangement
from joinedup.setup.population import new_world
from joinedup_experiments.scenario_io.load import load_scenario

PAIR = ["community_nursing", "memory_service"]
NO_CRISIS_STAFF = {"mental_health_nurse": 0.0, "psychiatrist": 0.0}


@pytest.fixture
def small(siloed, sized) -> Scenario:
    return sized(siloed, 1_000, 0.5, 0.2)


def test_a_crisis_team_of_nobody_comes_to_nobody(siloed, sized):
    place = sized(siloed, 3_000, 1.0, 0.2)
    none = place.with_({"teams.crisis_team.staff": NO_CRISIS_STAFF})
    went = {
        "arrangement.extra_staff.crisis_team": {"mental_health_nurse": -3, "psychiatrist": -0.3}
    }

    def visits(scenario: Scenario) -> int:
        return int((simulate(scenario).events["activity"] == Activity.CRISIS_TEAM).sum())

    assert visits(place) > 0
    assert visits(none) == visits(place.with_(went)) == 0


def test_who_is_enrolled_by_clinicians_alone_leaves_when_better(sized):
    managed = {"case_managers": 200.0, "filled_by_clinicians": 1.0, "share_of_residents": 0.0}
    place = sized(load_scenario("case_management"), 1_000, 3.0, 0.2)
    world = simulate(
        place.with_({f"arrangement.case_management.{key}": one for key, one in managed.items()})
    ).world
    people, p = world.residents, world.globals[0].p.case_management
    today = world.globals[0].settings.today
    enrolled = people.enrolled == 1
    assert enrolled.any()
    reviewed = p.concern_days + 366  # a review is due after so many visits
    assert (today - people.concern_at[enrolled] <= reviewed).all()


def test_being_managed_takes_no_less_than_no_time(small):
    teams = ["community_nursing", "adult_social_care"]
    scenario = small.with_({
        "arrangement.interfaces": [{"between": teams, "degree": "coordinated"}],
        "arrangement.management": dict.fromkeys(teams, "hybrid_management"),
        "arrangement.programme.go_live_month": 0,
        "assumptions": {
            "management.coordination": {"profession_managed": 20, "hybrid_management": 9},
            "handover.paperwork_minutes": 15,
        },
    })  # fmt: skip
    run = simulate(scenario)
    assert (np.asarray(run.world.teams.fixed_overhead) >= 0.0).all()
    for key in ("time_meetings", "time_paperwork"):
        assert ((run.months[key] >= 0.0) & (run.months[key] <= 1.0)).all(), key


def test_no_joining_that_is_written_leaves_every_barrier_whole(small):
    """Also where a sweep has all that joining leaves of barriers smaller."""
    tables = ("eligibility", "wrong_door", "paperwork", "loss", "obstacle")
    assumed = {f"handover.{one}_multiplier": {"none": 0.8} for one in tables}
    shared = small.with_({"arrangement.shared_record": PAIR, "assumptions": assumed})
    written = shared.with_({"arrangement.interfaces": [{"between": PAIR, "degree": "none"}]})
    worlds = [new_world([small], 1, 400, 20_000, False) for _ in range(2)]
    for world, scenario in zip(worlds, (shared, written), strict=True):
        apply_arrangement(world, InForce.everywhere(scenario))
    assert worlds[0].target_interfaces.tolist() == worlds[1].target_interfaces.tolist()


def test_where_asking_costs_more_than_help_no_wait_is_below_none(small):
    """What asking costs holds its trouble: what is left of it is days of waiting."""
    assumptions = {
        "assumptions.expectations.asking_days": 30.0,
        "assumptions.expectations.usual_cost.long_term_condition": 24.0,
    }
    place = small.with_(assumptions)
    world = new_world([place], 1, 400, 20_000, False)
    assert np.asarray(world.expectations.days).min() == 0.0
