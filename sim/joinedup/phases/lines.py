"""What a resident asks of a team's line and caseload: join, leave, give staff time back."""

from __future__ import annotations

from joinedup.engine.inbox import Message, send
from joinedup.engine.jit import kernel

NOT_QUEUED = -2


@kernel
def join_queue(world, who, kind, t):
    """Ask to be put in the line of the team that has accepted the need."""
    need = world.needs[who, kind]
    send(world, need.team, t, Message.JOIN, who, kind, need.urgent, 0.0)


@kernel
def leave_queue(world, who, kind, t):
    """Ask to be taken out of the line, if in it yet."""
    need = world.needs[who, kind]
    if need.queue_next != NOT_QUEUED:
        send(world, need.team, t, Message.LEAVE, who, kind, need.urgent, 0.0)


@kernel
def release_care(world, who, kind, t):
    """Give the package's staff time back to the team."""
    need = world.needs[who, kind]
    send(world, need.team, t, Message.RELEASE, who, kind, 0, need.minutes)
