"""The tables of residents (how many, how old, how deprived) and of teams and their staff."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, ClassVar, NamedTuple, Self

from pydantic import AfterValidator, PlainValidator, ValidationInfo, model_validator

from joinedup.codes import QUINTILES, Age, Need, Profession, labels
from joinedup.scenario.names import names_of
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.local_place.new.table import (
    CellError,
    Row,
    number,
    one_of,
    read_table,
    refuse,
)
from joinedup_experiments.scenario_io.load.files import shown
from joinedup_experiments.scenario_io.load.problems import clipped, did_you_mean, listed

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
PROFESSIONS = names_of(Profession)
OF_THE_TEAM = ("label", "organisation", "covers", "threshold", "accepts")


class Population(NamedTuple):
    """Residents as a table gives them, and their shares where it has them.

    ``ages`` by the model's six bands; ``deprivation`` from the *least* to the most deprived.
    """

    file: str
    residents: int
    ages: dict[str, float] | None
    deprivation: tuple[float, ...] | None


def _band(text: str, info: ValidationInfo) -> tuple[str, str]:
    """Ages as written, and the model's band they lie in."""
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
            return text, name
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
    age: Annotated[tuple[str, str] | None, PlainValidator(_band)] = None
    deprivation_quintile: Annotated[int | None, PlainValidator(_quintile)] = None


def read_population(path: Path) -> Population:
    """The residents of a table of `PopulationRow`; `ScenarioError` has every fault with its line.

    Quintiles are numbered as in the English indices of deprivation: 1 is the most deprived.
    """
    ages: Counter[str] = Counter()
    quintiles: Counter[int] = Counter()
    for row in read_table(path, PopulationRow):
        if row.age is not None:
            ages[row.age[1]] += row.people
        if row.deprivation_quintile is not None:
            quintiles[row.deprivation_quintile] += row.people
    many = max(ages.total(), quintiles.total())
    refuse(path, _missing_people(ages, quintiles, many))
    shares = tuple(quintiles[n] / many for n in range(QUINTILES) if quintiles)
    bands = {name: ages[name] / many for name in BANDS if ages}
    return Population(shown(path), many, bands or None, shares or None)


def _missing_people(
    ages: Counter[str], quintiles: Counter[int], many: int
) -> Iterator[tuple[int, CellError]]:
    if not ages and not quintiles:
        what = "neither the heading `age` nor `deprivation_quintile` is there"
        first = "the first line must be: age,deprivation_quintile,people"
        yield 1, CellError(what, f"{first} (or with one of the two)")
        return
    bands = [name for name in BANDS if ages and name not in ages]
    if bands:
        what = f"nobody of {listed(bands)} is in the table, so it is not the whole population"
        yield 0, CellError(what, "write 0 where there is nobody")
    numbers = [str(QUINTILES - n) for n in reversed(range(QUINTILES)) if n not in quintiles]
    if quintiles and numbers:
        what = f"nobody of deprivation quintile {listed(numbers)} is in the table"
        yield 0, CellError(what, "write 0 where there is nobody")
    if not bands and not FEWEST <= many <= MOST:
        what = f"the table has {many:,} people, and a place has {FEWEST:,} to {MOST:,}"
        yield 0, CellError(what, _WHOLE_PEOPLE)


@dataclass
class LocalTeam:
    """A team of the table, first named in ``line``.

    ``posts`` and ``lines`` have whole-time equivalents in the whole place, and where they
    stand, by profession; ``properties`` what is given of `OF_THE_TEAM`, as in a scenario.
    """

    name: str
    line: int
    posts: dict[str, float] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    properties: dict[str, str | float] = field(default_factory=dict)


def _accepts(text: str, info: ValidationInfo) -> str:
    read = one_of(names_of(Need), "kind of need")
    return " ".join(read(need, info) for need in text.replace("+", " ").replace(";", " ").split())


def _label(label: str) -> str:
    if "[" in label or "]" in label or len(label) > 200:
        raise CellError("a label has at most 200 characters and no square brackets")
    return label


_POSTS = number("a number of whole-time equivalents in one team", most=100_000.0)
_ORGANISATION = one_of(("nhs", "council", "voluntary"), "organisation")
_COVERS = one_of(("practice", "neighbourhood", "borough"), "area called")
_SEVERITY = number("a severity from 0 to 1", most=1.0)


class TeamRow(Row):
    """``team,profession,whole_time_equivalents``, and properties of the team."""

    once: ClassVar = ("team", "profession")
    team: str
    profession: Annotated[str, PlainValidator(one_of(PROFESSIONS, "profession"))]
    whole_time_equivalents: Annotated[float, PlainValidator(_POSTS)]
    label: Annotated[str | None, AfterValidator(_label)] = None
    organisation: Annotated[str | None, PlainValidator(_ORGANISATION)] = None
    covers: Annotated[str | None, PlainValidator(_COVERS)] = None
    threshold: Annotated[float | None, PlainValidator(_SEVERITY)] = None
    accepts: Annotated[str | None, PlainValidator(_accepts)] = None

    @model_validator(mode="after")
    def _known_by_name_or_label(self, info: ValidationInfo) -> Self:
        """The context ``teams`` has names by label and name; one of the table's own joins it."""
        known: dict[str, str] = (info.context or {})["teams"]
        plain = "_".join(self.team.lower().replace("-", " ").split())
        if self.accepts and plain.isidentifier() and plain.isascii() and len(plain) < 60:
            known.setdefault(plain, plain)
        name = known.get(self.team.lower()) or known.get(plain)
        if name is None:
            hint = did_you_mean(self.team, list(dict.fromkeys(known.values())))
            what = f"there is no team `{clipped(self.team)}`" if self.team else "`team` is empty"
            own = "; a team of your own also needs `label`, `organisation` and `accepts`"
            raise CellError(what, hint + own if self.team else hint)
        self.team = name
        return self


def read_teams(path: Path, base: Scenario) -> dict[str, LocalTeam]:
    """The teams of a table of `TeamRow`; one that ``base`` has not must say what it accepts.

    `ScenarioError` has every fault with its line.
    """
    names = {team.label.lower(): name for name, team in base.teams.items()}
    rows = read_table(path, TeamRow, teams={**{name: name for name in base.teams}, **names})
    teams: dict[str, LocalTeam] = {}
    faults: list[tuple[int, CellError]] = []
    for row in rows:
        team = teams.setdefault(row.team, LocalTeam(row.team, row.line))
        team.posts[row.profession] = row.whole_time_equivalents
        team.lines[row.profession] = row.line
        for key in OF_THE_TEAM:
            value = getattr(row, key)
            if value is not None and team.properties.setdefault(key, value) != value:
                given = f"`{value}` here and `{team.properties[key]}` above"
                fault = CellError(f"`{key}` of {row.team} is {given}", "give it once")
                faults.append((row.line, fault))
    for team in teams.values():
        faults += [(team.line, fault) for fault in _incomplete(team, base)]
    refuse(path, faults)
    return teams


def _incomplete(team: LocalTeam, base: Scenario) -> Iterator[CellError]:
    """What the table as a whole leaves out of a team, or says wrongly of general practice."""
    known = base.teams.get(team.name)
    missing = [key for key in ("label", "organisation") if key not in team.properties]
    if known is None and missing:
        what = f"{team.name} is a team of your own, and its `{missing[0]}` is not given"
        yield CellError(what, "give it in its first line")
    if known is None or known.role != "general_practice":
        return
    if team.properties.get("covers", "practice") != "practice":
        what = f"{team.name} is general practice, so it covers a practice"
        yield CellError(what, "write `practice`, or leave it out")
    if sum(team.posts.values()) <= 0.0:
        yield CellError("general practice has no staff")
