"""The small functions of sweeps, by examples."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.rules.collected import declared
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.scenario_io.assumed import kept
from joinedup_experiments.sweep.design import block_size, problem_of
from joinedup_experiments.sweep.discovery.questions import Estimate, good_direction
from joinedup_experiments.sweep.factors import Factor
from joinedup_experiments.sweep.plan import Outcome
from joinedup_experiments.sweep.sensitivity.analysis import noise_of
from joinedup_experiments.sweep.sensitivity.any_points import rank_regression
from joinedup_experiments.sweep.sweeping import Share
from tests.sweeps.functions import textbook


def test_a_coordinate_stands_for_a_choice_or_a_whole_number() -> None:
    assert Factor("a", "lever", 0, 2, choices=("block", "activity")).value(1.3) == "activity"
    assert Factor("a", "lever", 3, 6, whole=True).value(6.0) == 5


def test_a_factor_says_what_it_is_and_how_well_it_is_known() -> None:
    named = Factor("a.b", "parameter", 0.0, 1.0, meaning="time of a visit")
    assert named.name == "time of a visit (`a.b`)"
    assert Factor("crisis.rate", "table", 0.7, 1.4).evidence == "assumed"


def test_shares_end_at_1() -> None:
    """Even where a file says that they may lie outside their ranges."""
    share, days = declared()["handover.loss"], declared()["seeking.retry_days"]
    assert (kept(share, 1.2, 0.1, [share.key]), kept(days, 1.2, 1.0, [days.key])) == (1.0, 1.2)


def test_a_share_of_the_tasks_is_every_nth() -> None:
    assert Share.read("2/8") == Share(k=2, n=8) and Share.read(None) == Share(k=1, n=1)
    assert list(Share(2, 3).of(7)) == [1, 4]
    with pytest.raises(InputError, match="write it as k/n"):
        Share.read("9/8")


def test_points_are_drawn_in_blocks_of_so_many() -> None:
    assert (block_size("sobol", 20, True), block_size("morris", 20, False)) == (42, 21)


def test_a_problem_is_salibs() -> None:
    problem = problem_of([Factor("a", "parameter", 0.0, 1.0)], [])
    assert problem == {"num_vars": 1, "names": ["a"], "bounds": [[0.0, 1.0]]}


def test_replications_that_differ_alike_at_every_point_are_chance_alone() -> None:
    assert noise_of(np.array([[1.0, 3.0], [1.0, 3.0]])).noise_share_of_a_run == 1.0


def test_what_a_seed_does_to_all_points_alike_is_no_chance_between_them():
    points, seeds = np.arange(8.0)[:, None], np.array([[0.0, 50.0, -20.0]])
    both = noise_of(points + seeds, common=True)
    assert both.noise_share_of_a_run == pytest.approx(0.0, abs=1e-12)
    assert both.variance_between_points == pytest.approx(np.arange(8.0).var(ddof=1))
    assert noise_of(points + seeds).noise_share_of_a_mean == 1.0
    rng = np.random.default_rng(1)
    own = rng.normal(0.0, 2.0, (4000, 3))
    found = noise_of(points[:1] + seeds + own, common=True)
    assert found.variance_within_points == pytest.approx(4.0, rel=0.05)


def test_what_falls_all_the_way_has_a_rank_coefficient_of_minus_1() -> None:
    x = np.linspace(0.0, 1.0, 50)[:, None]
    fit = rank_regression(x, -np.exp(9.0 * x[:, 0]))
    assert (round(float(fit.value[0]), 6), round(fit.r2, 6)) == (-1.0, 1.0)


def test_less_unmet_need_is_better() -> None:
    assert good_direction(Outcome("k", "l", "", "unmet_severe", "a", "b")) == -1


def test_a_share_is_read_in_per_cent() -> None:
    assert Estimate(0.5, 0.45, 0.55).text == "50% (45 to 55%)"


def test_ishigami_at_a_point() -> None:
    assert textbook("ishigami", [0.0, np.pi / 2, 1.0]) == pytest.approx(7.0, abs=1e-12)
