"""From all the shards to the tables of a finished sweep, one shard at a time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from joinedup_experiments.sweep.outcomes import a_year_of
from joinedup_experiments.sweep.shards import UNFINISHED, read_shard, shard_path
from joinedup_experiments.sweep.sweep_folder import (
    Sweep,
    lost_note,
    read_manifest,
    write_columns,
    write_manifest,
)

IDENTITY = ("run", "point", "replication", "seed")
TOLD = ("run", "point", "replication", "seed", "arms", "error", "traceback")


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


@dataclass
class _Rows:
    """Columns that grow."""

    columns: dict[str, list[Any]] = field(default_factory=dict)

    def add(self, row: dict[str, Any]) -> None:
        for key, value in row.items():
            self.columns.setdefault(key, []).append(value)


def finish(sweep: Sweep) -> Finished:
    """Write summary, outcomes and failures, and say in the manifest what came out.

    Raises
    ------
    OSError
        When the disk is full. The shards are safe, and it can be done again.
    """
    plan, folder = sweep.plan, sweep.folder
    digest = hashlib.sha256()
    outcomes, failures = _Rows(), _Rows()
    failed = lost = 0
    with _growing(folder / "summary.parquet") as summary:
        for number in range(plan.tasks):
            file = shard_path(folder, number)
            if not file.exists():
                lost += _tell_lost(sweep, number, failures)
                continue
            digest.update(f"{file.name}\n".encode() + hashlib.sha256(file.read_bytes()).digest())
            table, said = read_shard(file)
            for failure in said["failures"]:
                failures.add({"arms": _arms_of(sweep), **failure})
                failed += 1
            summary.add(_summarised(sweep, table, outcomes))
    _write(folder / "outcomes.parquet", outcomes, [*IDENTITY, "arm", "base", "outcome", "value"])
    _write(folder / "failures.parquet", failures, list(TOLD))
    found = Finished(plan.runs, failed, lost, digest.hexdigest())
    said = read_manifest(folder)
    said["results"] = {
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "runs_failed": failed,
        "runs_lost": lost,
        "results_sha256": found.results,
    }
    write_manifest(folder, said)
    return found


class _growing:  # noqa: N801  (used like a function)
    """A Parquet file that grows by tables and is there only when it is whole."""

    def __init__(self, file: Path) -> None:
        self.file, self.making = file, file.with_name(f"{UNFINISHED}{file.name}")
        self.writer: Any = None

    def __enter__(self) -> _growing:
        return self

    def add(self, table: Any) -> None:
        import pyarrow.parquet as pq

        if self.writer is None:
            self.writer = pq.ParquetWriter(self.making, table.schema, compression="zstd")
        self.writer.write_table(table)

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        try:
            if self.writer is not None:
                self.writer.close()
                if kind is None:
                    self.making.replace(self.file)
        finally:
            with suppress(OSError):
                self.making.unlink()


def runs_in(table: Any) -> Iterator[tuple[dict[str, Any], dict[str, dict[str, np.ndarray]]]]:
    """Each run's identity and its months per arm and measure."""
    arms, columns = _in_blocks(table)
    measures = [name for name in columns if name not in IDENTITY]
    for run in range(len(columns["run"])):
        mine = {key: int(columns[key][run, 0, 0]) for key in IDENTITY}
        yield mine, {arm: {m: columns[m][run, i] for m in measures} for i, arm in enumerate(arms)}


def _in_blocks(table: Any) -> tuple[list[str], dict[str, np.ndarray]]:
    """The arms of a shard, and each column by run, arm and month, in which order its rows are."""
    runs = len(np.unique(table["run"].to_numpy()))
    arms = list(dict.fromkeys(table["arm"][: len(table) // max(runs, 1)].to_pylist()))
    shape = (runs, len(arms), -1) if runs else (0, 0, 1)
    names = [name for name in table.column_names if name not in ("arm", "month")]
    return arms, {name: table[name].to_numpy().reshape(shape) for name in names}


def _summarised(sweep: Sweep, table: Any, outcomes: _Rows) -> Any:
    """The summary's rows of one shard; the outcomes are added to theirs."""
    import pyarrow as pa

    for mine, months in runs_in(table):
        for one in sweep.plan.outcomes:
            whose = {"arm": one.arm, "base": one.base, "outcome": one.key}
            outcomes.add({**mine, **whose, "value": one.value(months)})
    arms, columns = _in_blocks(table)
    rows: dict[str, Any] = {
        key: pa.array(columns[key][:, :, 0].ravel(), pa.int64()) for key in IDENTITY
    }
    rows["arm"] = pa.array(arms * len(columns["run"]), pa.string())
    for key, how in _combinations(sweep).items():
        rows[key] = a_year_of(columns[key], how).ravel()
    return pa.table(rows)


def _combinations(sweep: Sweep) -> dict[str, str]:
    """How each measure's months make a year."""
    if not sweep.plan.scenarios:
        return dict.fromkeys(sweep.plan.measures, "mean")
    from joinedup.outcomes.measures import MEASURES

    return {m.key: m.combine for m in MEASURES}


def _arms_of(sweep: Sweep) -> str:
    """The arms that a failed run leaves without results: all of them, run from one burn-in."""
    return ", ".join(sweep.plan.names)


def _tell_lost(sweep: Sweep, number: int, failures: _Rows) -> int:
    """Add the runs of a lost task to the failures."""
    told = {"error": "lost", "traceback": ""}
    with suppress(OSError, ValueError):
        told = json.loads(lost_note(sweep.folder, number).read_text(encoding="utf-8"))
    runs = sweep.plan.task(number, sweep.fingerprint).runs
    for one in runs:
        row = {key: getattr(one, key) for key in IDENTITY}
        error = f"its worker was lost: {told['error']}"
        row |= {"arms": _arms_of(sweep), "error": error, "traceback": told["traceback"]}
        failures.add(row)
    return len(runs)


def _write(file: Path, rows: _Rows, keys: list[str]) -> None:
    import pyarrow as pa

    texts = ("arms", "error", "traceback", "arm", "base", "outcome")
    kinds = {key: pa.string() for key in texts} | {"value": pa.float64()}
    columns = {k: pa.array(rows.columns.get(k, []), kinds.get(k, pa.int64())) for k in keys}
    write_columns(file, columns)
