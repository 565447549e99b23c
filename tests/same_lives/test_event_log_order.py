"""The order of the event log: the same rows, in whichever order residents were visited."""

from __future__ import annotations

import numpy as np

from joinedup.engine.events import EVENT, in_order


def test_rows_are_in_the_order_of_six_columns_and_ties_as_they_came():
    rng = np.random.default_rng(1)
    rows = np.zeros(5_000, EVENT)
    rows["time"] = rng.integers(0, 300, len(rows)) / 7.0
    columns = {"who": 20, "kind": 3, "activity": 4, "team": 3, "cause": 2, "episode": 1_000}
    for column, values in columns.items():
        rows[column] = rng.integers(0, values, len(rows))
    keys = ("cause", "team", "activity", "kind", "who", "time")
    expected = rows[np.lexsort([rows[key] for key in keys])]
    assert in_order([rows[:1_234], rows[1_234:]]).tobytes() == expected.tobytes()


def test_an_empty_ledger_stays_empty():
    assert len(in_order([np.zeros(0, EVENT)])) == 0
