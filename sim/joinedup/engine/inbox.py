"""Messages to a team: who joins its waiting list, leaves it, or releases its staff.

They are applied on the day on which they are sent, also those of events of the day before that
are lived a day late. Each team's are kept in order of time as they come, so that it makes no
difference in which order residents had their day; one person's of one time as they were sent.
"""

from __future__ import annotations

from enum import IntEnum

from joinedup.codes import NO_NEED
from joinedup.engine.jit import kernel
from joinedup.engine.schedule import NOBODY
from joinedup.engine.tables import row_type


class Message(IntEnum):
    """What a message asks."""

    RELEASE = 0
    LEAVE = 1
    JOIN = 2
    RESIZE = 3


MESSAGE = row_type(
    ("time", "f8", "when it came about; before today where that is lived a day late"),
    ("what", "i4", "Message"),
    ("who", "i4", "resident"),
    ("kind", "i4", "need, or NO_NEED of the hospital"),
    ("which", "i4", "the queue of the hospital; the worker whose time it is"),
    ("minutes", "f8", "minutes a week released, or more than before"),
    ("next", "i4", "next message for the same team"),
)


@kernel
def _earlier(a, b):
    """Whether message ``a`` is applied before ``b``."""
    if a.time != b.time:
        return a.time < b.time
    return a.who < b.who


@kernel
def _new_message(world, time, what, who, kind, which, minutes):
    settings = world.globals[0].settings
    number = settings.messages
    settings.messages = number + 1
    message = world.inbox[number]
    message.time = time
    message.what = what
    message.who = who
    message.kind = kind
    message.which = which
    message.minutes = minutes
    return number


@kernel
def _put_in_order(world, first, number):
    """Put a message into a list that begins at ``first``; returns where it begins now."""
    message = world.inbox[number]
    if first == NOBODY or _earlier(message, world.inbox[first]):
        message.next = first
        return number
    at = first
    after = world.inbox[at].next
    while after != NOBODY and not _earlier(message, world.inbox[after]):
        at = after
        after = world.inbox[at].next
    message.next = after
    world.inbox[at].next = number
    return first


@kernel
def send(world, team, time, what, who, kind, which, minutes):
    """Send a message to a team."""
    number = _new_message(world, time, what, who, kind, which, minutes)
    row = world.teams[team]
    row.inbox_first = _put_in_order(world, row.inbox_first, number)


@kernel
def send_to_hospital(world, time, what, who, queue):
    """Send the hospital a message about one of its queues."""
    number = _new_message(world, time, what, who, NO_NEED, queue, 0.0)
    row = world.globals[0].hospital
    row.inbox_first = _put_in_order(world, row.inbox_first, number)
