"""Runs a task, and keeps what came out as a shard: one Parquet file, there whole or not at all."""

from __future__ import annotations

import json
import os
import platform
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from joinedup_experiments.compare.results.folder import FolderError
from joinedup_experiments.compare.results.sealed import sealed_table
from joinedup_experiments.compare.results.state_of_code import OtherCodeError, state_of_code
from joinedup_experiments.sweep.plan import Months, RunOf, Task

ATTEMPTS = 2
IDENTITY = ("run", "point", "replication", "seed")
MONTHLY = "monthly"
Failure = dict[str, Any]
MAGIC = b"PAR1"  # how every Parquet file ends


class Done(NamedTuple):
    """What a task leaves behind: a Parquet file's bytes, with failed runs in its metadata."""

    number: int
    shard: bytes
    failed: int


class Shard(NamedTuple):
    """The runs of one task."""

    identity: dict[str, np.ndarray]  # [runs] run, point, replication and seed
    months: Months  # by arm and measure, ``[runs, months]``
    failures: list[Failure]  # runs that failed twice
    is_lost: bool  # whether they failed because their worker was lost


def run_task(task: Task) -> Done:
    """Run a task, in whatever process. A run that fails twice is recorded, and is not fatal.

    What is the machine's fault, such as too little memory or a folder, is raised, to be tried anew.
    Raises `OtherCodeError` where this process has another state of the code than the driver.
    """
    if task.code != state_of_code():
        raise OtherCodeError(platform.node())
    kept: list[tuple[RunOf, Months]] = []
    failures: list[Failure] = []
    for one in task.runs:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                kept.append((one, task.work(one.coordinates, one.seed)))
                break
            except (MemoryError, OSError, FolderError):
                raise
            except Exception as error:
                if attempt == ATTEMPTS:
                    failures.append(_failure(one, error))
    return Done(task.number, _as_parquet(task, kept, failures), len(failures))


def lost(task: Task, error: Exception) -> Done:
    """What a task leaves behind whose worker went away, or could not return its results."""
    failures = [_failure(one, error, "its worker was lost: ") for one in task.runs]
    return Done(task.number, _as_parquet(task, [], failures, True), len(failures))


def _failure(one: RunOf, error: Exception, why: str = "") -> Failure:
    return {key: getattr(one, key) for key in IDENTITY} | {
        "error": f"{why}{type(error).__name__}: {error}",
        "traceback": "".join(traceback.format_exception(error)),
    }


def _as_parquet(
    task: Task, kept: Sequence[tuple[RunOf, Months]], failures: list[Failure], is_lost: bool = False
) -> bytes:
    """The same bytes for the same results, wherever and whenever they were made."""
    import pyarrow as pa

    blocks = [(one, arm, months[arm]) for one, months in kept for arm in task.arms]
    lengths = [len(next(iter(measures.values()))) for *_, measures in blocks]
    columns: dict[str, Any] = {
        key: np.repeat(np.array([getattr(one, key) for one, *_ in blocks], np.int64), lengths)
        for key in IDENTITY
    }
    arms = np.repeat(np.array([arm for _, arm, _ in blocks], object), lengths)
    columns["arm"] = pa.array(arms, pa.string())
    columns["month"] = np.concatenate([np.arange(n) + 1 for n in lengths] or [np.arange(0)])
    for key in task.columns:
        series = [np.asarray(measures[key], float) for *_, measures in blocks]
        columns[key] = np.concatenate(series or [np.zeros(0)])
    note = {"sweep": task.fingerprint, "task": task.number, "lost": is_lost, "failures": failures}
    return sealed_table(columns, note | {"runs": [one.run for one in task.runs]})


def shard_path(folder: Path, number: int) -> Path:
    """Where a task's results are."""
    return folder / MONTHLY / f"task-{number:06d}.parquet"


def shard_of(table: Any, note: dict[str, Any]) -> Shard:
    """The runs in a shard's rows, of whatever measures were read, and in its note."""
    runs = len(note["runs"]) - len(note["failures"])
    if not runs:
        nothing = {key: np.zeros(0, np.int64) for key in IDENTITY}
        return Shard(nothing, {}, note["failures"], note["lost"])
    arms = table["arm"].unique().to_pylist()
    numbers = table.drop_columns(["arm", "month"])
    blocks = {name: column.to_numpy().reshape(runs, len(arms), -1)
              for name, column in zip(numbers.column_names, numbers, strict=True)}  # fmt: skip
    identity = {key: blocks.pop(key)[:, 0, 0] for key in IDENTITY}
    months = {arm: {key: block[:, i] for key, block in blocks.items()}
              for i, arm in enumerate(arms)}  # fmt: skip
    return Shard(identity, months, note["failures"], note["lost"])


def note_ends_in(fingerprint: str, task: int | None) -> str:
    """How the note of a task's shard ends: of which sweep it is, and of which task."""
    return json.dumps({"sweep": fingerprint, "task": task}, sort_keys=True)[1:]


def is_there(file: Path, fingerprint: str, task: int) -> bool | None:
    """Whether a file ends as a task's shard does; None where there is no file.

    A cheap look, at the note at its end: it finds what was cut short, and what is another's.
    """
    if not file.is_file() and file.exists():  # a pipe would be waited for without end
        return False
    try:
        with file.open("rb") as handle:
            handle.seek(-len(MAGIC) - 4, os.SEEK_END)
            long = int.from_bytes(handle.read(4), "little") + len(MAGIC) + 4
            if handle.read() != MAGIC:
                return False
            handle.seek(-long, os.SEEK_END)
            return note_ends_in(fingerprint, task).encode() in handle.read()
    except FileNotFoundError:
        return None
    except OSError:  # too short to say anything, or no file
        return False
