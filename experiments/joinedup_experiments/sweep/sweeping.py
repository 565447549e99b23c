"""What ``joinedup sweep`` and ``resume`` do."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from joinedup.engine.sources import sources_digest
from joinedup_experiments.compare import executors
from joinedup_experiments.compare.results.folder import (
    FolderError,
    acquire,
    usual_folder,
    write_whole,
)
from joinedup_experiments.compare.results.manifest import ALL_SOURCES
from joinedup_experiments.compare.results.state_of_code import say_if_changed
from joinedup_experiments.display.errors import InputError, refusing
from joinedup_experiments.display.numbers import counted
from joinedup_experiments.display.progress import progress
from joinedup_experiments.display.standard_output import saying
from joinedup_experiments.display.typed import typed
from joinedup_experiments.sweep import sweep_folder, worker_pools
from joinedup_experiments.sweep.finishing import finish
from joinedup_experiments.sweep.manifest import Results, read_manifest
from joinedup_experiments.sweep.plan import warnings_of_plan
from joinedup_experiments.sweep.reading import (
    DISCOVERY,
    SENSITIVITY,
    read_design,
    too_few_for,
    too_small,
)
from joinedup_experiments.sweep.shards import shard_path
from joinedup_experiments.sweep.sweep_folder import Sweep

SOME_FAILED = 1
LOCK = ".lock"
STARTING = 0.25  # at most this share is held for what starting workers takes part in
ATTEMPTS, PAUSE = 5, 0.1  # `joinedup status` holds the lock for a moment


class BusyError(InputError):
    """Another driver is at work on this folder; the text says so."""


class StoppedError(KeyboardInterrupt):
    """Stopped while tasks ran; it has been said how many are safe, and how to go on."""


class Share(NamedTuple):
    """The ``k``-th of ``n`` shares of a sweep's tasks, from 1: every n-th task."""

    k: int = 1
    n: int = 1

    @classmethod
    def read(cls, text: str | None) -> Share:
        """The share that ``k/n`` names; the whole without it."""
        k, _, n = (text or "1/1").partition("/")
        if not (k.isdecimal() and n.isdecimal() and 1 <= int(k) <= int(n)):
            example = "write it as k/n, such as 1/8 for the first of eight"
            raise InputError(f"--shard {text}: {example}")
        return cls(int(k), int(n))

    def of(self, tasks: int) -> range:
        """Its tasks, counted from 0."""
        return range(self.k - 1, tasks, self.n)


@contextmanager
def only_driver(folder: Path, share: Share) -> Iterator[None]:
    """Hold the folder, or a share of it beside the drivers of others; raises `BusyError`."""
    busy = f"{folder}: another driver is at work on this sweep"
    with ExitStack() as holding:
        holding.enter_context(_held(folder / LOCK, busy, shared=share.n > 1))
        if share.n > 1:
            mine = folder / f"{LOCK}-{share.k}-of-{share.n}"
            holding.enter_context(_held(mine, f"{busy}, share {share.k}/{share.n}"))
        yield


def is_held(folder: Path) -> bool:
    """Whether a driver is at work on the folder, which is only looked at."""
    if not (folder / LOCK).exists():
        return False
    try:
        with only_driver(folder, Share()):
            return False
    except BusyError:
        return True


@contextmanager
def _held(file: Path, busy: str = "", shared: bool = False, wait: bool = False) -> Iterator[None]:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            handle = acquire(file, shared, wait)
            break
        except BlockingIOError:
            if attempt == ATTEMPTS:
                raise BusyError(busy) from None
            time.sleep(PAUSE)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def sweep_design(
    design: Path, out: Path | None, workers: int | None, shard: str | None, scheduler: str | None
) -> int:
    """Begin a sweep, or join the others at work on it with ``shard``; 1 when some runs failed."""
    with refusing(keeps=True):
        share = Share.read(shard)
        if shard and out is None:
            raise FolderError("--shard needs --out: the folder that all the shares are written to")
        plan = read_design(design)
        for line in filter(None, (too_small(plan), *warnings_of_plan(plan))):
            print(line, file=sys.stderr)
        workers = worker_pools.workers_for_plan(plan, share.of(plan.tasks), workers, scheduler)
        worker_pools.check_scheduler(scheduler)
        folder = out or usual_folder([design.stem], "sweep-")
        sweep = sweep_folder.make_sweep(folder, plan, ["joinedup", *sys.argv[1:]], bool(shard))
        return go_on(sweep, share, workers, scheduler)


def resume_sweep(
    folder: Path, workers: int | None, shard: str | None, scheduler: str | None
) -> int:
    """Go on with a sweep: every task that is missing, unreadable or was lost."""
    with refusing(keeps=True):
        sweep = sweep_folder.open_sweep(folder)
        if sweep.part_of:
            raise FolderError(f"{folder} is {sweep.part_of}; go on with: {sweep.to_go_on}")
        todo = sweep.missing()
        workers = worker_pools.workers_for_plan(sweep.plan, todo, workers, scheduler)
        return go_on(sweep, Share.read(shard), workers, scheduler)


def go_on(sweep: Sweep, share: Share, workers: int | None, scheduler: str | None) -> int:
    """Run what is to be done of a share, say what came of it, and return an exit code."""
    results = run_share(sweep, share, workers, scheduler)
    if results is None:
        with saying():
            missing = len(sweep.missing())
            print(
                f"Share {share.k}/{share.n} is done; others have {counted(missing, 'task')} to do"
            )
        return 0
    return _say_end(sweep, results)


def run_share(
    sweep: Sweep, share: Share, workers: int | None, scheduler: str | None
) -> Results | None:
    """Run what is to be done of a share, and finish the sweep if it was the last.

    Returns what the manifest says of the results; None while tasks of other shares are missing.
    """
    with only_driver(sweep.folder, share):
        if share.n == 1:
            sweep.clear_unfinished()
        todo = [task for task in share.of(sweep.plan.tasks) if not sweep.is_whole(task)]
        of_now = sources_digest() == sweep.plan.sources
        if not todo and not of_now:
            whole = "its runs are of another state of the model, and as they were then"
            print(f"Note: {sweep.folder}: {whole}", file=sys.stderr, flush=True)
        if of_now:
            say_if_changed(sweep.folder, read_manifest(sweep.folder)["versions"].get(ALL_SOURCES))
        if todo:
            if not of_now:
                why = "the model has changed since this sweep was begun, and results of two models"
                what = "are never mixed; begin a new sweep, or go back to the model of then"
                raise FolderError(f"{sweep.folder}: {why} {what}")
            _run(sweep, todo, workers, scheduler)
        if None in sweep.there():
            return None
        with _held(sweep.folder / f"{LOCK}-to-write", wait=True):  # for drivers of other shares
            results = finish(sweep)
        shutil.rmtree(sweep.burn_ins, ignore_errors=True)
        return results


def _run(sweep: Sweep, todo: list[int], workers: int | None, scheduler: str | None) -> None:
    plan = sweep.plan
    if plan.work is None and not scheduler:
        executors.warm_up(plan.scenarios[0])
    before = {child.pid for child in multiprocessing.active_children() if child.pid}
    if scheduler:
        pools = [worker_pools.cluster_pool(scheduler)]
    else:
        pools = worker_pools.local_pools(executors.workers_for(len(todo), workers))
    try:
        burn_ins = sweep.burn_ins if plan.shares_burn_ins and not scheduler else None
        if burn_ins:
            burn_ins.mkdir(exist_ok=True)  # by one, before workers try for it
        tasks = (plan.task(number, sweep.fingerprint, burn_ins) for number in todo)
        first = min(sum(pool.capacity for pool in pools) / len(todo), STARTING)
        with progress(f"{counted(len(todo), 'task')} to do", first) as report:
            many = 0
            for done in worker_pools.drive(tasks, pools):
                if done is not None:
                    write_whole(shard_path(sweep.folder, done.number), done.shard)
                    many += 1
                report(many / len(todo))
    except BaseException as error:
        for pool in pools:
            pool.close(patient=False)
        worker_pools.kill_workers(before)
        if isinstance(error, OSError | MemoryError | InputError | KeyboardInterrupt):
            kept = isinstance(error, InputError | KeyboardInterrupt)
            what = "Stopped" if kept else "The results cannot be kept"
            safe = f"{plan.tasks - len(sweep.missing()):,} of {counted(plan.tasks, 'task')} safe"
            print(f"{what}; {safe}. Go on with: {sweep.to_go_on}", file=sys.stderr)
        if isinstance(error, KeyboardInterrupt):
            raise StoppedError from None
        raise
    for pool in pools:
        pool.close()


def _say_end(sweep: Sweep, results: Results) -> int:
    folder = sweep.folder
    failed, lost = results["runs_failed"], results["runs_lost"]
    again = f"{typed(['resume', folder])} tries them again"
    with saying(f"the results are whole in {folder}"):
        print(
            f"{counted(sweep.plan.runs, 'run')}; results {results['results_sha256'][:16]} (SHA-256)"
        )
        if failed:
            print(f"{counted(failed, 'run')} failed twice: see failures.parquet")
        if lost:
            print(f"Lost with their workers: {counted(lost, 'run')}; {again}")
        print(f"Results: {folder} (README.txt says what each file is)")
        few = too_few_for(sweep.plan)
        if SENSITIVITY not in few:
            print(f"Sensitivity analysis: {typed(['sensitivity', folder])}")
        if DISCOVERY not in few and any(one.base for one in sweep.plan.outcomes):
            print(f"Scenario discovery: {typed(['discover', folder])}")
    return SOME_FAILED if failed or lost else 0
