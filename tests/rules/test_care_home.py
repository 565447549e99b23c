"""Moves into a care home."""

from __future__ import annotations

import pytest

from joinedup.rules.care_home import chance_of_move


def test_nobody_moves_before_the_need_is_nearly_at_its_worst(p):
    for severity in (0.0, 0.3, p.care_home.from_severity - 0.01):
        assert chance_of_move(p.care_home, severity, 0) == 0.0
    # Severity rises in steps of a tenth kept in single precision: the last one must still count.
    assert chance_of_move(p.care_home, p.care_home.from_severity - 1e-10, 0) > 0.0


def test_an_unpaid_carer_makes_a_move_less_likely(p):
    alone, cared_for = (chance_of_move(p.care_home, 1.0, carer) for carer in (0, 1))
    assert alone == p.care_home.chance
    assert cared_for == pytest.approx(p.care_home.chance * p.care_home.carer_ratio)
    assert cared_for <= alone
