"""Telling how far a sweep is: runs done, runs a second, time left."""

from __future__ import annotations

import sys
import time

EVERY, ON_A_TERMINAL = 15.0, 1.0  # seconds between lines


class ProgressReporter:
    """Counts runs and says on standard error how it goes.

    Parameters
    ----------
    total : int
        Runs of this share.
    before : int
        Those that were done when this driver began.
    """

    def __init__(self, total: int, before: int) -> None:
        self.total, self.before, self.done, self.failed = total, before, 0, 0
        self.began = time.monotonic()
        self.said = self.began - EVERY + 2.0
        self.terminal = sys.stderr.isatty()

    def count(self, runs: int, failed: int) -> None:
        """Some more runs are done."""
        self.done += runs
        self.failed += failed

    def tell(self) -> None:
        """Say how it goes, now and then."""
        now = time.monotonic()
        if self.done and now - self.said >= (ON_A_TERMINAL if self.terminal else EVERY):
            self.said = now
            end = "\r" if self.terminal else "\n"
            print(self.line(now - self.began), end=end, file=sys.stderr, flush=True)

    def over(self) -> None:
        """The last line, if there were any before it."""
        if self.terminal and self.done:
            print(self.line(time.monotonic() - self.began), file=sys.stderr, flush=True)

    def line(self, seconds: float) -> str:
        """How far it is after so many seconds."""
        there = self.before + self.done
        rate = self.done / max(seconds, 1e-9)
        left = (self.total - there) / rate if rate else float("inf")
        failed = f", {self.failed} failed" if self.failed else ""
        return (
            f"{there:,} of {self.total:,} runs{failed}; {rate:,.3g} runs a second, "
            f"about {spoken(left)} left    "
        ).rstrip(" " if not self.terminal else "")


def spoken(seconds: float) -> str:
    """A length of time in words.

    >>> spoken(70), spoken(600), spoken(10_000)
    ('70 seconds', '10 minutes', '2.8 hours')
    """
    if seconds < 90.0:
        return f"{seconds:.0f} seconds"
    return f"{seconds / 60.0:.0f} minutes" if seconds < 7200.0 else f"{seconds / 3600.0:.1f} hours"
