"""Who suits a virtual ward, and when an urgent response comes."""

from __future__ import annotations

import numpy as np

from joinedup.rules.beyond_hospital import chance_of_response, suits_virtual_ward


def test_a_virtual_ward_takes_the_share_that_it_suits_and_nobody_about_to_leave(p):
    draws = np.linspace(0.0005, 0.9995, 1000)
    taken = [suits_virtual_ward(p.beyond_hospital, draw, 5.0) for draw in draws]
    assert abs(np.mean(taken) - p.beyond_hospital.virtual_suits) < 0.002
    assert not suits_virtual_ward(p.beyond_hospital, 0.0, 0.5)


def test_an_urgent_response_comes_less_the_more_work_it_has_and_not_without_staff(p, rises):
    week = 7_000.0
    chances = [chance_of_response(p.beyond_hospital, left, week) for left in (1e4, 900, 500, 0)]
    assert chances[0] == 0.0 and rises(chances)
    assert chances[-1] == p.beyond_hospital.response_called
    assert chance_of_response(p.beyond_hospital, 0.0, 0.0) == 0.0
