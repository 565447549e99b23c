"""Appointments."""

from __future__ import annotations

import pytest

from joinedup.rules.general_practice import chance_of_appointment


def test_with_time_to_spare_all_but_the_inconvenient_get_an_appointment(p):
    most = 1.0 - p.general_practice.inconvenient
    for demand in (-1.0, 0.0, 10.0, 100.0):
        assert chance_of_appointment(p.general_practice, demand, 100.0) == pytest.approx(most)


def test_the_more_is_asked_of_a_practice_the_fewer_get_an_appointment(p, rises):
    chances = [chance_of_appointment(p.general_practice, d, 100.0) for d in (400, 200, 120, 100)]
    assert rises(chances)
    # Twice the demand that there is time for: half of those who ask.
    most = 1.0 - p.general_practice.inconvenient
    assert chances[1] == pytest.approx(most / 2.0)


def test_a_practice_with_no_staff_has_no_appointments(p):
    assert chance_of_appointment(p.general_practice, 50.0, 0.0) == 0.0
