"""What others do at the day's end counts from tomorrow: what was lived today counts once."""

from __future__ import annotations

from math import exp

import numpy as np
import pytest

from joinedup.codes import NEEDS
from joinedup.engine.jit import entry_point
from joinedup.phases.carers import settle_strain
from joinedup.phases.clocks import schedule_events, wake
from joinedup.setup.population import new_world
from joinedup.state.residents import Change, Clock

DAY, PEOPLE = 40, 300
EARLY, LATE, TOMORROW = DAY + 0.1, DAY + 0.8, DAY + 1.0
RATED = slice(int(Clock.CONSULTATION), int(Clock.DEATH) + 1)


@pytest.fixture
def world(siloed, sized):
    """A place in which all have lived the day until late, and nothing more is due."""
    world = new_world([sized(siloed, PEOPLE, 1, 0)], 5, 60, 20_000, False)
    world.globals[0].settings.today = DAY
    world.needs.accrued_at[:] = LATE
    world.needs.next_event_at[:] = world.needs.course_end[:] = np.inf
    for who in range(PEOPLE):
        world.residents.changed[who] = Change.NEEDS
        schedule_events(world, who, LATE)
    world.clocks[:, RATED] += 9.0  # none of them comes before tomorrow
    return world


@entry_point
def wake_all(world, t, earliest):
    """Set everybody's clocks anew, as after their team has acted."""
    for who in range(world.residents.shape[0]):
        world.residents[who].changed = Change.NEEDS
        wake(world, who, t, earliest)


def test_a_clock_that_is_looked_at_does_not_move(world):
    soon = np.asarray(world.clocks) < TOMORROW
    before = np.where(soon, np.inf, np.asarray(world.clocks))
    wake_all(world, EARLY, TOMORROW)
    after = np.where(soon, np.inf, np.asarray(world.clocks))
    np.testing.assert_allclose(after[:, :NEEDS], before[:, :NEEDS], rtol=1e-12)
    np.testing.assert_array_equal(after[:, RATED], before[:, RATED])


def test_a_rate_that_is_doubled_halves_what_is_left_from_tomorrow(world):
    before = np.asarray(world.clocks)[:, Clock.ACUTE].copy()
    world.residents.proneness *= 2.0
    wake_all(world, EARLY, TOMORROW)
    after = np.asarray(world.clocks)[:, Clock.ACUTE]
    np.testing.assert_allclose(after - TOMORROW, (before - TOMORROW) / 2.0, rtol=1e-6)


@entry_point
def settle_three_times(world, who):
    """Strain is worked out late, for a moment before, and later."""
    settle_strain(world, who, LATE)
    settle_strain(world, who, EARLY)
    settle_strain(world, who, TOMORROW)


def test_strain_builds_up_once(world):
    resident, p = world.residents[0], world.globals[0].p.carer
    resident.carer_strain, resident.carer_load, resident.strain_at = 0.0, 1.0, float(DAY)
    settle_three_times(world, 0)
    assert resident.carer_strain == pytest.approx(1.0 - exp(-1.0 / p.builds_days))
    assert resident.strain_at == TOMORROW
