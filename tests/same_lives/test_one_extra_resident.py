"""One extra resident, or one extra thing that happens to one, changes nobody else's history.

Where no queue is shared, that is: every team has staff to spare, the hospital beds, the practices
appointments. Staff are steady, since how strained they are, and how far they trust each other,
follows from everybody whom they deal with. What people still share even then is how busy a crisis
team is (its load goes down to where one more person moves no draw), and the ranking for case
finding, which is a share of the place: so nobody is enrolled here.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from joinedup.codes import Activity, Need, State
from joinedup.day import run_days
from joinedup.engine.schedule import schedule
from joinedup.phases.clocks import next_event_time, schedule_events
from joinedup.phases.natural_course import onset
from joinedup.run import simulate
from joinedup.scenario.scenario import Scenario
from joinedup.setup.population import new_world
from joinedup.state.world import copied

PEOPLE = 800
PLENTY = 2_000.0


@pytest.fixture(scope="module")
def plentiful(siloed: Scenario, steady: Callable[[Scenario], Scenario]) -> Scenario:
    """The siloed borough with more of everything than anybody could use, and steady staff."""
    teams = {
        name: team.model_copy(update={"staff": dict.fromkeys(team.staff, PLENTY)})
        for name, team in siloed.teams.items()
    }
    beds = {"beds_per_1000": 50.0, "mental_health_beds_per_1000": 20.0}
    hospital = siloed.hospital.model_copy(update=beds | {"day_case_slots_per_1000_a_year": 1000.0})
    place = siloed.place.model_copy(update={"care_home_beds_per_1000": 100.0})
    # One waiting list decides how soon a clinic lists anybody: here it lists as ever.
    assumptions = siloed.assumptions | {"planned.elasticity": 0.0}
    changes = {"teams": teams, "hospital": hospital, "place": place, "assumptions": assumptions}
    return steady(siloed.model_copy(update=changes))


JOINED = {
    "siloed": {},
    "joined": {
        "interfaces": [
            {"between": ["community_mental_health", "adult_social_care"], "degree": "merged"},
            {"between": ["general_practice", "community_nursing"], "degree": "co_located"},
        ],
        "single_point_of_access": {"in_front_of": ["community_mental_health"]},
        "shared_record": ["community_mental_health", "adult_social_care"],
        "common_form": ["community_mental_health", "adult_social_care"],
        "joint_meetings": {"teams": ["general_practice", "community_nursing"]},
        "care_coordinators": 1_000.0,
        "boundary_spanners": 100.0,
        "back_to_gp_below": {"common_mental_disorder": 0.45},
    },
}


def arranged(scenario: Scenario, how: str) -> Scenario:
    arrangement = type(scenario.arrangement).model_validate(JOINED[how])
    return scenario.model_copy(update={"arrangement": arrangement})


@pytest.mark.parametrize("how", list(JOINED))
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_one_extra_resident_changes_nobody_elses_life(plentiful, sized, how, seed):
    """The ledger's rows of everybody else are the same, byte for byte."""
    scenario = arranged(plentiful, how)
    before = simulate(sized(scenario, PEOPLE, 1.5, 0.5), seed)
    with_one = simulate(sized(scenario, PEOPLE + 1, 1.5, 0.5), seed)
    extra = with_one.events["who"] == PEOPLE
    assert extra.any(), "the extra resident has no life of their own"
    assert with_one.events[~extra].tobytes() == before.events.tobytes()
    for name in ("needs", "clocks"):
        theirs = getattr(with_one.world, name)[:PEOPLE]
        assert theirs.tobytes() == getattr(before.world, name).tobytes(), name


def events_of(world) -> np.ndarray:
    rows = np.asarray(world.events[: world.globals[0].settings.events])
    return rows[
        np.lexsort((rows["team"], rows["activity"], rows["kind"], rows["who"], rows["time"]))
    ]


@pytest.mark.parametrize("seed", [4, 5, 6])
def test_one_extra_thing_that_happens_to_one_changes_nobody_elses_history(plentiful, sized, seed):
    """One person falls in need on a day on which they would not have: their life alone parts."""
    days, parting = 720, 200
    world = new_world([sized(plentiful, PEOPLE, 2, 0)], seed, days, 400_000, True)
    run_days(world, 0, parting, 16_384)
    other = copied(world)
    well = np.asarray(other.needs.state)[:, Need.DAILY_LIVING] == State.ABSENT
    old = np.asarray(other.residents.age) >= 3
    who = int(np.flatnonzero(well & old)[0])
    onset(other, who, int(Need.DAILY_LIVING), float(parting))
    schedule_events(other, who, float(parting))
    schedule(other.calendar, who, max(next_event_time(other, who), float(parting)))
    for each in (world, other):
        run_days(each, parting, days, 16_384)
    before, after = events_of(world), events_of(other)
    assert after[after["who"] != who].tobytes() == before[before["who"] != who].tobytes()
    mine = after[after["who"] == who]
    assert (mine["activity"] == Activity.ONSET).any()
    assert mine.tobytes() != before[before["who"] == who].tobytes()
