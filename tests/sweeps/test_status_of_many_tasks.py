"""`joinedup status` takes as much work a task in a large sweep as in a small one."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from joinedup_experiments.sweep.status import print_status
from joinedup_experiments.sweep.sweep_folder import make_sweep
from tests.sweeps.functions import planned

DESIGN = "name: Many\nbase: ishigami\nmethod: sobol\nsize: {}\nruns_in_a_task: 1\n"


def calls_of(folder: Path, size: int, done: bool) -> int:
    folder.mkdir()
    sweep = make_sweep(folder / "s", planned(DESIGN.format(size), folder), ["joinedup"], False)
    for task in range(sweep.plan.tasks if done else 0):
        (sweep.folder / f"monthly/task-{task:06d}.parquet").write_bytes(b"PAR1")
    calls = 0

    def count(frame: object, event: str, what: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        print_status(sweep.folder)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("done", [True, False])
def test_twice_the_tasks_take_twice_the_calls(tmp_path: Path, done: bool) -> None:
    small, large = (calls_of(tmp_path / str(size), size, done) for size in (64, 128))
    assert large < 2.2 * small
