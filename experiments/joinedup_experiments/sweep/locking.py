"""One driver for each part of a sweep: locks that the system lets go of when their holder ends."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

LOCK = ".lock"
LOOKS = 5


class BusyError(Exception):
    """Another driver is at work on this folder; the text says so."""


class ShareError(ValueError):
    """A share that cannot be; the text says how to write one."""


@dataclass(frozen=True)
class Share:
    """The ``k``-th of ``n`` shares of a sweep's tasks, from 1: every n-th task."""

    k: int = 1
    n: int = 1

    def has(self, task: int) -> bool:
        """Whether a task, counted from 0, belongs to it.

        >>> [task for task in range(7) if Share(2, 3).has(task)]
        [1, 4]
        """
        return task % self.n == self.k - 1


def share_of(said: str) -> Share:
    """The share that ``k/n`` names.

    >>> share_of("2/8")
    Share(k=2, n=8)

    Raises
    ------
    ShareError
        When it names none.
    """
    k, _, n = said.partition("/")
    if not (k.isdecimal() and n.isdecimal() and 1 <= int(k) <= int(n)):
        raise ShareError(f"--shard {said}: write it as k/n, such as 1/8 for the first of eight")
    return Share(int(k), int(n))


@contextmanager
def only_driver(folder: Path, share: Share) -> Iterator[None]:
    """Hold the folder, or a share of it beside the drivers of other shares.

    Raises
    ------
    BusyError
        When somebody else holds it.
    """
    busy = f"{folder}: another driver is at work on this sweep"
    with ExitStack() as holding:
        if share.n == 1:
            _hold(folder / LOCK, False, busy, holding)
        else:
            _hold(folder / LOCK, True, busy, holding)
            mine = folder / f"{LOCK}-{share.k}-of-{share.n}"
            _hold(mine, False, f"{busy}, share {share.k}/{share.n}", holding)
        yield


@contextmanager
def turn(folder: Path) -> Iterator[None]:
    """Wait for a turn to write what there is one of."""
    with ExitStack() as holding:
        _hold(folder / f"{LOCK}-to-write", False, "", holding, wait=True)
        yield


def is_held(folder: Path) -> bool:
    """Whether a driver is at work on the folder."""
    try:
        with only_driver(folder, Share()):
            return False
    except BusyError:
        return True


def _hold(file: Path, shared: bool, busy: str, holding: ExitStack, wait: bool = False) -> None:
    try:
        import fcntl
    except ImportError:  # Windows has no such locks
        return
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o644)
    holding.callback(os.close, handle)
    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    for patience in range(LOOKS):
        try:
            fcntl.flock(handle, kind if wait else kind | fcntl.LOCK_NB)
            return
        except BlockingIOError:  # perhaps only somebody who asks how far the sweep is
            if patience < LOOKS - 1:
                time.sleep(0.1)
    raise BusyError(busy)
