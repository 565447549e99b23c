"""When the runs of a sweep ended, written down by the workers themselves."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from joinedup_experiments.sweep.plan import Months, Work


@dataclass(frozen=True)
class TimedWork:
    """The work of a sweep; each worker writes down when a run ended, and what it took by itself."""

    work: Work
    folder: Path

    def __call__(self, coordinates: Sequence[float], seed: int) -> Months:
        """Run, and write down the clock and the processor seconds of this process."""
        clock, processor = time.time(), time.process_time()
        months = self.work(coordinates, seed)
        ended, spent = time.time(), time.process_time()
        with (self.folder / f"worker-{os.getpid()}").open("a", encoding="utf-8") as opened:
            opened.write(f"{ended!r} {spent!r} {ended - clock!r} {spent - processor!r}\n")
        return months


class Cost(NamedTuple):
    """Seconds on the clock, and of processors."""

    clock: float
    processor: float


class Stamp(NamedTuple):
    """When a run ended, in seconds since the epoch and of its process, and what it took of both."""

    clock: float
    processor: float
    own_clock: float
    own_processor: float


@dataclass(frozen=True)
class Worked:
    """What the workers of one sweep wrote down, each of its own runs."""

    stamps: list[list[Stamp]]

    @classmethod
    def read(cls, folder: Path) -> Worked:
        """From the folder that `TimedWork` wrote to."""
        files = [file.read_text(encoding="utf-8") for file in sorted(folder.glob("worker-*"))]
        return cls(
            [[Stamp(*map(float, row.split())) for row in text.splitlines()] for text in files]
        )

    @property
    def first(self) -> float:
        """When the first run ended."""
        return min(mine[0].clock for mine in self.stamps)

    @property
    def last(self) -> float:
        """When the last run ended."""
        return max(mine[-1].clock for mine in self.stamps)

    def each(self, warm: int = 0) -> Cost:
        """What a run cost each worker, from the end of one of its first runs to that of its last.

        Between two ends lies all that a worker does: the run, its scenarios, writing shards, and
        waiting for the driver.

        Parameters
        ----------
        warm : int
            How many runs of each worker to leave out before the one to begin with.
        """
        warmed = [mine[warm:] for mine in self.stamps]
        spans = [(mine[0], mine[-1], len(mine) - 1) for mine in warmed if len(mine) > 1]
        runs = sum(many for _, _, many in spans)
        clock = sum(last.clock - first.clock for first, last, _ in spans)
        processor = sum(last.processor - first.processor for first, last, _ in spans)
        return Cost(clock / runs, processor / runs)

    def between(self, warm: int = 0) -> Cost:
        """What of `each` lies between runs, so that it hardly changes with the machine's load."""
        each = self.each(warm)
        runs = [run for mine in self.stamps for run in mine[warm + 1 :]]
        clock = sum(run.own_clock for run in runs) / len(runs)
        return Cost(
            each.clock - clock, each.processor - sum(run.own_processor for run in runs) / len(runs)
        )

    def runs_a_second(self) -> float:
        """Of all workers together, while all of them were at work."""
        since = max(mine[0].clock for mine in self.stamps)
        until = min(mine[-1].clock for mine in self.stamps)
        within = sum(since < run.clock <= until for mine in self.stamps for run in mine)
        return within / (until - since)
