"""Points of no method: our fast estimators are SALib's, and the rank regression is right."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from SALib.analyze import pawn as salib_pawn
from SALib.analyze.delta import calc_delta, sobol_first
from scipy.stats import qmc

from joinedup_experiments.sweep.sensitivity import any_points, methods
from joinedup_experiments.sweep.sensitivity.analysis import convergence_of
from joinedup_experiments.sweep.sensitivity.any_points import (
    IDLE,
    delta_and_first,
    estimated,
    pawn,
    rank_regression,
)
from joinedup_experiments.sweep.sensitivity.methods import SRRC, Indices, indices_of


def bent(many: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Five factors, of which one pushes, one bends, two interact and one does nothing."""
    rng = np.random.default_rng(seed)
    x = rng.random((many, 5))
    y = 3.0 * x[:, 0] + np.sin(6.0 * x[:, 1]) + x[:, 2] * x[:, 3] + 0.3 * rng.normal(size=many)
    return x, y


def from_salib(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Delta, first order and PAWN's median by SALib, ``[3, factors]``."""
    classes = len(any_points.classes_of(len(y)))
    edges, grid = np.linspace(0, len(y), classes), np.linspace(y.min(), y.max(), 100)
    problem = {"num_vars": x.shape[1], "names": [*"abcde"], "bounds": [[0, 1]] * x.shape[1]}
    return np.array(
        [
            [calc_delta(y, grid, column, edges) for column in x.T],
            [sobol_first(y, column, edges) for column in x.T],
            salib_pawn.analyze(problem, x, y, S=any_points.SLIDES)["median"],
        ]
    )


@pytest.mark.parametrize("many", [198, 1000, 3000])
def test_the_estimates_are_those_of_salib(many: int) -> None:
    x, y = bent(many)
    theirs = from_salib(x, y)
    ours = [estimated(one, x, y, 1, 1)[0][:, :5] for one in (delta_and_first, pawn)]
    np.testing.assert_allclose(ours[0][0], theirs[0], atol=3e-4)
    np.testing.assert_allclose(ours[0][1], theirs[1], atol=1e-9)
    np.testing.assert_allclose(ours[1][0], theirs[2], atol=1e-9)


def test_a_resample_gives_what_salib_gives_for_its_rows() -> None:
    x, y = bent(500)
    rows = np.random.default_rng(7).integers(0, 500, 500)
    ordered = rows[np.argsort(x[rows], axis=0, kind="stable").T]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = from_salib(x[rows], y[rows])
    ours = np.concatenate([delta_and_first(x.T, y, ordered), pawn(x.T, y, ordered)])
    np.testing.assert_allclose(ours[0], theirs[0], atol=2e-3)  # the grid spans all points
    np.testing.assert_allclose(ours[1:], theirs[1:], atol=1e-9)


def test_the_number_of_threads_changes_nothing(monkeypatch) -> None:
    x, y = bent(300)
    before = estimated(delta_and_first, x, y, 3, 1)
    monkeypatch.setattr(any_points, "cores", lambda: 1)
    for one, other in zip(before, estimated(delta_and_first, x, y, 3, 1), strict=True):
        assert np.array_equal(one, other)


def test_an_outcome_that_is_the_same_in_a_class_is_far_from_the_rest() -> None:
    """Of what is 0 below the middle of x and uniform on 10 to 11 above it, delta is a half."""
    x = np.linspace(0.0, 1.0, 4000)[:, None]
    y = np.where(x[:, 0] < 0.5, 0.0, 10.0 + np.random.default_rng(1).random(4000))
    whole, _ = estimated(delta_and_first, x, y, 1, 1)
    assert whole[0, 0] > 0.4  # the kernel of the whole is wide; passing over halves gives 0.25


def test_factors_that_do_nothing_are_told_by_the_floor_and_not_by_their_intervals(
    at_points,
) -> None:
    points = np.random.default_rng(3).random((400, 60))
    y = 4.0 * points[:, 0] + np.random.default_rng(4).normal(size=400)
    found = indices_of(at_points(points), y)
    for name in ("delta", "S1", "median"):
        mine = found.of(name)
        floor = mine["idle_factors_stay_below"]
        assert 0.8 <= (mine["value"] <= floor)[1:].mean() <= 1.0
        assert mine["low_95"]["x0"] > floor["x0"]
    assert found.floor == found.of("delta")["idle_factors_stay_below"]["x0"]
    assert IDLE >= 100  # so that a 95th percentile is one


def test_rank_regression_of_a_sum_is_that_of_theory() -> None:
    """For y = x1 + x2, both uniform, each coefficient is Spearman's correlation, 7/10.

    12 (E[F(x1 + x2) x1] - 1/4), with the triangular distribution function F.
    """
    points = qmc.LatinHypercube(3, rng=np.random.default_rng(2)).random(20_000)
    fit = rank_regression(points, points[:, 0] + points[:, 1])
    step = (np.arange(2000) + 0.5) / 2000
    total = step[:, None] + step[None]
    below = np.where(total <= 1.0, total**2 / 2.0, 1.0 - (2.0 - total) ** 2 / 2.0)
    theory = 12.0 * (float((below * step[:, None]).mean()) - 0.25)
    assert theory == pytest.approx(0.7, abs=1e-6)
    assert fit.value == pytest.approx([theory, theory, 0.0], abs=0.01)
    assert fit.r2 == pytest.approx(2.0 * theory**2, abs=0.01)


def test_rank_regression_of_something_linear_finds_shares_and_signs() -> None:
    rng = np.random.default_rng(5)
    points = rng.random((2000, 40))
    weights = np.array([3.0, -2.0, 1.0] + [0.0] * 37)
    noise = np.sqrt((weights**2).sum() / 12.0)  # as much chance as effect
    y = points @ weights + noise * rng.normal(size=2000)
    fit = rank_regression(points, y)
    linear = weights / np.sqrt(12.0) / (noise * np.sqrt(2.0))
    assert fit.value == pytest.approx(linear, abs=0.06)
    assert fit.adjusted_r2 == pytest.approx(0.5, abs=0.04)
    assert fit.adjusted_r2 < fit.r2


def test_intervals_of_the_rank_regression_hold_0_as_often_as_they_should() -> None:
    """200 factors that do nothing beside one that bends, at 600 points."""
    rng = np.random.default_rng(6)
    points = rng.random((600, 201))
    y = np.exp(3.0 * points[:, 0]) * (1.0 + rng.random(600))
    fit = rank_regression(points, y)
    holds = (fit.low[1:] <= 0.0) & (fit.high[1:] >= 0.0)
    assert 0.92 <= holds.mean() <= 0.995
    assert fit.low[0] > 0.7


def test_too_few_points_or_a_factor_twice_give_no_rank_regression() -> None:
    x, y = bent(6)
    assert rank_regression(x, y) is None
    x, y = bent(100)
    assert rank_regression(np.column_stack([x, x[:, :1]]), y) is None


def test_ranks_are_there_beside_delta_and_half_of_too_few_points_does_without(
    monkeypatch, at_points
) -> None:
    monkeypatch.setattr(methods, "RESAMPLES_OF_ANY_POINTS", 3)
    points = np.random.default_rng(8).random((60, 40))
    plan, y = at_points(points), points[:, 0]
    found: Indices = indices_of(plan, y)
    assert found.main == "delta" and len(found.of(SRRC)) == 40
    half = convergence_of(plan, y, found).half
    assert half.ranks is None and half.of(SRRC).empty
