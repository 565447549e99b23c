"""A calendar queue: who is due on which day.

One entry a row (a resident, a person in the reference network), in a doubly linked list per
day, so that rescheduling a row costs the same however many rows there are. Nothing is computed
for a row on a day on which nothing of it is due.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from joinedup.engine.jit import rule
from joinedup.engine.tables import Table, as_records, table

NOBODY = -1
SLOT = np.dtype([("after", "i4"), ("before", "i4"), ("on_day", "i4")])


class Calendar(NamedTuple):
    """``first[day]`` is a day's first row; ``slots[row]`` a row's neighbours and its day."""

    first: np.ndarray
    slots: Any


def new_calendar(rows: int, days: int, within: Table | None = None) -> Calendar:
    """An empty calendar for ``rows`` rows and the days 0 to ``days`` - 1.

    Its slots are a table of their own, or lie ``within`` the rows of one that has `SLOT`'s columns.
    """
    names = list(SLOT.names or ())
    slots = table(rows, SLOT) if within is None else within.view(as_records(within.dtype[names]))
    for name in names:
        slots[name] = NOBODY
    return Calendar(first=np.full(days, NOBODY, np.int32), slots=slots)


@rule
def cancel(calendar, row):
    """Take ``row`` off the calendar; nothing happens when it is not on it."""
    day = calendar.slots[row].on_day
    if day == NOBODY:
        return
    after, before = calendar.slots[row].after, calendar.slots[row].before
    if before == NOBODY:
        calendar.first[day] = after
    else:
        calendar.slots[before].after = after
    if after != NOBODY:
        calendar.slots[after].before = before
    calendar.slots[row].on_day = NOBODY


@rule
def schedule(calendar, row, time):
    """Put ``row`` on the day that ``time`` falls in; past the last day it is taken off."""
    day = NOBODY
    if time < calendar.first.shape[0]:
        day = int(time)
    if calendar.slots[row].on_day == day:
        return
    cancel(calendar, row)
    if day == NOBODY:
        return
    head = calendar.first[day]
    calendar.slots[row].after = head
    calendar.slots[row].before = NOBODY
    if head != NOBODY:
        calendar.slots[head].before = row
    calendar.first[day] = row
    calendar.slots[row].on_day = day
