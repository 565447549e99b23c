"""Messages to a team: who joins its waiting list, leaves it, or releases its staff.

They are applied the same day. Each team's are kept in order of time as they come, so that it
makes no difference in which order residents had their day.
"""

from __future__ import annotations

from enum import IntEnum

from joinedup.codes import NO_NEED
from joinedup.engine.jit import kernel
from joinedup.engine.schedule import NOBODY
from joinedup.engine.tables import row_type


class Message(IntEnum):
    """What a message asks, in the order of application at the same time."""

    RELEASE = 0
    LEAVE = 1
    JOIN = 2
    RESIZE = 3


MESSAGE = row_type(
    ("time", "f8", "when it was sent"),
    ("what", "i4", "Message"),
    ("who", "i4", "resident"),
    ("kind", "i4", "need, or NO_NEED for the elective list"),
    ("lane", "i4", "lane to join or leave, or 1 for day cases; or the worker released"),
    ("minutes", "f8", "minutes a week released"),
    ("next", "i4", "next message for the same team"),
)


@kernel
def _earlier(a, b):
    """Whether message ``a`` is applied before ``b``."""
    if a.time != b.time:
        return a.time < b.time
    if a.what != b.what:
        return a.what < b.what
    if a.who != b.who:
        return a.who < b.who
    return a.kind < b.kind


@kernel
def _new_message(world, time, what, who, kind, lane, minutes):
    settings = world.globals[0].settings
    number = settings.messages
    settings.messages = number + 1
    message = world.inbox[number]
    message.time = max(time, float(settings.today))
    message.what = what
    message.who = who
    message.kind = kind
    message.lane = lane
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
    while world.inbox[at].next != NOBODY and _earlier(world.inbox[world.inbox[at].next], message):
        at = world.inbox[at].next
    message.next = world.inbox[at].next
    world.inbox[at].next = number
    return first


@kernel
def send(world, team, time, what, who, kind, lane, minutes):
    """Send a message to a team."""
    number = _new_message(world, time, what, who, kind, lane, minutes)
    row = world.teams[team]
    row.inbox_first = _put_in_order(world, row.inbox_first, number)


@kernel
def send_to_hospital(world, time, what, who, day_case):
    """Send the hospital a message about the elective lists."""
    number = _new_message(world, time, what, who, NO_NEED, day_case, 0.0)
    row = world.globals[0].hospital
    row.inbox_first = _put_in_order(world, row.inbox_first, number)
