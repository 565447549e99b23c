"""Sweeps that are driven with their runs timed, for the benchmark of the driver."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from io import StringIO
from itertools import count
from pathlib import Path
from typing import NamedTuple

import numpy as np

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.benchmarks.timed_work import Cost, TimedWork, Worked
from joinedup_experiments.compare.results.sealed import read_sealed_table
from joinedup_experiments.sweep.factors import point_scenarios
from joinedup_experiments.sweep.plan import Plan
from joinedup_experiments.sweep.reading import read_design
from joinedup_experiments.sweep.shards import shard_path
from joinedup_experiments.sweep.sweep_folder import Sweep, make_sweep
from joinedup_experiments.sweep.sweeping import Share, go_on

DESIGN = """
name: what the driver costs
base: siloed_borough
arms: {arms}
place: {{residents: {residents}}}
run: {{years: {years}, burn_in_years: {burn_in}}}
levers:
  staff of every team: {{scales: ["teams.*.staff.*"], low: 0.9, high: 1.1}}
outcomes: [{{measure: emergency_admissions}}]
method: latin_hypercube
size: {points}
runs_in_a_task: {in_a_task}
"""


class Sweeps:
    """Sweeps of one plan, or of its first points, each in a folder of its own."""

    def __init__(self, folder: Path, name: str, arms: str, size: Sequence[float]) -> None:
        residents, years, burn_in, points, in_a_task = size
        self.text = DESIGN.format(
            arms=arms,
            residents=residents,
            years=years,
            burn_in=burn_in,
            points=points,
            in_a_task=in_a_task,
        )
        self.folder, self.name, self.numbers = folder, name, count(1)
        file = folder / f"{name}.yaml"
        file.write_text(self.text, encoding="utf-8")
        self.plan: Plan = read_design(file)

    def scenarios(self, run: int) -> list[Scenario]:
        """Each arm's scenario in one run."""
        plan, x = self.plan, self.plan.run(run).coordinates
        values = {f.key: f.value(v) for f, v in zip(plan.factors, x, strict=True)}
        return point_scenarios(plan.names, plan.scenarios, plan.factors, values)

    def driven(self, workers: int) -> Driven:
        """The sweep, begun and finished."""
        folder = self.folder / f"{self.name}-{next(self.numbers)}"
        stamps = folder.with_name(f"{folder.name}-stamps")
        stamps.mkdir()
        began, processor = time.time(), time.process_time()
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            sweep = make_sweep(folder, self.plan, ["sweep_benchmark"], False)
            timed = replace(self.plan, work=TimedWork(self.plan.task(0).work, stamps))
            if go_on(replace(sweep, plan=timed), Share(), workers, None):
                raise RuntimeError("runs of the sweep failed")
        whole = Cost(time.time() - began, time.process_time() - processor)
        return Driven(sweep, Worked.read(stamps), began, whole)


class Driven(NamedTuple):
    """A sweep that was driven; ``driver`` is what it took, by this process's processor alone."""

    sweep: Sweep
    worked: Worked
    began: float
    driver: Cost

    @property
    def each(self) -> Cost:
        """A run: the worker's cost, and the driver's share of a processor."""
        plan = self.sweep.plan
        mine = self.worked.each(plan.runs_in_a_task)  # its first shard takes the imports as well
        return Cost(mine.clock, mine.processor + self.driver.processor / plan.runs)

    @property
    def start(self) -> float:
        """Seconds until the first worker began its first run."""
        return self.worked.first - self.each.clock - self.began

    @property
    def finishing(self) -> float:
        """Seconds after the last run, for the last shard and the tables."""
        return self.began + self.driver.clock - self.worked.last


def same_months(sweep: Sweep, lived: Sequence[Sequence[dict[str, np.ndarray]]]) -> bool:
    """Whether a sweep kept, to the last bit, what these runs, from the first, counted."""
    kept = [read_sealed_table(shard_path(sweep.folder, n))[0] for n in range(sweep.plan.tasks)]
    for number, arms in enumerate(lived):
        table = kept[number // sweep.plan.runs_in_a_task].to_pandas()
        for name, months in zip(sweep.plan.names, arms, strict=True):
            mine = table[(table["run"] == number) & (table["arm"] == name)]
            if not all(
                np.array_equal(mine[key], values, equal_nan=True) for key, values in months.items()
            ):
                return False
    return True
