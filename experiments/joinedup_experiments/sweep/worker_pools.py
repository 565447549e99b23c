"""Where tasks are run: worker pools, each of which can be lost and made anew.

On this machine every pool is one process, started afresh (*spawned*). When one is killed, only
its own task is lost, and it is known which.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing.connection import wait as wait_for

from joinedup_experiments.display.errors import InputError
from joinedup_experiments.sweep.tasks import Done, Task, run_task

Make = Callable[[], Executor]
QUEUED = 2  # tasks for each worker of a cluster, so that none waits for the next


class WorkerPool:
    """An executor, how many tasks it may hold at once, and how to make it anew.

    ``end`` is called when the pool is closed.
    """

    def __init__(
        self, make: Make, capacity: int = 1, end: Callable[[], None] = lambda: None
    ) -> None:
        self.make = make
        self.capacity = capacity
        self.end = end
        self.load = 0
        self.made = 0
        self._executor: Executor | None = None

    def submit(self, task: Task) -> Future[Done]:
        """Hand over a task; a pool whose idle worker was lost is made anew first."""
        try:
            future = self._open().submit(run_task, task)
        except BrokenProcessPool:
            self.renew(self.made)
            future = self._open().submit(run_task, task)
        self.load += 1
        return future

    def _open(self) -> Executor:
        if self._executor is None:
            self._executor = self.make()
            self.made += 1
        return self._executor

    def renew(self, broken: int) -> None:
        """Drop the executor, if it still is the ``broken``-th made; the next task makes another."""
        if self._executor is not None and broken == self.made:
            self._executor.shutdown(wait=False)
            self._executor = None

    def close(self, patient: bool = True) -> None:
        """Shut the executor down, waiting for it if ``patient``."""
        if self._executor is not None:
            self._executor.shutdown(wait=patient)
        self.end()


def local_pools(workers: int) -> list[WorkerPool]:
    """A process of its own for each worker."""
    return [WorkerPool(one_process) for _ in range(workers)]


def one_process() -> Executor:
    """An executor with one process, which ends when this one does."""
    spawn = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(1, mp_context=spawn, initializer=begin_worker)


def begin_worker() -> None:
    """Leave Ctrl-C to the driver, and end when it does, however it ends."""
    with suppress(ValueError):  # not in a main thread
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_the_driver, daemon=True).start()


def _leave_with_the_driver() -> None:
    driver = multiprocessing.parent_process()
    if driver is not None:
        wait_for([driver.sentinel])
        os._exit(1)


def kill_workers(before: set[int]) -> None:
    """End this process's children at once, but for those with the numbers given."""
    for child in multiprocessing.active_children():
        if child.pid not in before:
            child.kill()


class ClusterError(InputError):
    """A cluster that cannot be used; the text says why."""


def cluster_pool(address: str) -> WorkerPool:
    """One pool through a dask scheduler, wide enough for all its workers.

    Raises
    ------
    ClusterError
        When dask is not installed, or no scheduler answers there.
    """
    try:
        from dask.distributed import Client
    except ImportError:
        hint = 'pip install "joinedup[cluster]"'
        raise ClusterError(f"--scheduler needs dask; install it with: {hint}") from None
    try:
        client = Client(address, timeout="10s", set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise ClusterError(f"no dask scheduler answers at {address}: {error}") from None
    cores = sum(client.ncores().values())
    if not cores:
        print(f"{address}: no workers yet; the sweep waits for them", file=sys.stderr)
    many = QUEUED * max(cores, 1)
    return WorkerPool(lambda: client.get_executor(pure=False), many, client.close)
