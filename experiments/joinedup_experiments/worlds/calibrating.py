"""Waves of history matching, until enough plausible worlds stand or nothing more is found."""

from __future__ import annotations

import hashlib
import json
import sys
import time
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa

from joinedup_experiments.compare.executors import Tell, gather
from joinedup_experiments.compare.results.folder import FolderError, refuse_others, write_whole
from joinedup_experiments.compare.results.tables import write_parquet
from joinedup_experiments.compare.room import need_of, workers_that_fit
from joinedup_experiments.display.progress import progress
from joinedup_experiments.local_place.fit.world_search import CUTOFF
from joinedup_experiments.sweep.manifest import MANIFEST
from joinedup_experiments.sweep.sweep_folder import Sweep
from joinedup_experiments.sweep.sweeping import Share, run_share
from joinedup_experiments.sweep.worker_pools import check_scheduler
from joinedup_experiments.worlds import emulators as emulation
from joinedup_experiments.worlds.acceptance import Judged, chance_of, judged
from joinedup_experiments.worlds.published import Published, log_ratios
from joinedup_experiments.worlds.remaining import NothingRemainsError, remaining
from joinedup_experiments.worlds.waves import (
    SEEDS_APART,
    Problem,
    Runs,
    carried_over,
    seconds_of,
    together,
    wave_folder,
)

if TYPE_CHECKING:
    from joinedup_experiments.worlds.conclusions import Conclusions

ONE_IN, TIMES = 30, 3  # so many points of a wave are run again, so often: what chance does
PARTICLES = 1_500  # points that the search for what remains goes with
LOST = 0.05  # of the runs expected to be accepted, where points hardly ever are: not drawn from
FORETOLD = ".foretold.parquet"  # beside a wave's folder, as is its `.json`
BEGUN = "begun"  # in the `.json` of the first wave: what was asked for
WHOLE = Share()


@dataclass(frozen=True)
class CalibrationOptions:
    """How a calibration goes: see ``joinedup calibrate --help``."""

    folder: Path
    worlds: int = 300
    first: int = 1_200  # points of the first wave
    points: int = 600  # of every other
    waves: int = 10  # at most
    residents: int = 10_000
    seed: int = 1
    workers: int | None = None
    share: Share = WHOLE
    scheduler: str | None = None
    begin_with: Path | None = None  # a table of worlds whose points the first wave has


@dataclass(frozen=True)
class Wave:
    """A finished wave: its runs, the share of the space it was drawn from, and what it tells.

    ``diagnostics`` are, for each matched figure, those of the emulator that chose its points,
    tried on its runs; none in the first wave.
    """

    number: int
    runs: Runs
    share: float
    diagnostics: tuple[emulation.Diagnostics, ...]
    seconds: float


def calibrated(problem: Problem, options: CalibrationOptions) -> list[Wave] | None:
    """Run waves, or go on with them; None while other shares of a wave are to be run."""
    begun = wave_folder(options.folder, 1).with_suffix(".json").name
    refuse_others(options.folder, "calibration", [begun])
    _begun(problem, options)
    if not options.scheduler:
        need = need_of(problem.place, runs=options.first, apart=True)
        fit = workers_that_fit(need, options.workers, "--residents {}")
        options = replace(options, workers=fit)
    check_scheduler(options.scheduler)
    waves: list[Wave] = []
    while len(waves) < options.waves:
        number = len(waves) + 1
        try:
            sweep = _wave(problem, number, [wave.runs for wave in waves], options)
        except NothingRemainsError as error:
            nearest = f"the nearest is {error.args[0]:.2g} standard errors off, {CUTOFF:g} wanted"
            print(f"Wave {number}: no point is left that may be plausible; {nearest}")
            break
        once = len(np.unique(sweep.plan.points, axis=0))
        often = (sweep.plan.runs - once) // TIMES
        what = f"{once:,} points, {often} of them four times: {sweep.plan.runs:,} runs"
        print(f"Wave {number}: {what}", file=sys.stderr, flush=True)
        if run_share(sweep, options.share, options.workers, options.scheduler) is None:
            return None
        waves.append(_finished(problem, number, sweep))
        many = np.count_nonzero(plausible(problem, waves).worlds)
        print(f"Wave {number}: {many:,} plausible so far", file=sys.stderr, flush=True)
        if many >= options.worlds:
            break
    return waves


def _wave(
    problem: Problem, number: int, before: Sequence[Runs], options: CalibrationOptions
) -> Sweep:
    """A wave's sweep: the one in its folder, or a new one whose points the runs before choose."""
    folder, ones = wave_folder(options.folder, number), problem.matched
    if not (folder / MANIFEST).is_file():
        began, share = time.monotonic(), 1.0
        if before:
            every = together(before)
            fitted = emulators_of(every, ones, options.seed + number, options.workers)
            with progress(f"Wave {number}: what remains") as tell:
                left = remaining(worst_of(fitted, ones), len(problem.uncertain.keys), PARTICLES,
                                 CUTOFF, options.seed + number, tell)  # fmt: skip
            share = left.share
            likely = _likely(np.unique(left.coordinates, axis=0), fitted, every, ones)
            rng = np.random.default_rng(options.seed + number)
            points = rng.permutation(likely)[: options.points]
        else:
            points = problem.uncertain.latin_hypercube(options.first, options.seed)
            if options.begin_with:
                points, share = carried_over(problem, options.begin_with, points), np.nan
        options.folder.mkdir(parents=True, exist_ok=True)
        again = np.repeat(points[: max(2, len(points) // ONE_IN)], TIMES, axis=0)  # so four times
        points = np.concatenate([points, again])
        if before:
            _keep_foretold(folder.with_suffix(FORETOLD), fitted, ones, points)
        about: dict[str, Any] = {"share": share, "seconds_of_emulation": time.monotonic() - began}
        about |= {} if before else {BEGUN: _asked(options)}
        write_whole(folder.with_suffix(".json"), (json.dumps(about) + "\n").encode())
        plan = problem.plan(problem.uncertain.values(points), number, options.seed)
        problem.begin(folder, plan)
    return problem.opened(folder)


def _begun(problem: Problem, options: CalibrationOptions) -> None:
    """Refuse to go on with waves of another seed, size or table; say that those there are kept."""
    one = wave_folder(options.folder, 1)
    if not (one / MANIFEST).is_file():
        return
    first = problem.opened(one).plan
    about = json.loads(one.with_suffix(".json").read_text(encoding="utf-8"))
    kept = about.get(BEGUN, {})
    if not kept and not np.isnan(about["share"]):  # a wave of before, and of no table
        kept = {"first": len(np.unique(first.points, axis=0)), "table": "", "digest": ""}
    kept["seed"], now = first.design.seed - SEEDS_APART, _asked(options)
    for name in ("seed", "digest", "first"):
        if kept.get(name, now[name]) != now[name]:
            what = _differs(name, kept, now)
            raise FolderError(f"{options.folder}: {what}; say so, or name another --out")
    there = 1
    while (wave_folder(options.folder, there + 1) / MANIFEST).is_file():
        there += 1
    what = f"Waves 1 to {there} are" if there > 1 else "Wave 1 is"
    print(f"{what} there, and kept as begun; --points is of those after", file=sys.stderr)


def _asked(options: CalibrationOptions) -> dict[str, Any]:
    """What makes the first wave; of a table its name and digest, empty where there is none."""
    table = options.begin_with
    digest = hashlib.sha256(table.read_bytes()).hexdigest() if table else ""
    return {
        "seed": options.seed, "first": options.first, "table": str(table or ""), "digest": digest,
    }  # fmt: skip


def _differs(name: str, kept: dict[str, Any], now: dict[str, Any]) -> str:
    """What a calibration was begun with, and what is asked for now."""
    if name != "digest":
        return f"it was begun with --{name} {kept[name]}, not {now[name]}"
    if not kept["table"]:
        return "it was begun without --begin-with"
    same = " as it is now" if kept["table"] == now["table"] else ""
    return f"it was begun with --begin-with {kept['table']}, not {now['table'] or 'none'}{same}"


def emulators_of(
    runs: Runs, ones: Sequence[Published], seed: int, workers: int | None
) -> list[emulation.Emulator]:
    """An emulator of each matched figure, from every run so far."""
    from sklearn.exceptions import ConvergenceWarning
    from threadpoolctl import threadpool_limits

    logs = log_ratios(runs.figures, ones)
    near = judged(runs, ones, chance_of(runs, ones)).worst

    def one(number: int, tell: Tell) -> emulation.Emulator:
        return emulation.fitted(runs.coordinates, logs[:, number], near, seed)

    # One core each: how many share the work of one alters the last digits.
    with progress("Fitting emulators") as tell, threadpool_limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # of inputs that do nothing
        return gather([partial(one, number) for number in range(len(ones))], workers, tell)


def worst_of(fitted: Sequence[emulation.Emulator], ones: Sequence[Published]) -> Any:
    """The greatest implausibility as emulators have it: a function of coordinates."""
    return partial(emulation.worst, fitted, [one.variance for one in ones])


def _likely(
    points: np.ndarray,
    fitted: Sequence[emulation.Emulator],
    before: Runs,
    ones: Sequence[Published],
) -> np.ndarray:
    """The points that hold all but `LOST` of the runs that are expected to be accepted."""
    variances = [one.variance for one in ones]
    chance = chance_of(before, ones).tolist()
    expected = emulation.chance_of_acceptance(fitted, variances, chance, CUTOFF, points)
    order = np.argsort(-expected, kind="stable")
    held = np.cumsum(expected[order]) / expected.sum()
    return points[np.sort(order[: np.searchsorted(held, 1.0 - LOST) + 1])]


def _keep_foretold(
    file: Path, fitted: Sequence[emulation.Emulator], ones: Sequence[Published], at: np.ndarray
) -> None:
    columns = {}
    for one, emulator in zip(ones, fitted, strict=True):
        columns[f"{one.key} mean"], columns[f"{one.key} variance"] = emulator.predict(at)
    write_parquet(pa.table(columns), file)


def _finished(problem: Problem, number: int, sweep: Sweep) -> Wave:
    """A wave whose runs are all there."""
    runs, ones = problem.runs_of(sweep), problem.matched
    logs = log_ratios(runs.figures, ones)
    found: list[emulation.Diagnostics] = []
    if (file := sweep.folder.with_suffix(FORETOLD)).is_file():
        with file.open("rb") as opened:
            foretold = pd.read_parquet(opened).to_numpy(float)[runs.points]
        found = [
            emulation.tried(foretold[:, 2 * n], foretold[:, 2 * n + 1], logs[:, n])
            for n in range(len(ones))
        ]
    about = json.loads(sweep.folder.with_suffix(".json").read_text(encoding="utf-8"))
    seconds = about["seconds_of_emulation"] + seconds_of(sweep)
    return Wave(number, runs, about["share"], tuple(found), seconds)


def plausible(problem: Problem, waves: Sequence[Wave]) -> Judged:
    """All runs of some waves beside the matched figures.

    Chance is that of points in what remains, so of every wave but the first where there are more.
    """
    runs, ones = together([wave.runs for wave in waves]), problem.matched
    inside = together([wave.runs for wave in waves[1:] or waves])
    return judged(runs, ones, chance_of(inside, ones))


def run_again(problem: Problem, it: Conclusions, options: CalibrationOptions) -> Runs | None:
    """Every world as it is written down, with a seed that played no part in its choice.

    None while other shares are to be run.
    """
    folder, number = options.folder / "again", len(it.waves) + 1
    values = it.worlds_table().to_numpy(float)
    if not (folder / MANIFEST).is_file():
        plan = problem.plan(values, number, options.seed)
        problem.begin(folder, plan)
    sweep = problem.opened(folder)
    if sweep.plan.points.shape != values.shape or (sweep.plan.points != values).any():
        raise FolderError(f"{folder} holds runs of other worlds; remove it")
    if run_share(sweep, options.share, options.workers, options.scheduler) is None:
        return None
    return problem.runs_of(sweep)
