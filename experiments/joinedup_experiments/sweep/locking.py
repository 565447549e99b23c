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


class ShareError(InputError):
    """A share that cannot be; the text says how to write one."""


class Share(NamedTuple):
    """The ``k``-th of ``n`` shares of a sweep's tasks, from 1: every n-th task."""

    k: int = 1
    n: int = 1

    def has(self, task: int) -> bool:
        """Whether a task, counted from 0, belongs to it.

        >>> [task for task in range(7) if Share(2, 3).has(task)]
        [1, 4]
        """
        return task % self.n == self.k - 1


def share_of(text: str | None) -> Share:
    """The share that ``k/n`` names; the whole without it.

    Raises
    ------
    ShareError
        When it names none.

    Examples
    --------
    >>> share_of("2/8"), share_of(None)
    (Share(k=2, n=8), Share(k=1, n=1))
    """
    k, _, n = (text or "1/1").partition("/")
    if not (k.isdecimal() and n.isdecimal() and 1 <= int(k) <= int(n)):
        raise ShareError(f"--shard {text}: write it as k/n, such as 1/8 for the first of eight")
    return Share(int(k), int(n))


@contextmanager
def only_driver(folder: Path, share: Share) -> Iterator[None]:
    """Hold the folder, or a share of it beside the drivers of other shares.

    Raises
    ------
    BusyError
        When another driver holds it.
    """
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
    handle = None
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
