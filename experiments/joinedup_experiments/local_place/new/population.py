"""The table of residents: how many, how old, how deprived."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from joinedup.codes import AGE_NAMES, QUINTILES
from joinedup_experiments.local_place.new.cells import number
from joinedup_experiments.local_place.new.csv_table import Row, Table, read_table
from joinedup_experiments.scenario_io.load.problems import (
    Problem,
    ScenarioError,
    Spot,
    clipped,
    listed,
)

FEWEST, MOST = 200, 5_000_000
_STARTS = (0, 16, 40, 65, 75, 85)
_ENDS = (15, 39, 64, 74, 84, 200)
_BAND = re.compile(r"(?:ages?\s*)?(\d{1,3})\s*(?:-|\u2013|to)\s*(\d{1,3})", re.I)
_OPEN = re.compile(r"(?:ages?\s*)?(\d{1,3})\s*(?:\+|plus|and over|and above|or over|or more)", re.I)
_SINGLE = re.compile(r"(?:ages?\s*)?(\d{1,3})", re.I)
_DATED = re.compile(r"\d{1,2}[- ]?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.I)


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
        Share in each fifth from the *least* to the most deprived, if the table has fifths.
    """

    file: str
    residents: int
    ages: dict[str, float] | None
    deprivation: tuple[float, ...] | None


def read_population(path: Path) -> Population:
    """Read ``age,deprivation_fifth,people``, or only one of the first two.

    Fifths are numbered as in the English indices of deprivation: 1 is the most deprived.

    Raises
    ------
    ScenarioError
        For every fault, with its line.
    """
    table = read_table(path, ("people",), ("age", "deprivation_fifth"))
    if len(table.headings) == 1:
        what = "neither the heading `age` nor `deprivation_fifth` is there"
        hint = "the first line must be: age,deprivation_fifth,people (or with one of the two)"
        raise ScenarioError(Problem(Spot(table.file, 1), what, (), hint))
    by_age = dict.fromkeys(AGE_NAMES, 0.0)
    by_fifth = [0.0] * QUINTILES
    seen: dict[tuple[str, str], Row] = {}
    named_ages: set[str] = set()
    named_fifths: set[int] = set()
    problems: list[Problem] = []
    for row in table.rows:
        try:
            people = _people(row)
            age = _band(row) if "age" in table.headings else None
            quintile = _fifth(row) if "deprivation_fifth" in table.headings else None
            _refuse_twice(row, seen)
        except ScenarioError as error:
            problems += error.problems
            continue
        if age is not None:
            by_age[age] += people
            named_ages.add(age)
        if quintile is not None:
            by_fifth[quintile] += people
            named_fifths.add(quintile)
    problems = problems or _left_out(table, named_ages, named_fifths)
    total = sum(by_age.values()) or sum(by_fifth)
    if not problems and not FEWEST <= total <= MOST:
        what = f"the table has {total:,.0f} people, and a place has {FEWEST:,} to {MOST:,}"
        problems = [Problem(Spot(table.file), what, (), "give people, not thousands or shares")]
    if problems:
        raise ScenarioError(problems)
    ages = {a: by_age[a] / total for a in AGE_NAMES} if named_ages else None
    quintiles = tuple(n / total for n in by_fifth) if named_fifths else None
    return Population(table.file, round(total), ages, quintiles)


def _people(row: Row) -> float:
    people = number(row, "people", "a number of people")
    if people != round(people):
        what = (
            f"`people` is {clipped(row.cells['people'])}, and people are counted in whole numbers"
        )
        hint = "give people, not thousands or shares"
        raise ScenarioError(Problem(row.spot, what, (), hint))
    return people


def _band(row: Row) -> str:
    """The model's band that an age, or a band of ages, lies in."""
    said = row.cells["age"].strip("'")
    if _DATED.search(said):
        what = f"`age` is `{clipped(said)}`: the spreadsheet has made a date of it"
        hint = "write the age band as text, such as 5 to 9"
        raise ScenarioError(Problem(row.spot, what, (), hint))
    first, last = _first_and_last(said, row)
    for name, start, end in zip(AGE_NAMES, _STARTS, _ENDS, strict=True):
        if start <= first and last <= end:
            return name
    what = f"the age band `{clipped(said)}` lies across two of the model's bands"
    raise ScenarioError(Problem(row.spot, what, (), f"its bands are {listed(AGE_NAMES)}"))


def _first_and_last(said: str, row: Row) -> tuple[int, int]:
    if match := _BAND.fullmatch(said):
        first, last = int(match[1]), int(match[2])
        if first <= last:
            return first, last
    if match := _OPEN.fullmatch(said):
        return int(match[1]), _ENDS[-1]
    if (match := _SINGLE.fullmatch(said)) and int(match[1]) <= 120:
        return int(match[1]), int(match[1])
    if said.lower().startswith("under ") and said[6:].isdecimal() and len(said) < 12:
        return 0, max(0, int(said[6:]) - 1)
    what = f"`age` is `{clipped(said)}`, which is no band of ages" if said else "`age` is empty"
    hint = f"write one of {listed(AGE_NAMES)}, or bands inside these, such as 65-69"
    raise ScenarioError(Problem(row.spot, what, (), hint))


def _fifth(row: Row) -> int:
    """Which fifth, from 0 for the least to 4 for the most deprived."""
    said = row.cells["deprivation_fifth"].lower()
    if said in ("most", "most deprived"):
        return QUINTILES - 1
    if said in ("least", "least deprived"):
        return 0
    if said in ("1", "2", "3", "4", "5"):
        return QUINTILES - int(said)
    what = f"`deprivation_fifth` is `{clipped(said)}`" if said else "`deprivation_fifth` is empty"
    hint = "write 1 (most deprived) to 5 (least deprived), as the English indices number them"
    if said.isdecimal() and len(said) < 4 and 5 < int(said) <= 10:
        hint = "these look like tenths: tenths 1 and 2 are fifth 1, and so on; " + hint
    raise ScenarioError(Problem(row.spot, what, (), hint))


def _refuse_twice(row: Row, seen: dict[tuple[str, str], Row]) -> None:
    key = (row.cells.get("age", ""), row.cells.get("deprivation_fifth", ""))
    if key in seen:
        what = f"the same group stands there twice: here and in line {seen[key].spot.line}"
        raise ScenarioError(Problem(row.spot, what, (), "add them up in one line"))
    seen[key] = row


def _left_out(table: Table, ages: set[str], quintiles: set[int]) -> list[Problem]:
    problems = []
    missing = [a for a in AGE_NAMES if a not in ages]
    if "age" in table.headings and missing:
        what = f"nobody of {listed(missing)} is in the table, so it is not the whole population"
        problems.append(Problem(Spot(table.file), what, (), "write 0 where there is nobody"))
    unnamed = [str(QUINTILES - f) for f in range(QUINTILES) if f not in quintiles]
    if "deprivation_fifth" in table.headings and unnamed:
        what = f"nobody of deprivation fifth {listed(sorted(unnamed))} is in the table"
        problems.append(Problem(Spot(table.file), what, (), "write 0 where there is nobody"))
    return problems
