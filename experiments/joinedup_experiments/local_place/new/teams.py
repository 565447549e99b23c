"""The table of teams and staff, in whole-time equivalents for the whole place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import PlainValidator, ValidationInfo

from joinedup.codes import Need, Profession
from joinedup.scenario.names import names_of
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.local_place.new.cells import Reader, number, one_of, optional
from joinedup_experiments.local_place.new.table import CellError, Once, Row, read_table
from joinedup_experiments.scenario_io.load.problems import clipped, did_you_mean

PROFESSIONS = names_of(Profession)
NEEDS = names_of(Need)
ORGANISATIONS = ("nhs", "council", "voluntary")
COVERS = ("practice", "neighbourhood", "borough")
OF_THE_TEAM = ("label", "organisation", "covers", "threshold", "accepts")
MOST_POSTS = 100_000.0


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
    properties: dict[str, str] = field(default_factory=dict)


def _threshold(cell: str, info: ValidationInfo) -> str:
    severity = number("a severity from 0 to 1")(cell, info)
    if severity > 1.0:
        raise CellError(f"`threshold` is {clipped(cell)}, and a severity lies between 0 and 1")
    return f"{severity:g}"


def _accepts(cell: str, info: ValidationInfo) -> str:
    read = one_of(NEEDS, "kind of need")
    return " ".join(read(need, info) for need in cell.replace("+", " ").replace(";", " ").split())


def _label(cell: str, info: ValidationInfo) -> str:
    if "[" in cell or "]" in cell or len(cell) > 200:
        raise CellError("a label has at most 200 characters and no square brackets")
    return cell


def _given(read: Reader) -> PlainValidator:
    return PlainValidator(optional(read))


class TeamRow(Row):
    """``team,profession,whole_time_equivalents``, and properties of the team."""

    team: str
    profession: Annotated[str, PlainValidator(one_of(PROFESSIONS, "profession"))]
    whole_time_equivalents: Annotated[
        float, PlainValidator(number("a number of whole-time equivalents"))
    ]
    label: Annotated[str | None, _given(_label)] = None
    organisation: Annotated[str | None, _given(one_of(ORGANISATIONS, "organisation"))] = None
    covers: Annotated[str | None, _given(one_of(COVERS, "area called"))] = None
    threshold: Annotated[str | None, _given(_threshold)] = None
    accepts: Annotated[str | None, _given(_accepts)] = None


def read_teams(path: Path, base: Scenario) -> dict[str, LocalTeam]:
    """The teams of a table of `TeamRow`; one that ``base`` has not must say what it accepts.

    `ScenarioError` has every fault with its line.
    """
    teams: dict[str, LocalTeam] = {}
    once = Once("add them up in one line")

    def take(row: TeamRow) -> None:
        name = _team_name(row, base, teams)
        posts = row.whole_time_equivalents
        if posts > MOST_POSTS:
            what = f"{posts:,.0f} whole-time equivalents are far too many for one team"
            raise CellError(what, "give posts, not hours or pounds")
        once.check((name, row.profession), f"{name} has `{row.profession}`", row.line)
        team = teams.setdefault(name, LocalTeam(name, row.line))
        team.posts[row.profession], team.lines[row.profession] = posts, row.line
        for key in OF_THE_TEAM:
            value = getattr(row, key)
            if value and team.properties.setdefault(key, value) != value:
                what = f"`{key}` of {name} is `{value}` here and `{team.properties[key]}` above"
                raise CellError(what, "give it once")

    def faults() -> Iterator[tuple[int, CellError]]:
        for team in teams.values():
            yield from ((team.line, fault) for fault in _incomplete(team, base))

    read_table(path, TeamRow, take, faults)
    return teams


def _team_name(row: TeamRow, base: Scenario, teams: dict[str, LocalTeam]) -> str:
    """The team a row is about: by name or label, or one of the table's own."""
    written = row.team.lower()
    labels = {team.label.lower(): name for name, team in base.teams.items()}
    plain = labels.get(written) or "_".join(written.replace("-", " ").split())
    own = row.accepts and plain.isidentifier() and plain.isascii() and len(plain) < 60
    if plain in base.teams or plain in teams or own:
        return plain
    hint = did_you_mean(row.team, list(base.teams))
    if not row.team:
        raise CellError("`team` is empty", hint)
    hint += "; a team of your own also needs `label`, `organisation` and `accepts`"
    raise CellError(f"there is no team `{clipped(row.team)}`", hint)


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
