"""Value of information: cases with a closed form, and a whole sweep through the command."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from joinedup_experiments.scenario_io.load import load_scenario
from joinedup_experiments.sweep.factors import Factor
from joinedup_experiments.sweep.information.analysis import Benefit, _valued, residents_of
from joinedup_experiments.sweep.information.estimates import of_group, of_one, of_shuffled, perfect

NO_ROWS = pd.DataFrame()


def worth(mean: float, spread: float) -> float:
    """E[max(0, b)] less max(0, E[b]) of a normal b: what knowing it is worth."""
    z = mean / spread
    return mean * norm.cdf(z) + spread * norm.pdf(z) - max(0.0, mean)


def normal(many: int, mean: float, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Two arms that differ by 3 x0 + 1.5 x1 + x2 of standard normals, the rest idle."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(many, 8))
    apart = mean + 3.0 * x[:, 0] + 1.5 * x[:, 1] + x[:, 2]
    return x, np.column_stack([rng.normal(size=many), np.zeros(many)]) + np.column_stack(
        [np.zeros(many), apart]
    )


@pytest.mark.parametrize("mean", [0.0, 1.5, -4.0])
def test_one_assumption_is_worth_what_theory_says(mean: float) -> None:
    x, benefit = normal(4000, mean)
    benefit[:, 1] += benefit[:, 0]  # what moves both arms alike is worth nothing to know
    rng = np.random.default_rng(2)
    for i, slope in ((0, 3.0), (1, 1.5)):
        found = of_one(x[:, i], benefit, rng)
        assert found.value == pytest.approx(worth(mean, slope), abs=0.06)
        assert found.low - 0.03 <= worth(mean, slope) <= found.high + 0.03


def test_everything_and_groups_are_worth_what_theory_says() -> None:
    x, benefit = normal(4000, 1.0)
    benefit[:, 1] += benefit[:, 0]
    found, none = perfect(benefit[:, None, :])
    assert found.value == pytest.approx(worth(1.0, 3.5), abs=0.1) and np.isnan(none)
    both, idle = (
        of_group(x[:, mine], benefit[None], np.arange(4000), 1)[0] for mine in ([0, 1], [4, 5])
    )
    assert both.value == pytest.approx(worth(1.0, np.hypot(3.0, 1.5)), abs=0.15)
    assert idle.value < 0.05


def test_chance_alone_is_no_information() -> None:
    """Two arms that differ by chance at every point: what is worth something is chance."""
    benefit = np.random.default_rng(3).normal(size=(500, 6, 2))
    found, left = perfect(benefit)
    assert found.value > 0.15
    assert left < 0.06


def test_where_one_arm_is_always_best_nothing_is_worth_knowing() -> None:
    """Not the rounding of floats either: of everything, of one thing, or of several."""
    rng = np.random.default_rng(3)
    for seed in range(20):
        x, usual = rng.normal(size=(24, 2)), rng.normal(3e5, 1e4, 24)
        worse = usual - rng.normal(7e4, 2e3, 24) - 1e3 * x[:, 0]
        benefit = np.stack([worse, usual], axis=1)
        assert perfect(benefit[:, None, :])[0].value == 0.0
        each = [of_one(column, benefit, np.random.default_rng(seed)).value for column in x.T]
        assert each == [0.0, 0.0]
    assert of_group(x, benefit[None], np.arange(24), 1)[0].value == 0.0


def test_the_best_arm_is_best_where_another_is_as_good_whatever_their_order() -> None:
    """It is better at two points of five and as good, but for rounding, at two; worse at one."""
    usual = np.array([3.0, 3.0, 0.1 + 0.2, 1.0, 1.0])
    other = np.array([1.0, 1.0, 0.3, 1.0, 2.0])
    for names, arms in ((("a", "b"), (usual, other)), (("b", "a"), (other, usual))):
        made = Benefit("", "", "GBP", np.stack(arms, axis=1)[:, None])
        found = _valued(made, names, perfect(made.values), NO_ROWS)
        assert (found.best, found.best_in) == ("a", 0.8)
    equal = np.stack([other, other * (1.0 + 1e-15)], axis=1)
    made = Benefit("", "", "GBP", equal[:, None])
    found = _valued(made, ("first", "second"), perfect(made.values), NO_ROWS)
    assert (found.best, found.best_in, found.everything.value) == ("first", 1.0, 0.0)


def test_what_does_nothing_is_worth_no_more_than_its_floor() -> None:
    x, benefit = normal(300, 0.0)
    rng = np.random.default_rng(4)
    shuffled = of_shuffled(np.tile(x, 5), benefit, rng)
    idle = [of_one(column, benefit, rng).value for column in x[:, 3:].T]
    assert max(idle) <= shuffled.max()
    assert of_one(x[:, 0], benefit, rng).value > 3.0 * shuffled.max()


def test_what_chance_reaches_is_known_from_a_hundred_copies_however_few_assumptions() -> None:
    x, benefit = normal(60, 0.0)
    for many, copies in ((1, 100), (3, 102), (8, 104)):
        shuffled = of_shuffled(x[:, :many], benefit, np.random.default_rng(4))
        assert len(shuffled) == copies


def test_a_value_for_each_person_is_of_the_residents_that_were_run(at_points) -> None:
    points = np.random.default_rng(5).random((8, 1))
    plan = replace(at_points(points), scenarios=(load_scenario("siloed_borough"),))
    assert residents_of(plan) == 30_000
    lever = Factor("place.residents", "lever", 300.0, 1500.0, whole=True)
    varied = replace(plan, factors=(lever,), points=300.0 + 1200.0 * points)
    assert residents_of(varied) == varied.values.mean() < 1500
    three = Factor("place.residents", "lever", 0.0, 3.0, choices=(300, 900, 1500))
    assert residents_of(replace(plan, factors=(three,), points=np.arange(3.0)[:, None])) == 900
    times = Factor("size", "lever", 0.5, 1.5, scales=("place.res*",))
    half = replace(plan, factors=(times,), points=np.full((4, 1), 0.5))
    assert residents_of(half) == 15_000
