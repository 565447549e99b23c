"""Coordinates of what is uncertain, how runs are judged, and what chance does."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from joinedup_experiments.local_place.fit.world_search import CUTOFF
from joinedup_experiments.sweep.factors import Factor
from joinedup_experiments.sweep.plan import columns_of
from joinedup_experiments.worlds.acceptance import chance_of, judged
from joinedup_experiments.worlds.published import ARM, Published, published, run_figures
from joinedup_experiments.worlds.uncertain import Uncertain, every_uncertain
from joinedup_experiments.worlds.waves import Runs, england

ENDS = st.tuples(st.floats(0.0, 10.0), st.floats(0.01, 100.0)).map(lambda e: (e[0], e[0] + e[1]))


@given(ENDS, st.floats(0.0, 1.0))
def test_values_and_coordinates_go_both_ways(ends, at):
    one = Uncertain((Factor("x", "parameter", *ends),))
    value = one.values(np.array([[at]]))
    assert ends[0] - 1e-9 <= value.item() <= ends[1] * (1.0 + 1e-9)
    assert one.coordinates(value).item() == pytest.approx(at, abs=1e-6)


def test_a_range_of_many_times_is_even_in_the_logarithm():
    one = Uncertain((Factor("x", "parameter", 1.0, 9.0), Factor("y", "parameter", 1.0, 2.0)))
    assert one.values(np.array([[0.5, 0.5]])) == pytest.approx(np.array([[3.0, 1.5]]))


def test_every_uncertain_quantity_of_the_model_has_its_own_value_inside_its_range():
    everything = every_uncertain()
    assert len(everything.keys) > 300
    assert (everything.central > -1e-9).all() and (everything.central < 1.0 + 1e-9).all()


def test_a_run_has_every_column_that_a_wave_keeps():
    problem = england(1_000)
    values = problem.uncertain.values(problem.uncertain.central[None])
    place = problem.place.with_({"years": 1.0, "burn_in_years": 1.0})
    found = run_figures(place, problem.uncertain.factors, values[0].tolist(), 1)[ARM]
    kept = columns_of(problem.plan(values, 1, 1).measures)
    assert {one.key for one in published()} < set(kept) <= set(found)


def test_what_is_core_in_check_baseline_is_matched():
    keys = [one.key for one in published()]
    assert len(set(keys)) == len(keys) > 100
    assert sum(one.matched for one in published()) >= 18


def runs_at(values: list[list[float]], points: list[float]) -> Runs:
    figures = {"a": np.array(values[0]), "b": np.array(values[1])}
    return Runs(np.array(points)[:, None], figures, np.arange(len(points)))


ONES = tuple(Published(key, key, "", 2.0, 0.03, 0.04, True) for key in "ab")  # 0.05 together


def test_a_run_is_plausible_where_every_figure_is_near_enough_and_known():
    values = [[2.0, 2.0, 2.0, 2.0], [2.0, 2.0 * np.exp(0.149), 2.0 * np.exp(0.151), np.nan]]
    found = judged(runs_at(values, [0.1, 0.2, 0.3, 0.4]), ONES, np.zeros(2))
    assert found.accepted.tolist() == [True, True, False, False]
    assert found.worst[1] == pytest.approx(0.149 / 0.05) and CUTOFF == 3.0
    assert found.worlds_without(1) == 4


def test_a_point_that_was_run_again_is_one_world_without_a_figure_too():
    """A figure that keeps nobody out was counted with more worlds than there are."""
    found = judged(runs_at([[2.0] * 3, [2.0, 2.0, 3.0]], [0.1, 0.1, 0.2]), ONES, np.zeros(2))
    assert [np.count_nonzero(found.worlds), found.worlds_without(0), found.worlds_without(1)] == [
        1, 1, 2,
    ]  # fmt: skip


def test_chance_is_the_variance_between_runs_of_one_point():
    rng = np.random.default_rng(1)
    at = np.repeat(rng.random(400), 4)
    values = [(2.0 * np.exp(rng.normal(0.0, s, len(at)))).tolist() for s in (0.1, 0.3)]
    found = np.sqrt(chance_of(runs_at(values, at.tolist()), ONES))
    assert found == pytest.approx([0.1, 0.3], rel=0.1)
