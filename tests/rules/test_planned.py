"""Clinics."""

from __future__ import annotations

import pytest

from joinedup.codes import NEEDS, Need
from joinedup.rules.planned import chance_of_listing, clinic_rate_of_need, weeks_to_wait
from joinedup.state.hospital import Planning


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


def test_fewer_are_listed_the_longer_the_wait_by_the_published_elasticity(p, rises):
    usual = p.planned.usual_wait[Planning.BED]
    chances = [chance_of_listing(p.planned, usual * times, usual) for times in (4, 2, 1, 0.5)]
    assert rises(chances)
    assert chances[2] == pytest.approx(p.planned.listed)
    assert chances[1] / chances[2] == pytest.approx(2.0 ** (-p.planned.elasticity))
    p.planned.elasticity = 0.0
    assert {chance_of_listing(p.planned, weeks, usual) for weeks in (0.0, 1.0, 99.0)} == {
        p.planned.listed
    }


def test_the_wait_is_the_list_over_what_is_done_a_week():
    assert weeks_to_wait(30, 10.0) == pytest.approx(3.0)
    assert weeks_to_wait(30, 0.0) == 0.0
