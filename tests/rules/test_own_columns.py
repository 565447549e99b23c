"""What a mechanism declares besides parameters: activities of its own, and columns."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from joinedup.codes import Activity
from joinedup.engine.tables import CACHE_LINE, extended, table
from joinedup.rules.collected import ACTIVITIES, row_with
from joinedup.state.residents import BYTES_READ_OFTEN, READ_OFTEN, RESIDENT


def test_activities_stand_at_their_numbers_the_models_first():
    assert [*ACTIVITIES.values()][: len(Activity)] == [*Activity]
    assert [int(activity) for activity in ACTIVITIES.values()] == sorted(ACTIVITIES)


def test_a_row_without_further_columns_is_the_same_and_with_them_keeps_its_own():
    assert extended(RESIDENT, ()) is RESIDENT
    more = extended(RESIDENT, [("falls", "u1", "falls so far"), ("bones", "f4", "left", (3,))])
    assert [name for name in RESIDENT.names if name != "spare"] == [*more.names[:-2]]
    rows = table(2, more)
    rows.falls[1] = 3
    assert rows[1].falls == 3 and rows.bones.shape == (2, 3) and np.all(rows.age == 0)
    assert more.itemsize % CACHE_LINE == 0
    with_toe = extended(RESIDENT, [("toe", "u1", "one")])
    assert with_toe.fields["toe"][1] < RESIDENT.itemsize, "into a gap"
    used = sum(more[name].itemsize for name in more.names)
    offsets = sorted((more.fields[name][1], more[name].itemsize) for name in more.names)
    assert all(at + size <= after for (at, size), (after, _) in pairwise(offsets))
    assert used <= more.itemsize
    assert row_with(RESIDENT, "resident_columns").names[0] == "changed"


def test_what_is_read_often_is_at_the_start_of_a_residents_row():
    row = row_with(RESIDENT, "resident_columns", READ_OFTEN)
    assert row.names[: len(READ_OFTEN)] == READ_OFTEN, "each is a column"
    assert set(row.names) == set(row_with(RESIDENT, "resident_columns").names)
    ends = [row.fields[name][1] + row[name].itemsize for name in READ_OFTEN]
    assert max(ends) == BYTES_READ_OFTEN
