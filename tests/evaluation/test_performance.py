"""Performance over worlds, and power, where theory knows the answer."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from joinedup_experiments.evaluator.evaluation.performance import (
    FEWEST,
    Performance,
    performances,
    smallest_seen,
)
from joinedup_experiments.evaluator.evaluation.power import (
    WANTED,
    power_of_areas,
    power_of_people,
    two_sided,
)
from joinedup_experiments.evaluator.evaluation.two_samples import Share
from tests.evaluation.made_up import ERROR, NORMAL, OUTCOME, WITHOUT, both, evaluations


def only(table: pd.DataFrame) -> Performance:
    (one,) = performances(table)
    return one


def holds(share: Share | None, expected: float) -> bool:
    """Whether an interval of 95% holds what theory expects."""
    assert share is not None
    return share.low <= expected <= share.high


def test_without_bias_nineteen_of_twenty_intervals_hold_the_truth() -> None:
    one = only(both(-20.0))
    assert holds(one.coverage, 0.95) and holds(one.false_claims, 0.05)
    assert not one.bias.excludes_zero and one.truth.mean == -20.0
    assert holds(one.right_sign, norm.sf(NORMAL - 2.0) + norm.cdf(-NORMAL - 2.0))
    assert one.half_width == pytest.approx(NORMAL * ERROR)


def test_a_bias_is_found_and_spoils_coverage_as_theory_says() -> None:
    one = only(both(0.0, bias=2.0 * ERROR))
    assert one.bias.low < 2.0 * ERROR < one.bias.high
    expected = norm.cdf(NORMAL - 2.0) - norm.cdf(-NORMAL - 2.0)
    assert holds(one.coverage, expected) and holds(one.false_claims, 1.0 - expected)


def test_the_smallest_effect_seen_is_seen_by_four_of_five_whatever_their_widths() -> None:
    half = np.array([7.0, 20.0, 60.0, 207.0])
    effect, rng = smallest_seen(half), np.random.default_rng(1)
    estimates = effect + rng.normal(0.0, 1.0, (40_000, 4)) * half / NORMAL
    assert np.mean(estimates > half) == pytest.approx(0.8, abs=0.005)
    assert smallest_seen(np.full(9, NORMAL)) == pytest.approx(2.80, abs=0.005)  # Bloom 1995


@pytest.mark.parametrize(
    ("worlds", "bias", "verdict"),
    [
        (400, 0.0, "trusted"), (10, 0.0, "too few worlds to say"), (400, 2.0, "not trusted"),
        (4_000, 0.4, "trusted"), (4_000, 0.7, "not trusted"),
    ],
)  # fmt: skip
def test_trust_takes_worlds_that_show_it(worlds: int, bias: float, verdict: str) -> None:
    assert only(both(-5.0, bias=bias * ERROR, worlds=worlds)).verdict == verdict


def test_more_worlds_of_the_same_never_take_a_verdict_back() -> None:
    """A design is not trusted because it was tried less."""
    for bias in (0.0, 0.45, 0.8, 3.0):
        each = [only(both(-5.0, bias * ERROR, worlds=n)).verdict for n in (10, 100, 1_000, 10_000)]
        known = [one for one in each if one != "too few worlds to say"]
        assert len(set(known)) == 1 and each[0] != "trusted"


def test_a_wrong_sign_is_told_only_where_the_sign_of_the_truth_is_known() -> None:
    unknown, turned = only(both(0.0)), only(both(-5.0, bias=30.0))
    assert unknown.wrong_sign is None and unknown.right_sign is None
    assert turned.wrong_sign == turned.rises and holds(turned.wrong_sign, norm.sf(NORMAL - 2.5))


def test_fewer_worlds_than_ten_tell_nothing() -> None:
    assert performances(both(0.0, worlds=FEWEST - 1)) == []
    assert len(performances(both(0.0, worlds=FEWEST))) == 1


def test_worlds_in_which_a_design_cannot_be_had_are_left_out() -> None:
    table = evaluations(0.0, worlds=40)
    table.loc[table["world"] > 25, ["estimate", "low", "high", "truth"]] = np.nan
    one = only(table)
    assert one.worlds == one.coverage.worlds == 25 and one.false_claims is None


@pytest.mark.parametrize(("errors", "freedom"), [(0.0, 5.0), (1.0, 2.0), (2.8, 30.0), (5.0, 500.0)])
def test_power_is_that_of_statsmodels(errors: float, freedom: float) -> None:
    from statsmodels.stats.power import TTestPower

    known = TTestPower().power(errors / np.sqrt(freedom + 1.0), freedom + 1.0, 0.05, df=freedom)
    assert two_sided(errors, freedom) == pytest.approx(known, abs=1e-9)


def test_as_many_areas_as_power_asks_for_see_the_fall_in_four_of_five_tries() -> None:
    """Areas' changes drawn anew, compared by a t-test, as the formula says they would be."""
    from scipy.stats import ttest_ind

    power = power_of_areas(both(-5.0), OUTCOME)
    assert power is not None and power.effect == 0.05
    areas, rng = int(power.enough[0]), np.random.default_rng(3)
    changes = rng.normal(0.0, ERROR, (2, areas, 4_000))
    tested = ttest_ind(changes[0] - power.effect * WITHOUT, changes[1])
    assert np.mean(tested.pvalue < 0.05) == pytest.approx(WANTED, abs=0.04)
    assert (np.diff(power.power[0]) >= 0.0).all()


def test_what_never_happens_tells_nothing() -> None:
    never = both(0.0).assign(estimate=0.0, low=0.0, high=0.0, counterfactual=0.0)
    one = only(never)
    assert one.verdict == "too few worlds to say" and np.isnan(one.smallest_seen)
    assert power_of_areas(never, OUTCOME) is None


def test_four_times_as_many_people_halve_the_error() -> None:
    one, four = (
        power_of_people(evaluations(-5.0, design="matched_prognostic", units=units), OUTCOME)
        for units in (100.0, 400.0)
    )
    assert one is not None and four is not None
    assert four.enough[0] == pytest.approx(4.0 * one.enough[0], rel=0.02)


def test_power_is_told_of_ten_evaluations_at_least() -> None:
    for many, few in ((FEWEST - 1, (12,)), (FEWEST, ())):
        people = evaluations(-5.0, design="matched_prognostic", units=200.0, worlds=many)
        for power in (
            power_of_people(people, OUTCOME),
            power_of_areas(both(0.0, worlds=many), OUTCOME),
        ):
            assert power is not None and power.few == few
            assert power.windows == (() if few else (12,))


def test_what_no_number_is_enough_for_is_not_a_number() -> None:
    table = both(0.0)
    table["counterfactual"] = 1e-6
    power = power_of_areas(table, OUTCOME)
    assert power is not None and np.isnan(power.enough[0])
    assert power_of_areas(evaluations(0.0), OUTCOME) is None  # no placebo
    assert power_of_people(both(0.0), OUTCOME) is None  # nobody enrolled
