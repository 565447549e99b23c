"""The table of teams and staff, in whole-time equivalents for the whole place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, PlainValidator, ValidationInfo, model_validator

from joinedup.codes import Need, Profession
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
from joinedup_experiments.scenario_io.load.problems import clipped, did_you_mean

PROFESSIONS = names_of(Profession)
OF_THE_TEAM = ("label", "organisation", "covers", "threshold", "accepts")


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
