"""What one run does; and a task: a handful of runs, and what comes back as one shard's bytes."""

from __future__ import annotations

import io
import json
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.sweep.applying import point_scenarios
from joinedup_experiments.sweep.factors import Factor
from joinedup_experiments.sweep.outcomes import TEXTBOOK_MEASURE, Months
from joinedup_experiments.sweep.textbook_functions import textbook

ATTEMPTS = 2
METADATA = b"joinedup"
IDENTITY = ("run", "point", "replication", "seed")


class Work(Protocol):
    """Anything that can be pickled and called so."""

    def __call__(self, coordinates: Sequence[float], seed: int) -> Months:
        """Run one design point with one seed; every arm's measures, ``[months]``."""


@dataclass(frozen=True)
class ModelWork:
    """The model: every arm from one burn-in."""

    names: tuple[str, ...]
    scenarios: tuple[Scenario, ...]
    factors: tuple[Factor, ...]

    def __call__(self, coordinates: Sequence[float], seed: int) -> Months:
        """Run every arm at one design point."""
        from joinedup.run import branch

        values = {f.key: f.value(x) for f, x in zip(self.factors, coordinates, strict=True)}
        base, *others = point_scenarios(self.names, self.scenarios, self.factors, values)
        runs = branch(base, others, seed)
        return {name: run.months for name, run in zip(self.names, runs, strict=True)}


@dataclass(frozen=True)
class TextbookWork:
    """A function with known indices, as if it were a model of one month."""

    name: str

    def __call__(self, coordinates: Sequence[float], seed: int) -> Months:
        """The function's value, whatever the seed."""
        return {self.name: {TEXTBOOK_MEASURE: np.array([textbook(self.name, coordinates)])}}


@dataclass(frozen=True)
class RunOf:
    """One run: ``run`` and ``point`` count from 0, ``replication`` from 1."""

    run: int
    point: int
    replication: int
    seed: int
    coordinates: tuple[float, ...]

    @property
    def identity(self) -> dict[str, int]:
        """Everything but the coordinates."""
        return {key: getattr(self, key) for key in IDENTITY}


@dataclass(frozen=True)
class Task:
    """Some runs of one sweep."""

    number: int
    runs: tuple[RunOf, ...]
    work: Work
    arms: tuple[str, ...]
    # The columns of the shard, so that it has them even when every run fails
    measures: tuple[str, ...]
    fingerprint: str  # of the sweep it belongs to


@dataclass(frozen=True)
class Done:
    """What a task leaves behind: a Parquet file's bytes, with failed runs in its metadata."""

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
                    failures.append(one.identity | _failure(error))
    return Done(task.number, _as_parquet(task, kept, failures), len(task.runs), len(failures))


def lost(task: Task, error: Exception) -> Done:
    """What a task leaves behind whose worker went away, or could not return its results."""
    record = _failure(error)
    record["error"] = f"its worker was lost: {record['error']}"
    failures = [one.identity | record for one in task.runs]
    return Done(task.number, _as_parquet(task, [], failures, True), len(task.runs), len(failures))


def _failure(error: Exception) -> dict[str, str]:
    return {
        "error": f"{type(error).__name__}: {error}",
        "traceback": "".join(traceback.format_exception(error)),
    }


def _as_parquet(
    task: Task,
    kept: Sequence[tuple[RunOf, Months]],
    failures: Sequence[dict[str, Any]],
    is_lost: bool = False,
) -> bytes:
    """The same bytes for the same results, wherever and whenever they were made."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    blocks = [(one, arm, months[arm]) for one, months in kept for arm in task.arms]
    lengths = [len(next(iter(measures.values()))) for *_, measures in blocks]
    columns: dict[str, Any] = {
        key: np.repeat(np.array([getattr(one, key) for one, *_ in blocks], np.int64), lengths)
        for key in IDENTITY
    }
    columns["arm"] = pa.array(
        [arm for (_, arm, _), n in zip(blocks, lengths, strict=True) for _ in range(n)], pa.string()
    )
    columns["month"] = np.concatenate([np.arange(n) + 1 for n in lengths] or [np.arange(0)])
    for key in task.measures:
        series = [np.asarray(measures[key], float) for *_, measures in blocks]
        columns[key] = np.concatenate(series or [np.zeros(0)])
    note = {
        "sweep": task.fingerprint,
        "task": task.number,
        "runs": [one.run for one in task.runs],
        "failures": list(failures),
        "lost": is_lost,
    }
    metadata = {METADATA: json.dumps(note, sort_keys=True).encode()}
    sink = io.BytesIO()
    table = pa.table(columns).replace_schema_metadata(metadata)
    pq.write_table(
        table, sink, compression="zstd", write_page_checksum=True, write_statistics=False
    )
    return sink.getvalue()
