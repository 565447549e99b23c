"""`joinedup fit` as a planner meets it: on a made-up model, and on data the model made."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from experiments.command_line import app
from experiments.fitting import place_runs
from experiments.fitting.dials import dials_for, turned
from experiments.fitting.fitting import Wanted, fit_to
from experiments.fitting.place_runs import YEARS, PlaceRuns, fitted_place
from experiments.scenario_files import load_scenario
from experiments.starting.activity import FIGURES, Activity
from sim.parameters import declared, overridden


@pytest.fixture
def made_up(monkeypatch):
    """In place of the model: each figure is a power of its quantity, with a little luck."""

    def simulate(scenario, seed):
        loss = float(overridden({"handover.loss": 0.2, **scenario.assumptions})["handover.loss"])
        said = scenario.assumptions.get("acute.ae_rate", {}).get("old", 0.34)
        luck = 1.0 + 0.002 * math.sin(seed)
        return {"loss": loss * luck, "ae": 350.0 * (said / 0.34) ** 0.8 * luck}

    monkeypatch.setattr(place_runs, "simulate", simulate)
    monkeypatch.setattr(place_runs, "figures", lambda run: run)


def place(folder: Path, *lines: str) -> Path:
    (folder / "place.yaml").write_text("based_on: siloed_borough\nname: Hill\n")
    (folder / "activity.csv").write_text("\n".join(["figure,value,per", *lines]) + "\n")
    return folder / "place.yaml"


def fit(file: Path, *options: str):
    return CliRunner().invoke(app, ["fit", str(file), *options])


def test_a_fit_is_shown_and_written_and_reads_back(made_up, tmp_path: Path) -> None:
    file = place(tmp_path, "ae_attendances,380,1000_residents", "lost_at_handover,15%,share")
    said = fit(file)
    assert said.exit_code == 0, said.output
    assert "380" in said.stdout and "pinned down" in said.stdout
    fitted = load_scenario(tmp_path / "fitted.yaml")
    assert fitted.assumptions["handover.loss"] == pytest.approx(0.15, rel=0.02)
    wanted = 0.34 * (380 / 350) ** 1.25
    assert fitted.assumptions["acute.ae_rate"]["old"] == pytest.approx(wanted, rel=0.02)
    again = fit(file)
    assert again.exit_code == 2 and "fitted-2.yaml" in again.stderr


def test_what_cannot_be_met_is_refused_with_its_bound_and_nothing_is_written(
    made_up, tmp_path: Path
) -> None:
    file = place(tmp_path, "ae_attendances,600,1000_residents", "lost_at_handover,15%,share")
    said = fit(file)
    assert said.exit_code == 1
    told = " ".join(said.stderr.split())
    assert "A&E attendances" in told and "acute.ae_rate is at the top of its range" in told
    assert not (tmp_path / "fitted.yaml").exists()
    assert fit(file, "--anyway").exit_code == 0
    assert "NOT MET" in (tmp_path / "fitted.yaml").read_text()


def test_a_slip_is_refused_at_once(made_up, tmp_path: Path) -> None:
    said = fit(place(tmp_path, "ae_attendances,3800,1000_residents"))
    assert said.exit_code == 1 and "is the figure right (line 2)" in said.stderr
    assert not (tmp_path / "fitted.yaml").exists()


@pytest.mark.parametrize(("options", "says"), [
    (["--residents", "50"], "--residents"),
    (["--activity", "nowhere.csv"], "no such file"),
    (["--adjust", "handover.los"], "did you mean"),
    (["--out", "nowhere/fitted.yaml"], "no folder"),
])  # fmt: skip
def test_bad_input_is_refused(made_up, options, says, tmp_path: Path) -> None:
    said = fit(place(tmp_path, "lost_at_handover,15%,share"), *options)
    assert said.exit_code == 2 and says in " ".join(said.stderr.split()), said.output
    assert not (tmp_path / "fitted.yaml").exists()


def test_every_figure_that_can_be_given_has_a_quantity_to_turn() -> None:
    dials = dials_for(list(FIGURES.values()), [], load_scenario("siloed_borough"))
    assert len(dials) == len(FIGURES)
    assert all(declared()[dial.name].quantity.role != "constant" for dial in dials)


@pytest.mark.slow
def test_the_fit_recovers_what_the_model_was_run_with_and_says_what_it_cannot_tell_apart() -> None:
    base = load_scenario("siloed_borough")
    keys = ["ae", "emergency", "outpatient", "loss"]
    dials = dials_for(keys, [], base)
    truth = np.array([1.12, 0.9, 0.88, 1.25])
    many = 3_000
    world = PlaceRuns(
        fitted_place(turned(base, dials, truth), many), [], keys, 3, None, lambda done: None
    )
    made = world.at([np.zeros(0)], base.run.seed)[0].mean(axis=0)
    targets = [
        Activity(k, k, k, "", float(v), n) for n, (k, v) in enumerate(zip(keys, made, strict=True))
    ]
    found = fit_to(base, targets, Wanted(residents=many, replicates=3))
    assert not isinstance(found, list)
    fitted, unmet = found
    assert unmet == []
    assert np.exp(fitted.x) == pytest.approx(truth, rel=0.05)
    assert YEARS == 3.0 and "pinned down" in fitted.notes[0]
    # Admissions that bypass A&E do to the figures what the share admitted does.
    found = fit_to(base, targets, Wanted(residents=many, replicates=3, adjust=["acute.direct"]))
    assert not isinstance(found, list)
    assert "acute.admitted and acute.direct" in found[0].notes[0]
