"""A sweep's folder: made before the first run, read back when resumed, finished at the end."""

from __future__ import annotations

import hashlib
import json
import shlex
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from joinedup_experiments.compare.results.folder import (
    OUT,
    UNFINISHED,
    FolderError,
    new_folder,
    write_whole,
)
from joinedup_experiments.compare.results.manifest import versions
from joinedup_experiments.compare.results.sealed import read_sealed_table, sealed_table
from joinedup_experiments.display.typed import typed
from joinedup_experiments.scenario_io.assumed import paragraph_on
from joinedup_experiments.scenario_io.load import written_out
from joinedup_experiments.sweep import shards
from joinedup_experiments.sweep.design import PARTS, design_columns, sample_columns
from joinedup_experiments.sweep.differences import check_same
from joinedup_experiments.sweep.manifest import (
    MANIFEST,
    SAMPLE,
    WHAT,
    manifest_from,
    read_manifest,
    write_manifest,
)
from joinedup_experiments.sweep.plan import (
    Plan,
    columns_of,
    outside_in,
    plan_from,
    warnings_of_plan,
)
from joinedup_experiments.sweep.shards import IDENTITY, MONTHLY, Shard, shard_path

ANY_TASK = "task-*.parquet"
TABLES = ("summary", "outcomes", "failures")
BURN_INS = ".burn_ins"
ALL_FAILED = "every run that is done failed or was lost; failures.parquet says why once all are"
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
        return typed(["resume", self.folder])

    def there(self) -> list[bool | None]:
        """Of each task, whether its shard is sound at a cheap look; None where there is none."""
        paths = ((shard_path(self.folder, task), task) for task in range(self.plan.tasks))
        return [shards.is_there(path, self.fingerprint, task) for path, task in paths]

    def missing(self) -> list[int]:
        """The tasks whose shards are not there, were cut short, or are another's."""
        return [task for task, sound in enumerate(self.there()) if not sound]

    def is_whole(self, task: int) -> bool:
        """Whether a task's shard can be read, and holds its results in this sweep."""
        try:
            return not self.shard(task, ()).is_lost
        except FolderError:
            return False

    def shard(self, task: int, measures: Sequence[str] | None = None) -> Shard:
        """The results of a task; `FolderError` where they cannot be read, or are another's."""
        mine = None if measures is None else columns_of(dict.fromkeys(measures))
        columns = None if mine is None else [*IDENTITY, "arm", "month", *mine]
        return shards.shard_of(*self.rows(task, columns))

    def rows(self, task: int, columns: Sequence[str] | None = None) -> tuple[Any, dict[str, Any]]:
        """A task's rows as they are, and its note; `FolderError` as for `shard`."""
        return self._read(shard_path(self.folder, task), columns, task)

    def table(self, name: str) -> Any:
        """A table that was written with the sweep; `FolderError` where it cannot be read."""
        return self._read(self._file(name))[0]

    def write_table(self, name: str, table: Any) -> None:
        """Write a table, or a dictionary of columns, whole or not at all."""
        data = sealed_table(table, {"sweep": self.fingerprint, "task": None})
        write_whole(self._file(name), data)

    def _read(
        self, file: Path, columns: Sequence[str] | None = None, task: int | None = None
    ) -> tuple[Any, dict[str, Any]]:
        try:
            columns = columns and list(dict.fromkeys(columns))
            table, note = read_sealed_table(file, columns)
            if (note["sweep"], note["task"]) != (self.fingerprint, task):
                raise ValueError("it is of another sweep, or of another task")
        except (OSError, ValueError, KeyError) as error:
            again = f"{typed(['resume', self.folder])} makes it anew"
            raise FolderError(f"{file} cannot be read; {again}: {error}") from None
        return table, note

    def clear_unfinished(self) -> None:
        """Remove what a killed driver was writing; only the holder of the lock may."""
        ours = [self.folder / MANIFEST, self.folder / MONTHLY / ANY_TASK]
        ours += map(self._file, TABLES)
        for file in ours:
            for half in file.parent.glob(f"{UNFINISHED}[0-9]*-{file.name}"):
                with suppress(OSError):
                    half.unlink()

    @property
    def burn_ins(self) -> Path:
        """Where burn-ins that points have in common are kept until the sweep is finished."""
        return self.folder.absolute() / BURN_INS

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.parquet"


def make_sweep(
    folder: Path, plan: Plan, command: Sequence[str], join: bool, option: str = OUT
) -> Sweep:
    """Make the folder, or, to ``join`` others at work on its other shares, find it made.

    Raises `FolderError`, which names the ``option`` of the command, when it is there already, or
    appears meanwhile, is another sweep's, or cannot be made.
    """
    fingerprint = plan.fingerprint
    try:
        if not (join and (folder / MANIFEST).exists()):
            with new_folder(folder, option=option, only_here=True) as making:
                _fill(making, plan, fingerprint, command)
    except (FolderError, OSError):  # another may have made it meanwhile
        if not (join and (folder / MANIFEST).exists()):
            raise
    return open_same(folder, plan)


def open_same(folder: Path, plan: Plan) -> Sweep:
    """A plan's sweep in a folder; raises `FolderError` where there is none, or another."""
    sweep = open_sweep(folder)
    check_same(folder, plan, sweep.plan)
    return sweep


def _fill(folder: Path, plan: Plan, fingerprint: str, command: Sequence[str]) -> None:
    (folder / MONTHLY).mkdir()
    making = Sweep(folder, plan, fingerprint)
    making.write_table(SAMPLE, sample_columns(plan.factors, plan.points))
    making.write_table("design", design_columns(plan.factors, plan.points))
    texts = {"README.txt": READ_ME.format(plan.design.name) + paragraph_on(outside_in(plan))}
    texts |= {"design.yaml": plan.text} if plan.text else {}
    texts["problem.json"] = json.dumps(plan.problem, indent=1) + "\n"
    for name, scenario in zip(plan.names, plan.scenarios, strict=False):
        texts[f"scenario-{name}.yaml"] = written_out(scenario)
    for name, text in texts.items():
        write_whole(folder / name, text.encode())
    del texts["README.txt"]
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
    manifest |= {"versions": versions(), "plan": plan.written()}
    manifest["files"] = {name: _checksum(text.encode()) for name, text in texts.items()}
    if warnings := warnings_of_plan(plan):
        manifest["warnings"] = warnings
    write_manifest(folder, manifest_from(manifest))


def _checksum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _check_texts(folder: Path, files: Mapping[str, str]) -> None:
    """`FolderError` where a text is not as it was written; one that was removed misleads nobody."""
    for name, known in files.items():
        with suppress(FileNotFoundError):
            if _checksum((folder / name).read_bytes()) != known:
                why = "has been changed since the sweep was begun, and says what was not run"
                raise FolderError(f"{folder / name} {why}; take the change back, or the file away")


def open_sweep(folder: Path) -> Sweep:
    """The sweep in a folder; raises `FolderError` when there is none, or its files differ."""
    manifest = read_manifest(folder)
    _check_texts(folder, manifest.get("files", {}))
    try:
        table, _ = read_sealed_table(folder / f"{SAMPLE}.parquet")
        factors = [one["key"] for one in manifest["plan"]["factors"]]
        points = np.stack([table[key].to_numpy() for key in factors], axis=1)
        plan = plan_from(manifest["plan"], points)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FolderError(f"{folder}: the sweep cannot be read: {error}") from error
    if plan.fingerprint != manifest["sweep"]:
        why = "the manifest or the sample has been changed since the sweep was begun"
        raise FolderError(f"{folder}: {why}, or joinedup has; begin a new sweep")
    return Sweep(folder, plan, manifest["sweep"])
