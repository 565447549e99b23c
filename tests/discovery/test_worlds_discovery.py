"""A sweep over the plausible worlds: rules, a map of the levers, and what it is worth to know."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm
from typer.testing import CliRunner

from joinedup.outcomes.measures import MEASURES
from joinedup_experiments.cli import app
from joinedup_experiments.scenario_io.plausible_worlds import plausible_worlds
from joinedup_experiments.sweep.discovery.lever_map import NEARBY, Surface
from joinedup_experiments.sweep.plan import columns_of

DESIGN = """
name: Three levers
base: siloed_borough
arms: [local_care_network_well]
place: {residents: 300}
run: {years: 1, burn_in_years: 1}
levers:
  staff of every team: {scales: ["teams.*.staff.*"], low: 0.8, high: 1.25}
  hospital.beds_per_1000: {low: 1.75, high: 2.25}
  arrangement.programme.fit: {low: 0.3, high: 1.0}
outcomes:
  - {measure: unmet_severe}
  - {measure: needs_presented}
method: worlds
size: 100
runs_in_a_task: 50
"""
FIRST = plausible_worlds().keys[0]
MIDDLE = float(plausible_worlds().values[:100, 0].mean())


@dataclass(frozen=True)
class Made:
    """Unmet need falls where the fit is above 0.65; the first parameter decides what is cheaper."""

    def __call__(self, coordinates, seed: int):
        months = {key: np.full(12, 100.0) for key in columns_of(m.key for m in MEASURES)}
        unmet, cost = 10.0 * (0.65 - coordinates[-1]), 50.0 * (coordinates[0] - MIDDLE)
        arm = months | {
            "unmet_severe": np.full(12, 100.0 + unmet),
            "needs_presented": np.full(12, 100.0 + coordinates[-3]),
            "cost_public": np.full(12, 100.0 + cost),
        }
        return {"siloed_borough": months, "local_care_network_well": arm}


@pytest.fixture
def worlds(swept):
    return swept(Made(), DESIGN)


@pytest.mark.slow
def test_rules_and_shares_are_of_plausible_worlds(worlds) -> None:
    result = CliRunner().invoke(app, ["discover", str(worlds.folder)])
    assert result.exit_code == 0, result.output
    assert "of plausible worlds" in result.output
    edge = re.search(r"arrangement.programme.fit above ([\d.]+)", result.output)
    assert edge and float(edge[1]) == pytest.approx(0.65, abs=0.01)
    inside = worlds.folder / "discovery"
    assert (inside / "levers.svg").is_file()
    drawn = (inside / "levers.svg").read_text(encoding="utf-8")
    assert "True needs presented" in drawn  # neither more nor less of it is better
    page = (inside / "scenario_discovery.md").read_text(encoding="utf-8")
    assert "100 plausible worlds" in page and "looks like England" in page
    assert "(levers.png)" in page
    questions = pd.read_csv(inside / "questions.csv")
    assert set(questions["points_are"]) == {"plausible worlds"}


@pytest.mark.slow
def test_what_decides_between_the_arms_is_worth_knowing(worlds) -> None:
    asked = ["value-of-information", str(worlds.folder), "--outcome", "unmet_severe"]
    result = CliRunner().invoke(app, asked)
    assert result.exit_code == 0, result.output
    words = " ".join(result.output.split())
    assert "the assumption that would most change the decision is" in words
    table = pd.read_csv(worlds.folder / "value_of_information" / "value_of_information.csv")
    money = table[table["benefit"] == "net_benefit_20000"].set_index("kind")
    everything = money.loc["everything", "value"]
    alone = money.loc["assumption"].sort_values("value", ascending=False)
    assert alone["key"].iloc[0] == FIRST
    assert alone["value"].iloc[0] == pytest.approx(everything, rel=0.05)
    assert alone["value"].iloc[1] < 0.3 * everything
    assert not table["key"].fillna("").str.contains("programme").any()  # a lever is decided
    by_unmet = table[(table["benefit"] == "unmet_severe") & (table["kind"] == "everything")]
    assert by_unmet["value"].item() > 0.0


@pytest.mark.parametrize(
    ("outcome", "wrong"), [("needs_presented", "neither more nor less"), ("unmet", "no measure")]
)
def test_a_choice_by_what_is_not_better_is_refused(worlds, outcome: str, wrong: str) -> None:
    asked = ["value-of-information", str(worlds.folder), "--outcome", outcome]
    result = CliRunner().invoke(app, asked)
    assert result.exit_code == 2 and wrong in " ".join(result.output.split())


def test_a_surface_of_the_second_degree_is_found_again() -> None:
    rng = np.random.default_rng(1)
    x = rng.uniform(-1.0, 1.0, (300, 3))

    def effect(at: np.ndarray) -> np.ndarray:
        return 2.0 * at[:, 0] - at[:, 1] * at[:, 2] + 0.5 * at[:, 1] ** 2

    surface = Surface(x, effect(x) + rng.normal(0.0, 0.3, 300))
    where = rng.uniform(-0.9, 0.9, (50, 3))
    assert np.abs(surface.at(where) - effect(where)).max() < 0.25


def test_the_share_that_agrees_is_that_of_normal_weights() -> None:
    """Where the sign is that of the first lever: of weights cut off at the ends of its range."""
    x = np.random.default_rng(1).uniform(-1.0, 1.0, (2000, 3))
    at, spread = 0.9, 2.0 * NEARBY
    below = norm.cdf((np.array([-1.0, 0.0, 1.0]) - at) / spread)
    found = Surface(x, x[:, 0]).agreeing(np.array([[-at, 0.0, 0.0], [at, 0.0, 0.0]]))
    wanted = (below[2] - below[1]) / (below[2] - below[0])
    assert found.tolist() == pytest.approx([wanted, wanted], abs=0.02)
