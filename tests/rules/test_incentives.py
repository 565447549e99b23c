"""What budgets and payment schemes make people do: directions, and nothing at today's."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import Budgets, Need, Payment
from joinedup.rules.eligibility import threshold_under_load
from joinedup.rules.incentives import (
    further_attendances,
    guarded_threshold,
    is_prioritised,
    threshold_for_cost,
    undisputed_share,
)
from joinedup.scenario.arrangement import Arrangement
from joinedup.setup.paying import budgets_of, payment_of

SCHEMES = list(Payment)


def test_the_more_is_pooled_the_less_is_left_of_what_is_about_money(p, rises):
    for share in (p.incentives.funding_disputes, p.incentives.funding_delay):
        left = [undisputed_share(p.incentives, share, b) for b in Budgets]
        assert left[Budgets.SEPARATE] == 1.0
        assert left[Budgets.POOLED] == pytest.approx(1.0 - share)
        assert left[Budgets.ALIGNED] == pytest.approx(1.0 - 0.5 * share)
        assert rises(left[::-1])


def test_who_earns_nothing_by_another_attendance_gives_fewer(p):
    """Paid by the item as now; shorter for a sum that is fixed."""
    more = np.linspace(0.0, 6.0, 200)
    sums = {
        scheme: sum(
            further_attendances(
                p.planned.series, one, 1.0 - p.incentives.omitted_follow_ups[scheme], 0.5
            )
            for one in more
        )
        for scheme in SCHEMES
    }
    assert sums[Payment.ACTIVITY] == sum(int(one * (p.planned.series - 0.5)) for one in more)
    for scheme in (Payment.BLOCK, Payment.BUNDLED, Payment.CAPITATED):
        assert sums[scheme] < sums[Payment.ACTIVITY]
    for scheme in (Payment.PAY_FOR_COORDINATION, Payment.PAY_FOR_PERFORMANCE):
        assert sums[scheme] == sums[Payment.ACTIVITY]


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.name)
def test_a_clinic_adds_on_average_the_ratio_that_a_payment_scheme_has(p, scheme):
    ratio = 1.0 - p.incentives.omitted_follow_ups[scheme]
    for added in range(6):
        more = (added + 0.5) / (p.planned.series - 0.5)
        given = [
            further_attendances(p.planned.series, more, ratio, part)
            for part in (np.arange(500) + 0.5) / 500
        ]
        assert np.mean(given) == pytest.approx(added * ratio, abs=2e-3)


def test_under_a_block_contract_a_loaded_team_guards_itself_more(p, rises):
    own = 0.4
    waits = (0.0, 6.0, 9.0, 12.0, 20.0)
    usual = [threshold_under_load(p.eligibility, own, w) for w in waits]
    block = [guarded_threshold(p.incentives, Payment.BLOCK, own, now) for now in usual]
    assert rises(block)
    assert block[0] == own, "only under load"
    assert block[2] > usual[2]
    for scheme in set(SCHEMES) - {Payment.BLOCK}:
        assert [guarded_threshold(p.incentives, scheme, own, now) for now in usual] == usual
    assert guarded_threshold(p.incentives, Payment.BLOCK, 0.4, 1.0) == 1.0


def test_a_fixed_sum_skimps_on_what_is_costly_and_on_nothing_else(p):
    cost = np.asarray(p.care.minutes_a_week) * np.asarray(p.care.years)
    for scheme in SCHEMES:
        higher = np.array([threshold_for_cost(p.incentives, p.care, scheme, kind) for kind in Need])
        if scheme in (Payment.BUNDLED, Payment.CAPITATED):
            np.testing.assert_array_equal(higher > 0.0, cost > cost.mean())
            assert higher.max() <= p.incentives.cost_selection[scheme]
            assert higher[cost.argmax()] == higher.max()
        else:
            assert (higher == 0.0).all()


def test_what_is_measured_goes_first_and_only_where_performance_is_paid(p):
    draws = (np.arange(400) + 0.5) / 400
    for scheme in SCHEMES:
        for kind in Need:
            share = np.mean([is_prioritised(p.incentives, scheme, kind, draw) for draw in draws])
            expected = 0.0
            if scheme == Payment.PAY_FOR_PERFORMANCE and p.incentives.performance_paid[kind]:
                expected = p.incentives.prioritised[scheme]
            assert share == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize(
    "name", ["threshold_guarding", "cost_selection", "alternatives", "paid_plans", "prioritised"]
)
def test_payment_by_activity_makes_nobody_do_anything_else(p, name):
    assert getattr(p.incentives, name)[Payment.ACTIVITY] == 0.0
    assert p.incentives.omitted_follow_ups[Payment.ACTIVITY] == 0.0
    assert p.incentives.disputes_settled[Budgets.SEPARATE] == 0.0


def test_a_scenario_can_leave_incentives_out(siloed):
    arrangement = Arrangement.model_validate(
        {"paying": {"budgets": "pooled", "payment": "capitated"}}
    )
    scenario = siloed.model_copy(update={"arrangement": arrangement})
    assert (budgets_of(scenario), payment_of(scenario)) == (Budgets.POOLED, Payment.CAPITATED)
    disabled = scenario.with_({"disable_mechanisms": ["incentives"]})
    assert (budgets_of(disabled), payment_of(disabled)) == (Budgets.SEPARATE, Payment.ACTIVITY)
