"""Readings of single people count the right people, and compare like with like."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import Activity
from joinedup.engine.events import EVENT
from joinedup_experiments.studies.person_measures import count_of, standardised


class _Lived:
    """As much of a run as counting needs."""

    def __init__(self, rows: list[tuple[float, int, int, Activity]]) -> None:
        self.events = np.zeros(len(rows), EVENT)
        for i, (time, who, generation, activity) in enumerate(rows):
            self.events[i]["time"], self.events[i]["who"] = time, who
            self.events[i]["episode"], self.events[i]["activity"] = generation, activity
        self.index_day = 100.0
        self.residents = {"age": np.zeros(4)}


def test_only_the_same_people_in_the_same_time_are_counted():
    """Newcomers after a death, and whatever came later, are left out."""
    admitted = Activity.EMERGENCY_ADMISSION
    run = _Lived(
        [
            (101.0, 2, 1, admitted),  # theirs
            (150.0, 2, 1, admitted),  # theirs
            (160.0, 2, 2, admitted),  # a person who moved in
            (120.0, 0, 0, admitted),  # not in the cohort
            (290.0, 2, 1, admitted),  # too late
            (110.0, 3, 0, Activity.DAY_CASE),
        ]
    )
    counts = count_of(run, np.array([2, 3]), np.array([1, 0]), 100.0)  # type: ignore[arg-type]
    assert counts == {
        "enrolled_emergency": 1.0,
        "enrolled_elective": 0.5,
        "enrolled_outpatient": 0.0,
        "enrolled_ae": 0.0,
    }


def test_standardised_shares_do_not_differ_by_the_kinds_of_need_people_have() -> None:
    """Half of kind 0 and all of kind 1 go unserved, in every group: so two groups with
    another mix of kinds have the same standardised share, though not the same crude one."""
    there = np.zeros((400, 9), bool)
    there[:100, 0] = there[100:120, 1] = True  # the first group: mostly kind 0
    there[200:220, 0] = there[220:320, 1] = True  # the second: mostly kind 1
    unserved = there.copy()
    unserved[np.arange(400) % 2 == 0, 0] = False
    first, second = np.arange(400) < 200, np.arange(400) >= 200
    assert standardised(there, unserved, first) == pytest.approx(0.75)
    assert standardised(there, unserved, second) == pytest.approx(0.75)
