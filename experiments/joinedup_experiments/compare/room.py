"""Whether work fits in memory, asked before it starts, and about how long it takes.

The numbers were measured as the greatest resident memory of `joinedup.run.branches` and of whole
commands, on Linux and Python 3.11: 20,000 to 400,000 residents, 1 to 20 years, 1 to 4 arms. The
tables of a world have 1,750 bytes for each resident; an arm adds 100 for each of its years.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psutil

from joinedup.outcomes.measures import MEASURES
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.executors import workers_for
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.display.numbers import counted
from joinedup_experiments.display.progress import duration

SAFE = 1.2  # what is worked out, times this: no measured peak was above it
PROCESS = 350e6  # Python and the compiled model
WORLD, WORLD_OF_A_RESIDENT = 15e6, 2_100.0  # bytes, the year on record before the index date too
A_YEAR, A_YEAR_WITH_CONTACTS = 110.0, 250.0  # bytes of events for each resident
IN_RECORDS, IN_A_REPORT = 2_600.0, 1_400.0  # bytes for each resident and year, and arm
SORTED = 3.0  # copies of the events while they are put in order and written
PERSON_YEARS = 100_000.0  # that a core runs in a second, about
WORTH_SAYING = 300.0  # seconds
CGROUPS = Path("/sys/fs/cgroup")


class TooLargeError(InputError):
    """Work that does not fit in this machine's memory; the text says what would."""


@dataclass(frozen=True)
class Need:
    """Runs that are alike: of so many ``arms``, of which ``held`` are in memory at once.

    With ``logged`` the events of one run are kept and written; with ``contacts``, routine
    contacts are among all events. ``tables`` are bytes beside, for each resident and year.
    ``apart`` is whether each worker is a process.
    """

    residents: int
    years: float
    burn_in_years: float
    runs: int = 1
    arms: int = 1
    held: int = 1
    logged: bool = False
    contacts: bool = False
    tables: float = 0.0
    apart: bool = False

    def bytes(self, workers: int, residents: int | None = None) -> float:
        """What so many workers take at once, results that are kept included."""
        people = residents or self.residents
        events = people * self.years * (A_YEAR_WITH_CONTACTS if self.contacts else A_YEAR)
        run = self.held * (WORLD + people * WORLD_OF_A_RESIDENT + events)
        written = SORTED * self.held * events if self.logged else 0.0
        written += people * self.years * self.tables
        if self.apart:
            return PROCESS + workers * (PROCESS + SAFE * (run + written))
        kept = 2.0 * self.runs * self.arms * 8.0 * len(MEASURES) * 12.0 * self.years
        return PROCESS + SAFE * (workers * run + written + kept)

    def seconds(self, workers: int) -> float:
        """About how long so many workers take."""
        years = self.burn_in_years + self.arms * self.years
        return self.runs * self.residents * years / PERSON_YEARS / workers


def need_of(scenario: Scenario, **other: Any) -> Need:
    """What a scenario's replications need, in one arm; ``other`` is what is otherwise."""
    run = scenario.run
    need = Need(scenario.place.residents, run.years, run.burn_in_years, run.replications)
    return replace(need, **other)


def workers_that_fit(need: Need, asked: int | None, remedy: str) -> int:
    """How many workers to start: as `workers_for` has it, or fewer where memory is short.

    Standard error says so, and about how long it takes where that is minutes. `TooLargeError` is
    raised where not even one fits. ``remedy`` says how to ask for as many residents as ``{}``.
    """
    wanted, room = workers_for(need.runs, asked), free_bytes()
    workers = next((n for n in range(wanted, 0, -1) if need.bytes(n) <= room), 0)
    if not workers:
        raise TooLargeError(_too_large(need, room, remedy))
    if workers < wanted:
        takes = f"{wanted} workers take about {_size(need.bytes(wanted))} of memory"
        print(f"{takes}, and {_size(room)} are free: {workers} at once", file=sys.stderr)
    if (seconds := need.seconds(workers)) >= WORTH_SAYING:
        print(f"It will take roughly {duration(seconds)}", file=sys.stderr, flush=True)
    return workers


def _too_large(need: Need, room: float, remedy: str) -> str:
    seconds = need.seconds(1)
    size = counted(need.residents, "resident"), counted(need.arms, "arm")
    what = ", ".join([*size, counted(need.years, "year")])
    takes = f"it takes about {_size(need.bytes(1))} of memory, and {_size(room)} are free"
    time = f"; and roughly {duration(seconds)} on one core" if seconds >= WORTH_SAYING else ""
    low, high = 0, need.residents
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if need.bytes(1, middle) <= room else (low, middle)
    fits = int(float(f"{low:.2g}")) if low else 0
    fits = fits if fits <= low else fits - 10 ** (len(str(low)) - 2)
    advice = f"{fits:,} residents would fit: {remedy.format(fits)}" if fits >= 200 else ""
    advice = advice or "fewer years, arms or replications take less"
    return f"{what}: {takes}{time}. {advice[0].upper()}{advice[1:]}"


def _size(number: float) -> str:
    return f"{number / 1e9:,.1f} GB"


def free_bytes() -> float:
    """Memory that this process and its workers can still have."""
    return min([float(psutil.virtual_memory().available), *_below_rlimit(), *_in_cgroups()])


def _below_rlimit() -> Iterator[float]:
    """What is left of the address space, where it has a limit."""
    with suppress(ImportError):  # Windows has no such limits
        import resource

        limit, _ = resource.getrlimit(resource.RLIMIT_AS)
        if limit != resource.RLIM_INFINITY:
            yield float(limit - psutil.Process().memory_info().vms)


def _in_cgroups(mine: Path = Path("/proc/self/cgroup"), root: Path = CGROUPS) -> Iterator[float]:
    """What is left in each control group around this process, as containers and Slurm set them."""
    with suppress(OSError):
        for line in mine.read_text(encoding="utf-8").splitlines():
            _, kinds, path = line.split(":", 2)
            if not kinds:
                files, top = ("memory.max", "memory.current", "inactive_file"), root
            elif kinds == "memory":
                files = "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"
                top = root / "memory"
            else:
                continue
            here = top / path.lstrip("/")
            for folder in (here, *here.parents):
                if folder.is_relative_to(top):
                    yield from _left_in(folder, *files)


def _left_in(folder: Path, limit: str, usage: str, cache: str) -> Iterator[float]:
    """What is left in one control group; what it holds of files can be let go of."""
    with suppress(OSError, ValueError):  # it is not there, or the limit is "max"
        most = float((folder / limit).read_text(encoding="utf-8"))
        stat = (folder / "memory.stat").read_text(encoding="utf-8").split()
        let_go = float(dict(zip(stat[::2], stat[1::2], strict=False)).get(cache, 0.0))
        yield most - (float((folder / usage).read_text(encoding="utf-8")) - let_go)
