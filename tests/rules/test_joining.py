"""Record, form, coordinators and the ranking for case finding."""

from __future__ import annotations

import pytest

from joinedup.rules.joining import assessment_time, has_assessment, risk_score, spoa_delay_days


def test_an_assessment_that_can_be_read_saves_time(p):
    alone = assessment_time(p.joining, 90.0, False, 0)
    assert alone == 90.0
    assert assessment_time(p.joining, 90.0, True, 0) == pytest.approx(
        90.0 * p.joining.record_assessment
    )
    assert assessment_time(p.joining, 90.0, True, 0) < alone


def test_a_common_form_grows_with_what_it_asks(p, rises):
    """So that it can cost more time than a record saves (000)."""
    assert rises([assessment_time(p.joining, 90.0, True, domains) for domains in (0, 1, 2)])
    assert assessment_time(p.joining, 90.0, False, 2) == pytest.approx(
        90.0 + 2.0 * p.joining.form_minutes
    )


def test_a_referral_lies_at_a_door_until_what_came_before_is_sorted_or_it_is_passed_on(rises):
    """A door with 600 minutes a week is a week behind with 600 minutes of referrals before it."""
    assert spoa_delay_days(600.0, 600.0, 28.0) == pytest.approx(7.0)
    assert rises([spoa_delay_days(backlog, 600.0, 28.0) for backlog in (0.0, 60.0, 2000.0)])
    assert spoa_delay_days(6000.0, 600.0, 28.0) == 28.0
    assert spoa_delay_days(600.0, 300.0, 28.0) == 2.0 * spoa_delay_days(600.0, 600.0, 28.0)


def test_known_needs_age_and_a_recent_admission_raise_the_risk_score(p, rises):
    assert rises([risk_score(p.joining, needs, False, 3) for needs in (0, 1, 4)])
    assert rises([risk_score(p.joining, 2, False, age) for age in range(6)])
    more = risk_score(p.joining, 2, True, 3) - risk_score(p.joining, 2, False, 3)
    assert more == pytest.approx(p.joining.risk_weight_admission)


@pytest.mark.parametrize("every", [6.0, 6.9, 3.25, 1.0, 0.7])
def test_one_visit_in_so_many_has_an_assessment_whether_that_is_whole_or_not(every, p):
    p.joining.visits_an_assessment = every
    has = [has_assessment(p.joining, number) for number in range(691)]
    assert has[0] and sum(has) == min(691, 1 + int(690 / every))
