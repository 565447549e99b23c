"""From all the shards to the tables of a finished sweep, one shard in memory at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from joinedup_experiments.compare.results.unfinished import UNFINISHED
from joinedup_experiments.sweep.outcomes import annual
from joinedup_experiments.sweep.shards import Shard, read_shard, shard_path
from joinedup_experiments.sweep.sweep_folder import (
    Sweep,
    read_manifest,
    write_manifest,
    write_table,
)
from joinedup_experiments.sweep.tasks import IDENTITY

TEXTS = ("arms", "error", "traceback", "arm", "base", "outcome")


@dataclass(frozen=True)
class Finished:
    """What a finished sweep came to.

    Attributes
    ----------
    results : str
        SHA-256 of every shard in order: equal for equal results.
    """

    runs: int
    failed: int
    lost: int
    results: str


def finish(sweep: Sweep) -> Finished:
    """Write summary, outcomes and failures, and say in the manifest what came out.

    Raises
    ------
    OSError
        When the disk is full. The shards are safe, and it can be done again.
    """
    import pyarrow as pa

    folder, digest = sweep.folder, hashlib.sha256()
    outcomes = [_schema(*IDENTITY, "arm", "base", "outcome", "value").empty_table()]
    failures: list[dict[str, Any]] = []
    lost = 0
    with _growing(folder / "summary.parquet") as add:
        for number in range(sweep.plan.tasks):
            file = shard_path(folder, number)
            digest.update(f"{file.name}\n".encode() + hashlib.sha256(file.read_bytes()).digest())
            shard = read_shard(file)
            failures += shard.failures
            lost += len(shard.failures) if shard.is_lost else 0
            if shard.months:
                outcomes.append(_outcomes(sweep, shard))
                add(_summary(sweep, shard))
    write_table(folder / "outcomes.parquet", pa.concat_tables(outcomes))
    # A failed run leaves every arm without results, since all start from its one burn-in.
    arms = {"arms": ", ".join(sweep.plan.names)}
    schema = _schema(*IDENTITY, "arms", "error", "traceback")
    table = pa.Table.from_pylist([arms | row for row in failures], schema)
    write_table(folder / "failures.parquet", table)
    finished = Finished(sweep.plan.runs, len(failures) - lost, lost, digest.hexdigest())
    results = {
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "runs_failed": finished.failed,
        "runs_lost": finished.lost,
        "results_sha256": finished.results,
    }
    write_manifest(folder, read_manifest(folder) | {"results": results})
    return finished


@contextmanager
def _growing(file: Path) -> Iterator[Callable[[Any], None]]:
    """A Parquet file that grows by tables and is there only when it is whole."""
    import pyarrow.parquet as pq

    making = file.with_name(f"{UNFINISHED}{file.name}")
    writers: list[Any] = []

    def add(table: Any) -> None:
        if not writers:
            writers.append(pq.ParquetWriter(making, table.schema, compression="zstd"))
        writers[0].write_table(table)

    try:
        yield add
        if writers:
            writers.pop().close()
            making.replace(file)
    finally:
        with suppress(OSError):
            for writer in writers:
                writer.close()
        making.unlink(missing_ok=True)


def _outcomes(sweep: Sweep, shard: Shard) -> Any:
    """A row for each run and outcome."""
    import pyarrow as pa

    asked = sweep.plan.outcomes
    values = np.stack([one.value(shard.months) for one in asked], axis=1)
    columns: dict[str, Any] = {
        key: np.repeat(numbers, len(asked)) for key, numbers in shard.identity.items()
    }
    columns["arm"] = [one.arm for one in asked] * len(values)
    columns["base"] = [one.base for one in asked] * len(values)
    columns["outcome"] = [one.key for one in asked] * len(values)
    columns["value"] = values.ravel()
    return pa.table(columns)


def _summary(sweep: Sweep, shard: Shard) -> Any:
    """A row for each run and arm: the average year of every measure."""
    import pyarrow as pa

    arms = list(shard.months)
    columns: dict[str, Any] = {
        key: np.repeat(numbers, len(arms)) for key, numbers in shard.identity.items()
    }
    columns["arm"] = arms * len(shard.identity["run"])
    for key, combine in _combinations(sweep).items():
        years = [annual(shard.months[arm][key], combine) for arm in arms]
        columns[key] = np.stack(years, axis=1).ravel()
    return pa.table(columns)


def _combinations(sweep: Sweep) -> dict[str, str]:
    """How each measure's months make a year."""
    if not sweep.plan.scenarios:
        return dict.fromkeys(sweep.plan.measures, "mean")
    from joinedup.outcomes.measures import MEASURES

    return {m.key: m.combine for m in MEASURES}


def _schema(*names: str) -> Any:
    import pyarrow as pa

    kinds = dict.fromkeys(TEXTS, pa.string()) | {"value": pa.float64()}
    return pa.schema([(name, kinds.get(name, pa.int64())) for name in names])
