"""A fit that was stopped goes on by the same command, and gives the same files."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from joinedup_experiments.local_place.fit import runs

from . import test_fit_worlds as over_worlds
from .test_fit_worlds import FAR, GIVEN, OUT_OF_REACH, place

in_worlds = over_worlds.made_up
KEPT = ".unfinished-fitted.yaml.runs"
FITTED = ("fitted.yaml", "fitted-worlds.csv", "fitted-worlds.json")


@dataclass
class Model:
    """The made-up model, which Ctrl-C stops after so many runs."""

    made_up: Any
    most: int = 100_000
    ran: list[int] = field(default_factory=list)

    def simulate(self, scenario, seed, progress=None):
        if len(self.ran) == self.most:
            raise KeyboardInterrupt
        self.ran.append(seed)
        return self.made_up(scenario, seed)

    def fit(self, file: Path, *options: str, most: int = 100_000):
        """The fit, and how many runs it took."""
        self.most, self.ran = most, []
        result = over_worlds.fit(file, "--workers", "1", *options)
        return result, len(self.ran)


@pytest.fixture
def model(in_worlds, monkeypatch):
    made = Model(runs.simulate)
    monkeypatch.setattr(runs, "simulate", made.simulate)
    monkeypatch.setattr("joinedup_experiments.local_place.fit.fitting.warm_up", lambda small: None)
    return made


@pytest.mark.parametrize("worlds", ["one", "plausible"])
def test_the_same_command_runs_only_what_is_missing(worlds, model, tmp_path: Path) -> None:
    for name in ("whole", "stopped"):
        (tmp_path / name).mkdir()
    whole, stopped = (place(tmp_path / name, *FAR) for name in ("whole", "stopped"))
    result, every = model.fit(whole, "--worlds", worlds)
    assert result.exit_code == 0, result.output
    result, before = model.fit(stopped, "--worlds", worlds, most=every // 2)
    assert result.exit_code == 130
    assert f"Stopped; {before} runs are safe. Go on with: joinedup fit" in result.stderr
    assert {file.name for file in stopped.parent.iterdir()} == GIVEN | {KEPT}
    result, after = model.fit(stopped, "--worlds", worlds)
    assert result.exit_code == 0, result.output
    assert f"{before} runs are there from before" in result.stderr
    assert 0 < after <= every - before
    for name in FITTED if worlds == "plausible" else FITTED[:1]:
        assert (stopped.parent / name).read_bytes() == (whole.parent / name).read_bytes()
    assert not (stopped.parent / KEPT).exists()


def test_another_fit_is_refused_in_one_line(model, tmp_path: Path) -> None:
    file = place(tmp_path, *FAR)
    assert model.fit(file, most=5)[0].exit_code == 130
    refused, ran = model.fit(file, "--residents", "6000")
    assert (refused.exit_code, ran) == (2, 0)
    (line,) = refused.stderr.splitlines()
    assert KEPT in line and "what differs: the options" in line and "Remove that folder" in line
    file.write_text(file.read_text().replace("Hill", "Dale"))
    assert "what differs: the place" in model.fit(file)[0].stderr


def test_a_refusal_keeps_no_runs(model, tmp_path: Path) -> None:
    result, _ = model.fit(place(tmp_path, *OUT_OF_REACH))
    assert result.exit_code == 1
    assert {file.name for file in tmp_path.iterdir()} == GIVEN
