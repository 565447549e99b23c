"""Pictures stand beside results: where none can be drawn, the results are there all the same."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from typer.testing import CliRunner

from joinedup_experiments.cli import app
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.local_place.baseline_picture import refuse_picture
from joinedup_experiments.readiness.answers import write_form
from joinedup_experiments.report.evaluation.pictures import write_pictures
from joinedup_experiments.report.reporting import write_report
from joinedup_experiments.sweep.discovery import pictures as of_a_discovery
from joinedup_experiments.sweep.sensitivity.pictures import draw_index_pictures
from joinedup_experiments.worlds.pictures import draw_pictures as draw_worlds
from tests.report.conftest import made_up

LEFT_OUT = "could not be drawn and is left out: ModuleNotFoundError"
COST: Any = SimpleNamespace(key="cost", full_label="Cost")


@pytest.fixture
def no_matplotlib(monkeypatch: pytest.MonkeyPatch) -> None:
    """Matplotlib does not load."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)


@pytest.fixture
def no_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Matplotlib loads and cannot draw."""

    def fails(*given: object, **options: object) -> None:
        raise RuntimeError("In FT2Font: no such size")

    monkeypatch.setattr(Figure, "savefig", fails)


@pytest.mark.usefixtures("no_letters")
def test_a_map_that_cannot_be_drawn_is_refused_in_one_line(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["map", "siloed_borough", "--out", str(tmp_path / "map.html")])
    line = "a picture cannot be drawn: RuntimeError: In FT2Font: no such size\n"
    assert (done.exit_code, done.stderr) == (2, line)
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("no_matplotlib")
def test_so_is_a_report_and_nothing_is_half_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a picture cannot be drawn: ModuleNotFoundError"):
        write_report(made_up(months=12), tmp_path / "report.html")
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("no_matplotlib")
def test_a_baseline_that_cannot_be_drawn_is_refused_before_any_run(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a picture cannot be drawn: ModuleNotFoundError"):
        refuse_picture(tmp_path / "baseline.png")


@pytest.mark.usefixtures("no_matplotlib")
def test_a_scenario_of_answers_is_written_without_its_radar(tmp_path: Path) -> None:
    form, out = tmp_path / "form.yaml", tmp_path / "mine.yaml"
    write_form(form, "aqua")
    lines = form.read_text().splitlines()
    answered = [f"{x} 3" if x.startswith("    ") and x.endswith(":") else x for x in lines]
    form.write_text("\n".join(answered))
    done = CliRunner().invoke(app, ["readiness", str(form), "--out", str(out)])
    assert done.exit_code == 0, done.stderr
    assert f"mine {LEFT_OUT}" in done.stderr
    assert out.is_file()
    assert "picture:" not in done.stdout


@pytest.mark.usefixtures("no_matplotlib")
def test_an_evaluation_goes_on_with_the_pictures_that_there_are(tmp_path: Path, capsys) -> None:
    assert write_pictures(tmp_path, {"power": ("Power", Figure)}) == {}
    assert f"power {LEFT_OUT}" in capsys.readouterr().err


@pytest.mark.usefixtures("no_matplotlib")
def test_so_does_a_discovery(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setattr(of_a_discovery, "levers_of", lambda plan: None)
    plan = SimpleNamespace(design=SimpleNamespace(points_are="points"))
    times = [SimpleNamespace(outcome=COST)]
    found: Any = SimpleNamespace(answered=[], over_time=times, plan=plan)
    assert of_a_discovery.draw_pictures(tmp_path, found) == []
    assert f"fan-cost {LEFT_OUT}" in capsys.readouterr().err


@pytest.mark.usefixtures("no_matplotlib")
def test_and_a_sensitivity_analysis(tmp_path: Path, capsys) -> None:
    ranked = pd.DataFrame({"idle_factors_stay_below": [0.1]})
    indices = SimpleNamespace(
        main="ST", of=lambda index: (), pairs=(), ranks={}, ranked=lambda index: ranked
    )
    one: Any = SimpleNamespace(indices=indices, convergence=None, tornado=None, outcome=COST)
    draw_index_pictures(tmp_path, one, "cost")
    assert f"indices-cost {LEFT_OUT}" in capsys.readouterr().err


@pytest.mark.usefixtures("no_matplotlib")
def test_and_a_calibration(tmp_path: Path, capsys) -> None:
    (tmp_path / "narrowed.csv").write_text("key\na\n")
    uncertain: Any = SimpleNamespace(keys=["a"], coordinates=lambda values: values)
    draw_worlds(tmp_path, tmp_path, uncertain, pd.DataFrame({"a": np.zeros(3)}))
    notes = capsys.readouterr().err.splitlines()
    assert [note.startswith(f"Note: {name} {LEFT_OUT}") for note, name in zip(
        notes, ("pairs", "figures"), strict=True)] == [True, True]  # fmt: skip
