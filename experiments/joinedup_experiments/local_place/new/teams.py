"""The table of teams and their staff, as a council or an NHS body would give it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, model_validator

from joinedup.codes import Profession
from joinedup.scenario import names
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.local_place.new import roles
from joinedup_experiments.local_place.new.publications import LEVEL
from joinedup_experiments.local_place.new.rows import Fault, Record, Row, as_name
from joinedup_experiments.local_place.new.table import ignored, read_table
from joinedup_experiments.scenario_io.load.problems import clipped, did_you_mean

PROFESSIONS = names.names_of(Profession)
OF_THE_TEAM = ("label", "organisation", "covers", "threshold", "accepts")
# The columns of the general practice workforce, whose practice nurses stand for all others
# in practices who see residents.
_OF_PRACTICES = {
    "total_gp_fte": "gp",
    "total_nurses_fte": "practice_nurse",
    "total_dpc_fte": "practice_nurse",
}
_WTE = r"(wte|fte|(whole|full)[- ]time[- ]equivalents?)"


class TeamRow(Row):
    """``team,profession,whole_time_equivalents``, and properties of the team."""

    table: ClassVar = "teams"
    amount: ClassVar = "whole_time_equivalents"
    adds_up: ClassVar = True
    apart: ClassVar = True
    once: ClassVar = ("team", "profession", "part", "band")
    joined: ClassVar = ("part", "band")
    worked_out: ClassVar = ("called",)
    also: ClassVar[Mapping[str, str]] = {
        "whole_time_equivalents": rf"{_WTE}|(?!.*vacan).*\b{_WTE}( (filled )?posts| staff)?|"
        rf"{_WTE} in post|(posts|staff) \(?{_WTE}\)?",
        "team": rf"service|team name|team or service|{LEVEL}",
        "profession": "job role|role|occupation|profession or role",
        "part": r"sector|main service|establishment|local authority.*|area.*|prac_code|prac_name|"
        r"practice code|practice",
        "band": r"((pay|afc|agenda for change) ?)?(band|grade|scale)s?( \(.*\))?",
    }
    failing: ClassVar[Mapping[str, str]] = {
        "whole_time_equivalents": "((budgeted|established|funded) )?posts|establishment",
        "profession": "staff group",
    }
    doubtful: ClassVar[Mapping[str, tuple[str, str]]] = {
        "whole_time_equivalents": (
            rf".*(establish|budget|funded).*{_WTE}.*|{_WTE}.*(establish|budget|funded).*",
            "it should have posts worked, so take off those that are vacant",
        )
    }
    passed_over: ClassVar = (
        r"((filled|budgeted|established|funded) )?posts|headcount|hc|.*\bvacan(t|cy|cies)\b.*|"
        r".*\brate|(date|year|period)\b.*|%.*|notes?|source|(assignment|employee) (number|category)"
    )
    wide: ClassVar[Mapping[str, int]] = {"profession": 1}
    team: str
    profession: Annotated[
        str, names.OneOf(PROFESSIONS, "profession"), BeforeValidator(roles.profession)
    ]
    whole_time_equivalents: Annotated[
        float, Field(ge=0, le=100_000), names.Says(unit="whole-time equivalents")
    ]
    label: names.Label | None = None
    organisation: Annotated[names.OrganisationName | None, as_name] = None
    covers: Annotated[Literal["practice", "neighbourhood", "borough"] | None, as_name] = None
    threshold: names.Severity | None = None
    accepts: Annotated[
        list[names.NeedName] | None,
        BeforeValidator(lambda text: re.split(r"[\s+;]+", text.lower())),
    ] = None
    part: str | None = None  # of what the table gives in parts, such as practices; added up
    band: str | None = None  # of pay; added up
    called: str | None = None  # the profession as the table has it, where that is another name

    @model_validator(mode="before")
    @classmethod
    def _named(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Keep what a profession is called; two roles of one profession are two parts."""
        called = str(values.get("profession") or "")
        meant = roles.profession(called)
        if meant == re.sub(r"[\s-]+", "_", called.lower()):
            return values
        part = " / ".join(filter(None, (values.get("part"), called)))
        return values | {"called": called} | ({"part": part} if meant in roles.SEVERAL else {})

    @classmethod
    def labels_in(cls, heading: str) -> Mapping[str, str]:
        """Professions of general practice, which have a column each."""
        if heading not in _OF_PRACTICES:
            return {}
        team = {"team": "general_practice", "part": heading}
        return {**team, "profession": _OF_PRACTICES[heading]}

    @classmethod
    def understood(cls, records: Sequence[Record]) -> Sequence[Record]:
        """Without the employer's own name, which a payroll has under `organisation`."""
        headings = {heading.lower() for r in records for _, heading in r.cells.values()}
        if not any(re.fullmatch(LEVEL, heading) for heading in headings):
            return records
        kept = ({k: v for k, v in r.cells.items() if k != "organisation"} for r in records)
        return [Record(r.line, cells) for r, cells in zip(records, kept, strict=True)]

    @classmethod
    def left_out(cls, record: Record) -> str:
        """Roles that no team of the model has, and the staff of care homes."""
        return roles.left_out(*map(record.text, ("team", "profession", "part")))


@dataclass
class LocalTeam:
    """A team of the table: where it is first named, its posts and their lines by profession.

    ``properties`` has what is given of `OF_THE_TEAM`, as in a scenario.
    """

    name: str
    line: int
    posts: dict[str, float] = field(default_factory=dict)
    lines: dict[str, list[int]] = field(default_factory=dict)
    properties: dict[str, Any] = field(default_factory=dict)

    def named(self, profession: str) -> str:
        """All lines that a profession's posts were added up from, as 3-5, 9."""
        lines = sorted(set(self.lines[profession]))
        breaks = [n for n, (one, after) in enumerate(pairwise(lines), 1) if after > one + 1]
        runs = [lines[a:b] for a, b in pairwise([0, *breaks, len(lines)])]
        return ", ".join(f"{r[0]}-{r[-1]}" if len(r) > 1 else f"{r[0]}" for r in runs)


def read_teams(
    path: Path, base: Scenario, remark: Callable[[str], None] = ignored
) -> dict[str, LocalTeam]:
    """The teams of a table of `TeamRow`; one that ``base`` has not must say what it accepts.

    `ScenarioError` has every fault with its line; ``remark`` takes how the table was understood.
    """
    known = {name: name for name in base.teams}
    known |= {team.label.lower(): name for name, team in base.teams.items()}
    teams: dict[str, LocalTeam] = {}
    faults: list[Fault] = []
    added = 0
    seen: dict[tuple[str, str, str | None], TeamRow] = {}
    found = read_table(path, TeamRow)
    lost = {record.text("team").lower() for record in found.lost if record.text("accepts")}
    for row in found.rows:
        plain = "_".join(row.team.lower().replace("-", " ").split())
        if row.accepts and plain.isidentifier() and plain.isascii() and len(plain) < 60:
            known.setdefault(plain, plain)
        name = known.get(row.team.lower()) or known.get(plain)
        if name is None and row.team.lower() in lost:
            continue  # the row that says what it is has a fault of its own
        if name is None:
            hint = did_you_mean(row.team, list(base.teams))
            own = "; a team of your own also needs `label`, `organisation` and `accepts`"
            faults.append((row.line, f"there is no team `{clipped(row.team)}`", hint + own))
            continue
        before = seen.setdefault((name, row.profession, row.part), row)
        added += before is not row
        if before.team != row.team:  # else a row that is the same throughout was refused already
            what = f"{name} has `{row.profession}` twice: here and in line {before.line}"
            faults.append((row.line, what, "add them up in one line"))
        faults += _add(teams.setdefault(name, LocalTeam(name, row.line)), row)
    if found.complete:
        sound = not found.problems
        faults += [(t.line, *one) for t in teams.values() for one in _incomplete(t, base, sound)]
    faults += () if found.problems else _without_a_band(found.rows)
    found.refuse(faults)
    for text in (*found.remarks, *_as_read(found.rows, added), *_not_there(teams, base)):
        remark(text)
    return teams


def _as_read(rows: Sequence[TeamRow], added: int) -> Iterator[str]:
    """How many rows were added up, and what professions are called in the table."""
    if added:
        of = "pay bands or columns not read"
        yield f"rows of a team's profession alike but for {of} were added up: {added:,}"
    called = {(row.called, row.profession) for row in rows if row.called}
    yield from (f"`{c}` was read as {name}" for c, name in sorted(called))


def _without_a_band(rows: Sequence[TeamRow]) -> Iterator[Fault]:
    """Rows without a pay band that have as many posts as those with one together."""
    alike: dict[tuple[str, str, str | None], list[TeamRow]] = {}
    for row in rows:
        alike.setdefault((row.team.lower(), row.profession, row.part), []).append(row)
    for some in alike.values():
        banded = [row.whole_time_equivalents for row in some if row.band]
        for row in [one for one in some if not one.band]:
            if len(banded) > 1 and abs(row.whole_time_equivalents - sum(banded)) < 0.01:
                what = f"`{clipped(row.called or row.profession)}` of {clipped(row.team)} has here"
                what = f"{what}, without a band, as many posts as its rows with a band together"
                yield row.line, what, "if it is their total, take it out; else write its band"


def _not_there(teams: Mapping[str, LocalTeam], base: Scenario) -> Iterator[str]:
    """In a line, the teams that a table leaves out, and the professions of those it has."""
    out = [name for name in base.teams if name not in teams]
    for name, team in teams.items():
        staff = base.teams[name].staff if name in base.teams else {}
        absent = [profession for profession in staff if profession not in team.posts]
        out += [f"{' and '.join(absent)} of {name}"] if absent else []
    if out:
        yield f"not in the table, so as nationally (write 0 where there is none): {', '.join(out)}"


def _add(team: LocalTeam, row: TeamRow) -> Iterator[Fault]:
    """Put a row's posts and properties to its team; the faults of its properties."""
    posts = row.whole_time_equivalents
    team.posts[row.profession] = team.posts.get(row.profession, 0.0) + posts
    team.lines.setdefault(row.profession, []).append(row.line)
    for key in OF_THE_TEAM:
        value = getattr(row, key)
        if value is not None and team.properties.setdefault(key, value) != value:
            yield row.line, f"`{key}` of {team.name} is not what it is above", "give it once"


def _incomplete(team: LocalTeam, base: Scenario, sound: bool) -> Iterator[tuple[str, str]]:
    """What the table as a whole leaves out of a team, or says wrongly of general practice.

    Nothing is said of sums unless every row is ``sound``.
    """
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
    if sound and sum(team.posts.values()) <= 0.0:
        yield "general practice has no staff", ""
