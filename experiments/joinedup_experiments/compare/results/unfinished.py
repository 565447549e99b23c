"""Folders under way: named after who makes them, swept when nobody does any longer.

A process that is killed cannot clear away what it was writing. The next process that writes beside
it does, if two things show that the maker is gone: no process of its number runs on this machine,
and nobody holds the folder's lock, which the system lets go of when its holder ends.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from joinedup_experiments.compare.results.locks import acquire

UNFINISHED = ".unfinished-"
LONGEST_MACHINE = 40
_NAMED = re.compile(re.escape(UNFINISHED) + r".*-(\d+)(?:@(.*))?", re.DOTALL)


def unfinished(final: Path) -> Path:
    """The hidden neighbour in which this process makes a folder."""
    return final.parent / f"{UNFINISHED}{final.name}-{os.getpid()}@{_machine()}"


def sweep(parent: Path) -> list[Path]:
    """Remove the unfinished folders of processes that are gone, and say so.

    Returns
    -------
    list of Path
        What was removed. What cannot be, or may be in use, is left.
    """
    swept = []
    for folder in sorted(parent.glob(f"{UNFINISHED}*")):
        if folder.is_symlink() or not folder.is_dir() or not _maker_is_gone(folder):
            continue
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            swept.append(folder)
            print(f"Removed {folder}: half-written by a process that is gone", file=sys.stderr)
    return swept


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a folder's lock, where the file system has locks, so that nobody sweeps it."""
    lock = _lock(folder)
    try:
        yield
    finally:
        if lock is not None:
            os.close(lock)


@contextmanager
def anew(final: Path) -> Iterator[Path]:
    """A folder that takes the place of the one before when everything in it is written.

    Leaving the ``with`` block by an exception leaves the one before as it was.
    """
    sweep(final.parent)
    making, before = unfinished(final), unfinished(final.with_name(f"{final.name}-before"))
    try:
        making.mkdir()
        with held(making):
            yield making
            if final.exists():
                final.rename(before)
            making.rename(final)
    finally:
        shutil.rmtree(making, ignore_errors=True)
        shutil.rmtree(before, ignore_errors=True)


def _maker_is_gone(folder: Path) -> bool:
    named = _NAMED.fullmatch(folder.name)
    if os.name != "posix" or named is None or named[2] not in (None, _machine()):
        return False
    if int(named[1]) != os.getpid() and _runs(int(named[1])):
        return False
    lock = _lock(folder)
    if lock is None:
        return False
    os.close(lock)
    return True


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)  # sends nothing: asks whether it could be sent
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # another person's process; or no number of a process
        return True
    return True


def _lock(folder: Path) -> int | None:
    """An open handle that holds the folder's lock; None when it cannot be had."""
    try:
        return acquire(folder)
    except OSError:
        return None


def _machine() -> str:
    name = platform.node() or "here"
    return "".join(c if c.isalnum() or c in "._-" else "_" for c in name)[:LONGEST_MACHINE]
