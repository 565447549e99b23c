"""What asking is expected to cost, and what people and practices make of it."""

from __future__ import annotations

import pytest

from joinedup.rules.expectations import (
    chance_of_referral,
    cost_of_help,
    expected_cost,
    mean_after_week,
    rate_at_least_cost,
    share_who_still_ask,
)


def test_help_costs_more_with_every_day_and_obstacle_and_less_the_more_are_helped(p, rises):
    e = p.expectations
    assert rises([cost_of_help(e, 120.0, days, 0.5, 0.8) for days in (0.0, 30.0, 90.0)])
    assert rises([cost_of_help(e, 120.0, 30.0, met, 0.8) for met in (0.0, 0.5, 2.0)])
    assert rises([-cost_of_help(e, 120.0, 30.0, 0.5, helped) for helped in (0.2, 0.5, 1.0)])
    assert cost_of_help(e, 120.0, 0.0, 0.0, 1.0) == e.asking_days  # the least there is
    assert cost_of_help(e, 120.0, 50.0, 0.5, 0.5) == pytest.approx(2 * (e.asking_days + 110.0))


def test_requests_fall_with_cost_at_the_elasticity(p):
    """1% more cost: elasticity per cent fewer, whatever the cost; as stated at the usual cost."""
    e = p.expectations
    for cost in (20.0, 200.0):
        fewer = share_who_still_ask(e, 1.01 * cost) / share_who_still_ask(e, cost)
        assert fewer == pytest.approx(1.01 ** -float(e.elasticity))
    assert rate_at_least_cost(e, 0.3, 165.0) * share_who_still_ask(e, 165.0) == pytest.approx(0.3)
    assert share_who_still_ask(e, e.asking_days) == 1.0


def test_a_persons_own_asking_weighs_against_what_is_said(p):
    assert expected_cost(p.expectations, 100.0, 0.0) == 100.0  # never asked
    assert 100.0 < expected_cost(p.expectations, 100.0, 400.0) < 400.0
    assert 25.0 < expected_cost(p.expectations, 100.0, 25.0) < 100.0


def test_word_travels_by_the_people_who_tell_it():
    """Ten tellings that reach a hundredth each move the mean by a tenth of the way."""
    assert mean_after_week(2.0, 40.0, 10.0, 0.01) == pytest.approx(2.2)
    assert mean_after_week(2.0, 0.0, 0.0, 0.01) == 2.0
    assert mean_after_week(2.0, 400.0, 100.0, 0.1) == 4.0  # everybody has heard


def test_practices_hold_back_what_is_mild_for_what_a_referral_costs(p, rises):
    e, usual = p.expectations, float(p.expectations.usual_referral_cost)
    assert rises([chance_of_referral(e, apparent, usual) for apparent in (0.1, 0.3, 0.5)])
    assert rises([-chance_of_referral(e, 0.3, times * usual) for times in (0.5, 1.0, 3.0)])
    assert chance_of_referral(e, e.refers_from, usual) == 1.0
