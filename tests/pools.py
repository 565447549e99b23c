"""Workers of a sweep that are threads of this process: a process takes seconds to start."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from joinedup_experiments.sweep.worker_pools import WorkerPool

LOCAL_POOLS = "joinedup_experiments.sweep.worker_pools.local_pools"


class Pickling(ThreadPoolExecutor):
    """A thread that gets its work, and gives what comes of it, pickled, as a process does."""

    def submit(self, function: Callable[..., Any], *given: Any) -> Future[Any]:
        """Hand over a copy of the work; its result will be a copy too."""
        return super().submit(_sent_back, pickle.dumps((function, given)))


def _sent_back(packed: bytes) -> Any:
    function, given = pickle.loads(packed)
    return pickle.loads(pickle.dumps(function(*given)))


def pools_in_threads(workers: int) -> list[WorkerPool]:
    """As many workers as are asked for, in place of `LOCAL_POOLS`."""
    return [WorkerPool(lambda: Pickling(1)) for _ in range(workers)]
