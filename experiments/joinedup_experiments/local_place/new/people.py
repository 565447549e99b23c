"""The tables of residents (how many, how old, how deprived) and of teams and their staff."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Literal, NamedTuple

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator

from joinedup.codes import Age, Profession, labels
from joinedup.scenario import names
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.local_place.new import table
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
_QUINTILES = ("1", "2", "3", "4", "5")
_NUMBERED = "write 1 (most deprived) to 5 (least deprived), as the English indices number them"
PROFESSIONS = names.names_of(Profession)
OF_THE_TEAM = ("label", "organisation", "covers", "threshold", "accepts")


class Population(NamedTuple):
    """Residents as a table gives them, and their shares where it has them.

    ``ages`` by the model's six bands; ``deprivation`` from the *least* to the most deprived;
    ``parts`` by the name of a neighbourhood, where the table names them.
    """

    residents: int
    ages: dict[str, float] | None
    deprivation: tuple[float, ...] | None
    parts: Mapping[str, Population] = MappingProxyType({})


def _band(text: str) -> tuple[str, str]:
    """The ages as written, and the model's band that they lie in."""
    text = text.strip("'")
    if _DATED.search(text):
        what = f"`age` is `{clipped(text)}`: the spreadsheet has made a date of it"
        raise table.fault(what, "write the age band as text, such as 5 to 9")
    first, last = 1, 0
    if found := _AGES.fullmatch(text):
        first = int(found["first"] or 0)
        last = int(found["under"]) - 1 if found["under"] else int(found["last"] or first)
        last = _OLDEST if found["open"] else last
    if not first <= last <= _OLDEST:
        what = f"`age` is `{clipped(text)}`, which is no band of ages" if text else "`age` is empty"
        hint = f"write one of {listed(BANDS)}, or bands inside these, such as 65-69"
        raise table.fault(what, hint)
    band, other = (BANDS[sum(start <= age for start in _STARTS) - 1] for age in (first, last))
    if band != other:
        what = f"the age band `{clipped(text)}` lies across two of the model's bands"
        raise table.fault(what, f"its bands are {listed(BANDS)}")
    return text, band


def _quintile(text: str) -> str:
    if text not in _QUINTILES:
        deciles = "these look like deciles, of which 1 and 2 are quintile 1; "
        hint = (deciles if text in ("6", "7", "8", "9", "10") else "") + _NUMBERED
        raise table.fault(f"`deprivation_quintile` cannot be `{clipped(text)}`", hint)
    return text


class PopulationRow(table.Row):
    """``age,deprivation_quintile,people``; one of the first two may be left out.

    ``neighbourhood`` has the name of one, in every row or in none.
    """

    once: ClassVar = ("age", "deprivation_quintile", "neighbourhood")
    people: Annotated[int, Field(ge=0, le=10 * MOST), names.Says(unit="people")]
    age: Annotated[tuple[str, str] | None, PlainValidator(_band)] = None
    deprivation_quintile: Annotated[str | None, AfterValidator(_quintile)] = None
    neighbourhood: names.Label | None = None


def read_population(path: Path) -> Population:
    """The residents of a table of `PopulationRow`; `ScenarioError` has every fault with its line.

    Quintiles are numbered as in the English indices of deprivation: 1 is the most deprived.
    """
    rows = table.read_table(path, PopulationRow)
    ages, quintiles = _counted(rows)
    many = max(ages.total(), quintiles.total())
    table.refuse(path, _missing(ages, quintiles, many))
    places = dict.fromkeys(row.neighbourhood for row in rows)
    if list(places) == [None]:
        return _shares(ages, quintiles)
    parts = {
        str(name): _shares(*_counted(row for row in rows if row.neighbourhood == name))
        for name in places
    }
    few = [name for name, part in parts.items() if part.residents < FEWEST]
    table.refuse(path, ((0, *_too_few(name, parts[name])) for name in few))
    return _shares(ages, quintiles)._replace(parts=parts)


def _counted(rows: Iterable[PopulationRow]) -> tuple[Counter[str], Counter[str]]:
    """People by age band and by quintile."""
    ages: Counter[str] = Counter()
    quintiles: Counter[str] = Counter()
    for row in rows:
        if row.age is not None:
            ages[row.age[1]] += row.people
        if row.deprivation_quintile is not None:
            quintiles[row.deprivation_quintile] += row.people
    return ages, quintiles


def _shares(ages: Counter[str], quintiles: Counter[str]) -> Population:
    many = max(1, ages.total(), quintiles.total())
    shares = tuple(quintiles[n] / many for n in reversed(_QUINTILES) if quintiles)
    bands = {name: ages[name] / many for name in BANDS if ages}
    return Population(max(ages.total(), quintiles.total()), bands or None, shares or None)


def _too_few(name: str, part: Population) -> tuple[str, str]:
    what = f"the neighbourhood `{clipped(name)}` has {part.residents:,} people"
    return what, f"a neighbourhood needs at least {FEWEST} residents"


def _missing(ages: Counter[str], quintiles: Counter[str], many: int) -> Iterator[table.Fault]:
    if not ages and not quintiles:
        what = "neither the heading `age` nor `deprivation_quintile` is there"
        first = "the first line must be: age,deprivation_quintile,people"
        yield 1, what, f"{first} (or with one of the two)"
        return
    for noun, known, found in (("", BANDS, ages), ("quintile ", _QUINTILES, quintiles)):
        missing = [name for name in known if found and name not in found]
        if missing:
            what = f"nobody of {noun}{listed(missing)} is in the table"
            what = f"{what}, so it is not the whole population"
            yield 0, what, "write 0 where there is nobody"
    if not FEWEST <= many <= MOST:
        what = f"the table has {many:,} people, and a place has {FEWEST:,} to {MOST:,}"
        yield 0, what, "give people, not thousands or shares"


class TeamRow(table.Row):
    """``team,profession,whole_time_equivalents``, and properties of the team."""

    team: str
    profession: Annotated[names.ProfessionName, table.as_name]
    whole_time_equivalents: Annotated[
        float, Field(ge=0, le=100_000), names.Says(unit="whole-time equivalents")
    ]
    label: names.Label | None = None
    organisation: Annotated[names.OrganisationName | None, table.as_name] = None
    covers: Annotated[Literal["practice", "neighbourhood", "borough"] | None, table.as_name] = None
    threshold: names.Severity | None = None
    accepts: Annotated[
        list[names.NeedName] | None,
        BeforeValidator(lambda text: re.split(r"[\s+;]+", text.lower())),
    ] = None


@dataclass
class LocalTeam:
    """A team of the table: where it is first named, its posts and their lines by profession.

    ``properties`` has what is given of `OF_THE_TEAM`, as in a scenario.
    """

    name: str
    line: int
    posts: dict[str, float] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    properties: dict[str, Any] = field(default_factory=dict)


def read_teams(path: Path, base: Scenario) -> dict[str, LocalTeam]:
    """The teams of a table of `TeamRow`; one that ``base`` has not must say what it accepts."""
    known = {name: name for name in base.teams}
    known |= {team.label.lower(): name for name, team in base.teams.items()}
    teams: dict[str, LocalTeam] = {}
    faults: list[table.Fault] = []
    for row in table.read_table(path, TeamRow):
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
    table.refuse(path, faults)
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
