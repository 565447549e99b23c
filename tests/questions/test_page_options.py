"""Commands that run for an hour look first whether their page has a place to go."""

from __future__ import annotations

import runpy
import sys

import pytest

MODULES = ("__main__", "widths", "readiness_sites", "evaluations", "sensitivity")


@pytest.mark.parametrize("module", MODULES)
def test_a_folder_that_is_not_there_is_refused_before_anything_is_run(
    module: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["studies", "--out", "no/such/folder"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module(f"joinedup_experiments.studies.{module}", run_name="__main__")
    assert ended.value.code == 2
    assert "there is no folder no/such/folder" in capsys.readouterr().err
