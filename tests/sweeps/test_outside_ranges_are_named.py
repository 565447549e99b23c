"""What is assumed or varies outside its range is named wherever results of it are read."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from joinedup_experiments.evaluator.making import Asked, prepared
from joinedup_experiments.evaluator.quality import Quality
from joinedup_experiments.evaluator.writing import read_me
from joinedup_experiments.scenario_io.overrides import Overrides
from joinedup_experiments.sweep.discovery import reporting as discovering
from joinedup_experiments.sweep.information import reporting as informing
from joinedup_experiments.sweep.sensitivity import reporting as analysing
from joinedup_experiments.sweep.sweep_folder import make_sweep

BEYOND = "outside_range: {handover.loss: our audit}\n"
SAID = "handover.loss varies outside its range (our audit)"
RANGES = "vary: [handover.loss]\nranges: {handover.loss: {low: 0.1, high: 0.45}}\n"
NOTHING: Any = lambda *_: {}  # noqa: E731


def test_records_name_it_in_their_readme(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    text = f"based_on: siloed_borough\nassumptions: {{handover.loss: 0.45}}\n{BEYOND}"
    file.write_text(text, encoding="utf-8")
    asked = prepared(Asked(str(file), Overrides(replications=1), 24, "plausible", None))
    recording: Any = SimpleNamespace(
        run=SimpleNamespace(scenario=asked.scenario, seed=1),
        window=SimpleNamespace(before=1, after=1),
    )
    text = read_me(recording, Quality(), asked.provenance)
    assert "\n  handover.loss outside its range (our audit)\n" in text


@pytest.mark.parametrize("what", ["sensitivity", "discover", "information"])
def test_what_is_worked_out_from_a_sweep_names_it(what, read, tmp_path, monkeypatch, capsys):
    plan = read(f"method: latin_hypercube\nsize: 4\n{BEYOND}{RANGES}")
    found = SimpleNamespace(left_out=(), answered=(), plan=plan)
    for module in (discovering, informing, analysing):
        monkeypatch.setattr(module, "open_sweep", lambda folder: SimpleNamespace(plan=plan))
        for name, gives in {
            "analyse": lambda *_: [], "index_tables": NOTHING, "discover": lambda *_: found,
            "write_rule_tables": NOTHING, "page_of": lambda *_: "", "table_of": NOTHING,
            "value_of_information": lambda *_: [], "write_table": NOTHING,
        }.items():  # fmt: skip
            monkeypatch.setattr(module, name, gives, raising=False)
    reports = {
        "sensitivity": lambda: analysing.report_sensitivity(tmp_path, pictures=False),
        "discover": lambda: discovering.report_discovery(tmp_path, None, pictures=False),
        "information": lambda: informing.report_information(tmp_path, None),
    }
    reports[what]()
    assert f"Note: {SAID}\n" in capsys.readouterr().out


def test_a_sweep_names_it_in_its_readme(read, tmp_path: Path) -> None:
    make_sweep(
        tmp_path / "s", read(f"method: latin_hypercube\nsize: 4\n{BEYOND}{RANGES}"), ["x"], False
    )
    assert f"\n  {SAID}\n" in (tmp_path / "s/README.txt").read_text(encoding="utf-8")
