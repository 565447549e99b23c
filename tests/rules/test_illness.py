"""Acute illness by what a person carries: direction, dose, and what is left without it."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.rules.acute import admitted_in_spell
from joinedup.rules.illness import (
    HIGHEST_COUNT,
    length_of_spell,
    proneness_of,
    ratio_at_severity,
    ratio_of_conditions,
    sensitive_ratio,
)
from joinedup.rules.seasons import YEAR, growth, season

SEVERITIES = (0.1, 0.3, 0.5, 0.7, 1.0)


def test_people_differ_about_a_mean_of_one_and_not_at_all_without_spread(p):
    draws = np.random.default_rng(1).normal(size=200_000)
    ratios = np.array([proneness_of(p.illness, draw) for draw in draws])
    assert ratios.mean() == pytest.approx(1.0, abs=0.02)
    assert np.log(ratios).std() == pytest.approx(p.illness.proneness, rel=0.01)
    p.illness.proneness = 0.0
    assert proneness_of(p.illness, 2.5) == 1.0


def test_more_conditions_and_worse_ones_mean_more_illness_by_degrees(p, rises):
    assert ratio_of_conditions(p.illness, 0, 0.8) == 1.0
    for severity in SEVERITIES:
        assert rises([ratio_of_conditions(p.illness, n, severity) for n in range(HIGHEST_COUNT)])
    for count in range(1, HIGHEST_COUNT + 1):
        assert rises([ratio_of_conditions(p.illness, count, s) for s in SEVERITIES])
    assert ratio_of_conditions(p.illness, 2, 0.5) == pytest.approx(p.illness.by_conditions**2)
    assert ratio_of_conditions(p.illness, 9, 0.5) == ratio_of_conditions(p.illness, 4, 0.5)


def test_a_ratio_holds_at_middling_severity_and_part_of_it_at_any(p):
    assert ratio_at_severity(p.illness, 3.0, 0.5) == pytest.approx(3.0)
    least = ratio_at_severity(p.illness, 3.0, 0.0)
    assert least == pytest.approx(1.0 + 2.0 * p.illness.whatever_severity)
    assert ratio_at_severity(p.illness, 1.0, 0.9) == 1.0


def test_care_lowers_what_it_can_affect_and_nobody_has_that_without_a_condition(p, rises):
    assert sensitive_ratio(p.illness, 0, 0.9, False) == 0.0
    served, unserved = (sensitive_ratio(p.illness, 2, 0.5, s) for s in (True, False))
    assert served / unserved == pytest.approx(p.illness.sensitive_in_care)
    assert rises([sensitive_ratio(p.illness, n, 0.5, False) for n in range(5)])
    assert rises([sensitive_ratio(p.illness, 2, s, False) for s in SEVERITIES])


def test_spells_have_the_mean_length_and_more_of_those_in_them_are_admitted(p):
    draws = np.random.default_rng(2).exponential(size=50_000)
    days = np.array([length_of_spell(p.illness, draw) for draw in draws])
    assert days.mean() == pytest.approx(p.illness.spell_days, rel=0.02)
    assert admitted_in_spell(0.3, 1.0) == pytest.approx(0.3)
    assert 0.3 < admitted_in_spell(0.3, p.illness.sicker) < 1.0


def test_a_year_of_winters_has_the_mean_of_none_and_growth_compounds(p):
    days = np.arange(0.0, YEAR, 1.0)
    seasons = np.array([season(p.seasons, True, day) for day in days])
    assert seasons.mean() == pytest.approx(1.0, abs=1e-3)
    assert seasons.argmax() == pytest.approx(p.seasons.coldest, abs=1)
    assert seasons.max() == pytest.approx(1.0 + p.seasons.winter)
    assert season(p.seasons, False, 15.0) == 1.0
    assert growth(p.seasons, 1000.0, 500.0) == 1.0
    five = growth(p.seasons, 1000.0, 1000.0 + 5 * YEAR)
    assert five == pytest.approx((1.0 + p.seasons.trend) ** 5)
