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


def test_a_mental_disorder_is_likelier_with_each_condition_as_published(p, rises):
    """Barnett et al 2012: odds ratio 1.95 with one, 6.74 with five or more."""
    assert mental_ratio(p.conditions, 0) == 1.0
    assert mental_ratio(p.conditions, 1) == pytest.approx(1.95)
    assert mental_ratio(p.conditions, 5) == pytest.approx(6.74, rel=0.01)
    assert rises([mental_ratio(p.conditions, count) for count in range(6)])
    assert mental_ratio(p.conditions, 9) == mental_ratio(p.conditions, 5)
