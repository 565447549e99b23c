"""Intervals over worlds whose comparators come of one pool, which is the same in all of them."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup_experiments.compare.intervals import interval_of
from joinedup_experiments.evaluator.evaluation.two_samples import Evaluations

RUNS, POOL, MANY, TRIES = 50, 24, 8, 400
HALF = 2.5  # of an evaluation's interval, in standard deviations of an area's change


def tried(seed: int) -> Evaluations:
    """Areas without any effect against comparators of a pool: changes of a normal distribution."""
    rng = np.random.default_rng(seed)
    own, places = rng.standard_normal(RUNS), rng.standard_normal(POOL)
    each = rng.permuted(np.tile(np.arange(POOL), (RUNS, 1)), axis=1)[:, : MANY + 1]
    others, spare = places[each[:, :MANY]], places[each[:, MANY:]]
    estimate = own - others.mean(axis=1)
    exchanged = estimate[:, None] + (others - spare) / MANY
    found = (estimate, estimate - HALF, estimate + HALF, np.zeros(RUNS))
    return Evaluations(
        found, np.stack([exchanged, exchanged - HALF, exchanged + HALF]), each[:, :MANY], POOL
    )


@pytest.fixture(scope="module")
def tries() -> list[Evaluations]:
    return [tried(seed) for seed in range(TRIES)]


def bias(estimate: np.ndarray, low: np.ndarray, high: np.ndarray, truth: np.ndarray) -> np.ndarray:
    return estimate - truth


def held(estimate: np.ndarray, low: np.ndarray, high: np.ndarray, truth: np.ndarray) -> np.ndarray:
    return (low <= truth) & (truth <= high)


def test_without_bias_its_interval_leaves_out_nought_in_one_of_twenty(tries) -> None:
    """Two in a hundred is two standard errors of a share of 5% in so many tries."""
    wrong = np.mean([one.mean(bias).excludes_zero for one in tries])
    assert wrong == pytest.approx(0.05, abs=0.022)
    alone = np.mean([interval_of(one.found[0]).excludes_zero for one in tries])
    assert alone > 0.15, "as if each world had comparators of its own"


def test_the_interval_of_coverage_leaves_out_that_of_all_pools_no_oftener(tries) -> None:
    shares = [one.share(held) for one in tries]
    of_all = np.mean([one.share for one in shares])
    assert np.mean([not one.low <= of_all <= one.high for one in shares]) <= 0.05
    assert np.median([one.low for one in shares]) > 0.75, "and it still says something"


def test_without_a_pool_intervals_are_those_of_independent_worlds(tries) -> None:
    one = tries[0]
    alone = Evaluations(one.found, one.exchanged, one.places, 0)
    assert alone.mean(bias) == interval_of(one.found[0])


def test_what_cannot_be_had_without_a_comparator_changes_nothing(tries) -> None:
    one = tries[0]
    lost = Evaluations(one.found, np.full_like(one.exchanged, np.nan), one.places, POOL)
    assert lost.mean(bias) == interval_of(one.found[0])
    assert lost.share(held) == Evaluations(one.found, one.exchanged, one.places, 0).share(held)


def test_of_a_pool_without_a_spare_place_no_interval_is_known(tries) -> None:
    """Every run has the same comparators, so what is by chance in them is not seen at all."""
    one = tries[0]
    places = np.tile(np.arange(MANY), (RUNS, 1))
    whole = Evaluations(one.found, np.full_like(one.exchanged, np.nan), places, MANY)
    mean, share = whole.mean(bias), whole.share(held)
    assert mean.mean == np.mean(one.found[0]) and share.share == one.share(held).share
    assert np.isnan([mean.low, mean.high, share.low, share.high]).all()
