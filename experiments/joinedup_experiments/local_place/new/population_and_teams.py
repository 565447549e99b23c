"""The tables of residents (how many, how old, how deprived) and of teams and their staff."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, NamedTuple

from pydantic import AfterValidator, BeforeValidator, Field

from joinedup.codes import QUINTILES, Age, Profession, labels
from joinedup.scenario.names import (
    Label,
    NeedName,
    OrganisationName,
    ProfessionName,
    Says,
    Severity,
    names_of,
)
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.local_place.new.table import (
    Fault,
    Row,
    as_name,
    fault,
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


def _band(text: str) -> str:
    """The ages as written, which lie in one of the model's bands."""
    text = text.strip("'")
    if _DATED.search(text):
        what = f"`age` is `{clipped(text)}`: the spreadsheet has made a date of it"
        raise fault(what, "write the age band as text, such as 5 to 9")
    first, last = _ages(text)
    if not first <= last <= _OLDEST:
        what = f"`age` is `{clipped(text)}`, which is no band of ages" if text else "`age` is empty"
        raise fault(what, f"write one of {listed(BANDS)}, or bands inside these, such as 65-69")
    if _band_of(first) != _band_of(last):
        what = f"the age band `{clipped(text)}` lies across two of the model's bands"
        raise fault(what, f"its bands are {listed(BANDS)}")
    return text


def _ages(text: str) -> tuple[int, int]:
    """The first and the last year; in the wrong order when these are no ages."""
    found = _AGES.fullmatch(text)
    if not found:
        return 1, 0
    first = int(found["first"] or 0)
    last = int(found["under"]) - 1 if found["under"] else int(found["last"] or first)
    return first, _OLDEST if found["open"] else last


def _band_of(age: int) -> str:
    return BANDS[sum(start <= age for start in _STARTS) - 1]


def _quintile(text: str) -> str:
    """As the English indices of deprivation number them."""
    plain = text.lower().removesuffix(" deprived")
    numbered = {"least": "5", "most": "1"}.get(plain, plain)
    if numbered not in ("1", "2", "3", "4", "5"):
        hint = _DECILES + _NUMBERED if plain in ("6", "7", "8", "9", "10") else _NUMBERED
        raise fault(f"`deprivation_quintile` cannot be `{clipped(text)}`", hint)
    return numbered


class PopulationRow(Row):
    """``age,deprivation_quintile,people``; one of the first two may be left out."""

    once: ClassVar = ("age", "deprivation_quintile")
    people: Annotated[int, Field(ge=0, le=10 * MOST), Says(unit="people")]
    age: Annotated[str | None, AfterValidator(_band)] = None
    deprivation_quintile: Annotated[str | None, AfterValidator(_quintile)] = None


def read_population(path: Path) -> Population:
    """The residents of a table of `PopulationRow`; `ScenarioError` has every fault with its line.

    Quintiles are numbered as in the English indices of deprivation: 1 is the most deprived.
    """
    ages: Counter[str] = Counter()
    quintiles: Counter[int] = Counter()
    for row in read_table(path, PopulationRow):
        if row.age is not None:
            ages[_band_of(_ages(row.age)[0])] += row.people
        if row.deprivation_quintile is not None:
            quintiles[QUINTILES - int(row.deprivation_quintile)] += row.people
    many = max(ages.total(), quintiles.total())
    refuse(path, _missing_people(ages, quintiles, many))
    shares = tuple(quintiles[n] / many for n in range(QUINTILES) if quintiles)
    bands = {name: ages[name] / many for name in BANDS if ages}
    return Population(shown(path), many, bands or None, shares or None)


def _missing_people(ages: Counter[str], quintiles: Counter[int], many: int) -> Iterator[Fault]:
    if not ages and not quintiles:
        what = "neither the heading `age` nor `deprivation_quintile` is there"
        first = "the first line must be: age,deprivation_quintile,people"
        yield 1, what, f"{first} (or with one of the two)"
        return
    bands = [name for name in BANDS if ages and name not in ages]
    if bands:
        what = f"nobody of {listed(bands)} is in the table, so it is not the whole population"
        yield 0, what, "write 0 where there is nobody"
    numbers = [str(QUINTILES - n) for n in reversed(range(QUINTILES)) if n not in quintiles]
    if quintiles and numbers:
        what = f"nobody of deprivation quintile {listed(numbers)} is in the table"
        yield 0, what, "write 0 where there is nobody"
    if not bands and not FEWEST <= many <= MOST:
        what = f"the table has {many:,} people, and a place has {FEWEST:,} to {MOST:,}"
        yield 0, what, "give people, not thousands or shares"


class TeamRow(Row):
    """``team,profession,whole_time_equivalents``, and properties of the team."""

    team: str
    profession: Annotated[ProfessionName, as_name]
    whole_time_equivalents: Annotated[
        float, Field(ge=0, le=100_000), Says(unit="whole-time equivalents")
    ]
    label: Label | None = None
    organisation: Annotated[OrganisationName | None, as_name] = None
    covers: Annotated[Literal["practice", "neighbourhood", "borough"] | None, as_name] = None
    threshold: Severity | None = None
    accepts: Annotated[
        list[NeedName] | None, BeforeValidator(lambda text: re.split(r"[\s+;]+", text.lower()))
    ] = None


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
    properties: dict[str, Any] = field(default_factory=dict)


def read_teams(path: Path, base: Scenario) -> dict[str, LocalTeam]:
    """The teams of a table of `TeamRow`; one that ``base`` has not must say what it accepts.

    `ScenarioError` has every fault with its line.
    """
    known = {name: name for name in base.teams}
    known |= {team.label.lower(): name for name, team in base.teams.items()}
    teams: dict[str, LocalTeam] = {}
    faults: list[Fault] = []
    for row in read_table(path, TeamRow):
        plain = "_".join(row.team.lower().replace("-", " ").split())
        if row.accepts and plain.isidentifier() and plain.isascii() and len(plain) < 60:
            known.setdefault(plain, plain)
        name = known.get(row.team.lower()) or known.get(plain)
        if name is None:
            hint = did_you_mean(row.team, list(base.teams))
            own = "; a team of your own also needs `label`, `organisation` and `accepts`"
            faults.append((row.line, f"there is no team `{clipped(row.team)}`", hint + own))
            continue
        team = teams.setdefault(name, LocalTeam(name, row.line))
        if row.profession in team.posts:
            above = f"here and in line {team.lines[row.profession]}"
            what = f"{name} has `{row.profession}` twice: {above}"
            faults.append((row.line, what, "add them up in one line"))
        team.posts[row.profession] = row.whole_time_equivalents
        team.lines[row.profession] = row.line
        for key in OF_THE_TEAM:
            value = getattr(row, key)
            if value is not None and team.properties.setdefault(key, value) != value:
                what = f"`{key}` of {name} is not what it is above"
                faults.append((row.line, what, "give it once"))
    for team in teams.values():
        faults += [(team.line, *wrong) for wrong in _incomplete(team, base)]
    refuse(path, faults)
    return teams


def _incomplete(team: LocalTeam, base: Scenario) -> Iterator[tuple[str, str]]:
    """What the table as a whole leaves out of a team, or says wrongly of general practice."""
    known = base.teams.get(team.name)
    missing = [key for key in ("label", "organisation") if key not in team.properties]
    if known is None and missing:
        what = f"{team.name} is a team of your own, and its `{missing[0]}` is not given"
        yield what, "give it in its first line"
    if known is None or known.role != "general_practice":
        return
    if team.properties.get("covers", "practice") != "practice":
        what = f"{team.name} is general practice, so it covers a practice"
        yield what, "write `practice`, or leave it out"
    if sum(team.posts.values()) <= 0.0:
        yield "general practice has no staff", ""
