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
    """The work of a sweep; each worker writes down when a run ended."""

    work: Work
    folder: Path

    def __call__(self, coordinates: Sequence[float], seed: int) -> Months:
        """Run, and write down the clock and the processor seconds of this process."""
        months = self.work(coordinates, seed)
        with (self.folder / f"worker-{os.getpid()}").open("a", encoding="utf-8") as opened:
            opened.write(f"{time.time()!r} {time.process_time()!r}\n")
        return months


class Cost(NamedTuple):
    """Seconds on the clock, and of processors."""

    clock: float
    processor: float


@dataclass(frozen=True)
class Worked:
    """What the workers of one sweep wrote down."""

    # Per worker, when each of its runs ended: seconds since the epoch, and of its process
    stamps: list[list[Cost]]

    @classmethod
    def read(cls, folder: Path) -> Worked:
        """From the folder that `TimedWork` wrote to."""
        files = [file.read_text(encoding="utf-8") for file in sorted(folder.glob("worker-*"))]
        return cls(
            [[Cost(*map(float, row.split())) for row in text.splitlines()] for text in files]
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

    def runs_a_second(self) -> float:
        """Of all workers together, while all of them were at work."""
        since = max(mine[0].clock for mine in self.stamps)
        until = min(mine[-1].clock for mine in self.stamps)
        within = sum(since < run.clock <= until for mine in self.stamps for run in mine)
        return within / (until - since)
