"""Shards: one file for each task, there whole or not at all."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from joinedup_experiments.compare.results.folder import UNFINISHED
from joinedup_experiments.sweep.outcomes import Months
from joinedup_experiments.sweep.tasks import IDENTITY, METADATA

MONTHLY = "monthly"
MAGIC = b"PAR1"  # how every Parquet file ends


@dataclass(frozen=True)
class Shard:
    """The runs of one task."""

    identity: dict[str, np.ndarray]  # [runs] run, point, replication and seed
    months: Months  # by arm and measure, ``[runs, months]``
    failures: list[dict[str, Any]]  # runs that failed twice
    is_lost: bool  # whether they failed because their worker was lost


def write_whole(file: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all, even if the power goes.

    Raises
    ------
    OSError
        When the disk is full or cannot be written to; nothing stays behind then.
    """
    making = file.with_name(f"{UNFINISHED}{os.getpid()}-{file.name}")
    try:
        with making.open("wb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
        making.replace(file)
    except BaseException:
        with suppress(OSError):
            making.unlink()
        raise
    with suppress(OSError):  # have the folder's own entries written out, where the system can
        handle = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def shard_path(folder: Path, number: int) -> Path:
    """Where a task's results are."""
    return folder / MONTHLY / f"task-{number:06d}.parquet"


def read_shard(file: Path, measures: list[str] | None = None) -> Shard:
    """A shard, every page checked against its checksum; of all measures unless given.

    Raises
    ------
    OSError, ValueError, KeyError
        When it cannot be read.
    """
    columns = None if measures is None else [*IDENTITY, "arm", "month", *dict.fromkeys(measures)]
    table, note = read_table(file, columns)
    runs = len(note["runs"]) - len(note["failures"])
    if not runs:
        nothing = {key: np.zeros(0, np.int64) for key in IDENTITY}
        return Shard(nothing, {}, note["failures"], note["lost"])
    arms = list(dict.fromkeys(table["arm"][: len(table) // runs].to_pylist()))
    blocks = {
        name: table[name].to_numpy().reshape(runs, len(arms), -1)
        for name in table.column_names
        if name not in ("arm", "month")
    }
    identity = {key: blocks.pop(key)[:, 0, 0] for key in IDENTITY}
    months = {arm: {key: block[:, i] for key, block in blocks.items()}
              for i, arm in enumerate(arms)}  # fmt: skip
    return Shard(identity, months, note["failures"], note["lost"])


def read_table(file: Path, columns: list[str] | None) -> tuple[Any, dict[str, Any]]:
    """A shard's rows as they are, every page checked, and what its metadata hold."""
    import pyarrow.parquet as pq

    table = pq.ParquetFile(file, page_checksum_verification=True).read(columns)
    return table, json.loads((table.schema.metadata or {})[METADATA])


def has_its_end(file: Path) -> bool:
    """Whether a Parquet file ends as one does: a cheap look that finds one cut short."""
    try:
        with file.open("rb") as handle:
            handle.seek(-len(MAGIC), os.SEEK_END)
            return handle.read() == MAGIC
    except OSError:
        return False


def is_whole(folder: Path, fingerprint: str, number: int) -> bool:
    """Whether a shard is there, can be read, and holds the results of this task of this sweep."""
    try:
        _, note = read_table(shard_path(folder, number), None)
    except (OSError, ValueError, KeyError):
        return False
    return (note["sweep"], note["task"], note["lost"]) == (fingerprint, number, False)


def clear_unfinished(folder: Path) -> None:
    """Remove what a killed driver was writing; only the holder of the lock may."""
    for part in (folder, folder / MONTHLY):
        for file in part.glob(f"{UNFINISHED}*"):
            with suppress(OSError):
                file.unlink()
