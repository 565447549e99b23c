"""What a practice's staff do beside their patients is time for no appointment."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import Role
from joinedup.day import begin_day
from joinedup.phases.team_day import settle_team
from joinedup.phases.team_week import update_team_week
from joinedup.setup.population import new_world

SHARES = (0.0, 0.1, 0.4, 1.5)  # of a practice's time that joint meetings take


@pytest.fixture(scope="module")
def practice(siloed, sized):
    """A settled practice on a Tuesday, asked for nine tenths of its time."""

    def make(share):
        world = new_world([sized(siloed, 1_200, 1, 0)], 5, 30, 20_000, False)
        begin_day(world, 1)
        number = int(np.flatnonzero(np.asarray(world.teams.role) == Role.GENERAL_PRACTICE)[0])
        row = world.teams[number]
        row.meeting_minutes += share * row.minutes
        row.demand = 0.9 * row.minutes
        update_team_week(world, number)
        settle_team(world, number, 1, True)
        return world, row

    return make


def test_the_chance_of_an_appointment_is_of_the_time_that_is_left(practice):
    """Its own meeting is in published appointments: only what is beyond it counts."""
    for share in SHARES:
        world, row = practice(share)
        assert row.allocation.max() > 0.0  # it does meet
        left = max(0.0, row.minutes - share * row.minutes)
        p = world.globals[0].p.general_practice
        expected = (1.0 - p.inconvenient) * min(1.0, left / row.demand)
        assert row.appointment == pytest.approx(expected)


def test_time_beside_patients_presses_on_a_practices_staff(practice):
    """As much as asked of it by patients, up to all its time."""
    pressed = []
    for share in SHARES:
        world, row = practice(share)
        pressed.append(float(world.staff[world.members[row.first_member]].pressure))
    assert pressed[0] < pressed[1] == pytest.approx(pressed[2]) == pytest.approx(pressed[3])
