"""Finishes a sweep: its tables from its shards, and in its manifest what came out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import numpy as np

from joinedup_experiments.sweep.manifest import Results, read_manifest, write_manifest
from joinedup_experiments.sweep.plan import Plan, columns_of, year_in
from joinedup_experiments.sweep.shards import IDENTITY, Shard
from joinedup_experiments.sweep.sweep_folder import Sweep


def finish(sweep: Sweep) -> Results:
    """Write summary, outcomes and failures, and say in the manifest what came out; gives that.

    One shard at a time is in memory. When the disk is full it can be done again. `FolderError`
    where a shard cannot be read, or is another sweep's.
    """
    import pyarrow as pa

    folder, plan = sweep.folder, sweep.plan
    digest = hashlib.sha256(json.dumps([plan.names, columns_of(plan.measures)]).encode())
    numbers = [(key, pa.int64()) for key in IDENTITY]
    texts = [(key, pa.string()) for key in ("arms", "error", "traceback", "arm", "base", "outcome")]
    outcomes = [pa.schema([*numbers, *texts[3:], ("value", pa.float64())]).empty_table()]
    years = [("arm", pa.string()), *((key, pa.float64()) for key in plan.measures)]
    summary = [pa.schema([*numbers, *years]).empty_table()]
    failures: list[dict[str, Any]] = []
    lost = 0
    for number in range(plan.tasks):
        shard = sweep.shard(number)
        for one in _runs(shard):
            digest.update(one)
        failures += shard.failures
        lost += len(shard.failures) if shard.is_lost else 0
        if shard.months:
            outcomes.append(pa.table(_outcomes(plan, shard)))
            summary.append(pa.table(_summary(plan, shard)))
    sweep.write_table("summary", pa.concat_tables(summary))
    sweep.write_table("outcomes", pa.concat_tables(outcomes))
    failed = [[row[key] for key in (*IDENTITY, "error")] for row in failures]
    digest.update(json.dumps(failed).encode())
    # A failed run leaves every arm without results, since all start from its one burn-in.
    arms = {"arms": ", ".join(plan.names)}
    rows = pa.Table.from_pylist([arms | row for row in failures], pa.schema(numbers + texts[:3]))
    sweep.write_table("failures", rows)
    manifest = read_manifest(folder)
    results: Results = {
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "runs_failed": len(failures) - lost,
        "runs_lost": lost,
        "results_sha256": digest.hexdigest(),
    }
    if (before := manifest.get("results")) and before | {
        "finished": results["finished"]
    } == results:
        results["finished"] = before["finished"]  # nothing was run since
    write_manifest(folder, {**manifest, "results": results})
    return results


def _runs(shard: Shard) -> Iterator[bytes]:
    """Each run's numbers and results, the same however runs are shared out among tasks."""
    if shard.months:
        arms = [np.stack(list(series.values()), axis=1) for series in shard.months.values()]
        whole = np.stack(arms, axis=1).astype("<f8")
        for number, months in zip(np.stack(list(shard.identity.values()), 1), whole, strict=True):
            yield number.astype("<i8").tobytes() + months.tobytes()


def _outcomes(plan: Plan, shard: Shard) -> dict[str, Any]:
    """A row for each run and outcome."""
    values = np.stack([one.value(shard.months) for one in plan.outcomes], axis=1)
    runs, many = values.shape
    columns: dict[str, Any] = {key: np.repeat(n, many) for key, n in shard.identity.items()}
    for name, key in (("arm", "arm"), ("base", "base"), ("outcome", "key")):
        columns[name] = [getattr(one, key) for one in plan.outcomes] * runs
    return columns | {"value": values.ravel()}


def _summary(plan: Plan, shard: Shard) -> dict[str, Any]:
    """A row for each run and arm: the average year of every measure."""
    arms = list(shard.months)
    columns: dict[str, Any] = {key: np.repeat(n, len(arms)) for key, n in shard.identity.items()}
    columns["arm"] = arms * len(shard.identity["run"])
    for key, combine in plan.measures.items():
        years = [year_in(shard.months[arm], key, combine) for arm in arms]
        columns[key] = np.stack(years, axis=1).ravel()
    return columns
