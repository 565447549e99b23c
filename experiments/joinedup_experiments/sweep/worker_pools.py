"""Workers, on this machine a process each, which can be lost and made anew, and their tasks."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import pickle
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent import futures
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing.connection import wait as wait_for
from types import ModuleType
from typing import Any, NamedTuple, cast

from joinedup_experiments.compare.results.state_of_code import OtherCodeError
from joinedup_experiments.compare.room import Need, need_of, workers_that_fit
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.sweep.plan import Plan, Task
from joinedup_experiments.sweep.shards import Done, lost, run_task

Make = Callable[[], futures.Executor]
ATTEMPTS = 2
LOOK_UP = 0.5  # seconds between looks for Ctrl-C
HELD = 3  # arms in memory at once: one is run while the one before is read
RESIDENTS = "place.residents"
PATIENCE = 10.0  # seconds for a scheduler to answer
QUEUED = 2  # tasks for each worker of a cluster, so that none waits for the next


class LostSchedulerError(InputError):
    """No more tasks can be run; what is done is safe."""


class WorkerPool:
    """An executor, how many tasks it may hold at once, how to make it anew and how to end it."""

    lacking: tuple[type[Exception], ...] = ()  # what a task raises whose worker has other code

    def __init__(self, make: Make, capacity: int = 1, end: Callable[[], object] = bool) -> None:
        self.make, self.capacity, self.end = make, capacity, end
        self.load, self.executor = 0, make()

    def submit(self, task: Task) -> futures.Future[Done]:
        """Hand over a task; an executor whose worker was lost is made anew first."""
        with _without_main():
            try:
                future = self.executor.submit(run_task, task)
            except futures.BrokenExecutor:
                self.executor.shutdown(wait=False)
                self.executor = self.make()
                future = self.executor.submit(run_task, task)
        self.load += 1
        return future

    def look(self) -> None:
        """See, now and then, whether its workers are still as many: they are, on this machine."""

    def close(self, patient: bool = True) -> None:
        """Shut the executor down, waiting for it if ``patient``."""
        self.executor.shutdown(wait=patient)
        self.end()


class ClusterPool(WorkerPool):
    """A pool through a dask scheduler, which may go away, and to workers of any edition.

    A worker that cannot take a message in ends itself. So each is sent bytes, of which the task
    is made only when it is run: what a worker lacks is then the task's error.
    """

    lacking = (AttributeError, ImportError, TypeError)

    def __init__(
        self, make: Make, end: Callable[[], object], cores: Callable[[], Mapping[str, int]]
    ) -> None:
        super().__init__(make, end=end)
        self.cores, self.many = cores, 1
        self.look()

    def look(self) -> None:
        """Hold as many tasks as the workers of now take; say so where there are none any more."""
        with suppress(Exception):  # what the scheduler's going away means shows in `submit`
            many = sum(self.cores().values())
            if self.many and not many:
                none = "no workers at the dask scheduler for now; the sweep waits for them"
                print(none, file=sys.stderr, flush=True)
            self.many, self.capacity = many, QUEUED * max(many, 1)

    def submit(self, task: Task) -> futures.Future[Done]:
        """Hand over a task; `InputError` where the scheduler has gone away."""
        try:
            future = self.executor.submit(pickle.loads, pickle.dumps(_Call(task)))
        except Exception as error:  # dask raises errors of many kinds, of its own
            why = "the dask scheduler has gone away, and no more tasks can be run"
            raise LostSchedulerError(f"{why}: {error}") from None
        self.load += 1
        return future

    def close(self, patient: bool = True) -> None:
        """Let go of the scheduler, which may have gone already."""
        with suppress(Exception):
            super().close(patient)


class _Call(NamedTuple):
    """A task whose pickled bytes run it when they are read."""

    task: Task

    def __reduce__(self) -> tuple[Callable[[Task], Done], tuple[Task]]:
        return run_task, (self.task,)


@contextmanager
def _without_main() -> Iterator[None]:
    """Let a process that is started import what it needs, and not run the user's script again."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def drive(tasks: Iterable[Task], pools: Sequence[WorkerPool]) -> Iterator[Done | None]:
    """Run tasks on worker pools; yields what each leaves behind, and None now and then.

    No more tasks are made than the pools hold, and no worker waits while a result is kept. A task
    whose worker went away is tried again, and if that goes away too comes back as lost. Raises
    `OtherCodeError` where a worker has other code than this process.
    """
    waiting, again = iter(tasks), deque[tuple[Task, int]]()
    under_way: dict[futures.Future[Done], tuple[Task, int, WorkerPool]] = {}

    def fill() -> None:
        for pool in pools:
            pool.look()
            while pool.load < pool.capacity:
                task, attempt = again.popleft() if again else (next(waiting, None), 1)
                if task is None:
                    return
                under_way[pool.submit(task)] = (task, attempt, pool)

    def end(future: futures.Future[Done]) -> Done | None:
        task, attempt, pool = under_way.pop(future)
        pool.load -= 1
        try:
            return future.result()
        except OtherCodeError:
            raise
        except pool.lacking as error:
            raise OtherCodeError(f"the cluster ({error})") from None
        except Exception as error:
            if attempt == ATTEMPTS:
                return lost(task, error)
            again.append((task, attempt + 1))
        return None

    fill()
    while under_way:
        ended, _ = futures.wait(under_way, LOOK_UP, futures.FIRST_COMPLETED)
        finished = [done for future in ended if (done := end(future)) is not None]
        try:
            fill()
        finally:
            yield from sorted(finished, key=lambda done: done.number)
        yield None


def workers_for_plan(
    plan: Plan,
    tasks: Sequence[int],
    workers: int | None,
    scheduler: str | None,
    remedy: str = "`place: {{residents: {}}}` in the design",
) -> int | None:
    """How many workers memory has room for, for some tasks; `TooLargeError` where for none.

    A cluster's memory is its own affair.
    """
    if scheduler or not plan.scenarios:
        return workers
    need = need_of_plan(plan, tasks)
    return workers_that_fit(need, workers, remedy)


def need_of_plan(plan: Plan, tasks: Sequence[int]) -> Need:
    """What some tasks of a plan need, at its greatest number of residents."""
    base, arms = plan.scenarios[0], len(plan.scenarios)
    most = max([f.high for f in plan.factors if f.key == RESIDENTS], default=base.place.residents)
    runs = sum(len(plan.runs_of(task)) for task in tasks)
    size = {"residents": int(most), "arms": arms, "held": min(arms, HELD)}
    return need_of(base, runs=runs, apart=True, **size)


def local_pools(workers: int) -> list[WorkerPool]:
    """A process of its own for each worker, which ends when this one does."""
    spawn = multiprocessing.get_context("spawn")
    make = partial(futures.ProcessPoolExecutor, 1, spawn, _begin_worker)
    return [WorkerPool(make) for _ in range(workers)]


def _begin_worker() -> None:
    """Leave Ctrl-C to the driver, and end when it does, however it ends."""
    with suppress(ValueError):  # not in a main thread
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    if driver := multiprocessing.parent_process():
        threading.Thread(target=_leave_with, args=[driver.sentinel], daemon=True).start()


def _leave_with(driver: int) -> None:
    wait_for([driver])
    os._exit(1)


def kill_workers(before: set[int]) -> None:
    """End this process's children at once, but for those with the numbers given."""
    for child in multiprocessing.active_children():
        if child.pid not in before:
            child.kill()


def check_scheduler(address: str | None) -> None:
    """`InputError` where no dask scheduler answers at an address; nothing of it is kept open.

    A client would not do: one that reaches nobody complains again when the program ends.
    """
    if address is None:
        return
    try:
        import dask.distributed  # noqa: F401
    except ImportError:
        hint = 'install it with: pip install "joinedup[cluster]"'
        raise InputError(f"--scheduler needs dask; {hint}") from None
    try:
        found = asyncio.run(asyncio.wait_for(_identity(address), PATIENCE))
    except (OSError, TimeoutError, TypeError, ValueError, ImportError) as error:
        why = str(error) or f"nothing after {PATIENCE:g} seconds"
        hint = "; write it as tcp://HOST:8786" if isinstance(error, ValueError) else ""
        raise InputError(f"no dask scheduler answers at {address}: {why}{hint}") from None
    if "workers" not in found:
        raise InputError(f"no dask scheduler answers at {address}: it is a {found.get('type')}")


async def _identity(address: str) -> Mapping[str, Any]:
    """What a server of dask says of itself."""
    from dask.distributed import Security
    from distributed.core import rpc

    safely = Security().get_connection_args("client")
    asked = rpc(address, timeout=PATIENCE, connection_args=safely)
    try:
        return cast(Mapping[str, Any], await asked.identity())
    finally:
        await asked.close_rpc()


def cluster_pool(address: str) -> WorkerPool:
    """One pool through a dask scheduler, as wide as it has workers for; InputError without."""
    check_scheduler(address)
    from dask.distributed import Client

    client = Client(address, timeout=PATIENCE, set_as_default=False)
    return ClusterPool(lambda: client.get_executor(pure=False), client.close, client.ncores)
