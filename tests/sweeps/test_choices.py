"""Choices and whole numbers are analysed as what was run, and choices have no order."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from joinedup_experiments.display.errors import InputError
from joinedup_experiments.sweep.design import Design, sampled
from joinedup_experiments.sweep.factors import Factor
from joinedup_experiments.sweep.plan import Outcome
from joinedup_experiments.sweep.sensitivity import methods
from joinedup_experiments.sweep.sensitivity.analysis import Analysed, Noise, analyse, tornado_of
from joinedup_experiments.sweep.sensitivity.any_points import pawn
from joinedup_experiments.sweep.sensitivity.methods import SRRC, indices_of
from joinedup_experiments.sweep.sensitivity.reporting import lines_of

KINDS = (0.0, 2.0, 1.0)  # what each of three choices adds
FACTORS = (
    Factor("budgets", "lever", 0.0, 3.0, choices=("separate", "pooled", "aligned")),
    Factor("fit", "lever", 0.0, 1.0),
    Factor("led", "lever", 0.0, 2.0, choices=(True, False)),
    Factor("days", "lever", 7.0, 9.0, whole=True),
)


@pytest.fixture(autouse=True)
def few_resamples(monkeypatch) -> None:
    monkeypatch.setattr(methods, "RESAMPLES_OF_ANY_POINTS", 3)


@pytest.fixture(name="plan")
def planned(at_points):
    """240 points of a full factorial but for the fit; what they stand for is known."""
    rng, number = np.random.default_rng(1), np.arange(240)
    steps = np.stack([number % 3, number * 0, number // 3 % 2, 7 + number // 6 % 2], axis=1)
    points = steps + rng.random((240, 4))
    return replace(at_points(points), factors=FACTORS)


def outcome(plan) -> np.ndarray:
    """By choice 0, 2 or 1; 3 more where not led; 1 more for one day more; and the fit."""
    x = np.minimum(np.floor(plan.points), [2.0, 1.0, 1.0, 8.0])
    return np.array(KINDS)[x[:, 0].astype(int)] + 3.0 * x[:, 2] + x[:, 3] + plan.points[:, 1]


def test_points_as_drawn_and_as_run_are_analysed_alike(plan) -> None:
    points = np.floor(plan.points)
    points[:, 1] = plan.points[:, 1]
    given, y = replace(plan, points=points), outcome(plan)
    assert indices_of(plan, y).each.equals(indices_of(given, y).each)
    assert tornado_of(plan, y).equals(tornado_of(given, y))


def test_the_order_in_which_choices_are_listed_is_in_no_index(plan) -> None:
    """Coefficients of the others and R² are those of a regression on which choice it is."""
    found, y = indices_of(plan, outcome(plan)), outcome(plan)
    turned = (replace(FACTORS[0], choices=FACTORS[0].choices[::-1]), *FACTORS[1:])
    points = plan.points.copy()
    points[:, 0] = 2.0 - np.floor(points[:, 0])
    other = indices_of(replace(plan, factors=turned, points=points), y)
    assert list(found.of(SRRC).index) == ["fit", "led", "days"]
    assert found.of(SRRC)["value"].tolist() == pytest.approx(other.of(SRRC)["value"].tolist())
    assert found.ranks.r2 == pytest.approx(other.ranks.r2) and found.ranks.r2 > 0.9
    assert found.of(SRRC)["high_is"].tolist() == ["", "False, not True", ""]
    assert found.of("delta")["high_is"].tolist() == [""] * 4


def test_a_tornado_has_each_choice_beside_the_others_by_name(plan) -> None:
    bars = tornado_of(plan, outcome(plan)).set_index(["factor", "low_is", "high_is"])
    difference = bars["difference"]
    for choice, known in (("separate", -1.5), ("pooled", 1.5), ("aligned", 0.0)):
        of = ("budgets", "any other", choice)
        assert difference[of] == pytest.approx(known, abs=0.15)
        assert bars["difference_low_95"][of] <= known <= bars["difference_high_95"][of]
    assert difference["led", "True", "False"] == pytest.approx(3.0, abs=0.15)
    assert difference["days", "", ""] == pytest.approx(1.0, abs=0.15)


def test_it_is_printed_which_choice_a_sign_is_towards_and_which_have_none(plan) -> None:
    y = outcome(plan)
    one = Analysed(Outcome("y", "y", "", "y", "a"), 0.0, 1.0, Noise(), indices=indices_of(plan, y))
    lines = "\n".join(lines_of(one))
    assert "led: False, not True  SRRC 0.8" in lines
    assert "budgets: no SRRC, since three choices or more are taken without order" in lines


def test_where_all_factors_are_without_order_it_is_said_why_none_has_a_sign(plan) -> None:
    alone = replace(plan, factors=FACTORS[:1], points=plan.points[:, :1])
    y = outcome(plan)
    found = indices_of(alone, y)
    lines = lines_of(Analysed(Outcome("y", "y", "", "y", "a"), 0.0, 1.0, Noise(), indices=found))
    assert "no factor has an SRRC, since three choices or more" in lines[-1]
    assert "rank regression (SRRC) explains" in lines[-2]


@pytest.mark.parametrize("levels", [4, 6, 10])
def test_along_trajectories_a_step_counts_by_the_values_that_it_goes_over(at_points, levels):
    """A range, two choices and one to three whole numbers, each worth 2 from end to end."""
    factors = (*FACTORS[1:], Factor("weeks", "lever", 1.0, 4.0, whole=True))
    design = Design(name="x", base="y", method="morris", size=20, levels=levels)
    plan = replace(
        at_points(sampled(design, factors, ()), "morris"), factors=factors, design=design
    )
    x = plan.values.T
    found = indices_of(plan, 2.0 * x[0] - 2.0 * x[1] + 2.0 * x[2] + x[3])
    assert found.of("mu_star")["value"].tolist() == pytest.approx([2.0] * 4)
    assert found.of("mu")["value"].tolist() == pytest.approx([2.0, -2.0, 2.0, 2.0])
    assert found.of("mu_star")["high_95"].tolist() == pytest.approx([2.0] * 4)
    assert found.of("sigma")["value"].tolist() == pytest.approx([0.0] * 4, abs=1e-9)
    assert found.of("mu")["high_is"]["led"] == "False, not True"


def test_a_finished_sweep_along_trajectories_shows_nothing_of_three_choices(plan) -> None:
    """Before they were refused such were run."""
    design = Design(name="x", base="y", method="morris", size=48)
    sweep = SimpleNamespace(plan=replace(plan, design=design), folder="results/old")
    with pytest.raises(InputError, match="results/old: `budgets` has 3 choices, and `morris` sets"):
        analyse(sweep)


def test_the_interval_of_a_whole_step_is_as_wide_as_that_of_a_range(at_points) -> None:
    """Of effects that differ by what else is set: SALib's bootstrap, and ours of the choices."""
    factors = (FACTORS[1], FACTORS[2], replace(FACTORS[1], key="other"))
    design = Design(name="x", base="y", method="morris", size=200)
    plan = replace(
        at_points(sampled(design, factors, ()), "morris"), factors=factors, design=design
    )
    x = plan.values.T
    found = indices_of(plan, (x[0] + x[1]) * x[2]).of("mu_star")
    half = found["high_95"] - found["value"]
    assert half["led"] == pytest.approx(half["fit"], rel=0.2) and half["fit"] > 0.0


def test_a_slide_of_pawn_has_the_last_step_too() -> None:
    """Of three steps the last alone has another outcome: 2/3 from all there, 1/3 elsewhere."""
    x = np.repeat([0.0, 1.0, 2.0], 100)[None]
    last = pawn(x, (x[0] == 2.0).astype(float), np.arange(300)[None])[0, 0]
    first = pawn(x[:, ::-1], (x[0] == 2.0).astype(float)[::-1], np.arange(300)[None])[0, 0]
    assert last == first == pytest.approx(1.0 / 3.0)
    y = (x[0] > 0.0).astype(float)  # the last two: 1/3 from all there, 2/3 in the first
    assert pawn(x, y, np.arange(300)[None])[0, 0] == pytest.approx(1.0 / 3.0)


def test_points_that_tie_are_parted_by_chance_and_not_by_their_order(plan) -> None:
    """Points given in the order of the outcome: a choice that does nothing has no δ of its own."""
    y = np.sort(outcome(plan))
    points = np.full((240, 4), [0.0, 0.5, 0.0, 7.0])
    points[:, 2] = np.arange(240) % 2
    delta = indices_of(replace(plan, points=points), y).of("delta")
    assert delta["value"]["led"] < delta["idle_factors_stay_below"]["led"] * 1.5
