"""Who moves in is the same person, with anyone there before them."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.phases.demography import move_away
from joinedup.setup.population import new_world
from joinedup.state.world import World, copied

WHO, T = 7, 40.25
OF_THE_PLACE = {"quintile", "practice", "address", "neighbourhood", "generation"}
# What a person holds is given back as they leave: the books of beds, lines and staff check that.
HELD = {
    "stay", "listed", "home_place", "care_home", "in_group", "wants", "manager", "coordinator",
    "queue_next", "queue_before",
}  # fmt: skip
SET_BEFORE_READ = {"rank", "callable_at", "left_bed_at", "stale"}
OF_EPISODES = {
    "state", "genuine", "route", "sender", "severity", "crisis_threshold", "wanted",
    "worker_generation", "uncoordinated", "queue_next", "queue_before", "queue",
}  # fmt: skip


@pytest.fixture
def world(siloed, sized) -> World:
    """A place on a day on which a person moves away."""
    world = new_world([sized(siloed, 300, 1, 0)], 5, 60, 20_000, False)
    world.globals[0].settings.today = int(T)
    return world


def test_a_newcomer_inherits_nothing(world):
    other = copied(world)
    own = set(world.residents.dtype.names) - OF_THE_PLACE - HELD - SET_BEFORE_READ
    for column in own - {"unserved", "served", "hidden", "idle"}:  # a past that could have been
        other.residents[column][WHO] = 1
    absent = np.asarray(world.needs.state[WHO] == 0)
    for column in set(world.needs.dtype.names) - OF_EPISODES:
        other.needs[column][WHO] = np.where(absent, 1, other.needs[column][WHO])
    for place in (world, other):
        move_away(place, WHO, T)
    for column in own:
        np.testing.assert_array_equal(
            other.residents[column][WHO], world.residents[column][WHO], column
        )
    for column in set(world.needs.dtype.names) - OF_EPISODES:
        np.testing.assert_array_equal(other.needs[column][WHO], world.needs[column][WHO], column)
    np.testing.assert_array_equal(other.clocks[WHO], world.clocks[WHO])
