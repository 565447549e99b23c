"""Case finding and case management: who is enrolled, and what a visit does about urgent things."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from joinedup.codes import Activity, Cause
from joinedup.day import run_days
from joinedup.phases.urgent_visit import look_for_what_cannot_wait
from joinedup.run import change_world, simulate
from joinedup.scenario.scenario import Scenario
from joinedup.setup.population import new_world
from joinedup.setup.programme import apply_programme
from joinedup.state.months import Tally
from joinedup.state.residents import Clock
from joinedup.state.world import World, copied
from joinedup_experiments.scenario_io.load import load_scenario

INDEX = 365
PASSING = "case_management.passing_illness"


@pytest.fixture(scope="module")
def place(steady: Callable[[Scenario], Scenario]) -> World:
    """Two equal neighbourhoods on the day on which case managers start."""
    scenario = steady(load_scenario("case_management")).with_(
        {"residents": 4_000, "neighbourhoods": 2}
    )
    world = new_world([scenario], 7, INDEX + 400, 300_000, False)
    run_days(world, 0, INDEX, 16_384)
    world.globals[0].settings.events = 0
    change_world(world, scenario, INDEX)
    apply_programme(world, scenario, INDEX, INDEX)
    return world


def test_two_equal_neighbourhoods_get_equal_places_and_those_at_highest_risk_fill_them(place):
    world = copied(place)
    run_days(world, INDEX, INDEX + 1, 16_384)
    people = world.residents
    for neighbourhood in range(2):
        theirs = (people.neighbourhood == neighbourhood) & (people.risk >= 0.0)
        enrolled = theirs & (people.enrolled == 1)
        assert enrolled.sum() == 40
        assert people.risk[enrolled].min() > people.risk[theirs & ~enrolled].max()


def ill_tomorrow(place: World, **case_management: float) -> World:
    """Everybody enrolled, at home, and about to come to hospital with an acute illness."""
    world = copied(place)
    for name, value in case_management.items():
        setattr(world.globals[0].p.case_management, name, value)
    world.globals[0].settings.today = INDEX
    world.residents.enrolled = 1
    world.clocks[:, Clock.ACUTE] = INDEX + 1.5
    return world


def visited(world: World) -> tuple[int, int]:
    """Visit everybody; admissions for what was found, and illnesses called off."""
    for who in np.flatnonzero(world.residents.stay == 0).tolist():
        look_for_what_cannot_wait(world, who, float(INDEX), 0)
    rows = world.events[: world.globals[0].settings.events]
    found = (rows.activity == Activity.EMERGENCY_ADMISSION) & (rows.cause == Cause.FOUND)
    return int(found.sum()), int((world.clocks[:, Clock.ACUTE] > INDEX + 1.5).sum())


def test_a_visit_meets_an_illness_that_is_about_to_show_as_often_as_signs_are_seen(place):
    found, off = zip(
        *(visited(ill_tomorrow(place, signs_seen=seen)) for seen in (0.0, 0.3, 0.6, 1.0)),
        strict=True,
    )
    assert found[0] == off[0] == 0
    assert list(found) == sorted(set(found)) and list(off) == sorted(set(off))
    assert found[-1] < off[-1]  # some are treated outside hospital
    assert visited(ill_tomorrow(place, signs_days=1.0)) < visited(ill_tomorrow(place))


def test_a_crisis_to_come_is_called_off_when_it_is_met_early(place):
    world = copied(place)
    world.globals[0].settings.today = INDEX
    world.globals[0].p.case_management.passing_illness = 0.0
    world.clocks[:, Clock.ACUTE] = 1e6
    near = np.asarray(world.needs.crisis_rate) > 0.0
    near &= np.asarray(world.residents.stay == 0)[:, None]
    left = world.needs.crisis_threshold.copy()
    soon = np.where(near, 2.0 * np.asarray(world.needs.crisis_rate), left)
    world.needs.crisis_threshold = soon
    world.needs.accrued_at = float(INDEX)
    severity = world.needs.severity.copy()
    visited(world)
    met = near & (np.asarray(world.needs.crisis_threshold) != soon)
    assert 0.1 < met.sum() / near.sum() < 0.6
    assert np.array_equal(world.needs.severity[met], severity[met])  # nothing has worsened yet
    assert world.months.tallies[:, Tally.SEEN_EARLY].sum() == met.sum()


def test_illness_that_would_have_passed_brings_people_to_hospital(place, sized):
    """A well-meant visit finds what nobody would have come with: by degrees, and not without."""
    seen, admissions = [], []
    scenario = sized(load_scenario("case_management"), 4_000, 2.0, 1.0)
    for passing in (0.0, 1.5, 3.0):
        run = simulate(scenario.with_({"assumptions": {PASSING: passing}}), 2)
        rows = run.events
        found = (rows["activity"] == Activity.EMERGENCY_ADMISSION) & (rows["cause"] == Cause.FOUND)
        seen.append(int(run.world.months.tallies[:, Tally.PASSING_SIGNS].sum()))
        admissions.append(int(found.sum()))
    assert seen[0] == 0 and seen == sorted(set(seen))
    assert admissions[0] < admissions[-1]
