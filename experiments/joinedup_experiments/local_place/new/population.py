"""The table of residents: how many, how old, how deprived."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, ClassVar, NamedTuple

from pydantic import AfterValidator, PlainValidator, ValidationInfo

from joinedup.codes import QUINTILES, Age, labels
from joinedup_experiments.local_place.new.table import CellError, Row, number, read_table, refuse
from joinedup_experiments.scenario_io.load.files import shown
from joinedup_experiments.scenario_io.load.problems import clipped, listed

FEWEST, MOST = 200, 5_000_000
BANDS = labels(Age)
_STARTS = (0, 16, 40, 65, 75, 85)
_OLDEST = 120
_AGES = re.compile(
    r"under (?P<under>\d{1,3})|(?:ages?\s*)?(?P<first>\d{1,3})"
    r"(?:\s*(?:-|\u2013|to)\s*(?P<last>\d{1,3})"
    r"|\s*(?P<open>\+|plus|and over|and above|or over|or more))?",
    re.I,
)
_DATED = re.compile(r"\d{1,2}[- ]?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.I)
_NUMBERED = "write 1 (most deprived) to 5 (least deprived), as the English indices number them"
_DECILES = "these look like deciles: deciles 1 and 2 are quintile 1, and so on; "
_WHOLE_PEOPLE = "give people, not thousands or shares"


class Population(NamedTuple):
    """Residents as a table gives them, and their shares where it has them.

    ``ages`` by the model's six bands; ``deprivation`` from the *least* to the most deprived.
    """

    file: str
    residents: int
    ages: dict[str, float] | None
    deprivation: tuple[float, ...] | None


class Band(NamedTuple):
    """Ages as written, and the model's band they lie in."""

    written: str
    name: str


def _band(text: str, info: ValidationInfo) -> Band:
    text = text.strip("'")
    if _DATED.search(text):
        what = f"`age` is `{clipped(text)}`: the spreadsheet has made a date of it"
        raise CellError(what, "write the age band as text, such as 5 to 9")
    first, last = 1, 0
    if found := _AGES.fullmatch(text):
        first = int(found["first"] or 0)
        last = int(found["under"]) - 1 if found["under"] else int(found["last"] or first)
        last = _OLDEST if found["open"] else last
    if not first <= last <= _OLDEST:
        what = f"`age` is `{clipped(text)}`, which is no band of ages" if text else "`age` is empty"
        raise CellError(what, f"write one of {listed(BANDS)}, or bands inside these, such as 65-69")
    for name, start, after in zip(BANDS, _STARTS, (*_STARTS[1:], _OLDEST + 1), strict=True):
        if start <= first and last < after:
            return Band(text, name)
    what = f"the age band `{clipped(text)}` lies across two of the model's bands"
    raise CellError(what, f"its bands are {listed(BANDS)}")


def _quintile(text: str, info: ValidationInfo) -> int:
    """From 0 for the least to 4 for the most deprived."""
    plain = text.lower().removesuffix(" deprived")
    numbered = {"least": "5", "most": "1"}.get(plain, plain)
    if numbered in ("1", "2", "3", "4", "5"):
        return QUINTILES - int(numbered)
    hint = _DECILES + _NUMBERED if plain in ("6", "7", "8", "9", "10") else _NUMBERED
    is_what = f"is `{clipped(text)}`" if text else "is empty"
    raise CellError(f"`deprivation_quintile` {is_what}", hint)


def _whole(people: float) -> int:
    if people != round(people):
        what = f"`people` is {people:.15g}, and people are counted in whole numbers"
        raise CellError(what, _WHOLE_PEOPLE)
    return round(people)


class PopulationRow(Row):
    """``age,deprivation_quintile,people``; one of the first two may be left out."""

    once: ClassVar = ("age", "deprivation_quintile")
    people: Annotated[int, PlainValidator(number("a number of people")), AfterValidator(_whole)]
    age: Annotated[Band | None, PlainValidator(_band)] = None
    deprivation_quintile: Annotated[int | None, PlainValidator(_quintile)] = None


def read_population(path: Path) -> Population:
    """The residents of a table of `PopulationRow`; `ScenarioError` has every fault with its line.

    Quintiles are numbered as in the English indices of deprivation: 1 is the most deprived.
    """
    ages: Counter[str] = Counter()
    quintiles: Counter[int] = Counter()
    for row in read_table(path, PopulationRow):
        if row.age is not None:
            ages[row.age.name] += row.people
        if row.deprivation_quintile is not None:
            quintiles[row.deprivation_quintile] += row.people
    refuse(path, _faults(ages, quintiles))
    many = max(ages.total(), quintiles.total())
    shares = tuple(quintiles[n] / many for n in range(QUINTILES) if quintiles)
    bands = {name: ages[name] / many for name in BANDS if ages}
    return Population(shown(path), many, bands or None, shares or None)


def _faults(ages: Counter[str], quintiles: Counter[int]) -> Iterator[tuple[int, CellError]]:
    many = max(ages.total(), quintiles.total())
    if not ages and not quintiles:
        what = "neither the heading `age` nor `deprivation_quintile` is there"
        first = "the first line must be: age,deprivation_quintile,people"
        yield 1, CellError(what, f"{first} (or with one of the two)")
        return
    missing = [name for name in BANDS if ages and name not in ages]
    if missing:
        what = f"nobody of {listed(missing)} is in the table, so it is not the whole population"
        yield 0, CellError(what, "write 0 where there is nobody")
    numbers = [str(QUINTILES - n) for n in reversed(range(QUINTILES)) if n not in quintiles]
    if quintiles and numbers:
        what = f"nobody of deprivation quintile {listed(numbers)} is in the table"
        yield 0, CellError(what, "write 0 where there is nobody")
    if not missing and not FEWEST <= many <= MOST:
        what = f"the table has {many:,} people, and a place has {FEWEST:,} to {MOST:,}"
        yield 0, CellError(what, _WHOLE_PEOPLE)
