"""The benchmark of the driver: its arithmetic, and that it runs and finds equal results."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from joinedup_experiments.benchmarks.timed_work import Stamp, TimedWork, Worked


@dataclass(frozen=True)
class Nothing:
    def __call__(self, coordinates, seed):
        return {"arm": {"y": np.array(coordinates) + seed}}


def test_what_workers_wrote_down_is_parted_into_each_and_all() -> None:
    """One worker ends a run every 2 s from 10 on, at half its processor; another every 4 s."""
    quick = [Stamp(10.0 + 2.0 * n, 5.0 + n, 1.5, 0.75) for n in range(6)]  # until 20
    slow = [Stamp(12.0 + 4.0 * n, 1.0 + 3.0 * n, 3.5, 2.5) for n in range(3)]  # until 20
    worked = Worked([quick, slow])
    assert (worked.first, worked.last) == (10.0, 20.0)
    assert worked.each() == (18.0 / 7, 11.0 / 7)
    assert worked.each(1) == ((8.0 + 4.0) / 5, (4.0 + 3.0) / 5)
    assert worked.between() == pytest.approx((18.0 / 7 - 14.5 / 7, 11.0 / 7 - 8.75 / 7))
    assert worked.runs_a_second() == pytest.approx((4 + 2) / 8.0)  # from 12 to 20


def test_a_worker_that_is_timed_gives_the_same_and_writes_down_each_run(tmp_path: Path) -> None:
    work = TimedWork(Nothing(), tmp_path)
    assert work([1.0], 2)["arm"]["y"] == [3.0]
    work([1.0], 3)
    (mine,) = Worked.read(tmp_path).stamps
    assert len(mine) == 2 and mine[0].clock <= mine[1].clock


@pytest.mark.slow
def test_loop_driver_and_batch_run_give_the_same(tmp_path: Path) -> None:
    from joinedup_experiments.benchmarks.sweep_benchmark import (
        QUICK,
        measure,
        same_everywhere,
        table,
    )

    found = measure(QUICK._replace(points=8, few_points=8))
    assert same_everywhere(found)
    assert "batch_run" in table(found)
