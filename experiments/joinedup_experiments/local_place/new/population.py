"""The table of residents: how many, how old, how deprived."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import PlainValidator

from joinedup.codes import QUINTILES, Age, labels
from joinedup_experiments.local_place.new.cells import number
from joinedup_experiments.local_place.new.table import CellError, Once, Row, read_table
from joinedup_experiments.scenario_io.load.files import shown
from joinedup_experiments.scenario_io.load.problems import clipped, listed

FEWEST, MOST = 200, 5_000_000
_STARTS = (0, 16, 40, 65, 75, 85)
_OLDEST = 200
_AGES = re.compile(
    r"(?:ages?\s*)?(?P<first>\d{1,3})"
    r"(?:\s*(?:-|\u2013|to)\s*(?P<last>\d{1,3})"
    r"|\s*(?P<open>\+|plus|and over|and above|or over|or more))?",
    re.I,
)
_UNDER = re.compile(r"under (\d{1,5})", re.I)
_DATED = re.compile(r"\d{1,2}[- ]?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.I)
_NUMBERED = "write 1 (most deprived) to 5 (least deprived), as the English indices number them"
_DECILES = "these look like deciles: deciles 1 and 2 are quintile 1, and so on; "


@dataclass(frozen=True)
class Population:
    """Residents as a table gives them, and their shares where it has them.

    ``ages`` by the model's six bands; ``deprivation`` from the *least* to the most deprived.
    """

    file: str
    residents: int
    ages: dict[str, float] | None
    deprivation: tuple[float, ...] | None


class Band(NamedTuple):
    """Ages as written, the first and the last of them, and the model's band they lie in."""

    text: str
    first: int
    last: int
    name: str


def _band(cell: str) -> Band:
    text = cell.strip("'")
    if _DATED.search(text):
        what = f"`age` is `{clipped(text)}`: the spreadsheet has made a date of it"
        raise CellError(what, "write the age band as text, such as 5 to 9")
    first, last = _first_and_last(text)
    for name, start, after in zip(labels(Age), _STARTS, (*_STARTS[1:], _OLDEST + 1), strict=True):
        if start <= first and last < after:
            return Band(text, first, last, name)
    what = f"the age band `{clipped(text)}` lies across two of the model's bands"
    raise CellError(what, f"its bands are {listed(labels(Age))}")


def _first_and_last(text: str) -> tuple[int, int]:
    if under := _UNDER.fullmatch(text):
        return 0, max(0, int(under[1]) - 1)
    if ages := _AGES.fullmatch(text):
        first = int(ages["first"])
        last = _OLDEST if ages["open"] else int(ages["last"] or first)
        if first <= last and (ages["open"] or ages["last"] or first <= 120):
            return first, last
    what = f"`age` is `{clipped(text)}`, which is no band of ages" if text else "`age` is empty"
    raise CellError(
        what, f"write one of {listed(labels(Age))}, or bands inside these, such as 65-69"
    )


def _quintile(cell: str) -> int:
    """From 0 for the least to 4 for the most deprived."""
    plain = cell.lower().removesuffix(" deprived")
    if plain in ("least", "most"):
        return QUINTILES - 1 if plain == "most" else 0
    if plain in ("1", "2", "3", "4", "5"):
        return QUINTILES - int(plain)
    hint = _DECILES + _NUMBERED if plain in ("6", "7", "8", "9", "10") else _NUMBERED
    is_what = f"is `{clipped(cell)}`" if cell else "is empty"
    raise CellError(f"`deprivation_quintile` {is_what}", hint)


class PopulationRow(Row):
    """``age,deprivation_quintile,people``; one of the first two may be left out."""

    people: Annotated[float, PlainValidator(number("a number of people"))]
    age: Annotated[Band | None, PlainValidator(_band)] = None
    deprivation_quintile: Annotated[int | None, PlainValidator(_quintile)] = None


@dataclass
class _Counts:
    """People by band of ages and by quintile, as rows add to them."""

    ages: Counter[str] = field(default_factory=Counter)
    quintiles: Counter[int] = field(default_factory=Counter)
    people: float = 0.0
    once: Once = field(default_factory=lambda: Once("add them up in one line"))

    def add(self, row: PopulationRow) -> None:
        if row.people != round(row.people):
            what = f"`people` is {row.people:.15g}, and people are counted in whole numbers"
            raise CellError(what, "give people, not thousands or shares")
        group = (row.age and row.age.text, row.deprivation_quintile)
        if group != (None, None):
            self.once.check(group, "the same group stands there", row.line)
        self.people += row.people
        if row.age is not None:
            self.ages[row.age.name] += int(row.people)
        if row.deprivation_quintile is not None:
            self.quintiles[row.deprivation_quintile] += int(row.people)

    def faults(self) -> Iterator[tuple[int, CellError]]:
        if not self.ages and not self.quintiles:
            what = "neither the heading `age` nor `deprivation_quintile` is there"
            first = "the first line must be: age,deprivation_quintile,people"
            yield 1, CellError(what, f"{first} (or with one of the two)")
            return
        missing = [name for name in labels(Age) if self.ages and name not in self.ages]
        if missing:
            of = f"{listed(missing)} is in the table, so it is not the whole population"
            yield 0, CellError(f"nobody of {of}", "write 0 where there is nobody")
        numbers = [str(n) for n in range(1, QUINTILES + 1) if QUINTILES - n not in self.quintiles]
        if self.quintiles and numbers:
            what = f"nobody of deprivation quintile {listed(numbers)} is in the table"
            yield 0, CellError(what, "write 0 where there is nobody")
        if not missing and not FEWEST <= self.people <= MOST:
            has = f"{self.people:,.0f} people, and a place has {FEWEST:,} to {MOST:,}"
            yield 0, CellError(f"the table has {has}", "give people, not thousands or shares")


def read_population(path: Path) -> Population:
    """The residents of a table of `PopulationRow`.

    Quintiles are numbered as in the English indices of deprivation: 1 is the most deprived.
    `ScenarioError` has every fault with its line.
    """
    counts = _Counts()
    read_table(path, PopulationRow, counts.add, counts.faults)
    many = counts.people
    ages = {name: counts.ages[name] / many for name in labels(Age) if counts.ages}
    quintiles = tuple(counts.quintiles[n] / many for n in range(QUINTILES) if counts.quintiles)
    return Population(shown(path), round(many), ages or None, quintiles or None)
