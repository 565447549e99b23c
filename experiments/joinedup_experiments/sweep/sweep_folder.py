"""A sweep's folder: made whole before the first run, read back when it is resumed."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from joinedup_experiments.compare.results.folder import FolderError, refuse_existing, unfinished
from joinedup_experiments.compare.results.manifest import versions
from joinedup_experiments.scenario_io.load import written_out
from joinedup_experiments.sweep.plan import Plan, plan_from
from joinedup_experiments.sweep.sample import design_columns, sample_columns
from joinedup_experiments.sweep.shards import MONTHLY, has_its_end, shard_path, write_whole

MANIFEST = "manifest.json"
DESIGN = "design.yaml"
WHAT = "a sweep of joinedup; README.txt beside this file says what each file holds"


@dataclass(frozen=True)
class Sweep:
    """A sweep in its folder."""

    folder: Path
    plan: Plan
    fingerprint: str

    def missing(self) -> list[int]:
        """The tasks whose shards are not there, or were cut short; what is in them is not read."""
        files = (self.folder / MONTHLY).glob("task-*.parquet")
        there = {file.name for file in files if has_its_end(file)}
        tasks = range(self.plan.tasks)
        return [task for task in tasks if shard_path(self.folder, task).name not in there]


def make_sweep(folder: Path, plan: Plan, text: str, command: Sequence[str], join: bool) -> Sweep:
    """Make the folder, or, to ``join`` others at work on its other shares, find it made.

    Raises
    ------
    FolderError
        When it is there already, is another sweep's, or cannot be made.
    """
    fingerprint = plan.fingerprint
    if not (join and (folder / MANIFEST).exists()):
        if not join:
            refuse_existing(folder)
        making = unfinished(folder)
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            making.mkdir()
            _fill(making, plan, fingerprint, text, command)
            making.rename(folder)
        except OSError as error:
            shutil.rmtree(making, ignore_errors=True)
            if not (join and (folder / MANIFEST).exists()):
                reason = error.strerror or error
                raise FolderError(f"{folder}: the sweep cannot be kept there: {reason}") from error
    sweep = open_sweep(folder)
    if sweep.fingerprint != fingerprint:
        raise FolderError(
            f"{folder} holds another sweep: the design, or the model, is not the one that it was "
            "begun with; name another folder with --out"
        )
    return sweep


def _fill(folder: Path, plan: Plan, fingerprint: str, text: str, command: Sequence[str]) -> None:
    (folder / MONTHLY).mkdir()
    write_whole(folder / DESIGN, text.encode())
    write_table(folder / "sample.parquet", sample_columns(plan.factors, plan.points))
    write_table(folder / "design.parquet", design_columns(plan.factors, plan.points))
    problem = json.dumps(plan.problem, indent=1) + "\n"
    write_whole(folder / "problem.json", problem.encode())
    for name, scenario in zip(plan.names, plan.scenarios, strict=False):
        write_whole(folder / f"scenario-{name}.yaml", written_out(scenario).encode())
    write_whole(folder / "README.txt", _read_me(plan).encode())
    manifest = {
        "what": WHAT,
        "sweep": fingerprint,
        "command": list(command),
        "begun": datetime.now(UTC).isoformat(timespec="seconds"),
        "method": plan.design.method,
        "calc_second_order": plan.design.second_order,
        "points": len(plan.points),
        "runs": plan.runs,
        "tasks": plan.tasks,
        "runs_in_a_task": plan.runs_in_a_task,
        "problem": plan.problem,
        "versions": versions(),
        "plan": plan.written(),
    }
    write_manifest(folder, manifest)


def write_table(file: Path, table: Any) -> None:
    """Write a table, or a dictionary of columns, as Parquet, whole or not at all."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = io.BytesIO()
    pq.write_table(pa.table(table) if isinstance(table, dict) else table, sink, compression="zstd")
    write_whole(file, sink.getvalue())


def write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    """Write the manifest in place of the one that is there."""
    text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
    write_whole(folder / MANIFEST, text.encode())


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest.

    Raises
    ------
    FolderError
        When there is none, or it cannot be read.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        manifest = None
    if not isinstance(manifest, dict) or manifest.get("what") != WHAT:
        raise FolderError(f"{folder} is not the folder of a sweep")
    return manifest


def open_sweep(folder: Path) -> Sweep:
    """The sweep in a folder.

    Raises
    ------
    FolderError
        When there is none there, or its files do not belong together.
    """
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
        raise FolderError(
            f"{folder}: the manifest or the sample has been changed since the sweep was begun, "
            "or joinedup has; begin a new sweep"
        )
    return Sweep(folder, plan, manifest["sweep"])


def refuse_other_model(sweep: Sweep) -> None:
    """Never mix results of two states of the model in one sweep.

    Raises
    ------
    FolderError
        When the model's sources are not those that the sweep was begun with.
    """
    if versions()["model_sources_sha256"] != sweep.plan.sources:
        raise FolderError(
            f"{sweep.folder}: the model has changed since this sweep was begun, and results of "
            "two models are never mixed; begin a new sweep, or go back to the model of then"
        )


def _read_me(plan: Plan) -> str:
    return f"""A sweep of joinedup: {plan.design.name}

manifest.json     the design with everything written out, SALib's problem, versions, hashes
design.yaml       the design as it was written; scenario-*.yaml: each arm, written out
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
