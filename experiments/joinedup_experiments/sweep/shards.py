"""Shards: one file for each task, there whole or not at all."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from joinedup_experiments.sweep.tasks import SAID

MONTHLY = "monthly"
LOST = "lost"
UNFINISHED = ".unfinished-"
MAGIC = b"PAR1"  # how every Parquet file ends


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
    _settle(file.parent)


def _settle(folder: Path) -> None:
    """Have the folder's own entries written out, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def shard_path(folder: Path, number: int) -> Path:
    """Where a task's results are."""
    return folder / MONTHLY / f"task-{number:06d}.parquet"


def read_shard(file: Path, columns: list[str] | None = None) -> tuple[Any, dict[str, Any]]:
    """A shard's table, every page checked against its checksum, and what it says of itself.

    Parameters
    ----------
    columns : list of str, optional
        Read no others.

    Raises
    ------
    OSError, ValueError
        When it cannot be read.
    """
    import pyarrow.parquet as pq

    table = pq.ParquetFile(file, page_checksum_verification=True).read(columns)
    return table, json.loads((table.schema.metadata or {})[SAID])


def has_its_end(file: Path) -> bool:
    """Whether a Parquet file ends as one does: a cheap look that finds one cut short."""
    try:
        with file.open("rb") as handle:
            handle.seek(-len(MAGIC), os.SEEK_END)
            return handle.read() == MAGIC
    except OSError:
        return False


def is_whole(file: Path, fingerprint: str, number: int) -> bool:
    """Whether a shard is there, can be read, and belongs to this task of this sweep."""
    try:
        _, said = read_shard(file)
    except (OSError, ValueError, KeyError):
        return False
    return bool(said["sweep"] == fingerprint and said["task"] == number)


def clear_unfinished(folder: Path) -> None:
    """Remove files that somebody who is gone was writing; only whoever holds the lock may."""
    for part in (folder, folder / MONTHLY, folder / LOST):
        for file in part.glob(f"{UNFINISHED}*"):
            with suppress(OSError):
                file.unlink()
