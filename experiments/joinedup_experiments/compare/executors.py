"""Running replications at once, a thread each, once the model is compiled.

The day loop releases the interpreter's lock, so threads keep every core busy, share one compiled
model, and can report progress (docs/decisions.md).
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, CancelledError, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import partial
from operator import mul
from pathlib import Path
from typing import TypeVar

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.display import progress as display

Tell = Callable[[float], None]
T = TypeVar("T")
LOOK_UP = 0.1  # seconds between looks for Ctrl-C
FUNCTIONS = 650  # that the model compiles, about: they tell how far compiling is


def cores() -> int:
    """Processor cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)  # macOS and Windows have none
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def workers_for(tasks: int, asked: int | None = None) -> int:
    """How many workers to start: as asked, else a core each, and never more than tasks."""
    if asked is not None and asked < 1:
        raise ValueError(f"at least one worker is needed, not {asked}")
    return max(1, min(asked or cores(), tasks))


def gather(
    calls: Sequence[Callable[[Tell], T]],
    workers: int | None = None,
    progress: Tell | None = None,
    sizes: Sequence[float] | None = None,
) -> list[T]:
    """Run every call in threads; the results in the order of the calls.

    Each call is given a function to tell the share of it that is done, which stops it when
    another has failed or Ctrl-C was pressed. ``progress`` is told the share of all, in which
    calls count by their ``sizes``, alike unless given.
    """
    stop, shares = threading.Event(), [0.0] * len(calls)
    counts = list(sizes or [1.0] * len(calls))

    def tell(number: int, share: float) -> None:
        if stop.is_set():
            raise CancelledError
        shares[number] = share

    pool = ThreadPoolExecutor(workers_for(len(calls), workers), thread_name_prefix="replication")
    try:
        futures = [pool.submit(call, partial(tell, number)) for number, call in enumerate(calls)]
        waiting: set[Future[T]] = set(futures)
        while waiting:
            ended, waiting = wait(waiting, timeout=LOOK_UP, return_when=FIRST_EXCEPTION)
            for future in ended:
                future.result()
            if progress:
                ends = [f.done() for f in futures]
                progress(sum(map(mul, counts, map(max, ends, shares))) / sum(counts))
        return [future.result() for future in futures]
    finally:
        stop.set()
        pool.shutdown(wait=True, cancel_futures=True)


def warm_up(scenario: Scenario) -> None:
    """Compile the model, or fetch what was compiled before, by running a very small place.

    In the main thread, so that Ctrl-C stops it at once.
    """
    from joinedup.engine.kept_code import UNKEPT, cache_folder, is_compiled, passed_over
    from joinedup.run import simulate
    from joinedup_experiments.compare.compiled_states import keep_few, mark_used

    compiles, folder = os.environ.get("NUMBA_DISABLE_JIT") != "1", cache_folder()
    if folder:
        mark_used(folder)
    if not compiles or is_compiled(folder):
        simulate(very_small(scenario), 1)
        return
    for fault in passed_over():
        place = f"kept in {folder}" if folder else "not kept"
        print(f"Note: the compiled model is {place}: {fault}", file=sys.stderr, flush=True)
    with _telling_how_far(folder):
        simulate(very_small(scenario), 1)
    for fault in UNKEPT[:1]:
        print(f"Note: what was compiled could not be kept in {fault}", file=sys.stderr, flush=True)
    keep_few()


@contextmanager
def _telling_how_far(folder: Path | None) -> Iterator[None]:
    """Show how many of the model's functions a folder has, each second, until all is done."""
    if folder is None:
        yield
        return
    done = threading.Event()
    with display.progress("Compiling") as tell:

        def look() -> None:
            tell(min(0.99, len(list(folder.rglob("*.nbc"))) / FUNCTIONS))

        def look_often() -> None:
            while not done.wait(1.0):
                look()

        look()
        watcher = threading.Thread(target=look_often, daemon=True)
        watcher.start()
        try:
            yield
        finally:
            done.set()
            watcher.join()


def very_small(scenario: Scenario) -> Scenario:
    """The place, nothing joined, in one small neighbourhood for a few weeks: of any scenario.

    What an arrangement adds may come to nothing in so small a place, and compiles nothing else.
    """
    small = {"residents": 200, "neighbourhoods": 1, "years": 0.1, "burn_in_years": 0.1}
    each = {"by_neighbourhood": None, "straddling": None}
    return scenario.with_({"arrangement": {}} | small | each)
