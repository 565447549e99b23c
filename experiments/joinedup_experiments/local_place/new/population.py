"""The table of residents: how many, how old, how deprived."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import PlainValidator

from joinedup.codes import AGE_NAMES, QUINTILES
from joinedup_experiments.local_place.new.cells import number
from joinedup_experiments.local_place.new.table import CellError, Once, Row, read_table
from joinedup_experiments.scenario_io.load.finding import shown
from joinedup_experiments.scenario_io.load.problems import (
    Problem,
    ScenarioError,
    Spot,
    clipped,
    listed,
)

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
    """Residents as a table gives them.

    Attributes
    ----------
    residents : int
        People.
    ages : dict of str to float or None
        Share of residents in each of the model's six bands, if the table has ages.
    deprivation : tuple of float or None
        Share in each quintile from the *least* to the most deprived, if the table has them.
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
    for name, start, after in zip(AGE_NAMES, _STARTS, (*_STARTS[1:], _OLDEST + 1), strict=True):
        if start <= first and last < after:
            return Band(text, first, last, name)
    what = f"the age band `{clipped(text)}` lies across two of the model's bands"
    raise CellError(what, f"its bands are {listed(AGE_NAMES)}")


def _first_and_last(text: str) -> tuple[int, int]:
    if under := _UNDER.fullmatch(text):
        return 0, max(0, int(under[1]) - 1)
    if ages := _AGES.fullmatch(text):
        first = int(ages["first"])
        last = _OLDEST if ages["open"] else int(ages["last"] or first)
        if first <= last and (ages["open"] or ages["last"] or first <= 120):
            return first, last
    what = f"`age` is `{clipped(text)}`, which is no band of ages" if text else "`age` is empty"
    raise CellError(what, f"write one of {listed(AGE_NAMES)}, or bands inside these, such as 65-69")


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

    people: float = 0.0
    ages: dict[str, float] = field(default_factory=dict)
    quintiles: dict[int, float] = field(default_factory=dict)
    once: Once = field(default_factory=lambda: Once("add them up in one line"))

    def add(self, row: PopulationRow) -> None:
        if row.people != round(row.people):
            what = f"`people` is {row.people:.15g}, and people are counted in whole numbers"
            raise CellError(what, "give people, not thousands or shares")
        group = (row.age and row.age.text, row.deprivation_quintile)
        self.once.check(group, "the same group stands there", row.line)
        self.people += row.people
        if row.age is not None:
            self.ages[row.age.name] = self.ages.get(row.age.name, 0.0) + row.people
        if row.deprivation_quintile is not None:
            before = self.quintiles.get(row.deprivation_quintile, 0.0)
            self.quintiles[row.deprivation_quintile] = before + row.people


def read_population(path: Path) -> Population:
    """Read a table of `PopulationRow`.

    Quintiles are numbered as in the English indices of deprivation: 1 is the most deprived.

    Raises
    ------
    ScenarioError
        For every fault, with its line.
    """
    counts, file = _Counts(), shown(path)
    headings = read_table(path, PopulationRow, counts.add)
    if headings == ("people",):
        what = "neither the heading `age` nor `deprivation_quintile` is there"
        hint = "the first line must be: age,deprivation_quintile,people (or with one of the two)"
        raise ScenarioError(Problem(Spot(file, 1), what, (), hint))
    faults = []
    missing = [name for name in AGE_NAMES if counts.ages and name not in counts.ages]
    if missing:
        what = f"nobody of {listed(missing)} is in the table, so it is not the whole population"
        faults.append((what, "write 0 where there is nobody"))
    numbers = [str(n) for n in range(1, QUINTILES + 1) if QUINTILES - n not in counts.quintiles]
    if counts.quintiles and numbers:
        what = f"nobody of deprivation quintile {listed(numbers)} is in the table"
        faults.append((what, "write 0 where there is nobody"))
    if not faults and not FEWEST <= counts.people <= MOST:
        what = f"the table has {counts.people:,.0f} people, and a place has {FEWEST:,} to {MOST:,}"
        faults.append((what, "give people, not thousands or shares"))
    if faults:
        raise ScenarioError(Problem(Spot(file), what, (), hint) for what, hint in faults)
    ages = {name: counts.ages[name] / counts.people for name in AGE_NAMES if counts.ages}
    by_quintile = [counts.quintiles[n] / counts.people for n in sorted(counts.quintiles)]
    return Population(file, round(counts.people), ages or None, tuple(by_quintile) or None)
