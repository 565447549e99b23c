"""Packages of care: how much, how long, and how often a met need comes back."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import NEEDS, Need
from joinedup.rules.care import (
    care_length,
    minutes_after_joint_visits,
    package_minutes,
    relapse_rate,
)


@pytest.mark.parametrize("kind", range(NEEDS))
def test_a_more_severe_need_takes_more_time(p, rises, kind):
    minutes = [package_minutes(p.care, kind, s) for s in (0.1, 0.3, 0.5, 0.9, 1.0)]
    assert rises(minutes)
    assert package_minutes(p.care, kind, 0.5) == pytest.approx(p.care.minutes_a_week[kind])


def test_a_visit_that_serves_two_needs_saves_time_and_never_all_of_it(p, rises):
    assert minutes_after_joint_visits(p.care, 100.0, 0.0) == 100.0
    saved = [
        100.0 - minutes_after_joint_visits(p.care, 100.0, joint) for joint in (0.0, 0.3, 0.6, 1.0)
    ]
    assert rises(saved)
    assert minutes_after_joint_visits(p.care, 100.0, 1.0) == pytest.approx(
        100.0 * (1.0 - p.care.joint_saving)
    )
    assert minutes_after_joint_visits(p.care, 100.0, 1.0) > 0.0


@pytest.mark.parametrize("kind", range(NEEDS))
def test_care_that_is_reviewed_ends_sooner(p, kind):
    reviewed = care_length(p.care, kind, 0, True, 1.0)
    assert reviewed == pytest.approx(p.care.years[kind] * 365.25)
    unreviewed = care_length(p.care, kind, 0, False, 1.0)
    assert unreviewed == pytest.approx(reviewed * (1.0 + p.care.unreviewed_extension))
    assert care_length(p.care, kind, 0, True, 2.5) == pytest.approx(2.5 * reviewed)
    assert care_length(p.care, kind, 0, True, 0.0) == 0.0


def test_short_term_support_is_shorter_than_long_term(p):
    short = care_length(p.care, Need.DAILY_LIVING, 1, True, 1.0)
    assert short == pytest.approx(p.care.reablement_years * 365.25)
    assert short < care_length(p.care, Need.DAILY_LIVING, 0, True, 1.0)


def test_a_need_that_is_met_comes_back_at_its_yearly_rate(p):
    for kind in range(NEEDS):
        assert relapse_rate(p.care, kind) * 365.25 == pytest.approx(p.care.relapse[kind])


def test_every_kind_of_need_is_given_care_by_some_profession(p):
    assert (np.asarray(p.care.mix).sum(axis=1) > 0.0).all()
