"""What a campaign is, what came of its cases, and where a case that is not good is kept."""

from __future__ import annotations

import random
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

WHOLE, REFUSED, SAID = "whole", "refused", "said"
TRACEBACK, SILENT, WRONG = "traceback", "silent", "wrong"
GOOD, BAD = (WHOLE, REFUSED, SAID), (TRACEBACK, SILENT, WRONG)
MEANING = {
    WHOLE: "as if nothing had happened",
    REFUSED: "refused in one clear line",
    SAID: "shown, and what is damaged is named",
    TRACEBACK: "a traceback",
    SILENT: "other figures in silence",
    WRONG: "half results, lost work, or an unclear refusal",
}


class Verdict(NamedTuple):
    """What came of a case: one of `MEANING`, and what was seen."""

    kind: str
    seen: str = ""


class Case(NamedTuple):
    """A case to come: its own random numbers and its own empty folder."""

    number: int
    rng: random.Random
    folder: Path


# A campaign makes what its cases share in a folder, and yields each case's name and verdict.
Campaign = Callable[[Path, Iterable[Case]], Iterator[tuple[str, Verdict]]]


@dataclass
class Counts:
    """How many cases of a campaign ended how, and how many inputs that were."""

    name: str
    of: Counter[str] = field(default_factory=Counter)
    minutes: float = 0.0

    @property
    def bad(self) -> int:
        """How many are not good."""
        return sum(self.of[kind] for kind in BAD)

    def row(self) -> str:
        """A line of the table of counts."""
        counts = "".join(f"{self.of[kind]:>11,}" for kind in (*GOOD, *BAD))
        return f"{self.name:<12}{sum(self.of.values()):>11,}{counts}{self.minutes:>9.1f}"


HEAD = f"{'campaign':<12}{'tried':>11}" + "".join(f"{kind:>11}" for kind in MEANING)
HEAD += f"{'minutes':>9}"


def cases(work: Path, seed: int, name: str, first: int, minutes: float) -> Iterator[Case]:
    """Cases from a number on, until the time is up; the folder of each goes after it."""
    until, number = time.monotonic() + 60.0 * minutes, first
    while number == first or time.monotonic() < until:
        folder = work / f"case-{number}"
        folder.mkdir(parents=True)
        yield Case(number, random.Random(f"{name}-{seed}-{number}"), folder)
        shutil.rmtree(folder, ignore_errors=True)
        number += 1


def run_campaign(
    name: str, campaign: Campaign, work: Path, kept: Path, seed: int, first: int, minutes: float
) -> Counts:
    """Run a campaign; what is not good is printed in a line, and kept with how to repeat it."""
    counts, begun = Counts(name), time.monotonic()
    shared = work / name
    shared.mkdir(parents=True)
    numbers: list[int] = []

    def numbered() -> Iterator[Case]:
        for case in cases(shared, seed, name, first, minutes):
            numbers.append(case.number)
            yield case

    for what, verdict in campaign(shared, numbered()):
        counts.of[verdict.kind] += 1
        if verdict.kind in BAD:
            folder = kept / f"{name}-{seed}-{numbers[-1]}"
            _keep(shared / f"case-{numbers[-1]}", folder, what, verdict, seed)
            seen = " ".join(verdict.seen.split())[-300:]
            print(f"{name} {numbers[-1]}: {verdict.kind}: {what}: {seen}", flush=True)
    counts.minutes = (time.monotonic() - begun) / 60.0
    return counts


def _keep(case: Path, folder: Path, what: str, verdict: Verdict, seed: int) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(case, folder, symlinks=True, ignore_dangling_symlinks=True)
    name, number = folder.name.split("-")[0], folder.name.rsplit("-", 1)[-1]
    again = f"python -m tests.torture --campaign {name} --seed {seed} --case {number}"
    text = f"{again}\n{what}\n{verdict.kind}: {MEANING[verdict.kind]}\n\n{verdict.seen}\n"
    (folder / "case.txt").write_text(text, "utf-8", "surrogateescape")
