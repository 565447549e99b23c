"""Deprivation, persistence and mortality."""

from __future__ import annotations

from itertools import pairwise

import pytest

from joinedup.codes import AGES, QUINTILES, Age
from joinedup.rules.people import gradient, mortality_rate, persistence_of


@pytest.mark.parametrize("ratio", [0.6, 1.0, 2.5])
def test_the_most_deprived_quintile_has_the_ratio_of_the_least(ratio):
    steps = [gradient(ratio, quintile) for quintile in range(QUINTILES)]
    assert steps[-1] / steps[0] == pytest.approx(ratio)
    assert steps[2] == 1.0
    # Geometric: every step is as large as the last.
    for lower, upper in pairwise(steps):
        assert upper / lower == pytest.approx(ratio**0.25)


def test_deprived_people_put_up_with_fewer_obstacles(p, rises):
    """003; and everybody can ask at least once."""
    borne = [persistence_of(p.people, quintile, 1.0) for quintile in range(QUINTILES)]
    assert rises(borne[::-1])
    assert borne[2] == pytest.approx(p.people.persistence)
    least = p.people.persistence_least
    assert all(persistence_of(p.people, quintile, 0.0) == least for quintile in range(QUINTILES))


@pytest.mark.parametrize("age", range(AGES))
def test_mortality_rises_with_frailty_deprivation_mental_illness_and_illness(p, rises, age):
    usual = mortality_rate(p.people, age, 2, 0, False, False, False)
    assert usual * 365.25 == pytest.approx(p.people.mortality[age])
    by_grade = [mortality_rate(p.people, age, 2, n, False, False, False) for n in range(4)]
    assert rises(by_grade)
    by_quintile = [
        mortality_rate(p.people, age, q, 0, False, False, False) for q in range(QUINTILES)
    ]
    if age <= Age.YOUNG_OLD:
        assert by_quintile[-1] / by_quintile[0] == pytest.approx(p.people.mortality_deprivation)
    else:
        assert len(set(by_quintile)) == 1
    ill = mortality_rate(p.people, age, 2, 0, True, False, False)
    assert ill / usual == pytest.approx(p.people.mortality_severe_mental_illness)
    unwell = mortality_rate(p.people, age, 2, 0, False, True, False)
    assert unwell / usual == pytest.approx(p.people.mortality_unwell)
    for others, grade in ((usual, 0), (by_grade[3], 3)):
        in_home = mortality_rate(p.people, age, 2, grade, False, False, True)
        assert (in_home - others) * 365.25 == pytest.approx(p.people.mortality_care_home)


def test_mortality_rises_with_age(p):
    rates = [mortality_rate(p.people, age, 2, 0, False, False, False) for age in range(1, AGES)]
    assert rates == sorted(rates)
