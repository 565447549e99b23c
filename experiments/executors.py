"""Where work that can be done side by side is done: one interface, a few makers of it.

Everything that runs replicates takes a ``concurrent.futures.Executor``, so a cluster's
executor can stand in for the ones made here. Threads are the default: the day loop lets go
of the interpreter's lock, so threads keep every core busy, share one compiled model, and can
tell how far they are (docs/decisions.md).
"""

from __future__ import annotations

import os
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from typing import Literal

Kind = Literal["threads", "processes"]


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
        return ThreadPoolExecutor(workers, thread_name_prefix="replicate")
    import multiprocessing

    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))
