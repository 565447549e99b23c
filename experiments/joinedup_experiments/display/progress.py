"""Progress of long work on standard error, with the time left."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE = 2.0  # seconds before a first plain line
PLAIN_EVERY = 15.0  # seconds between plain lines
TOLD_FROM = 0.02  # share done from which the pace says how long the rest takes


@contextmanager
def progress(what: str, starting: float = 0.0) -> Iterator[Callable[[float], None]]:
    """Show how far ``what`` is on standard error: a bar on a terminal, else a line now and then.

    What is yielded is called with the share done, from 0 to 1. Up to the share ``starting`` time
    goes into starting workers too, and tells nothing of the time left.
    """
    if not sys.stderr.isatty():
        yield _plain_lines(what, starting)
        return
    from rich.console import Console
    from rich.progress import Progress, TextColumn, TimeElapsedColumn

    columns = (*Progress.get_default_columns(), TextColumn("left, after"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=1.0)
        yield lambda share: bar.update(task, completed=share)


def _plain_lines(what: str, starting: float = 0.0) -> Callable[[float], None]:
    """The pace is that since the first call: before it the model may have been compiled.

    From ``starting`` on it is known when as much again is done, since as many end together.
    """
    began, first, due = 0.0, -1.0, 0.0

    def tell(share: float) -> None:
        nonlocal began, first, due
        now = time.monotonic()
        due = now + PATIENCE if first < 0.0 else due
        if first < starting:
            began, first = now, share
        if now < due or not 0.0 < share < 1.0:
            return
        left = ""
        if share - first >= max(TOLD_FROM, starting):
            left = f", about {duration((now - began) / (share - first) * (1.0 - share))} left"
        print(f"{what}: {share:.0%}{left}", file=sys.stderr, flush=True)
        due = now + PLAIN_EVERY

    return tell


def duration(seconds: float) -> str:
    """A length of time in words.

    >>> duration(70), duration(600), duration(10_000)
    ('70 seconds', '10 minutes', '2.8 hours')
    """
    if seconds < 90.0:
        return f"{max(2, round(seconds))} seconds"
    return f"{seconds / 60.0:.0f} minutes" if seconds < 7200.0 else f"{seconds / 3600.0:.1f} hours"
