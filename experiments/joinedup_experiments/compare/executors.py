"""Executors: where replications run in parallel.

Everything that runs replications takes a ``concurrent.futures.Executor``, so a cluster's
executor can replace the ones made here. Threads are the default: the day loop releases the
interpreter's lock, so threads keep every core busy, share one compiled model, and can report
progress (docs/decisions.md).
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import (
    FIRST_EXCEPTION,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from typing import Literal, TypeVar

Kind = Literal["threads", "processes"]
Tell = Callable[[float], None]
T = TypeVar("T")
LOOK_UP = 0.1  # seconds between looks for Ctrl-C


class StoppedError(Exception):
    """The work was asked to stop."""


def cores() -> int:
    """Processor cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def workers_for(tasks: int, asked: int | None = None) -> int:
    """How many workers to start: as asked, else a core each, and never more than tasks.

    Raises
    ------
    ValueError
        When fewer than one is asked for.
    """
    if asked is not None and asked < 1:
        raise ValueError(f"at least one worker is needed, not {asked}")
    return max(1, min(asked or cores(), tasks))


def executor(workers: int, kind: Kind = "threads") -> Executor:
    """An executor with so many workers; close it with ``shutdown`` or a ``with``."""
    if kind == "threads":
        return ThreadPoolExecutor(workers, thread_name_prefix="replication")
    import multiprocessing

    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))


def gather(
    pool: Executor,
    calls: Sequence[Callable[[Tell | None], T]],
    progress: Tell | None = None,
    *,
    tells: bool = True,
) -> list[T]:
    """Run every call and return the results in the order given. Shuts the executor down.

    Parameters
    ----------
    calls : sequence of callable
        Each is called with a function that takes the share of it that is done.
    progress : callable, optional
        Called now and then with the share of all that is done.
    tells : bool
        Whether calls can tell how far they are, and be stopped by it: in threads they can;
        otherwise they are called with None.
    """
    shares = _Shares(len(calls))
    futures: list[Future[T]] = []
    try:
        for number, call in enumerate(calls):
            futures.append(pool.submit(call, shares.teller(number) if tells else None))
        waiting = set(futures)
        while waiting:
            ended, waiting = wait(waiting, timeout=LOOK_UP, return_when=FIRST_EXCEPTION)
            if progress:
                finished = sum(f.done() for f in futures) / len(calls)
                progress(max(finished, shares.done()))
            for future in ended:
                future.result()
        return [future.result() for future in futures]
    finally:
        shares.stop.set()
        pool.shutdown(wait=True, cancel_futures=True)


class _Shares:
    """The share done of each call in a thread, and the signal to stop."""

    def __init__(self, calls: int) -> None:
        self.stop = threading.Event()
        self._shares = [0.0] * calls

    def done(self) -> float:
        return sum(self._shares) / max(1, len(self._shares))

    def teller(self, number: int) -> Tell:
        def tell(share: float) -> None:
            if self.stop.is_set():
                raise StoppedError
            self._shares[number] = share

        return tell
