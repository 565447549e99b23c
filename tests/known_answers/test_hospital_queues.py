"""Who stands in the hospital's queues: all who still wait, once, and nobody who has gone."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.engine.inbox import Message, send_to_hospital
from joinedup.engine.jit import entry_point
from joinedup.phases.elective_list import settle_hospital
from joinedup.setup.population import new_world
from joinedup.state.hospital import Queue

DAY, WHO = 40, 7


@pytest.fixture
def world(siloed, sized):
    """A place without anything to give, on a day that has begun."""
    world = new_world([sized(siloed, 300, 1, 0)], 5, 60, 20_000, False)
    hospital = world.globals[0].hospital
    hospital.mental_beds = hospital.mental_taken
    hospital.care_home_beds = world.globals[0].settings.care_homes
    world.globals[0].settings.today = DAY
    return world


@entry_point
def send_in_turn(world, who, queue, often, t):
    """Join a queue and leave it, in turn, so many messages in all from a time on."""
    for number in range(often):
        what = Message.LEAVE + 0 if number % 2 else Message.JOIN + 0
        send_to_hospital(world, t + 0.1 * number, what, who, queue)


@pytest.mark.parametrize("began", [DAY - 0.9, DAY + 0.2])  # the day before, which is late
@pytest.mark.parametrize("queue", Queue)
@pytest.mark.parametrize("often", [1, 2, 3, 4])
def test_the_last_message_of_a_day_decides_and_nobody_stands_twice(world, queue, often, began):
    stays = often % 2 == 1
    send_in_turn(world, WHO, 0 + queue, often, began)
    settle_hospital(world, DAY, False)
    hospital = world.globals[0].hospital
    lengths = np.zeros(len(Queue))
    lengths[queue] = stays
    np.testing.assert_array_equal(hospital.queue_length, lengths)
    assert hospital.queue_first[queue] == hospital.queue_last[queue] == (WHO if stays else -1)
