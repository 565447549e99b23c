"""Adding points to a finished sweep: a larger one in a new folder, which has its runs already."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from joinedup.engine.sources import sources_digest
from joinedup_experiments.compare.results.folder import FolderError, write_whole
from joinedup_experiments.compare.results.sealed import sealed_table
from joinedup_experiments.display.errors import InputError, refusing
from joinedup_experiments.sweep import over_worlds
from joinedup_experiments.sweep.design import WORLDS, faults_of_method, sampled
from joinedup_experiments.sweep.plan import Plan
from joinedup_experiments.sweep.shards import shard_path
from joinedup_experiments.sweep.sweep_folder import Sweep, make_sweep, open_sweep
from joinedup_experiments.sweep.sweeping import Share, go_on
from joinedup_experiments.sweep.worker_pools import check_scheduler, workers_for_plan

NESTS = "a larger sample holds the smaller one for `sobol`, `morris`, and `worlds` without levers"


def larger_plan(sweep: Sweep, size: int) -> Plan:
    """A sweep's plan with a larger ``size``, whose first points are those there are.

    Raises `InputError` where its runs are not all there, or its method has no such sample.
    """
    old, where = sweep.plan, f"{sweep.folder}: --size {size}"
    if sweep.part_of or old.work is not None:
        raise InputError(f"{where}: it is {sweep.part_of or 'no design of a file'}")
    if old.sources != sources_digest():
        raise InputError(f"{where}: the model has changed since; begin a new sweep")
    if old.design.size is None or size <= old.design.size:
        raise InputError(f"{where}: it must be above the size that it has, {old.design.size}")
    if sweep.missing():
        raise InputError(f"{where}: finish it first: {sweep.to_go_on}")
    design = old.design.model_copy(update={"size": size})
    faults = [*faults_of_method(design, len(old.factors)), *over_worlds.faults_of_worlds(design)]
    for fault in faults:
        if fault.path == ("size",):
            raise InputError(f"{where}: {fault.what}; {fault.hint}")
    pick = over_worlds.points_of if design.method == WORLDS else sampled
    points = pick(design, old.factors, old.groups)
    if not np.array_equal(points[: len(old.points)], old.points):
        why = f"points of `{design.method}` lie elsewhere when there are more of them"
        raise InputError(f"{where}: {why}; {NESTS}")
    return replace(old, design=design, points=points)


def extend(sweep: Sweep, plan: Plan, folder: Path, command: Sequence[str]) -> Sweep:
    """Begin a larger sweep in a new folder with the runs of a smaller one, or go on with it.

    A task that the smaller one ends in, of fewer runs, is run anew; so is one that was lost.
    """
    made = make_sweep(folder, plan, command, join=True)
    there = set(range(plan.tasks)) - set(made.missing())
    for task in range(sweep.plan.tasks):
        if task in there or plan.runs_of(task) != sweep.plan.runs_of(task):
            continue
        try:
            table, note = sweep.rows(task)
        except FolderError:
            continue
        if not note["lost"]:
            data = sealed_table(table, note | {"sweep": made.fingerprint})
            write_whole(shard_path(folder, task), data)
    return made


def extend_sweep(
    folder: Path, size: int, out: Path | None, workers: int | None, scheduler: str | None
) -> int:
    """Begin a sweep of a larger size in ``out``, with the runs of a finished one in it."""
    with refusing(keeps=True):
        smaller = open_sweep(folder)
        plan = larger_plan(smaller, size)
        more = range(smaller.plan.tasks, plan.tasks)
        workers = workers_for_plan(plan, more, workers, scheduler)
        check_scheduler(scheduler)
        new = out or folder.with_name(f"{folder.name}-{size}")
        sweep = extend(smaller, plan, new, ["joinedup", *sys.argv[1:]])
        return go_on(sweep, Share(), workers, scheduler)
