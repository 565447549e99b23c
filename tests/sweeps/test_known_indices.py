"""Functions with indices known from theory, through the whole machinery and its storage."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from SALib.test_functions import Sobol_G
from scipy.stats import t

from joinedup_experiments.sweep.sensitivity import methods
from joinedup_experiments.sweep.sensitivity.analysis import analyse
from tests.sweeps.functions import FACTORS, textbook

pytestmark = pytest.mark.usefixtures("in_threads")


def ishigami_indices(a: float = 7.0, b: float = 0.1) -> tuple[list[float], list[float]]:
    """First-order and total indices, by Saltelli et al. (2008)."""
    first, second = 0.5 * (1.0 + b * np.pi**4 / 5.0) ** 2, a**2 / 8.0
    both = b**2 * np.pi**8 * (1.0 / 18.0 - 1.0 / 50.0)
    whole = first + second + both
    total = [(first + both) / whole, second / whole, both / whole]
    return [first / whole, second / whole, 0.0], total


def theory(function: str) -> tuple[list[float], list[float]]:
    """First-order and total indices."""
    if function == "ishigami":
        return ishigami_indices()
    a = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0]
    return list(Sobol_G.sensitivity_index(a)), list(Sobol_G.total_sensitivity_index(a))


@pytest.fixture(autouse=True)
def few_resamples(monkeypatch) -> None:
    """Intervals are not looked at here, and these take long."""
    monkeypatch.setattr(methods, "RESAMPLES_OF_ANY_POINTS", 5)


def design(function: str, method: str, size: int, more: str = "") -> str:
    return f"base: {function}\nmethod: {method}\nsize: {size}\nruns_in_a_task: 500\n{more}"


@pytest.mark.parametrize(
    ("function", "method", "size", "within"),
    [
        ("ishigami", "sobol", 2048, 0.03),
        ("sobol_g", "sobol", 2048, 0.03),
        ("ishigami", "fast", 1025, 0.06),
        ("sobol_g", "fast", 1025, 0.06),
    ],
)
def test_first_order_and_total_are_those_of_theory(swept, function, method, size, within) -> None:
    (found,) = analyse(swept(design(function, method, size))[0])
    for name, known in zip(("S1", "ST"), theory(function), strict=True):
        mine = found.indices.of(name)["value"]
        for factor, value in zip(FACTORS[function], known, strict=True):
            assert mine[factor.key] == pytest.approx(value, abs=within)


def test_sobol_intervals_hold_the_truth_and_halves_agree(swept) -> None:
    (found,) = analyse(swept(design("ishigami", "sobol", 1024))[0])
    for factor, known in zip("123", ishigami_indices()[1], strict=True):
        index = found.indices.of("ST").loc[f"x{factor}"]
        assert index.low_95 - 0.02 <= known <= index.high_95 + 0.02
    assert found.convergence.top_shared == 3
    assert found.convergence.greatest_change < 0.1


def test_second_order_of_ishigami_is_that_of_the_first_and_third(swept) -> None:
    more = "second_order: true\n"
    (found,) = analyse(swept(design("ishigami", "sobol", 1024, more))[0])
    both = ishigami_indices()[1][2]
    pairs = found.indices.pairs.set_index(["first", "second"])["value"].to_dict()
    assert pairs == {
        ("x1", "x2"): pytest.approx(0.0, abs=0.05),
        ("x1", "x3"): pytest.approx(both, abs=0.05),
        ("x2", "x3"): pytest.approx(0.0, abs=0.05),
    }


def test_rbd_fast_finds_the_first_order(swept) -> None:
    (found,) = analyse(swept(design("ishigami", "rbd_fast", 2000))[0])
    for factor, known in zip("123", ishigami_indices()[0], strict=True):
        assert found.indices.of("S1")["value"][f"x{factor}"] == pytest.approx(known, abs=0.06)


def _delta(factor: int, slices: int = 60, each: int = 20_000, bins: int = 60) -> float:
    """Half the mean distance between the density of Ishigami and that within a slice of one x."""
    rng = np.random.default_rng(1)
    x = rng.uniform(-np.pi, np.pi, (slices, each, 3))
    width = 2.0 * np.pi / slices
    edges = -np.pi + width * np.arange(slices)
    x[:, :, factor] = edges[:, None] + width * rng.random((slices, each))
    y = np.sin(x[..., 0]) * (1.0 + 0.1 * x[..., 2] ** 4) + 7.0 * np.sin(x[..., 1]) ** 2
    grid = np.linspace(y.min(), y.max(), bins + 1)
    within = np.stack([np.histogram(row, grid)[0] / each for row in y])
    return float(0.5 * np.abs(within - within.mean(axis=0)).sum(axis=1).mean())


def test_delta_of_ishigami_is_that_of_its_densities(swept) -> None:
    (found,) = analyse(swept(design("ishigami", "delta", 5000))[0])
    for factor in range(3):
        value = found.indices.of("delta")["value"][f"x{factor + 1}"]
        assert value == pytest.approx(_delta(factor), abs=0.1)  # kernels smooth


@pytest.mark.parametrize("method", ["morris", "pawn", "dgsm", "latin_hypercube"])
def test_screening_parts_what_matters_from_what_does_not(swept, method) -> None:
    size = {"morris": 60, "dgsm": 300}.get(method, 300)
    (found,) = analyse(swept(design("sobol_g", method, size))[0])
    ranked = found.indices.ranked()
    assert list(ranked.index[:2]) == ["x1", "x2"]
    assert np.isfinite(ranked["low_95"]).all()


def test_the_tornado_shows_which_way_a_factor_pushes(swept) -> None:
    (found,) = analyse(swept(design("ishigami", "rbd_fast", 2000))[0])
    bar = found.tornado.set_index("factor").loc["x1"]
    # The mean of sin over the highest quarter, [pi/2, pi], is 2/pi; the rest is E(1 + x3^4/10).
    known = 2.0 * (2.0 / np.pi) * (1.0 + 0.1 * np.pi**4 / 5.0)
    assert bar.difference_low_95 <= known <= bar.difference_high_95
    assert textbook("ishigami", [np.pi / 2, 0.0, 0.0]) == 1.0


@dataclass(frozen=True)
class Linear:
    """2 x1 + x2 x3, each from -pi to pi, and chance that adds and takes away the same."""

    def __call__(self, coordinates, seed):
        x1, x2, x3 = coordinates
        return {"ishigami": {"y": np.array([2.0 * x1 + x2 * x3 + (-1) ** seed * 0.1])}}


def test_a_fractional_factorial_gives_effects_pairs_and_intervals_from_chance(swept) -> None:
    text = "base: ishigami\nmethod: fractional_factorial\nsecond_order: true\nreplications: 2\n"
    (common,) = analyse(swept(text, "common", work=Linear())[0])
    alike = common.indices.of("effect")  # what a seed does to all points is in no effect, so that
    assert np.isnan(alike["high_95"]["x1"])  # two replications alike tell nothing of chance
    assert alike["high_95"]["x2"] == 0.0
    (found,) = analyse(swept(text + "common_random_numbers: false\n", work=Linear())[0])
    effects = found.indices.of("effect")
    assert effects["value"]["x1"] == pytest.approx(4.0 * np.pi)
    assert effects["value"]["x2"] == pytest.approx(0.0, abs=1e-12)
    pairs = found.indices.pairs.set_index(["first", "second"])["value"].to_dict()
    assert pairs["x2", "x3"] == pytest.approx(2.0 * np.pi**2)
    # Chance has variance 0.02 within a point, halved by two replications; of means over four.
    # It is known from eight points of two replications each.
    half = t.ppf(0.975, 8) * np.sqrt(2.0 * 0.02 / 2 / 4)
    assert effects["high_95"]["x1"] - effects["value"]["x1"] == pytest.approx(half, rel=1e-3)


def test_given_points_are_analysed_as_they_are(swept, tmp_path) -> None:
    rng = np.random.default_rng(4)
    rows = rng.uniform(-np.pi, np.pi, (400, 3))
    lines = ["x1,x2,x3", *(",".join(map(str, row)) for row in rows)]
    (tmp_path / "points.csv").write_text("\n".join(lines), encoding="utf-8")
    text = "base: ishigami\nmethod: given\ngiven: points.csv\n"
    (found,) = analyse(swept(text, work=Linear())[0])
    assert found.indices.ranked().index[0] == "x1"
