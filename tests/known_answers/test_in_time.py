"""What is to follow within so many days: counted by the month of what it is to follow."""

from __future__ import annotations

from math import ceil
from types import SimpleNamespace

import numpy as np
import pytest

from joinedup.codes import MONTH_DAYS, Activity
from joinedup.day import run_days
from joinedup.outcomes.in_time import in_time
from joinedup.outcomes.measures import measure
from joinedup.phases.markers import LONG_AGO
from joinedup.run import change_world
from joinedup.setup.population import new_world
from joinedup.setup.programme import apply_programme
from joinedup.state.markers import MARKERS, Marker
from joinedup.state.world import World, copied
from joinedup_experiments.scenario_io.load import load_scenario

MONTH = 4
INDEX = ceil(MONTH * MONTH_DAYS) - 14  # people are enrolled from the first Monday on


@pytest.fixture(scope="module")
def place(steady) -> World:
    """A place in which case managers begin."""
    scenario = steady(load_scenario("case_management")).with_({"residents": 4_000})
    world = new_world([scenario], 7, INDEX + 200, 300_000, False)
    run_days(world, 0, INDEX, 16_384)
    world.globals[0].settings.events = 0
    change_world(world, scenario, INDEX)
    apply_programme(world, scenario, INDEX, INDEX)
    return world


def test_a_plan_in_time_counts_in_the_month_of_enrolment(place):
    """Followed one by one: who is enrolled, until a plan, and when that was."""
    world, planned, late = copied(place), np.zeros(20, int), 0
    people = world.residents
    for day in range(INDEX, INDEX + 60):
        before = np.array(people)
        run_days(world, day, day + 1, 16_384)
        had_it = (before["enrolled_at"] > 0.0) & (people.enrolled_at == LONG_AGO)
        had_it &= (people.enrolled == 1) & (people.generation == before["generation"])
        for at, visited in before[had_it][["enrolled_at", "visit_at"]].tolist():
            if visited - at <= 28.0:
                planned[int(at / MONTH_DAYS)] += 1
                late += int(at / MONTH_DAYS) < int(visited / MONTH_DAYS)
    assert late > 1, "too few plans in the month after to speak of"
    counted = np.asarray(world.months.markers)[:, Marker.PLANNED_IN_TIME]
    assert counted.tolist() == planned[: len(counted)].tolist()


def test_who_is_enrolled_too_late_to_be_followed_is_left_out():
    """Of ten enrolled each month eight have a plan in time, of the last month's one so far."""
    targets = SimpleNamespace(planned_within=28.0, followed_within=3.0)
    world = SimpleNamespace(globals=[SimpleNamespace(p=SimpleNamespace(targets=targets))])
    flows, markers = np.zeros((256, 14)), np.zeros((MARKERS, 14))
    flows[Activity.ENROLLED] = markers[Marker.LEFT_MENTAL_WARD] = 10.0
    markers[[Marker.PLANNED_IN_TIME, Marker.FOLLOWED_IN_TIME]] = [*[8.0] * 13, 1.0]
    monthly = SimpleNamespace(extra=in_time(world, flows, markers))
    for key in ("planned_in_time", "followed_up_in_time"):
        assert measure(key).reading(monthly) == pytest.approx(0.8)
        assert measure(key).reading.whole(monthly).tolist() == [*[10.0] * 13, 0.0]
