"""The driver: hands out tasks, keeps what comes back, and outlives those who do the work."""

from __future__ import annotations

import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from dataclasses import dataclass
from typing import Protocol

from joinedup_experiments.sweep.tasks import Done, Task
from joinedup_experiments.sweep.worker_pools import WorkerPool

ATTEMPTS = 2
LOOK_UP = 0.5  # seconds between looks for Ctrl-C


@dataclass(frozen=True)
class Lost:
    """A task whose worker went away, or could not say what came out, each time it was tried."""

    task: Task
    error: str
    traceback: str


class Keeper(Protocol):
    """Who takes what comes back."""

    def keep(self, done: Done) -> None:
        """A task's results."""

    def lose(self, lost: Lost) -> None:
        """A task that was lost twice."""


def drive(
    tasks: Iterable[Task],
    worker_pools: Sequence[WorkerPool],
    keeper: Keeper,
    tell: Callable[[], None] = lambda: None,
) -> None:
    """Run tasks on lanes until all are kept or lost.

    No more tasks are made than the lanes hold, so memory does not grow with their number. The
    lanes are filled again before results are written, so that nobody waits for the disk.
    """
    _Drive(iter(tasks), worker_pools, keeper, tell).run()


class _Drive:
    def __init__(
        self,
        tasks: Iterator[Task],
        worker_pools: Sequence[WorkerPool],
        keeper: Keeper,
        tell: Callable[[], None],
    ) -> None:
        self.tasks, self.worker_pools, self.keeper, self.tell = tasks, worker_pools, keeper, tell
        self.again: deque[tuple[Task, int]] = deque()
        self.under_way: dict[Future[Done], tuple[Task, int, WorkerPool, int]] = {}

    def run(self) -> None:
        self.fill()
        while self.under_way:
            ended, _ = wait(self.under_way, LOOK_UP, FIRST_COMPLETED)
            finished = [done for future in ended if (done := self.end(future)) is not None]
            self.fill()
            for done in sorted(finished, key=lambda one: one.number):
                self.keeper.keep(done)
            self.tell()

    def fill(self) -> None:
        for pool in self.worker_pools:
            while pool.load < pool.capacity:
                following = self.next()
                if following is None:
                    return
                task, attempt = following
                future = pool.submit(task)
                self.under_way[future] = (task, attempt, pool, pool.made)

    def next(self) -> tuple[Task, int] | None:
        if self.again:
            return self.again.popleft()
        task = next(self.tasks, None)
        return None if task is None else (task, 1)

    def end(self, future: Future[Done]) -> Done | None:
        """What a task left behind; None when it was lost, in which case it is tried again."""
        task, attempt, pool, made = self.under_way.pop(future)
        pool.load -= 1
        try:
            return future.result()
        except Exception as error:
            if isinstance(error, BrokenExecutor):
                pool.renew(made)
            if attempt < ATTEMPTS:
                self.again.append((task, attempt + 1))
            else:
                said = f"{type(error).__name__}: {error}"
                told = "".join(traceback.format_exception(error))
                self.keeper.lose(Lost(task, said, told))
        return None
