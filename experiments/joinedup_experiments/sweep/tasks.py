"""A task: a handful of runs, done one after another, and what comes back as one shard's bytes."""

from __future__ import annotations

import io
import json
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from joinedup_experiments.sweep.outcomes import Months
from joinedup_experiments.sweep.work import Work

ATTEMPTS = 2
SAID = b"joinedup"
ROW = ("run", "point", "replication", "seed", "arm", "month")


@dataclass(frozen=True)
class RunOf:
    """One run: ``run`` and ``point`` count from 0, ``replication`` from 1."""

    run: int
    point: int
    replication: int
    seed: int
    coordinates: tuple[float, ...]


@dataclass(frozen=True)
class Task:
    """Some runs of one sweep.

    Attributes
    ----------
    measures : tuple of str
        The columns of the shard, so that it has them even when every run fails.
    fingerprint : str
        Of the sweep it belongs to.
    """

    number: int
    runs: tuple[RunOf, ...]
    work: Work
    arms: tuple[str, ...]
    measures: tuple[str, ...]
    fingerprint: str


@dataclass(frozen=True)
class Done:
    """What a task leaves behind: a Parquet file's bytes, in which failed runs are told too."""

    number: int
    shard: bytes
    runs: int
    failed: int


def run_task(task: Task) -> Done:
    """Run a task, in whatever process. A run that fails twice is recorded, and is not fatal."""
    kept: list[tuple[RunOf, Months]] = []
    failures: list[dict[str, Any]] = []
    for one in task.runs:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                kept.append((one, task.work(one.coordinates, one.seed)))
                break
            except Exception as error:
                if attempt == ATTEMPTS:
                    failures.append(_failure(one, error))
    return Done(task.number, _as_parquet(task, kept, failures), len(task.runs), len(failures))


def _failure(one: RunOf, error: Exception) -> dict[str, Any]:
    return {
        "run": one.run,
        "point": one.point,
        "replication": one.replication,
        "seed": one.seed,
        "error": f"{type(error).__name__}: {error}",
        "traceback": "".join(traceback.format_exception(error)),
    }


def _as_parquet(
    task: Task, kept: Sequence[tuple[RunOf, Months]], failures: Sequence[dict[str, Any]]
) -> bytes:
    """The same bytes for the same results, wherever and whenever they were made."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    blocks = [(one, arm, months[arm]) for one, months in kept for arm in task.arms]
    lengths = [len(next(iter(measures.values()))) for _, _, measures in blocks]
    columns: dict[str, Any] = {
        "run": _spread([b[0].run for b in blocks], lengths, np.int64),
        "point": _spread([b[0].point for b in blocks], lengths, np.int64),
        "replication": _spread([b[0].replication for b in blocks], lengths, np.int32),
        "seed": _spread([b[0].seed for b in blocks], lengths, np.int64),
        "arm": pa.array(np.repeat([b[1] for b in blocks], lengths).tolist(), pa.string()),
        "month": _counted(lengths),
    }
    for key in task.measures:
        series = [np.asarray(measures[key], float) for _, _, measures in blocks]
        columns[key] = np.concatenate(series) if series else np.zeros(0)
    table = pa.table(columns).replace_schema_metadata({SAID: _said(task, failures)})
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd", write_page_checksum=True)
    return sink.getvalue()


def _counted(lengths: Sequence[int]) -> np.ndarray:
    counts = [np.arange(1, n + 1, dtype=np.int32) for n in lengths]
    return np.concatenate(counts) if counts else np.zeros(0, np.int32)


def _spread(values: Sequence[int], lengths: Sequence[int], kind: type) -> np.ndarray:
    return np.repeat(np.array(values, dtype=kind), lengths)


def _said(task: Task, failures: Sequence[dict[str, Any]]) -> bytes:
    told = {
        "sweep": task.fingerprint,
        "task": task.number,
        "runs": [one.run for one in task.runs],
        "failures": list(failures),
    }
    return json.dumps(told, sort_keys=True).encode()
