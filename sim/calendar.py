"""A calendar queue: who is due on which day.

One entry a row (a resident, a person in the reference network), in a doubly linked list per
day, so that putting a row on another day costs the same however many rows there are. Nobody
is looked at on a day on which nothing of theirs is due.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

NOBODY = -1


class Calendar(NamedTuple):
    """Columns of the queue: ``first[day]`` and, per row, its neighbours and its day."""

    first: np.ndarray
    after: np.ndarray
    before: np.ndarray
    on_day: np.ndarray


def new_calendar(rows: int, days: int) -> Calendar:
    """An empty calendar for ``rows`` rows and the days 0 to ``days`` - 1."""
    return Calendar(
        first=np.full(days, NOBODY, np.int32),
        after=np.full(rows, NOBODY, np.int32),
        before=np.full(rows, NOBODY, np.int32),
        on_day=np.full(rows, NOBODY, np.int32),
    )


@njit(cache=True)
def strike_out(calendar, row):
    """Take ``row`` off the calendar; nothing happens when it is not on it."""
    day = calendar.on_day[row]
    if day == NOBODY:
        return
    after, before = calendar.after[row], calendar.before[row]
    if before == NOBODY:
        calendar.first[day] = after
    else:
        calendar.after[before] = after
    if after != NOBODY:
        calendar.before[after] = before
    calendar.on_day[row] = NOBODY


@njit(cache=True)
def put_down(calendar, row, time):
    """Put ``row`` on the day that ``time`` falls in; past the last day it is taken off."""
    day = NOBODY
    if time < calendar.first.shape[0]:
        day = int(time)
    if calendar.on_day[row] == day:
        return
    strike_out(calendar, row)
    if day == NOBODY:
        return
    head = calendar.first[day]
    calendar.after[row] = head
    calendar.before[row] = NOBODY
    if head != NOBODY:
        calendar.before[head] = row
    calendar.first[day] = row
    calendar.on_day[row] = day
