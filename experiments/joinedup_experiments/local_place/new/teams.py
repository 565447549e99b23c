"""The table of teams and staff, in whole-time equivalents for the whole place."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from joinedup.scenario.names import NeedName, ProfessionName
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.local_place.new.cells import number, one_of
from joinedup_experiments.local_place.new.csv_table import Row, read_table
from joinedup_experiments.scenario_io.load.problems import (
    Problem,
    ScenarioError,
    clipped,
    did_you_mean,
)

PROFESSIONS: tuple[str, ...] = get_args(ProfessionName)
NEEDS: tuple[str, ...] = get_args(NeedName)
ORGANISATIONS = ("nhs", "council", "voluntary")
COVERS = ("practice", "neighbourhood", "borough")
OF_THE_TEAM = ("label", "organisation", "covers", "threshold", "accepts")
MOST_POSTS = 100_000.0


@dataclass
class LocalTeam:
    """A team of the table.

    Attributes
    ----------
    posts : dict of str to float
        Whole-time equivalents in the whole place, by profession.
    lines : dict of str to int
        The line of each profession.
    said : dict of str to str
        What else the table says of it: label, organisation, covers, threshold, accepts.
    """

    name: str
    first: Row
    posts: dict[str, float] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)


def read_teams(path: Path, base: Scenario) -> dict[str, LocalTeam]:
    """Read ``team,profession,whole_time_equivalents`` and what else is said of each team.

    Parameters
    ----------
    path
        The file.
    base
        The place whose teams are known; any other team must say what it accepts.

    Raises
    ------
    ScenarioError
        For every fault, with its line.
    """
    needed = ("team", "profession", "whole_time_equivalents")
    table = read_table(path, needed, OF_THE_TEAM)
    found: dict[str, LocalTeam] = {}
    problems: list[Problem] = []
    for row in table.rows:
        try:
            _read_row(row, base, found)
        except ScenarioError as error:
            problems += error.problems
    problems += [p for team in found.values() for p in _incomplete(team, base)]
    if problems:
        raise ScenarioError(problems)
    return found


def _read_row(row: Row, base: Scenario, found: dict[str, LocalTeam]) -> None:
    name = _team_name(row, base, found)
    profession = one_of(row, "profession", PROFESSIONS, "profession")
    posts = number(row, "whole_time_equivalents", "a number of whole-time equivalents")
    if posts > MOST_POSTS:
        what = f"{posts:,.0f} whole-time equivalents are far too many for one team"
        raise ScenarioError(Problem(row.spot, what, (), "give posts, not hours or pounds"))
    team = found.setdefault(name, LocalTeam(name, row))
    if profession in team.posts:
        what = f"{name} has `{profession}` twice: here and in line {team.lines[profession]}"
        raise ScenarioError(Problem(row.spot, what, (), "add them up in one line"))
    team.posts[profession] = posts
    team.lines[profession] = row.spot.line
    for heading in OF_THE_TEAM:
        if row.cells.get(heading):
            value = _checked(row, heading)
            if team.said.setdefault(heading, value) != value:
                what = f"`{heading}` of {name} is `{value}` here and `{team.said[heading]}` above"
                raise ScenarioError(Problem(row.spot, what, (), "say it once"))


def _team_name(row: Row, base: Scenario, found: dict[str, LocalTeam]) -> str:
    """The team a row is about: by name or label, or one of the table's own."""
    said = row.cells["team"]
    labels = {team.label.lower(): name for name, team in base.teams.items()}
    if said.lower() in labels:
        return labels[said.lower()]
    plain = "_".join(said.lower().replace("-", " ").split())
    if plain in base.teams or plain in found:
        return plain
    if row.cells.get("accepts") and plain.isidentifier() and plain.isascii() and len(plain) < 60:
        return plain
    what = f"there is no team `{clipped(said)}`" if said else "`team` is empty"
    hint = did_you_mean(said, list(base.teams))
    own = "a team of your own also needs `label`, `organisation` and `accepts`"
    raise ScenarioError(Problem(row.spot, what, (), f"{hint}; {own}" if said else hint))


def _checked(row: Row, heading: str) -> str:
    """What a cell says of a team, as a scenario would say it."""
    said = row.cells[heading]
    if heading == "organisation":
        return one_of(row, heading, ORGANISATIONS, "organisation")
    if heading == "covers":
        return one_of(row, heading, COVERS, "area called")
    if heading == "threshold":
        value = number(row, heading, "a severity from 0 to 1")
        if value > 1.0:
            what = f"`threshold` is {clipped(said)}, and a severity lies between 0 and 1"
            raise ScenarioError(Problem(row.spot, what))
        return f"{value:g}"
    if heading == "accepts":
        named = said.replace("+", " ").replace(";", " ").split()
        cells = [Row(row.spot, {"accepts": one}) for one in named]
        return " ".join(one_of(cell, "accepts", NEEDS, "kind of need") for cell in cells)
    if "[" in said or "]" in said or len(said) > 200:
        what = "a label has at most 200 characters and no square brackets"
        raise ScenarioError(Problem(row.spot, what))
    return said


def _incomplete(team: LocalTeam, base: Scenario) -> list[Problem]:
    problems = []
    if team.name not in base.teams:
        missing = [h for h in ("label", "organisation") if h not in team.said]
        if missing:
            what = f"{team.name} is a team of your own, and its `{missing[0]}` is not given"
            problems.append(Problem(team.first.spot, what, (), "say it in its first line"))
        return problems
    practices = base.teams[team.name].role == "general_practice"
    if practices and team.said.get("covers", "practice") != "practice":
        what = f"{team.name} is general practice, so it covers a practice"
        problems.append(Problem(team.first.spot, what, (), "write `practice`, or leave it out"))
    if practices and sum(team.posts.values()) <= 0.0:
        problems.append(Problem(team.first.spot, "general practice has no staff"))
    return problems
