"""Small designs, and a sweep run in threads of this process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from joinedup_experiments.sweep import sweeping, worker_pools
from joinedup_experiments.sweep.design import Design
from joinedup_experiments.sweep.factors import Factor
from joinedup_experiments.sweep.plan import Plan
from joinedup_experiments.sweep.reading import read_design
from joinedup_experiments.sweep.sweep_folder import Sweep, make_sweep
from joinedup_experiments.sweep.sweeping import Share
from joinedup_experiments.sweep.worker_pools import WorkerPool
from tests.sweeps.functions import FACTORS, planned

ROOT = Path(__file__).parents[2]
START = "base: siloed_borough\narms: [closer_working]\noutcomes: [{measure: crises}]\n"
ISHIGAMI = "name: Ishigami\nbase: ishigami\nmethod: sobol\nsize: 16\nruns_in_a_task: 7\n"


@pytest.fixture
def in_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lanes of threads in place of processes, which take seconds to start."""

    def pools(workers: int) -> list[WorkerPool]:
        return [WorkerPool(lambda: ThreadPoolExecutor(1)) for _ in range(workers)]

    monkeypatch.setattr(worker_pools, "local_pools", pools)


@pytest.fixture
def swept(tmp_path: Path) -> Callable[..., tuple[Sweep, int]]:
    """Runs a design's text in a folder, perhaps with other work; the sweep and its exit code."""

    def run(text: str, name: str = "swept", workers: int = 1, work=None, shares: int = 1):
        design = tmp_path / "design.yaml"
        design.write_text(text, encoding="utf-8")
        known = any(f"base: {name}\n" in text for name in FACTORS)
        plan, code = planned(text, tmp_path) if known else read_design(design), 0
        for k in range(1, shares + 1):
            join = shares > 1
            sweep = make_sweep(tmp_path / name, plan, ["joinedup"], join)
            sweep = replace(sweep, plan=replace(sweep.plan, work=work or plan.work))
            code = sweeping.go_on(sweep, Share(k, shares), workers, None)
        return sweep, code

    return run


@pytest.fixture
def contents() -> Callable[[Path], dict[str, bytes]]:
    """The bytes of everything that is results in a sweep's folder."""

    def read(folder: Path) -> dict[str, bytes]:
        tables = ("summary", "outcomes", "failures")
        files = [*sorted((folder / "monthly").iterdir())]
        files += [folder / f"{name}.parquet" for name in tables]
        return {file.name: file.read_bytes() for file in files}

    return read


def in_its_own_process(
    folder: Path, *arguments: object, program: str = "joinedup_experiments.cli"
) -> subprocess.Popen:
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    return subprocess.Popen(
        [sys.executable, "-m", program, *map(str, arguments)],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A shell that runs the tests in the background has Ctrl-C ignored, by its children too.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


@pytest.fixture(scope="session")
def started() -> Callable[..., subprocess.Popen]:
    """Starts the program in a process of its own, in a folder."""
    return in_its_own_process


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Plan]:
    """The plan of a design's text, after the lines that it starts with."""

    def reading(text: str, start: str = START) -> Plan:
        file = tmp_path / "design.yaml"
        file.write_text(start + text, encoding="utf-8")
        return read_design(file)

    return reading


@pytest.fixture
def ishigami() -> str:
    """A small design of the Ishigami function."""
    return ISHIGAMI


@pytest.fixture(scope="session")
def at_points() -> Callable[..., Plan]:
    """A plan with these points of factors from 0 to 1, x0 to as many as there are."""

    def plan(points: np.ndarray, method: str = "given", groups=(), seed: int = 0) -> Plan:
        factors = tuple(Factor(f"x{i}", "parameter", 0.0, 1.0) for i in range(points.shape[1]))
        design = Design(name="made up", base="y", method=method, seed=seed)
        return Plan(design, ("y",), (), factors, groups, points, (), {}, "")

    return plan
