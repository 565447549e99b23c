"""How long stays are, what happens above full, and what beds are left for planned care."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import AGES, Age, FrailtyGrade
from joinedup.rules.stays import (
    above_full,
    beds_for_elective,
    chance_of_decline,
    chance_of_no_bed,
    share_cut,
    stay_length,
)


@pytest.mark.parametrize("age", range(AGES))
@pytest.mark.parametrize("grade", FrailtyGrade)
def test_stays_have_the_mean_of_their_grade_and_a_third_leave_the_same_day(p, age, grade):
    """Mean: zero_day x 0.4 + (1 - zero_day) x 0.5 + (grade's mean - 0.5), in days."""
    rng = np.random.default_rng(age)
    draws, short = rng.exponential(size=4_000), p.stays.zero_day
    days = np.array([stay_length(p.stays, age, grade, draw, True) for draw in draws])
    days[: round(short * len(days))] = stay_length(p.stays, age, grade, 1.0, False)
    wanted = p.stays.stay_days[age] * (1.0 + p.stays.longer_by_frailty[grade])
    expected = 0.4 * short + 0.5 * (1.0 - short) + wanted - 0.5
    assert abs(days.mean() - expected) < 4.0 * days.std() / np.sqrt(len(days))
    assert abs(expected - wanted) < 0.05


def test_a_stay_grows_with_its_draw_and_with_frailty_by_degrees(p, rises):
    assert rises([stay_length(p.stays, 3, 0, draw, True) for draw in (0.0, 0.5, 1.0, 4.0)])
    assert rises([stay_length(p.stays, Age.OLD, grade, 1.0, True) for grade in FrailtyGrade])
    p.stays.longer_by_frailty[:] = 0.0
    assert len({stay_length(p.stays, Age.OLD, grade, 1.0, True) for grade in FrailtyGrade}) == 1


def test_the_reserve_of_beds_is_kept_from_planned_care(p):
    assert beds_for_elective(p.stays, 100, 0) == int(100 * (1.0 - p.stays.beds_kept_free))
    assert beds_for_elective(p.stays, 100, 99) <= 0
    for taken in range(0, 120, 10):
        free = beds_for_elective(p.stays, 100, taken)
        assert free == beds_for_elective(p.stays, 100, 0) - taken


def test_nothing_is_amiss_up_to_full_and_the_worse_the_further_above(p, rises):
    assert [above_full(100, taken) for taken in (0, 80, 100)] == [0.0, 0.0, 0.0]
    assert above_full(100, 110) == pytest.approx(0.1)
    for rule in (chance_of_no_bed, share_cut):
        assert rule(p.stays, 0.0) == 0.0
        assert rises([rule(p.stays, above) for above in (0.0, 0.02, 0.05, 0.09)])
    assert chance_of_no_bed(p.stays, 9.0) == 1.0
    assert share_cut(p.stays, 9.0) == p.stays.most_cut
    assert p.stays.most_cut <= 1.0 - p.stays.reviewed_at, "no more than is left when it is planned"


def test_extra_deaths_are_one_for_every_82_of_those_admitted(p):
    """By the admissions of the siloed place at each age, with overnight stays alone at risk."""
    admitted = np.array([0.07, 0.17, 0.23, 0.15, 0.2, 0.18])
    mean = float(admitted @ p.stays.corridor_deaths)
    assert mean == pytest.approx(1 / 82, rel=0.25)


def test_every_night_in_bed_adds_to_the_chance_of_decline(p, rises):
    chances = [chance_of_decline(p.stays, nights) for nights in (0.0, 1.0, 4.0, 10.0, 30.0)]
    assert chances[0] == 0.0 and rises(chances)
    assert 0.2 < chances[3] < 0.4, "about a third after the usual stay at these ages"
    p.stays.decline_a_night = 0.0
    assert chance_of_decline(p.stays, 30.0) == 0.0
