"""How needs begin, feed each other, and end by themselves."""

from __future__ import annotations

import pytest

from joinedup.codes import AGES, DOMAINS, NEEDS, Domain
from joinedup.rules.onset import first_severity, interaction_ratio_of, natural_length, onset_rate


def test_onset_is_the_tables_rate_times_deprivation_and_other_needs(p):
    for kind in range(NEEDS):
        for age in range(AGES):
            plain = onset_rate(p.onset, kind, age, 1.0, 1.0)
            assert plain * 365.25 == pytest.approx(p.onset.rate[kind, age])
            assert onset_rate(p.onset, kind, age, 1.5, 2.0) == pytest.approx(3.0 * plain)


@pytest.mark.parametrize("source", range(DOMAINS))
@pytest.mark.parametrize("target", range(DOMAINS))
def test_an_unmet_need_feeds_others_more_than_one_that_is_served(p, source, target):
    unmet = interaction_ratio_of(p.onset, source, target, True, False)
    served = interaction_ratio_of(p.onset, source, target, False, True)
    assert unmet == p.onset.interaction_ratio[source, target]
    assert 1.0 <= served <= unmet
    assert served == pytest.approx(unmet**p.onset.served_share)
    assert interaction_ratio_of(p.onset, source, target, False, False) == 1.0
    # One unmet need among served ones counts as unmet.
    assert interaction_ratio_of(p.onset, source, target, True, True) == unmet


def test_an_unmet_social_need_speeds_up_mental_and_physical_ones(p):
    for target in (Domain.MENTAL, Domain.PHYSICAL):
        assert interaction_ratio_of(p.onset, Domain.SOCIAL, target, True, False) > 1.0


@pytest.mark.parametrize("kind", range(NEEDS))
def test_a_need_begins_between_its_lowest_and_highest_severity(p, kind):
    low, high = (first_severity(p.onset, kind, draw) for draw in (0.0, 1.0))
    assert low == pytest.approx(p.onset.severity_low[kind])
    assert low < high <= 1.0
    assert first_severity(p.onset, kind, 0.5) == pytest.approx((low + high) / 2.0)
    p.onset.severity_high[kind] = 1.4
    assert first_severity(p.onset, kind, 1.0) == 1.0


@pytest.mark.parametrize("kind", range(NEEDS))
def test_a_needs_natural_length_is_exponential_around_its_years(p, kind):
    """``draw`` is unit-exponential, so that the mean is the length at a draw of 1."""
    mean = natural_length(p.onset, kind, 1.0)
    assert mean == pytest.approx(365.25 * p.onset.course_years[kind])
    assert natural_length(p.onset, kind, 3.0) == pytest.approx(3.0 * mean)
    assert natural_length(p.onset, kind, 0.0) == 0.0
