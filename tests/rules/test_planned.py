"""Clinics."""

from __future__ import annotations

import pytest

from joinedup.codes import NEEDS, Need
from joinedup.rules.planned import clinic_rate_of_need


@pytest.mark.parametrize("kind", range(NEEDS))
def test_a_team_that_has_the_skill_at_the_table_refers_less(p, kind):
    none, half, all_ = (clinic_rate_of_need(p.planned, kind, share) for share in (0.0, 0.5, 1.0))
    assert none * 365.25 == pytest.approx(p.planned.clinic_by_need[kind])
    assert none >= half >= all_ >= 0.0
    assert half == pytest.approx((none + all_) / 2.0)


def test_only_answerable_questions_stay_out_of_the_clinic(p):
    kind = Need.LONG_TERM_CONDITION
    none, all_ = (clinic_rate_of_need(p.planned, kind, share) for share in (0.0, 1.0))
    assert all_ == pytest.approx(none * (1.0 - p.planned.answerable))
    assert 0.0 < all_ < none
