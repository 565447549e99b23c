"""Long-term conditions: how many, and mental disorder with them."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import AGES
from joinedup.rules.conditions import MOST, mental_ratio, number_of_conditions


@pytest.mark.parametrize("age", range(AGES))
def test_the_number_of_conditions_has_the_mean_of_its_age(p, age):
    draws = np.random.default_rng(age).uniform(size=50_000)
    counts = np.array([number_of_conditions(p.conditions, age, draw) for draw in draws])
    assert counts.min() == 1 and counts.max() <= MOST
    assert counts.mean() == pytest.approx(p.conditions.usual_number[age], rel=0.03)


def test_a_mental_disorder_begins_oftener_with_each_condition_up_to_five(p, rises):
    """By the first one's ratio, and with each further one by the step between two published ones.

    Barnett et al 2012, of who has one: odds ratio 1.95 with one condition, 6.74 with five or more.
    """
    one, each = p.conditions.mental_disorder, p.conditions.mental_disorder_each
    ratios = [mental_ratio(p.conditions, count) for count in range(10)]
    assert ratios[0] == 1.0
    assert ratios[1:6] == pytest.approx(one * each ** np.arange(5.0))
    assert each**4 == pytest.approx(6.74 / 1.95, rel=0.01)
    assert rises(ratios[:6])
    assert set(ratios[5:]) == {ratios[5]}
