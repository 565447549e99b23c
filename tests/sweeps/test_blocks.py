"""Points of one world, or of one trajectory, are one thing that was drawn, in every interval."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t

from joinedup_experiments.display.errors import InputError
from joinedup_experiments.sweep.blocks import means_of, worth_of
from joinedup_experiments.sweep.factors import Factor
from joinedup_experiments.sweep.information import analysis
from joinedup_experiments.sweep.information.estimates import (
    Information,
    of_one,
    of_shuffled,
    perfect,
)
from joinedup_experiments.sweep.information.reporting import lines_of as printed
from joinedup_experiments.sweep.plan import Outcome
from joinedup_experiments.sweep.sensitivity import methods
from joinedup_experiments.sweep.sensitivity.analysis import Analysed, Noise
from joinedup_experiments.sweep.sensitivity.any_points import rank_correlations, rank_regression
from joinedup_experiments.sweep.sensitivity.held_out import HeldOut
from joinedup_experiments.sweep.sensitivity.reporting import lines_of

MANY = 332
TWICE = np.tile(np.arange(MANY), 2)
KORN_GRAUBARD = (1.959964 / t.ppf(0.975, MANY - 1)) ** 2


def test_a_share_of_worlds_that_are_there_twice_is_as_sure_as_one_of_worlds() -> None:
    hit, all_of_them = TWICE < 110, np.ones(2 * MANY)
    assert worth_of(hit, all_of_them, TWICE) == pytest.approx(MANY * KORN_GRAUBARD, rel=1e-4)
    assert worth_of(hit, all_of_them, np.arange(2 * MANY)) == 2 * MANY
    assert worth_of(hit, np.zeros(2 * MANY), TWICE) == 0.0
    none = worth_of(TWICE < 0, all_of_them, TWICE)
    assert none == pytest.approx(MANY * KORN_GRAUBARD, rel=1e-4)


def test_a_share_of_points_in_trajectories_has_the_design_effect_of_theory() -> None:
    """Five points a block, correlated by 0.4: each is worth 1 / (1 + 4 x 0.4) of a point."""
    rng, blocks = np.random.default_rng(1), np.repeat(np.arange(3000), 5)
    alike = rng.random(15_000) < np.sqrt(0.4)
    hit = np.where(alike, (rng.random(3000) < 0.3)[blocks], rng.random(15_000) < 0.3)
    assert worth_of(hit, np.ones(15_000), blocks) == pytest.approx(15_000 / 2.6, rel=0.05)


@pytest.fixture(name="twice")
def worlds_twice(at_points, monkeypatch):
    """A plan over 60 worlds that are there twice, with a lever; and an outcome of the first."""
    monkeypatch.setitem(methods.ANY_POINTS, "worlds", ())
    nothing = HeldOut(np.zeros(71), np.zeros(71), 0.0, 0.0)
    monkeypatch.setattr(methods, "held_out_importance", lambda *_: nothing)
    rng = np.random.default_rng(3)
    points = np.hstack([np.tile(rng.random((60, 70)), (2, 1)), rng.random((120, 1))])
    plan = at_points(points, "worlds")
    factors = (*plan.factors[:-1], replace(plan.factors[-1], kind="lever"))
    return replace(plan, factors=factors), points[:, 0] + 0.5 * np.tile(rng.random(60), 2)


def test_rank_correlations_are_of_worlds_and_of_levers_of_points(twice) -> None:
    plan, y = twice
    found = methods.indices_of(plan, y)
    rho = found.of("rho")[["low_95", "high_95"]].to_numpy()
    once = np.stack(rank_correlations(plan.points[:60], y[:60])[1:], axis=1)
    assert rho[:-1] == pytest.approx(once[:-1], abs=1e-9)
    lever = np.stack(rank_correlations(plan.points, y)[1:], axis=1)[-1]
    assert rho[-1] == pytest.approx(lever, abs=1e-12)
    one = Analysed(Outcome("y", "y", "", "y", "a"), 0.0, 1.0, Noise(), indices=found)
    assert "71 factors are too many for a rank regression over 60 worlds;" in "\n".join(
        lines_of(one)
    )


def test_a_rank_regression_over_worlds_is_no_surer_for_their_being_there_twice() -> None:
    rng = np.random.default_rng(4)
    x = rng.random((MANY, 5))
    y = x[:, 0] + rng.random(MANY)
    once, both = rank_regression(x, y), rank_regression(x[TWICE], y[TWICE], TWICE)
    assert both.value == pytest.approx(once.value)
    assert both.high - both.low == pytest.approx(once.high - once.low, rel=0.03)


def test_information_from_worlds_that_are_there_twice_is_worth_what_it_is_from_one(
    at_points, monkeypatch
) -> None:
    rng = np.random.default_rng(5)
    points = rng.random((60, 3))
    benefit = np.stack([np.zeros(60), points[:, 0] - 0.4 + 0.2 * rng.normal(size=60)], axis=1)
    nothing = [Information(0.0, 0.0, 0.0)]
    monkeypatch.setattr(analysis, "of_group", lambda *_: nothing)
    found = {}
    for name, rows in (("once", np.arange(60)), ("twice", np.tile(np.arange(60), 2))):
        plan = replace(at_points(points[rows], "worlds"), names=("a", "b"))
        made = analysis.Benefit("q", "q", "GBP", benefit[rows][:, None])
        monkeypatch.setattr(analysis, "benefits_of", lambda *_, made=made: [made])
        (found[name],) = analysis.value_of_information(SimpleNamespace(plan=plan, folder="x"))
    once, twice = found["once"], found["twice"]
    assert vars(twice.everything) == pytest.approx(vars(once.everything))
    columns = ["value", "high_95"]
    first, second = (one.each[one.each["kind"] == "assumption"] for one in (once, twice))
    assert first["value"].tolist() == pytest.approx(second["value"].tolist())
    assert second[columns].iloc[0].tolist() == pytest.approx(first[columns].iloc[0], rel=0.1)
    assert means_of(points, np.arange(60)) is points


def test_along_trajectories_chance_reaches_what_their_number_allows() -> None:
    """Twelve trajectories of five points, alike within: shuffled whole, more comes by chance."""
    rng, blocks = np.random.default_rng(7), np.repeat(np.arange(12), 5)
    points = rng.random((12, 60))[blocks]
    benefit = np.stack([np.zeros(60), rng.normal(size=12)[blocks]], axis=1)
    together, apart = (
        of_shuffled(points, benefit, np.random.default_rng(8), one) for one in (blocks, None)
    )
    assert together.mean() > 3.0 * apart.mean()


def test_no_one_assumption_is_worth_more_than_everything() -> None:
    """Of 22 points one arm is the better at all but one; a spline falls below nought at others."""
    rng = np.random.default_rng(6)
    most = 0.0
    for _ in range(5):
        x = rng.random(22)
        apart = np.exp(12.0 * x)
        apart[x.argmin()] = -1e-3
        benefit = np.stack([np.zeros(22), apart], axis=1)
        everything, _ = perfect(benefit[:, None])
        alone = of_one(x, benefit, rng)
        most = max(most, alone.value / everything.value)
        row = {"value": alone.value, "low_95": alone.low, "high_95": alone.high}
        row |= {"floor": 1.0, "chance_reaches": 1.0}
        cut = analysis.capped(pd.DataFrame([row]), everything).iloc[0]
        assert cut["value"] <= everything.value and cut["high_95"] <= everything.high
        assert cut["chance_reaches"] == everything.value and cut["low_95"] <= cut["value"]
    assert most > 2.0


def test_what_chance_reaches_of_a_mechanism_is_of_whole_trajectories(monkeypatch) -> None:
    """Six points each: shuffled, they are still those of one trajectory, in another's place."""
    points, blocks = np.arange(240.0).reshape(120, 2), np.repeat(np.arange(20), 6)
    factors = [Factor(f"{name}.x", "parameter", 0.0, 240.0) for name in "ab"]
    taken: list[np.ndarray] = []

    def of_group(columns: np.ndarray, *_: object) -> list[Information]:
        taken.append(columns[:, 0])
        return [Information(0.0, 0.0, 0.0)]

    monkeypatch.setattr(analysis, "of_group", of_group)
    one = analysis.Benefit("k", "k", "GBP", np.zeros((120, 1, 2)))
    analysis._mechanisms(factors, points, [one], blocks, 1)
    assert len(taken) == 2 + 20
    real, idle = taken[0].reshape(20, 6), taken[2].reshape(20, 6)
    assert sorted(idle.tolist()) == real.tolist() and idle.tolist() != real.tolist()


def test_of_too_few_worlds_nothing_is_valued_however_many_points_they_have(at_points) -> None:
    points = np.tile(np.arange(19.0), 3)[:, None]
    plan = replace(at_points(points, "worlds"), names=("a", "b"))
    with pytest.raises(InputError, match=r"57 points that were drawn together in 19 blocks: too f"):
        analysis.benefits_of(SimpleNamespace(plan=plan, folder="x"), None)


@pytest.mark.parametrize(("method", "worth"), [("worlds", 0.0), ("given", 0.5)])
def test_what_a_lever_decides_is_not_found_out(at_points, monkeypatch, method, worth) -> None:
    """It alone says which arm is better: in each of 30 worlds by 1, for one of its two values."""
    points = np.column_stack([np.tile(np.arange(30.0), 2), np.repeat([0.0, 1.0], 30)])
    plan = replace(at_points(points, method), names=("a", "b"))
    plan = replace(plan, factors=(plan.factors[0], replace(plan.factors[1], kind="lever")))
    benefit = np.stack([np.zeros(60), np.where(points[:, 1] > 0.0, 1.0, -1.0)], axis=1)
    made = analysis.Benefit("q", "q", "GBP", benefit[:, None])
    monkeypatch.setattr(analysis, "benefits_of", lambda *_: [made])
    monkeypatch.setattr(analysis, "of_group", lambda *_: [Information(0.0, 0.0, 0.0)])
    (found,) = analysis.value_of_information(SimpleNamespace(plan=plan, folder="x"))
    assert found.everything.value == worth
    assert ("what levers decide" in "\n".join(printed(found, 1, "points"))) == (method == "given")
