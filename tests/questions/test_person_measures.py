"""Readings of single people compare like with like."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup_experiments.studies.person_measures import standardised


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
