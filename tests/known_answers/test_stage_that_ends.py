"""Who waits for an assessment when there is no such stage any more, or nobody to make one."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import Need, State
from joinedup.engine.jit import entry_point
from joinedup.engine.schedule import NOBODY
from joinedup.phases.assessment_queue import serve_assessments
from joinedup.phases.assessment_time import keep_time_for_assessments, share_assessment_time
from joinedup.phases.waiting_list import append_to_queue
from joinedup.run import change_world
from joinedup.setup.population import new_world
from joinedup.setup.programme import apply_programme

TEAM, KIND, CHANGE = "adult_social_care", int(Need.DAILY_LIVING), 30
WHOSE = ("the arrangement has it", "its own")


@entry_point
def join_line(world, number, who):
    """Put a need on the team's ordinary lane for assessment."""
    append_to_queue(world, number, who, KIND)


@entry_point
def assess_for_a_week(world, number, t):
    """A team's working days, of which only assessments are made."""
    row = world.teams[number]
    share_assessment_time(world, row)
    for _ in range(5):
        keep_time_for_assessments(row)
        serve_assessments(world, number, t)


@pytest.mark.parametrize("whose", WHOSE)
def test_those_on_the_line_are_still_assessed(siloed, sized, whose):
    """Its own: a team at a door assesses while it is there, whatever its own process."""
    if whose == "its own":
        scenario = siloed.with_({f"teams.{TEAM}.process": "post_box"})
    else:
        scenario = siloed.with_({"arrangement.processes": {TEAM: "post_box"}})
    scenario = sized(scenario, 30_000, 1, 0)
    world = new_world([scenario], 5, CHANGE + 30, 20_000, False)
    (number,) = np.flatnonzero(np.asarray(world.teams.type) == scenario.team_names.index(TEAM))
    for who in range(3):
        need = world.needs[who, KIND]
        need.state, need.genuine, need.severity = State.WAITING_FOR_ASSESSMENT, 1, 0.5
        need.episode, need.course_end, need.team = 1, 1e9, number
        join_line(world, number, who)
    change_world(world, scenario, CHANGE)
    apply_programme(world, scenario, CHANGE, CHANGE)
    row = world.teams[number]
    assert not row.assessment.any()
    assess_for_a_week(world, number, CHANGE + 1.0)
    assert world.needs.assessed[:3, KIND].all()
    assert int(row.to_be_assessed) == 0
    assert all(key == NOBODY for key in row.queue_first[:2])


@pytest.mark.parametrize("has_one", [True, False])
def test_who_may_not_assess_does_so_only_where_nobody_of_the_team_ever_may(siloed, sized, has_one):
    """A week in which those who may are off sick has no time for assessments."""
    scenario = sized(siloed, 300, 1, 0)
    world = new_world([scenario], 5, 30, 20_000, False)
    number = int(world.team_of[scenario.team_names.index(TEAM), 0])
    row = world.teams[number]
    may = world.globals[0].p.team_process.may_assess > 0.0
    row.capacity = np.where(may, 0, row.capacity)
    assert (row.usual[may] > 0.0).any()
    row.usual = np.where(may & (not has_one), 0, row.usual)  # as where those work elsewhere
    row.minutes = 600.0
    assess_for_a_week(world, number, 1.0)
    kept = 0.0 if has_one else row.assessing * 600.0
    assert row.assessing > 0.0
    assert row.assessing_minutes[0] == pytest.approx(kept)
