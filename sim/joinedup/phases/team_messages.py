"""What a resident asks of a team: to join one of its lines, to leave it, to release staff time."""

from __future__ import annotations

from joinedup.codes import NO_WORKER, NONE_TEAM, State
from joinedup.engine.inbox import Message, send
from joinedup.engine.jit import kernel
from joinedup.state.teams import FOR_CARE

NOT_QUEUED = -2
THOUSAND = 1000.0


@kernel
def thousandths(minutes):
    """Whole thousandths of a minute, as time is committed."""
    return int(minutes * THOUSAND + 0.5)


@kernel
def lane_of(need):
    """The lane of a waiting need: ordinary and urgent for assessment, then for care."""
    first = FOR_CARE if need.state == State.WAITING_FOR_CARE else 0
    return first + int(need.urgent)


@kernel
def join_queue(world, who, kind, t):
    """Ask to join the queue of the team that has accepted the need."""
    need = world.needs[who, kind]
    send(world, need.team, t, Message.JOIN, who, kind, 0, 0.0)


@kernel
def leave_queue(world, who, kind, t):
    """Ask to leave the queue, if in it yet."""
    need = world.needs[who, kind]
    if need.queue_next != NOT_QUEUED:
        send(world, need.team, t, Message.LEAVE, who, kind, 0, 0.0)


@kernel
def release_care(world, who, kind, t):
    """Release the time of the package's worker; who pays for their own support has none."""
    need = world.needs[who, kind]
    if need.team != NONE_TEAM:
        send(world, need.team, t, Message.RELEASE, who, kind, need.worker, need.minutes)


@kernel
def resize_package(world, who, kind, t, minutes):
    """Ask for more, or less, of the worker's time for a package under way."""
    need = world.needs[who, kind]
    before = thousandths(float(need.minutes))
    need.minutes = minutes
    more = thousandths(float(need.minutes)) - before
    if more != 0 and need.worker != NO_WORKER:
        send(world, need.team, t, Message.RESIZE, who, kind, need.worker, float(more))
