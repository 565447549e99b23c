"""The calendar queue against a dictionary."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from joinedup.engine.schedule import NOBODY, cancel, new_calendar, schedule

ROWS, DAYS = 6, 4
rows = st.integers(0, ROWS - 1)


def on(calendar, day):
    """The rows of a day, read forwards; the way back is checked on the way."""
    found, before, row = [], NOBODY, int(calendar.first[day])
    while row != NOBODY:
        assert calendar.slots[row].before == before
        assert calendar.slots[row].on_day == day
        found.append(row)
        assert len(found) <= ROWS
        before, row = row, int(calendar.slots[row].after)
    return found


class CalendarAgainstDictionary(RuleBasedStateMachine):
    """Whatever is put down and struck out, both hold the same."""

    def __init__(self):
        super().__init__()
        self.calendar = new_calendar(ROWS, DAYS)
        self.day_of = {}

    @rule(row=rows, time=st.floats(0, DAYS + 2))
    def schedule(self, row, time):
        schedule(self.calendar, row, time)
        self.day_of.pop(row, None)
        if time < DAYS:
            self.day_of[row] = int(time)

    @rule(row=rows)
    def never(self, row):
        schedule(self.calendar, row, float("inf"))
        self.day_of.pop(row, None)

    @rule(row=rows)
    def cancel(self, row):
        cancel(self.calendar, row)
        self.day_of.pop(row, None)

    @invariant()
    def both_hold_the_same(self):
        for day in range(DAYS):
            expected = {row for row, day_of_row in self.day_of.items() if day_of_row == day}
            found = on(self.calendar, day)
            assert len(found) == len(set(found))
            assert set(found) == expected
        for row in range(ROWS):
            assert self.calendar.slots[row].on_day == self.day_of.get(row, NOBODY)


test_calendar_against_dictionary = CalendarAgainstDictionary.TestCase


def test_a_row_on_its_day_already_stays_where_it_is():
    calendar = new_calendar(ROWS, DAYS)
    schedule(calendar, 1, 2.0)
    schedule(calendar, 3, 2.1)
    schedule(calendar, 1, 2.9)
    assert on(calendar, 2) == [3, 1]


def test_plain_python_keeps_the_same_calendar():
    compiled, plain = new_calendar(ROWS, DAYS), new_calendar(ROWS, DAYS)
    moves = [(0, 1.5), (1, 1.2), (2, 3.0), (0, 3.9), (1, 9.0), (4, 0.0), (2, 0.5), (3, 0.1)]
    for row, time in moves:
        schedule(compiled, row, time)
        schedule.py_func(plain, row, time)
    for here, there in zip(compiled, plain, strict=True):
        assert here.tolist() == there.tolist()
