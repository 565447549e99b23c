"""Unit costs."""

from __future__ import annotations

import numpy as np

from joinedup.codes import Profession


def test_everything_counted_costs_something(p):
    for name in p.money.dtype.names:
        assert (np.asarray(p.money[name]) > 0.0).all(), name


def test_what_takes_more_costs_more(p):
    assert p.money.emergency_short < p.money.emergency_long
    assert p.money.outpatient < p.money.day_case < p.money.elective
    hours = p.money.staff_hour
    assert hours[Profession.SUPPORT_WORKER] == min(hours)
    assert hours[Profession.SOCIAL_WORKER] < hours[Profession.PSYCHIATRIST]
