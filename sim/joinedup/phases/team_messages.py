"""What a resident asks of a team: to join its waiting list, to leave it, to release staff time."""

from __future__ import annotations

from joinedup.engine.inbox import Message, send
from joinedup.engine.jit import kernel

NOT_QUEUED = -2


@kernel
def join_queue(world, who, kind, t):
    """Ask to join the waiting list of the team that has accepted the need."""
    need = world.needs[who, kind]
    send(world, need.team, t, Message.JOIN, who, kind, need.urgent, 0.0)


@kernel
def leave_queue(world, who, kind, t):
    """Ask to leave the waiting list, if on it yet."""
    need = world.needs[who, kind]
    if need.queue_next != NOT_QUEUED:
        send(world, need.team, t, Message.LEAVE, who, kind, need.urgent, 0.0)


@kernel
def release_care(world, who, kind, t):
    """Release the time of the package's worker."""
    need = world.needs[who, kind]
    send(world, need.team, t, Message.RELEASE, who, kind, need.worker, need.minutes)
