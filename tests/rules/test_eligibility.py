"""Thresholds, and how they rise with the line."""

from __future__ import annotations

import pytest

from joinedup.rules.eligibility import apparent_severity, is_below_threshold, threshold_under_load


def test_a_team_with_a_short_line_keeps_its_own_threshold(p):
    for weeks in (0.0, 1.0, p.eligibility.standard_wait_weeks):
        assert threshold_under_load(p.eligibility, 0.4, weeks) == 0.4


def test_a_team_under_pressure_raises_its_threshold(p, rises):
    """Fortress mentality (001): by `rise` at twice the standard wait, and up to a limit."""
    standard = p.eligibility.standard_wait_weeks
    assert threshold_under_load(p.eligibility, 0.4, 2.0 * standard) == pytest.approx(
        0.4 + p.eligibility.rise
    )
    assert rises([threshold_under_load(p.eligibility, 0.4, standard * n) for n in (1, 2, 3, 50)])
    limit = threshold_under_load(p.eligibility, 0.4, 1e9)
    assert limit == pytest.approx(0.4 + p.eligibility.highest_rise)
    assert threshold_under_load(p.eligibility, 0.95, 1e9) == 1.0


def test_severity_is_judged_with_error_and_stays_between_0_and_1(p):
    assert apparent_severity(0.5, 0.0, 3.0) == 0.5
    assert apparent_severity(0.5, 0.2, 1.0) == pytest.approx(0.7)
    assert apparent_severity(0.9, 0.2, 5.0) == 1.0
    assert apparent_severity(0.1, 0.2, -5.0) == 0.0


@pytest.mark.parametrize("apparent", [0.0, 0.2, 0.5, 0.8, 1.0])
def test_a_higher_threshold_refuses_all_that_a_lower_one_does(apparent):
    by_threshold = [
        is_below_threshold(apparent, threshold, 1.0) for threshold in (0.0, 0.3, 0.6, 1.0)
    ]
    assert by_threshold == sorted(by_threshold)
    by_share_kept = [is_below_threshold(apparent, 0.9, kept) for kept in (0.0, 0.5, 1.0)]
    assert by_share_kept == sorted(by_share_kept)
    assert not is_below_threshold(apparent, 0.0, 1.0)
    assert not is_below_threshold(apparent, 1.0, 0.0)
