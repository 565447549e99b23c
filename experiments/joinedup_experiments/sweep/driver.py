"""The driver: hands out tasks, yields what comes back, and outlives the workers."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait

from joinedup_experiments.sweep.tasks import Done, Task, lost
from joinedup_experiments.sweep.worker_pools import WorkerPool

ATTEMPTS = 2
LOOK_UP = 0.5  # seconds between looks for Ctrl-C


def drive(tasks: Iterable[Task], pools: Sequence[WorkerPool]) -> Iterator[Done | None]:
    """Run tasks on worker pools; yields what each leaves behind, and None now and then.

    No more tasks are made than the pools hold, so memory does not grow with their number. The
    pools are filled again before anything is yielded, so that no worker waits for the disk. A
    task whose worker went away is tried again, and if that goes away too comes back as lost.
    """
    waiting, again = iter(tasks), deque[tuple[Task, int]]()
    under_way: dict[Future[Done], tuple[Task, int, WorkerPool, int]] = {}

    def fill() -> None:
        for pool in pools:
            while pool.load < pool.capacity:
                task, attempt = again.popleft() if again else (next(waiting, None), 1)
                if task is None:
                    return
                future = pool.submit(task)
                under_way[future] = (task, attempt, pool, pool.made)

    def end(future: Future[Done]) -> Done | None:
        task, attempt, pool, made = under_way.pop(future)
        pool.load -= 1
        try:
            return future.result()
        except Exception as error:
            if isinstance(error, BrokenExecutor):
                pool.renew(made)
            if attempt == ATTEMPTS:
                return lost(task, error)
            again.append((task, attempt + 1))
        return None

    fill()
    while under_way:
        ended, _ = wait(under_way, LOOK_UP, FIRST_COMPLETED)
        finished = [done for future in ended if (done := end(future)) is not None]
        fill()
        yield from sorted(finished, key=lambda done: done.number)
        yield None
