"""A wave: points of the uncertain numbers, each run once and kept as a sweep."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from joinedup.engine.sources import sources_digest
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.results.folder import FolderError
from joinedup_experiments.scenario_io.load import load_scenario
from joinedup_experiments.scenario_io.load.problems import listed
from joinedup_experiments.scenario_io.plausible_worlds import numbers_of
from joinedup_experiments.sweep.design import WAVES_BEFORE, Design
from joinedup_experiments.sweep.manifest import MANIFEST
from joinedup_experiments.sweep.plan import Outcome, Plan, Work
from joinedup_experiments.sweep.sweep_folder import Sweep, make_sweep, open_sweep
from joinedup_experiments.worlds.published import ARM, Published, published, run_figures
from joinedup_experiments.worlds.uncertain import Uncertain, every_uncertain

PLACE = "siloed_borough"
YEARS = 3.0
RUNS_IN_A_TASK = 20
SEEDS_APART = 1_000_000


@dataclass(frozen=True)
class Problem:
    """What is uncertain, which figures decide, and what makes a run's figures of coordinates.

    ``work`` runs one point, by the factors' values and a seed: by arm `ARM` and figure, one value.
    """

    uncertain: Uncertain
    figures: tuple[Published, ...]
    place: Scenario
    work: Work

    @property
    def matched(self) -> tuple[Published, ...]:
        """The figures that decide which worlds are plausible."""
        return tuple(one for one in self.figures if one.matched)

    def plan(self, values: np.ndarray, number: int, seed: int) -> Plan:
        """A wave as a sweep, of the factors' values [points, factors].

        Every run has a seed of its own, so that chance is not shared.
        """
        design = Design(
            name=f"Plausible worlds, wave {number}", base=PLACE, method="given",
            given=WAVES_BEFORE, seed=seed + SEEDS_APART * number,
            common_random_numbers=False, runs_in_a_task=RUNS_IN_A_TASK,
        )  # fmt: skip
        return Plan(
            design=design, names=(ARM,), scenarios=(self.place,), factors=self.uncertain.factors,
            groups=(), points=values,
            outcomes=tuple(Outcome(p.key, p.label, p.unit, p.key, ARM) for p in self.figures),
            measures={p.key: "mean" for p in self.figures}, sources=sources_digest(),
            work=self.work,
        )  # fmt: skip

    def begin(self, folder: Path, plan: Plan) -> None:
        """Make a wave's folder; `FolderError` where the first wave beside it is another model's."""
        first = wave_folder(folder.parent, 1)
        if (first / MANIFEST).is_file() and open_sweep(first).plan.sources != plan.sources:
            raise FolderError(
                f"{first}: the model has changed since this wave was run, and runs of two models "
                "are never mixed; begin a new calibration in another --out, or go back to the "
                "model of then"
            )
        make_sweep(folder, plan, ["joinedup", *sys.argv[1:]], True)

    def opened(self, folder: Path) -> Sweep:
        """The wave in a folder, ready to go on; `FolderError` where it lacks what is asked for."""
        sweep = open_sweep(folder)
        if sweep.plan.scenarios != (self.place,):
            raise FolderError(f"{folder}: its runs are of another place; name another --out")
        wanted = {f.key for f in self.uncertain.factors} | {p.key for p in self.figures}
        there = {f.key for f in sweep.plan.factors} | {o.key for o in sweep.plan.outcomes}
        if absent := wanted - there:
            raise FolderError(
                f"{folder}: its runs have no {listed(sorted(absent))}: what is matched, or what is "
                "uncertain, has been renamed or added since; begin a new calibration in another "
                "--out, or go back to the tables of then"
            )
        return replace(sweep, plan=replace(sweep.plan, work=self.work))

    def runs_of(self, sweep: Sweep) -> Runs:
        """The runs of a finished wave that did not fail; `FolderError` where all of them did."""
        shards = [sweep.shard(number) for number in range(sweep.plan.tasks)]
        points = np.concatenate([shard.identity["point"] for shard in shards])
        kept = [shard.months[ARM] for shard in shards if shard.months]
        if not kept:
            why = shards[0].failures[0]["error"]
            raise FolderError(f"{sweep.folder}: every run failed; the first with {why}")
        figures = {
            p.key: np.concatenate([months[p.key][:, 0] for months in kept]) for p in self.figures
        }
        return Runs(self.uncertain.coordinates(sweep.plan.points[points]), figures, points)


def england(residents: int) -> Problem:
    """Every uncertain number of the model, and published figures for England."""
    place = load_scenario(PLACE).with_({"residents": residents, "years": YEARS})
    uncertain = every_uncertain()
    return Problem(uncertain, published(), place, partial(run_figures, place, uncertain.factors))


@dataclass(frozen=True)
class Runs:
    """What runs gave: ``coordinates`` [runs, factors], and ``figures`` [runs] by key.

    ``points`` [runs] number the points of their wave from 0.
    """

    coordinates: np.ndarray
    figures: dict[str, np.ndarray]
    points: np.ndarray

    def __len__(self) -> int:
        return len(self.coordinates)

    @property
    def first_at_point(self) -> np.ndarray:
        """Which runs are the first at their coordinates."""
        _, first = np.unique(self.coordinates, axis=0, return_index=True)
        return np.isin(np.arange(len(self)), first)


def together(many: Sequence[Runs]) -> Runs:
    """Runs of several waves as one."""
    keys = many[0].figures
    return Runs(
        np.concatenate([runs.coordinates for runs in many]),
        {key: np.concatenate([runs.figures[key] for runs in many]) for key in keys},
        np.concatenate([runs.points for runs in many]),
    )


def wave_folder(folder: Path, number: int) -> Path:
    """Where a wave is kept, from 1."""
    return folder / f"wave-{number}"


def carried_over(problem: Problem, table: Path, points: np.ndarray) -> np.ndarray:
    """The worlds of a table in turn, as points of a model that has changed since.

    ``points`` [points, factors] are coordinates, which stay for what the table does not have.
    """
    known, numbers = numbers_of(table, table.read_bytes())
    values = problem.uncertain.values(points)
    columns = [key for key in known if key in problem.uncertain.keys]
    at = [problem.uncertain.keys.index(key) for key in columns]
    rows = np.arange(len(points)) % len(numbers)
    values[:, at] = numbers[rows][:, [1 + known.index(key) for key in columns]]
    return np.clip(problem.uncertain.coordinates(values), 0.0, 1.0)


def seconds_of(sweep: Sweep) -> float:
    """From the first task that was kept to the last, and one more."""
    times = sorted(file.stat().st_mtime for file in (sweep.folder / "monthly").glob("*.parquet"))
    return (times[-1] - times[0]) * len(times) / max(1, len(times) - 1)
