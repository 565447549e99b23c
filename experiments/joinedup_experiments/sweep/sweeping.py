"""What ``joinedup sweep``, ``resume`` and ``status`` do."""

from __future__ import annotations

import json
import multiprocessing
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from joinedup_experiments.compare.executors import workers_for
from joinedup_experiments.compare.results.folder import FolderError, usual_folder
from joinedup_experiments.display.standard_output import saying
from joinedup_experiments.scenario_io.load import ScenarioError
from joinedup_experiments.sweep.driver import Lost, drive
from joinedup_experiments.sweep.finishing import Finished, finish
from joinedup_experiments.sweep.locking import (
    BusyError,
    Share,
    ShareError,
    is_held,
    only_driver,
    share_of,
    turn,
)
from joinedup_experiments.sweep.plan import plan_of
from joinedup_experiments.sweep.reading import read_design
from joinedup_experiments.sweep.shards import clear_unfinished, is_whole, shard_path, write_whole
from joinedup_experiments.sweep.sweep_folder import (
    Sweep,
    forget_lost,
    lost_note,
    make_sweep,
    open_sweep,
    read_manifest,
    refuse_other_model,
)
from joinedup_experiments.sweep.tasks import Done
from joinedup_experiments.sweep.telling import ProgressReporter, spoken
from joinedup_experiments.sweep.worker_pools import (
    ClusterError,
    WorkerPool,
    cluster_pool,
    kill_workers,
    local_pools,
)

BAD_INPUT = 2
SOME_FAILED = 1


def sweep_design(
    design: Path, out: Path | None, workers: int | None, shard: str | None, scheduler: str | None
) -> int:
    """Begin a sweep, or join the others at work on it with ``shard``.

    Returns
    -------
    int
        The exit code: 0, or 1 when some runs failed.
    """
    with refusing():
        share = share_of(shard) if shard else Share()
        if shard and out is None:
            raise FolderError("--shard needs --out: the folder that all the shares are written to")
        read = read_design(design)
        folder = out or usual_folder([design.stem], "sweep-")
        command = ["joinedup", *sys.argv[1:]]
        sweep = make_sweep(folder, plan_of(read), read.text, command, bool(shard))
        return go_on(sweep, share, workers, scheduler)


def resume_sweep(
    folder: Path, workers: int | None, shard: str | None, scheduler: str | None
) -> int:
    """Go on with a sweep: whatever is missing, unreadable or was lost."""
    with refusing():
        share = share_of(shard) if shard else Share()
        return go_on(open_sweep(folder), share, workers, scheduler)


def tell_status(folder: Path) -> int:
    """Say how far a sweep is."""
    with refusing():
        sweep = open_sweep(folder)
        said = read_manifest(folder)
    lines = [f"{sweep.plan.design.name}: {said['method']}, {said['points']:,} points"]
    missing = sweep.missing()
    whole = sum(len(sweep.plan.task(n, "").runs) for n in missing)
    done = sweep.plan.runs - whole
    lines.append(f"{done:,} of {sweep.plan.runs:,} runs done, {whole:,} to do")
    times = sorted(
        shard_path(folder, n).stat().st_mtime
        for n in range(sweep.plan.tasks)
        if n not in set(missing)
    )
    working = is_held(folder)
    if working and missing and len(times) > 2:
        recent = times[-min(len(times), 20) :]
        each = (recent[-1] - recent[0]) / (len(recent) - 1)
        if each > 0.0:
            rate = sweep.plan.runs_in_a_task / each
            lines.append(f"{rate:,.3g} runs a second, about {spoken(len(missing) * each)} left")
    results = said.get("results")
    if results:
        lines.append(
            f"finished {results['finished']}: {results['runs_failed']} runs failed, "
            f"{results['runs_lost']} lost; results {results['results_sha256'][:16]}"
        )
    if working:
        lines.append("a driver is at work")
    elif missing or not results:
        lines.append(f"nobody is at work on it; go on with: joinedup resume {folder}")
    with saying():
        print("\n".join(lines))
    return 0


@contextmanager
def refusing() -> Iterator[None]:
    """Say in a line or two what is wrong, and leave with code 2."""
    try:
        yield
    except (ScenarioError, FolderError, BusyError, ClusterError, ShareError) as error:
        print(error, file=sys.stderr)
        raise SystemExit(BAD_INPUT) from None
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        print(f"{where}{error.strerror or error}", file=sys.stderr)
        raise SystemExit(BAD_INPUT) from None


class _Keeper:
    """Keeps shards as they come, and notes of what was lost."""

    def __init__(self, sweep: Sweep, telling: ProgressReporter) -> None:
        self.sweep, self.telling = sweep, telling

    def keep(self, done: Done) -> None:
        write_whole(shard_path(self.sweep.folder, done.number), done.shard)
        self.telling.count(done.runs, done.failed)

    def lose(self, lost: Lost) -> None:
        note = json.dumps({"error": lost.error, "traceback": lost.traceback})
        write_whole(lost_note(self.sweep.folder, lost.task.number), note.encode())
        self.telling.count(0, len(lost.task.runs))


def go_on(sweep: Sweep, share: Share, workers: int | None, scheduler: str | None) -> int:
    """Run what is to be done of a share, and finish the sweep if it was the last."""
    refuse_other_model(sweep)
    with only_driver(sweep.folder, share):
        if share.n == 1:
            clear_unfinished(sweep.folder)
        mine = [task for task in range(sweep.plan.tasks) if share.has(task)]
        todo = [task for task in mine if not _is_there(sweep, task)]
        forget_lost(sweep.folder, todo)
        if todo:
            _run(sweep, mine, todo, workers, scheduler)
        return _end(sweep, share)


def _is_there(sweep: Sweep, task: int) -> bool:
    file = shard_path(sweep.folder, task)
    return file.exists() and is_whole(file, sweep.fingerprint, task)


def _run(
    sweep: Sweep, mine: list[int], todo: list[int], workers: int | None, scheduler: str | None
) -> None:
    plan = sweep.plan
    if plan.scenarios and not scheduler:
        from joinedup_experiments.compare.warm_up import warm_up

        warm_up(plan.scenarios[0])
    runs = sum(len(plan.task(n, "").runs) for n in mine)
    telling = ProgressReporter(runs, runs - sum(len(plan.task(n, "").runs) for n in todo))
    before = {child.pid for child in multiprocessing.active_children() if child.pid}
    worker_pools: list[WorkerPool] = []
    try:
        if scheduler:
            worker_pools.append(cluster_pool(scheduler))
        else:
            worker_pools += local_pools(workers_for(len(todo), workers))
        tasks = (plan.task(number, sweep.fingerprint) for number in todo)
        drive(tasks, worker_pools, _Keeper(sweep, telling), telling.tell)
    except BaseException as error:
        for pool in worker_pools:
            pool.close(patient=False)
        kill_workers(before)
        _explain_stop(sweep, error)
        raise
    for pool in worker_pools:
        pool.close()
    telling.over()


def _explain_stop(sweep: Sweep, error: BaseException) -> None:
    """What is safe, and how to go on."""
    if isinstance(error, OSError | KeyboardInterrupt):
        full = "Stopped" if isinstance(error, KeyboardInterrupt) else "The results cannot be kept"
        done = sweep.plan.tasks - len(sweep.missing())
        print(
            f"{full}; {done:,} of {sweep.plan.tasks:,} tasks are safe. "
            f"Go on with: joinedup resume {sweep.folder}",
            file=sys.stderr,
        )


def _end(sweep: Sweep, share: Share) -> int:
    told = {int(file.stem.split("-")[1]) for file in (sweep.folder / "lost").glob("task-*.json")}
    missing = set(sweep.missing()) - told
    folder = sweep.folder
    if missing:
        with saying():
            print(f"Share {share.k}/{share.n} is done; {len(missing):,} tasks of others are not")
        return 0
    with turn(folder):
        found = finish(sweep)
    with saying(f"the results are whole in {folder}"):
        print(_said(sweep, found))
    return SOME_FAILED if found.failed or found.lost else 0


def _said(sweep: Sweep, found: Finished) -> str:
    lines = [f"{found.runs:,} runs; results {found.results[:16]} (SHA-256)"]
    if found.failed:
        lines.append(f"{found.failed:,} runs failed twice: see failures.parquet")
    if found.lost:
        again = f"joinedup resume {sweep.folder} tries them again"
        lines.append(f"{found.lost:,} runs were lost with their workers; {again}")
    lines.append(f"Results: {sweep.folder} (README.txt says what each file is)")
    lines.append(f"What they hang on: joinedup sensitivity {sweep.folder}")
    if any(one.base for one in sweep.plan.outcomes):
        lines.append(f"Where an arm helps: joinedup discover {sweep.folder}")
    return "\n".join(lines)
