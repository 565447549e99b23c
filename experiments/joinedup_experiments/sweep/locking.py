"""One driver for each part of a sweep, by locks that the system releases when it ends."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from joinedup_experiments.compare.results.folder import acquire
from joinedup_experiments.display.errors import InputError

LOCK = ".lock"
ATTEMPTS, PAUSE = 5, 0.1  # `joinedup status` holds the lock for a moment


class BusyError(InputError):
    """Another driver is at work on this folder; the text says so."""


class Share(NamedTuple):
    """The ``k``-th of ``n`` shares of a sweep's tasks, from 1: every n-th task."""

    k: int = 1
    n: int = 1

    @classmethod
    def read(cls, text: str | None) -> Share:
        """The share that ``k/n`` names; the whole without it."""
        k, _, n = (text or "1/1").partition("/")
        if not (k.isdecimal() and n.isdecimal() and 1 <= int(k) <= int(n)):
            example = "write it as k/n, such as 1/8 for the first of eight"
            raise InputError(f"--shard {text}: {example}")
        return cls(int(k), int(n))

    def of(self, tasks: int) -> range:
        """Its tasks, counted from 0."""
        return range(self.k - 1, tasks, self.n)


@contextmanager
def only_driver(folder: Path, share: Share) -> Iterator[None]:
    """Hold the folder, or a share of it beside the drivers of others; raises `BusyError`."""
    busy = f"{folder}: another driver is at work on this sweep"
    with ExitStack() as holding:
        holding.enter_context(_held(folder / LOCK, busy, shared=share.n > 1))
        if share.n > 1:
            mine = folder / f"{LOCK}-{share.k}-of-{share.n}"
            holding.enter_context(_held(mine, f"{busy}, share {share.k}/{share.n}"))
        yield


def only_writer(folder: Path) -> AbstractContextManager[None]:
    """Wait until no other share's driver writes the tables of the whole sweep."""
    return _held(folder / f"{LOCK}-to-write", wait=True)


def is_held(folder: Path) -> bool:
    """Whether a driver is at work on the folder."""
    try:
        with only_driver(folder, Share()):
            return False
    except BusyError:
        return True


@contextmanager
def _held(file: Path, busy: str = "", shared: bool = False, wait: bool = False) -> Iterator[None]:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            handle = acquire(file, shared, wait)
            break
        except BlockingIOError:
            if attempt == ATTEMPTS:
                raise BusyError(busy) from None
            time.sleep(PAUSE)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)
