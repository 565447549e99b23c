"""The program with known functions in place of the model, for drivers in processes of their own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from joinedup_experiments.cli import main
from joinedup_experiments.sweep import sweep_folder, sweeping
from joinedup_experiments.sweep.sweep_folder import Sweep
from tests.sweeps.functions import Textbook, planned

opened = sweep_folder.open_sweep


def with_its_function(folder: Path) -> Sweep:
    sweep = opened(folder)
    return replace(sweep, plan=replace(sweep.plan, work=Textbook(sweep.plan.names[0])))


if __name__ == "__main__":
    sweep_folder.open_sweep = with_its_function
    sweeping.read_design = lambda path: planned(path.read_text(encoding="utf-8"), path.parent)
    main()
