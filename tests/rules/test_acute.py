"""Background acute illness, stays and the beds left for planned care."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import AGES
from joinedup.rules.acute import acute_rate, beds_for_elective, stay_length


def test_deprivation_and_frailty_mean_more_acute_illness(p):
    for age in range(AGES):
        usual = acute_rate(p.acute, age, 1.0, False, False)
        assert usual == pytest.approx(p.acute.ae_rate[age] / 365.25)
        assert acute_rate(p.acute, age, 2.0, False, False) == pytest.approx(2.0 * usual)
        frail = acute_rate(p.acute, age, 1.0, True, False)
        assert frail == pytest.approx(p.acute.frail_ratio * usual)
        # People in a care home count as frail, recorded or not.
        assert acute_rate(p.acute, age, 1.0, False, True) == acute_rate(
            p.acute, age, 1.0, True, True
        )
        assert acute_rate(p.acute, age, 1.0, False, True) >= frail


@pytest.mark.parametrize("age", range(AGES))
def test_stays_have_the_mean_of_the_table_and_a_third_leave_the_same_day(p, age):
    """Mean: zero_day x 0.4 + (1 - zero_day) x 0.5 + (table's mean - 0.5), in days."""
    rng = np.random.default_rng(age)
    draws, same = rng.exponential(size=20_000), rng.uniform(size=20_000)
    days = np.array([stay_length(p.acute, age, a, b) for a, b in zip(draws, same, strict=True)])
    short = p.acute.zero_day
    expected = 0.4 * short + 0.5 * (1.0 - short) + p.acute.stay_days[age] - 0.5
    assert abs(days.mean() - expected) < 4.0 * days.std() / np.sqrt(len(days))
    assert (days < 0.5).mean() == pytest.approx(short, abs=0.015)
    # About the table's own mean: the same-day stays are 0.1 days below half a day.
    assert abs(expected - p.acute.stay_days[age]) < 0.05


def test_a_stay_is_never_negative_and_grows_with_its_draw(p, rises):
    assert rises([stay_length(p.acute, 3, draw, 0.9) for draw in (0.0, 0.5, 1.0, 4.0)])
    assert stay_length(p.acute, 0, 0.0, 0.99) == 0.5


def test_the_reserve_of_beds_is_kept_from_planned_care(p):
    assert beds_for_elective(p.acute, 100, 0) == int(100 * (1.0 - p.acute.beds_kept_free))
    assert beds_for_elective(p.acute, 100, 99) <= 0
    for taken in range(0, 120, 10):
        free = beds_for_elective(p.acute, 100, taken)
        assert free == beds_for_elective(p.acute, 100, 0) - taken
