"""The queues for what the hospital, other beds and care homes give at the day's end."""

from __future__ import annotations

from joinedup.engine.jit import kernel
from joinedup.engine.schedule import NOBODY
from joinedup.phases.team_messages import NOT_QUEUED
from joinedup.state.hospital import LINK


@kernel
def append_to_queue(world, who, queue):
    """Put a resident at the end of a queue."""
    hospital = world.globals[0].hospital
    resident = world.residents[who]
    link = LINK[queue]
    resident.queue_next[link] = NOBODY
    resident.queue_before[link] = hospital.queue_last[queue]
    if hospital.queue_last[queue] == NOBODY:
        hospital.queue_first[queue] = who
    else:
        world.residents[hospital.queue_last[queue]].queue_next[link] = who
    hospital.queue_last[queue] = who
    hospital.queue_length[queue] += 1


@kernel
def remove_from_queue(world, who, queue):
    """Take a resident out of a queue; nothing happens when they are not in it."""
    hospital = world.globals[0].hospital
    resident = world.residents[who]
    link = LINK[queue]
    if resident.queue_next[link] == NOT_QUEUED:
        return
    if resident.queue_before[link] == NOBODY:
        hospital.queue_first[queue] = resident.queue_next[link]
    else:
        world.residents[resident.queue_before[link]].queue_next[link] = resident.queue_next[link]
    if resident.queue_next[link] == NOBODY:
        hospital.queue_last[queue] = resident.queue_before[link]
    else:
        world.residents[resident.queue_next[link]].queue_before[link] = resident.queue_before[link]
    resident.queue_next[link] = NOT_QUEUED
    hospital.queue_length[queue] -= 1
