"""From all the shards to the tables of a finished sweep."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from joinedup_experiments.sweep.outcomes import annual
from joinedup_experiments.sweep.plan import Plan
from joinedup_experiments.sweep.shards import Shard, read_shard, shard_path
from joinedup_experiments.sweep.sweep_folder import (
    Sweep,
    read_manifest,
    write_manifest,
    write_table,
)
from joinedup_experiments.sweep.tasks import IDENTITY


@dataclass(frozen=True)
class Finished:
    """What a finished sweep came to."""

    runs: int
    failed: int
    lost: int
    results: str  # SHA-256 of every shard in order: equal for equal results


def finish(sweep: Sweep) -> Finished:
    """Write summary, outcomes and failures, and say in the manifest what came out.

    Months of one shard at a time are in memory.

    Raises
    ------
    OSError
        When the disk is full. The shards are safe, and it can be done again.
    """
    import pyarrow as pa

    folder, digest = sweep.folder, hashlib.sha256()
    numbers = [(key, pa.int64()) for key in IDENTITY]
    texts = [(key, pa.string()) for key in ("arms", "error", "traceback", "arm", "base", "outcome")]
    outcomes = [pa.schema([*numbers, *texts[3:], ("value", pa.float64())]).empty_table()]
    summary: list[Any] = []
    failures: list[dict[str, Any]] = []
    lost = 0
    for number in range(sweep.plan.tasks):
        file = shard_path(folder, number)
        digest.update(f"{file.name}\n".encode() + hashlib.sha256(file.read_bytes()).digest())
        shard = read_shard(file)
        failures += shard.failures
        lost += len(shard.failures) if shard.is_lost else 0
        if shard.months:
            outcomes.append(_outcomes(sweep.plan, shard))
            summary.append(_summary(sweep.plan, shard))
    if summary:
        write_table(folder / "summary.parquet", pa.concat_tables(summary))
    write_table(folder / "outcomes.parquet", pa.concat_tables(outcomes))
    # A failed run leaves every arm without results, since all start from its one burn-in.
    arms = {"arms": ", ".join(sweep.plan.names)}
    rows = pa.Table.from_pylist([arms | row for row in failures], pa.schema(numbers + texts[:3]))
    write_table(folder / "failures.parquet", rows)
    finished = Finished(sweep.plan.runs, len(failures) - lost, lost, digest.hexdigest())
    _note(folder, finished)
    return finished


def _note(folder: Path, finished: Finished) -> None:
    """Say in the manifest what came out."""
    results = {
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "runs_failed": finished.failed,
        "runs_lost": finished.lost,
        "results_sha256": finished.results,
    }
    write_manifest(folder, read_manifest(folder) | {"results": results})


def _outcomes(plan: Plan, shard: Shard) -> Any:
    """A row for each run and outcome."""
    import pyarrow as pa

    values = np.stack([one.value(shard.months) for one in plan.outcomes], axis=1)
    runs, many = values.shape
    columns: dict[str, Any] = {key: np.repeat(n, many) for key, n in shard.identity.items()}
    columns["arm"] = [one.arm for one in plan.outcomes] * runs
    columns["base"] = [one.base for one in plan.outcomes] * runs
    columns["outcome"] = [one.key for one in plan.outcomes] * runs
    return pa.table(columns | {"value": values.ravel()})


def _summary(plan: Plan, shard: Shard) -> Any:
    """A row for each run and arm: the average year of every measure."""
    import pyarrow as pa

    arms = list(shard.months)
    columns: dict[str, Any] = {key: np.repeat(n, len(arms)) for key, n in shard.identity.items()}
    columns["arm"] = arms * len(shard.identity["run"])
    for key, combine in plan.measures.items():
        years = [annual(shard.months[arm][key], combine) for arm in arms]
        columns[key] = np.stack(years, axis=1).ravel()
    return pa.table(columns)
