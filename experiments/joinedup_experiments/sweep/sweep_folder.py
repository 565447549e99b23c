"""A sweep's folder: made before the first run, read back when resumed, finished at the end."""

from __future__ import annotations

import hashlib
import io
import json
import shlex
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from joinedup.outcomes.measure import year_of
from joinedup_experiments.compare.results.folder import (
    UNFINISHED,
    FolderError,
    new_folder,
    write_whole,
)
from joinedup_experiments.compare.results.manifest import versions
from joinedup_experiments.scenario_io.load import written_out
from joinedup_experiments.sweep import shards
from joinedup_experiments.sweep.design import PARTS, design_columns, sample_columns
from joinedup_experiments.sweep.differences import check_same
from joinedup_experiments.sweep.plan import Plan, plan_from
from joinedup_experiments.sweep.shards import IDENTITY, MONTHLY, Shard, shard_path

MANIFEST = "manifest.json"
WHAT = "a sweep of joinedup; README.txt beside this file says what each file holds"
READ_ME = """A sweep of joinedup: {}

manifest.json     the design with everything written out, SALib's problem, versions, hashes
design.yaml       the design, where it was written in a file; scenario-*.yaml: each arm
design.parquet    each point's values; sample.parquet: the same as SALib's coordinates
problem.json      SALib's problem
monthly/          a row for each run, arm and month, a column for each measure; one file a task
summary.parquet   a row for each run and arm: the average year after the change
outcomes.parquet  a row for each run and outcome: of which arm, and less which base
failures.parquet  runs that failed twice, or whose workers were lost twice, with tracebacks

Runs and points are numbered from 0, replications and months from 1. Every row of results has its
run, point, replication, seed and arm; `point` leads to the row of design.parquet.
Until summary.parquet is there the sweep is not finished: joinedup resume finishes it.
"""


@dataclass(frozen=True)
class Sweep:
    """A sweep in its folder."""

    folder: Path
    plan: Plan
    fingerprint: str

    @property
    def part_of(self) -> str:
        """What it is, where only the command that began it can make its runs; else empty."""
        return PARTS.get(self.plan.design.given or "", "")

    @property
    def to_go_on(self) -> str:
        """The command that goes on with it."""
        if self.part_of:
            command = read_manifest(self.folder)["command"]
            out = [] if "--out" in command else ["--out", str(self.folder.parent)]
            return shlex.join([*command, *out])
        return f"joinedup resume {self.folder}"

    def missing(self) -> list[int]:
        """The tasks whose shards are not there, or were cut short; what is in them is not read."""
        paths = (shard_path(self.folder, task) for task in range(self.plan.tasks))
        return [task for task, path in enumerate(paths) if not shards.has_its_end(path)]

    def is_whole(self, task: int) -> bool:
        """Whether a task's shard can be read, and holds its results in this sweep."""
        try:
            _, note = shards.read_table(shard_path(self.folder, task))
        except (OSError, ValueError, KeyError):
            return False
        return (note["sweep"], note["task"], note["lost"]) == (self.fingerprint, task, False)

    def shard(self, number: int, measures: Sequence[str] | None = None) -> Shard:
        """The results of a task; `FolderError` where they cannot be read."""
        with self.reading(file := shard_path(self.folder, number)):
            return shards.read_shard(file, measures)

    @contextmanager
    def reading(self, file: Path) -> Iterator[None]:
        """Read a task's file; `FolderError` where it cannot be, with what makes it anew."""
        try:
            yield
        except (OSError, ValueError, KeyError) as error:
            again = f"joinedup resume {self.folder} makes it anew"
            raise FolderError(f"{file} cannot be read; {again}: {error}") from None

    def clear_unfinished(self) -> None:
        """Remove what a killed driver was writing; only the holder of the lock may."""
        for file in self.folder.rglob(f"{UNFINISHED}*"):
            with suppress(OSError):
                file.unlink()


def make_sweep(folder: Path, plan: Plan, command: Sequence[str], join: bool) -> Sweep:
    """Make the folder, or, to ``join`` others at work on its other shares, find it made.

    Raises `FolderError` when it is there already, is another sweep's, or cannot be made.
    """
    fingerprint = plan.fingerprint
    try:
        if not (join and (folder / MANIFEST).exists()):
            with new_folder(folder) as making:
                _fill(making, plan, fingerprint, command)
    except (FolderError, OSError):  # another may have made it meanwhile
        if not (join and (folder / MANIFEST).exists()):
            raise
    sweep = open_sweep(folder)
    check_same(folder, plan, sweep.plan)
    return sweep


def _fill(folder: Path, plan: Plan, fingerprint: str, command: Sequence[str]) -> None:
    (folder / MONTHLY).mkdir()
    _write_table(folder / "sample.parquet", sample_columns(plan.factors, plan.points))
    _write_table(folder / "design.parquet", design_columns(plan.factors, plan.points))
    texts = {"README.txt": READ_ME.format(plan.design.name)}
    texts |= {"design.yaml": plan.text} if plan.text else {}
    texts["problem.json"] = json.dumps(plan.problem, indent=1) + "\n"
    for name, scenario in zip(plan.names, plan.scenarios, strict=False):
        texts[f"scenario-{name}.yaml"] = written_out(scenario)
    for name, text in texts.items():
        write_whole(folder / name, text.encode())
    manifest = {
        "what": WHAT,
        "sweep": fingerprint,
        "command": list(command),
        "begun": datetime.now(UTC).isoformat(timespec="seconds"),
        "method": plan.design.method,
        "calc_second_order": plan.design.second_order,
        "points": len(plan.points),
    }
    manifest |= {key: getattr(plan, key) for key in ("runs", "tasks", "runs_in_a_task", "problem")}
    _write_manifest(folder, manifest | {"versions": versions(), "plan": plan.written()})


def _write_table(file: Path, table: Any) -> None:
    """Write a table, or a dictionary of columns, as Parquet, whole or not at all."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = io.BytesIO()
    pq.write_table(pa.table(table), sink, compression="zstd")
    write_whole(file, sink.getvalue())


def _write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    text = json.dumps(manifest, indent=1, ensure_ascii=False)
    write_whole(folder / MANIFEST, f"{text}\n".encode())


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest; raises `FolderError` when there is none, or it cannot be read."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        manifest = None
    if not isinstance(manifest, dict) or manifest.get("what") != WHAT:
        raise FolderError(f"{folder} is not the folder of a sweep")
    return manifest


def open_sweep(folder: Path) -> Sweep:
    """The sweep in a folder; raises `FolderError` when there is none, or its files differ."""
    import pyarrow.parquet as pq

    manifest = read_manifest(folder)
    try:
        table = pq.read_table(folder / "sample.parquet")
        factors = [one["key"] for one in manifest["plan"]["factors"]]
        points = np.stack([table[key].to_numpy() for key in factors], axis=1)
        plan = plan_from(manifest["plan"], points)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FolderError(f"{folder}: the sweep cannot be read: {error}") from error
    if plan.fingerprint != manifest["sweep"]:
        why = "the manifest or the sample has been changed since the sweep was begun"
        raise FolderError(f"{folder}: {why}, or joinedup has; begin a new sweep")
    return Sweep(folder, plan, manifest["sweep"])


def finish(sweep: Sweep) -> dict[str, Any]:
    """Write summary, outcomes and failures, and say in the manifest what came out; gives that.

    One shard at a time is in memory. When the disk is full it can be done again.
    """
    import pyarrow as pa

    folder, plan, digest = sweep.folder, sweep.plan, hashlib.sha256()
    numbers = [(key, pa.int64()) for key in IDENTITY]
    texts = [(key, pa.string()) for key in ("arms", "error", "traceback", "arm", "base", "outcome")]
    outcomes = [pa.schema([*numbers, *texts[3:], ("value", pa.float64())]).empty_table()]
    summary: list[Any] = []
    failures: list[dict[str, Any]] = []
    lost = 0
    for number in range(plan.tasks):
        file = shard_path(folder, number)
        digest.update(f"{file.name}\n".encode() + hashlib.sha256(file.read_bytes()).digest())
        shard = shards.read_shard(file)
        failures += shard.failures
        lost += len(shard.failures) if shard.is_lost else 0
        if shard.months:
            outcomes.append(pa.table(_outcomes(plan, shard)))
            summary.append(pa.table(_summary(plan, shard)))
    if summary:
        _write_table(folder / "summary.parquet", pa.concat_tables(summary))
    _write_table(folder / "outcomes.parquet", pa.concat_tables(outcomes))
    # A failed run leaves every arm without results, since all start from its one burn-in.
    arms = {"arms": ", ".join(plan.names)}
    rows = pa.Table.from_pylist([arms | row for row in failures], pa.schema(numbers + texts[:3]))
    _write_table(folder / "failures.parquet", rows)
    results = {
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "runs_failed": len(failures) - lost,
        "runs_lost": lost,
        "results_sha256": digest.hexdigest(),  # of every shard in order
    }
    _write_manifest(folder, read_manifest(folder) | {"results": results})
    return results


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
        years = [year_of(shard.months[arm][key], combine) for arm in arms]
        columns[key] = np.stack(years, axis=1).ravel()
    return columns
