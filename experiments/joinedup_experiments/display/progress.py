"""Progress of long work on standard error, with the time left."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE = 2.0  # seconds before anything is shown
PLAIN_EVERY = 15.0  # seconds between plain lines


@contextmanager
def progress(what: str) -> Iterator[Callable[[float], None]]:
    """Show how far ``what`` is on standard error; nothing if it is over within two seconds.

    A bar with the time left on a terminal, else a plain line now and then. What is yielded is
    called with the share done, from 0 to 1.
    """
    if sys.stderr.isatty():
        with _bar(what) as tell:
            yield tell
    else:
        yield _plain_lines(what)


@contextmanager
def _bar(what: str) -> Iterator[Callable[[float], None]]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("left"),
        TimeRemainingColumn(elapsed_when_finished=False),
        TextColumn("run"),
        TimeElapsedColumn(),
    )
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task(what, total=1.0)
    began, shown = time.monotonic(), False

    def tell(share: float) -> None:
        nonlocal shown
        if not shown and time.monotonic() - began > PATIENCE and share < 1.0:
            bar.start()
            shown = True
        bar.update(task, completed=share)

    try:
        yield tell
    finally:
        if shown:
            bar.stop()


def _plain_lines(what: str) -> Callable[[float], None]:
    began = shown = time.monotonic()
    first = True

    def tell(share: float) -> None:
        nonlocal shown, first
        now = time.monotonic()
        due = PATIENCE if first else PLAIN_EVERY
        if now - shown < due or not 0.0 < share < 1.0:
            return
        left = (now - began) / share * (1.0 - share)
        print(f"{what}: {share:.0%}, about {duration(left)} left", file=sys.stderr, flush=True)
        shown, first = now, False

    return tell


def duration(seconds: float) -> str:
    """A length of time in words.

    >>> duration(70), duration(600), duration(10_000)
    ('70 seconds', '10 minutes', '2.8 hours')
    """
    if seconds < 90.0:
        return f"{max(2, round(seconds))} seconds"
    return f"{seconds / 60.0:.0f} minutes" if seconds < 7200.0 else f"{seconds / 3600.0:.1f} hours"
