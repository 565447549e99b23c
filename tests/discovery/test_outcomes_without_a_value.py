"""An outcome that has no value in some run is left out by name; the others are analysed."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from joinedup_experiments.cli import app
from joinedup_experiments.sweep.api import SweepResults
from joinedup_experiments.sweep.discovery.rules import discover
from joinedup_experiments.sweep.observed import IncompleteError
from tests.discovery.conftest import MadeUp


@dataclass(frozen=True)
class NoneAssessed(MadeUp):
    """As `MadeUp`, but in the arm nobody is assessed where the first factor is above ``edge``."""

    edge: float = 0.79
    from_month: int = 0

    def __call__(self, coordinates, seed):
        months = super().__call__(coordinates, seed)
        if coordinates[0] > self.edge:
            arm = months["local_care_network_well"]
            for key, nothing in (("assessment_days", np.nan), ("assessment_days_weight", 0.0)):
                arm[key] = arm[key].copy()
                arm[key][self.from_month :] = nothing
        return months


@pytest.fixture
def text(design) -> str:
    text = design.replace("size: 400", "size: 80").replace("runs_in_a_task: 50", "")
    text = text.replace("  - {measure: emergency_admissions}\n", "")
    few = "vary: [worsening.in_care, crisis.admitted]"
    text = re.sub(r"vary: \[.*?\]", few, text, flags=re.DOTALL)
    return text.replace("outcomes:\n", "outcomes:\n  - {measure: assessment_days}\n")


def output_of(command: str, sweep) -> str:
    options = ["--no-pictures"] if command != "value-of-information" else []
    result = CliRunner().invoke(app, [command, str(sweep.folder), *options])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_others_are_analysed_and_it_is_named(swept, text) -> None:
    sweep = swept(NoneAssessed(), text)
    runs = np.flatnonzero(sweep.plan.points[:, 0] > 0.79)
    assert len(runs) in range(1, 5)
    named = f"no value in {len(runs)} of 80 runs: run {runs[0]} (point {runs[0]}, "
    for command in ("sensitivity", "discover"):
        assert f"left out, {named}" in output_of(command, sweep)
    rows = pd.read_csv(sweep.folder / "sensitivity" / "noise.csv").set_index("outcome")
    assert rows["left_out_for"].notna().sum() == 1
    (key,) = rows.index[rows["left_out_for"].notna()]
    assert np.isnan(rows.loc[key, "mean"]) and rows["varies"].sum() >= 1
    assert key not in set(pd.read_csv(sweep.folder / "sensitivity" / "indices.csv")["outcome"])
    assert {one.question.key for one in discover(sweep).answered}.isdisjoint({key})
    assert output_of("value-of-information", sweep)


def test_in_python_too(swept, text) -> None:
    results = SweepResults(swept(NoneAssessed(), text))
    (key,) = results.left_out
    (analysed,) = set(results.sensitivity()["outcome"])
    assert analysed != key
    with pytest.raises(IncompleteError, match="`assessment_days` has no value in"):
        results.sensitivity("assessment_days")
    with pytest.raises(IncompleteError, match="`assessment_days` has no value in"):
        results.value_of_information("assessment_days")


def test_where_no_outcome_has_a_value_in_every_run_nothing_is_worked_out(swept, text) -> None:
    alone = text.replace("  - {measure: unmet_severe}\n", "")
    sweep = swept(NoneAssessed(edge=-1.0), alone)
    for command in ("sensitivity", "discover"):
        result = CliRunner().invoke(app, [command, str(sweep.folder)])
        assert result.exit_code == 2 and "no outcome has a value in every run" in result.output
        assert "no value in any of 80 runs" in result.output


def test_a_year_in_which_a_point_has_no_value_is_over_the_others(swept, text) -> None:
    """It has a value over the whole run, and none in the last year where nobody is assessed."""
    sweep = swept(NoneAssessed(edge=0.7, from_month=24), text)
    (time,) = [t for t in discover(sweep).over_time if t.outcome.measure == "assessment_days"]
    served = int((sweep.plan.points[:, 0] <= 0.7).sum())
    assert time.points.tolist() == [80, 80, served] and served < 80
    assert time.spread([0.5])[0].tolist() == [0.0, 0.0, 0.0]
    output_of("discover", sweep)
    page = (sweep.folder / "discovery" / "scenario_discovery.md").read_text("utf-8")
    assert f"(of the {served} with a value then)" in page and "nan" not in page
