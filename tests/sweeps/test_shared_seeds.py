"""Where all points share their seeds, an interval is of replications, or says what it holds for."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t

from joinedup_experiments.sweep.design import Design, sampled
from joinedup_experiments.sweep.factors import Factor
from joinedup_experiments.sweep.plan import Plan
from joinedup_experiments.sweep.sensitivity import methods
from joinedup_experiments.sweep.sensitivity.analysis import (
    HIGH,
    LOW,
    analyse,
    index_tables,
    tornado_of,
)
from joinedup_experiments.sweep.sensitivity.factorial import halves_of, is_high
from joinedup_experiments.sweep.sensitivity.methods import indices_of
from joinedup_experiments.sweep.sensitivity.reporting import lines_of, seeds_of

pytestmark = pytest.mark.usefixtures("in_threads")
FACTORIAL = "base: ishigami\nmethod: fractional_factorial\nsecond_order: true\n"


@dataclass(frozen=True)
class ThroughOneFactor:
    """x1 does 2, 3 or 7 by the seed, x1 with x2 1, 2 or 6 less, x3 always a half; by a range."""

    def __call__(self, coordinates, seed):
        x1, x2, x3 = np.array(coordinates) / (2.0 * np.pi)
        by_seed = {1: 2.0, 2: 3.0, 3: 7.0}[seed]
        value = by_seed * x1 - 4.0 * (by_seed - 1.0) * x1 * x2 + 0.5 * x3
        return {"ishigami": {"y": np.array([value])}}


def test_effects_by_replication_have_an_interval_of_replications(swept) -> None:
    """Of 2, 3 and 7; one that is the same in each of so few has none, and nothing is nothing."""
    sweep, _ = swept(f"{FACTORIAL}replications: 3\n", work=ThroughOneFactor())
    (found,) = analyse(sweep)
    effects = found.indices.of("effect")
    half = t.ppf(0.975, 2) * np.std([2.0, 3.0, 7.0], ddof=1) / np.sqrt(3.0)
    of_x1 = effects.loc["x1", ["value", "low_95", "high_95"]].tolist()
    assert of_x1 == pytest.approx([4.0, 4.0 - half, 4.0 + half])
    assert effects.loc["x2", ["value", "low_95", "high_95"]].tolist() == [0.0, 0.0, 0.0]
    assert effects["value"]["x3"] == pytest.approx(0.5) and np.isnan(effects["low_95"]["x3"])
    pair = found.indices.pairs.set_index(["first", "second"]).loc["x1", "x2"]
    ends = pair[["value", "low_95", "high_95"]].tolist()
    assert ends == pytest.approx([-6.0, -6.0 - 2.0 * half, -6.0 + 2.0 * half])


@pytest.mark.parametrize("common", [True, False])
@pytest.mark.parametrize("replications", [2, 8])
def test_intervals_of_effects_hold_what_is_so_19_times_of_20(
    at_points, common: bool, replications: int
) -> None:
    """The true effect is 1; with common random numbers a seed moves it, and all points."""
    rng, many = np.random.default_rng(5), 600
    points = np.array(np.meshgrid(*[[0.0, 1.0]] * 3)).reshape(3, -1).T
    plan = at_points(points, "fractional_factorial")
    design = plan.design.model_copy(update={"common_random_numbers": common})
    plan, x = replace(plan, design=design), points[:, :1]
    held = []
    for _ in range(many):
        values = x + rng.normal(0.0, 0.2, (8, replications))
        if common:
            level, through = rng.normal(0.0, 1.0, (2, replications))
            values = values + level + through * x
        effect = values[x[:, 0] > 0.5].mean() - values[x[:, 0] < 0.5].mean()
        held.append(abs(effect - 1.0) <= halves_of(plan, values, is_high(plan)[:, :1])[0])
    assert 0.925 <= np.mean(held) <= 0.975


def test_one_replication_gives_no_interval_of_effects(at_points) -> None:
    plan = at_points(np.eye(4)[:, :2], "fractional_factorial")
    assert np.isnan(halves_of(plan, np.ones((4, 1)), is_high(plan))).all()
    assert seeds_of(plan.design).startswith("95% intervals of effects are not known, since each")


def planned(at_points, method: str, size: int, **more) -> Plan:
    """A plan of two factors."""
    factors = [Factor(f"x{i}", "parameter", 0.0, 1.0) for i in range(2)]
    design = Design(name="x", base="y", method=method, size=size, **more)
    plan = at_points(sampled(design, factors, ()), method)
    return replace(plan, design=design)


@pytest.mark.parametrize(
    ("method", "size", "index", "alone"),
    [
        ("latin_hypercube", 40, "SRRC", [0.0, 1.0]),
        ("morris", 10, "mu_star", [0.0, 4.0]),
        ("sobol", 256, "ST", [0.0, 1.0]),
    ],
)
def test_what_one_replication_gives_by_itself_stands_beside(
    at_points, monkeypatch, method, size, index, alone
) -> None:
    """In one replication the outcome is four times the first factor, in the other the second."""
    monkeypatch.setitem(methods.ANY_POINTS, method, ()) if index == "SRRC" else None
    plan = planned(at_points, method, size, replications=2)
    found = indices_of(plan, 4.0 * plan.points).of(index)
    for factor in ("x0", "x1"):
        assert found.loc[factor, list(methods.ALONE)].tolist() == pytest.approx(alone, abs=0.02)
        assert alone[0] + 0.1 < found["value"][factor] < alone[1] - 0.1
    own = plan.design.model_copy(update={"common_random_numbers": False})
    assert methods.ALONE[0] not in indices_of(replace(plan, design=own), 4.0 * plan.points).each


def test_pages_and_tables_say_which_seeds_an_interval_holds_for(swept) -> None:
    words = "All points have the same random seeds. Chance that moves every point alike is in no"
    text = "base: ishigami\nmethod: morris\nsize: 4\n"
    one, two = Design(name="x", base="y", method="sobol"), {"replications": 2}
    assert words in seeds_of(one) and "hold for this one seed, and with" in seeds_of(one)
    assert "hold for these 2 seeds, and with" in seeds_of(one.model_copy(update=two))
    assert seeds_of(one.model_copy(update={"common_random_numbers": False})) == ""
    found = analyse(swept(f"{text}replications: 2\n")[0])
    assert set(index_tables(found)["indices"]["holds_for"]) == {"these 2 seeds"}
    assert "; by replication " in "\n".join(lines_of(found[0]))
    factorial = one.model_copy(update=two | {"method": "fractional_factorial"})
    assert factorial.holds_for == "any seeds"
    assert "by Student's t of the replications that all points share" in seeds_of(factorial)


@pytest.mark.parametrize(
    ("method", "size"),
    [("sobol", 16), ("morris", 10), ("dgsm", 40), ("fractional_factorial", None)],
)
def test_the_rounding_of_floats_is_no_index(at_points, method: str, size: int | None) -> None:
    """The outcome is some hundreds of thousands, and x1 moves it by a billionth."""
    plan = planned(at_points, method, size)
    y = 4e5 * (1.0 + plan.points[:, 0]) + 1e-9 * plan.points[:, 1]
    each = indices_of(plan, y).each.set_index(["factor", "index"])
    ends = each[["value", "low_95", "high_95"]].fillna(0.0)
    assert (ends.loc["x1"] == 0.0).all(axis=None)
    assert (each["value"].loc["x0"].drop("sigma", errors="ignore").abs() > 0.1).all()


def test_an_index_of_something_small_is_no_rounding(at_points) -> None:
    """An outcome of a billionth has effects as large, and squares of slopes by a wide range."""
    plan = planned(at_points, "dgsm", 40)
    wide = tuple(replace(one, high=1e6) for one in plan.factors)
    plan = replace(plan, factors=wide, points=1e6 * plan.points)
    found = indices_of(plan, 1e-15 * plan.points[:, 0])
    assert found.of("vi")["value"]["x0"] == pytest.approx(1e-30, rel=1e-6, abs=0.0)
    assert found.of("dgsm")["value"]["x0"] > 0.1


def test_a_tornado_has_no_bar_of_rounding(at_points) -> None:
    many = np.random.default_rng(7).random(30)
    points = np.column_stack([np.append(many, many[::-1]), np.repeat([0.0, 1.0], 30)])
    found = tornado_of(at_points(points), 0.1 + 0.7 * points[:, 0])
    assert isinstance(found, pd.DataFrame)
    bars = found.set_index("factor").loc["x1", ["difference", LOW, HIGH]]
    assert bars.tolist() == [0.0, 0.0, 0.0]
