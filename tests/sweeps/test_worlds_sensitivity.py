"""Sensitivity over correlated points: indices known from theory, and what goes together."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom, norm

from joinedup_experiments.sweep.sensitivity.any_points import rank_correlations, resampled_rows
from joinedup_experiments.sweep.sensitivity.held_out import held_out_importance
from joinedup_experiments.sweep.sensitivity.methods import RHO, TREES, going_together, indices_of

RHO_12 = 0.6


def linear(many: int, idle: int = 3, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """y = 2 x0 + x2 of normal inputs; x1 goes with x0 and does nothing itself, as do the idle."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(many, 3 + idle))
    x[:, 1] = RHO_12 * x[:, 0] + np.sqrt(1.0 - RHO_12**2) * x[:, 1]
    return x, 2.0 * x[:, 0] + x[:, 2]


def test_indices_of_correlated_inputs_are_those_of_theory(at_points) -> None:
    x, y = linear(2000)
    plan = at_points(x, "worlds")
    found = indices_of(plan, y)
    first = found.of("S1")["value"]
    assert first[:3].tolist() == pytest.approx([4 / 5, RHO_12**2 * 4 / 5, 1 / 5], abs=0.05)
    assert found.main == TREES and found.predicted > 0.8
    trees = found.of(TREES)["value"]
    assert list(found.ranked().index[:2]) == ["x0", "x2"]
    assert first["x1"] > first["x2"]  # which it owes to x0 alone: trees tell most of it apart
    assert trees["x1"] < 0.5 * trees["x2"]
    srrc = found.of("SRRC")
    assert abs(srrc["value"]["x1"]) < 0.05 < 0.3 < srrc["value"]["x2"]


def test_fewer_points_than_factors_give_rank_correlations_in_place_of_a_regression(
    at_points,
) -> None:
    x, y = linear(60, idle=70)
    found = indices_of(at_points(x, "worlds"), y)
    assert found.ranks is None
    assert found.of(RHO)["value"]["x0"] == pytest.approx(0.89, abs=0.08)
    assert found.ranked(RHO).index[0] == "x0"
    rho = found.of(RHO)[["value", "low_95", "high_95"]]
    assert np.allclose(rho.to_numpy().T, rank_correlations(x, y))  # wider towards nought
    assert (rho.abs() < 1.0).all(axis=None)


def test_rank_correlations_of_normal_values_are_known() -> None:
    x, _ = linear(20_000)
    value, low, high = rank_correlations(x[:, :1], x[:, 1])
    wanted = 6.0 / np.pi * np.arcsin(RHO_12 / 2.0)
    half = (high[0] - low[0]) / 2.0
    assert abs(value[0] - wanted) < 1.5 * half
    assert half == pytest.approx(0.009, abs=0.003)


@pytest.mark.parametrize("points", [12, 24, 96])
def test_the_greatest_of_many_correlations_with_nothing_shows_one_time_in_twenty(points) -> None:
    rng = np.random.default_rng(points)
    z = norm.isf(0.025 / 300)
    shows = 0
    for _ in range(300):
        _, low, high = rank_correlations(rng.random((points, 300)), rng.normal(size=points), z)
        shows += bool(((low > 0.0) | (high < 0.0)).any())
    assert shows <= binom.ppf(0.999, 300, 0.05)


def test_trees_give_nothing_to_what_does_nothing() -> None:
    rng = np.random.default_rng(3)
    x, y = rng.random((200, 20)), rng.normal(size=200)
    found = held_out_importance(x, y, np.arange(200), 1)
    assert found.r2 < 0.05
    assert (found.value - found.half < 0.0).mean() > 0.8


def test_points_of_one_world_are_left_out_and_resampled_together() -> None:
    """What tells worlds apart, and nothing else, cannot be predicted of a world left out."""
    rng = np.random.default_rng(5)
    worlds = np.repeat(np.arange(10), 20)
    x = rng.random((10, 3))[worlds]
    y = rng.normal(size=10)[worlds]
    assert held_out_importance(x, y, worlds, 1).r2 < 0.2
    assert held_out_importance(x, y, np.arange(200), 1).r2 > 0.5
    for rows in resampled_rows(worlds, 5, rng):
        assert np.all(np.bincount(worlds[rows], minlength=10) % 20 == 0)


def test_what_goes_together_is_told_of_each(at_points) -> None:
    x, _ = linear(500)
    found = going_together(at_points(x, "worlds"), ["x0", "x2"])
    assert found[["factor", "goes_with"]].to_numpy().tolist() == [["x0", "x1"]]
    assert found["rank_correlation"][0] == pytest.approx(0.58, abs=0.07)


def test_what_chance_reaches_among_many_factors_is_not_said_to_go_together(at_points) -> None:
    """Of 60 points and 400 factors 2% of pairs have more than 0.3, and none has to do with any."""
    x = np.random.default_rng(6).random((60, 400))
    x[:, 1] = x[:, 0] + 0.3 * x[:, 1]
    found = going_together(at_points(x, "worlds"), [f"x{n}" for n in range(15)])
    assert found[["factor", "goes_with"]].to_numpy().tolist() == [["x0", "x1"], ["x1", "x0"]]
