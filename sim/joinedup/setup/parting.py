"""Merged teams are parted before teams are merged anew, and people follow their teams."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from joinedup.codes import NEEDS, NO_WORKER, PROFESSIONS, State
from joinedup.engine.tables import Table, copied_table
from joinedup.phases.merger import join_lines
from joinedup.scenario.scenario import Scenario
from joinedup.setup.areas import team_of
from joinedup.setup.teams import raised_as, set_apart
from joinedup.state.world import World

PACES = ("starts", "assessments")  # a week, by lines of a team
IN_CARE = (State.IN_CARE, State.SUPPORTED)
IN_HAND = [*range(State.REFERRED, State.WAITING_FOR_CARE + 1), *IN_CARE]


class Before(NamedTuple):
    """Teams as they were before a date, which of them served where, and who worked in which."""

    teams: Table
    team_of: np.ndarray
    worked_in: np.ndarray

    @classmethod
    def of(cls, world: World) -> Before:
        """As they are now, whatever changes next."""
        staff = np.array(world.staff.team)
        return cls(copied_table(world.teams), np.array(world.team_of), staff)

    @property
    def merged(self) -> np.ndarray:
        """Which of them were merged."""
        return np.asarray(self.teams.merged)

    def row_of(self, types: list[int], place: int) -> int | None:
        """The row in which just these types of team were merged in a place, if they were."""
        here = self.team_of[:, place]
        number = int(here[types[0]])
        same = self.merged[number] and np.array_equal(np.flatnonzero(here == number), sorted(types))
        return number if same else None


def part_teams(world: World, scenario: Scenario, before: Before, going_on: list[int]) -> None:
    """Every team is its own again: its posts and its way of accepting; not yet its people.

    Of a merged one that does not go on, each gets back its pace, and what the threshold of its
    kinds has risen by. A team that was in several gets back what it brought into each.
    """
    teams = world.teams
    units = [(int(row.type), int(row.unit)) for row in teams]
    world.team_of[...] = team_of(scenario, units)
    world.staff.team[...] = world.staff.home
    found = np.setdiff1d(np.flatnonzero(before.merged), going_on)
    for name in PACES:
        teams[name][found] = 0.0
    for was in before.teams[found]:
        for type_, group in dict(zip(was.origin.tolist(), was.group.tolist(), strict=True)).items():
            home, brought = teams[world.team_of[type_, int(was.unit)]], was.origin == type_
            for name in PACES:
                home[name][0] += was[name][group]
            risen = np.where(brought, raised_as(was, home.threshold), 0.0)
            home.threshold_now = np.maximum(home.threshold_now, risen)
    for row in teams:
        set_apart(row)


def take_over(world: World, before: Before) -> None:
    """Lines and caseloads of teams that have become others, or are their own again."""
    needs, team = world.needs, np.asarray(world.needs.team).astype(int)
    state = np.asarray(needs.state)
    who, kind = np.nonzero(np.isin(state, IN_HAND) & (team < len(world.teams)))
    types = _whose(world, before, who, kind)
    practice = types == world.globals[0].settings.practice_type
    by_address = np.asarray(world.types.by_address)[types] == 1
    homes = (np.asarray(world.residents[name])[who] for name in ("address", "neighbourhood"))
    now = world.team_of[types, np.where(by_address, *homes)]
    now = np.where(_stays(world, before, team[who, kind], types), team[who, kind], now)
    moves = ~practice & np.isin(now, now[~practice & (now != team[who, kind])])
    who, kind = who[moves], kind[moves]
    order = np.lexsort((kind, who, np.asarray(needs.since)[who, kind]))
    join_lines(world, (who * NEEDS + kind)[order], now[moves][order].astype(np.int64))
    committed = np.zeros((len(world.teams), PROFESSIONS), np.int64)
    staff = world.staff
    mine = np.asarray(staff.team) >= 0
    np.add.at(committed, (staff.team[mine], staff.profession[mine]), staff.committed[mine])
    world.teams.committed = committed


def _stays(world: World, before: Before, rows: np.ndarray, types: np.ndarray) -> np.ndarray:
    """Whether a merged team goes on with the one within: people whom it has in hand stay there.

    Also those who live in another neighbourhood than that of their practice.
    """
    teams = world.teams
    goes_on = before.merged[rows] & (np.asarray(teams.merged)[rows] == 1)
    place = np.maximum(0, np.asarray(teams.place)[rows])
    return np.asarray(goes_on & (world.team_of[types, place] == rows))


def _whose(world: World, before: Before, who: np.ndarray, kind: np.ndarray) -> np.ndarray:
    """The type of the team that each need is with; in one that was merged, of the team within.

    That of its worker, else the one that brought its kind in, or another that takes it where this
    one has closed.
    """
    teams, staff = world.teams, world.staff
    rows = np.asarray(world.needs.team)[who, kind].astype(int)
    types = np.asarray(teams.type)[rows].copy()
    cared = np.isin(np.asarray(world.needs.state)[who, kind], IN_CARE)
    worker = np.where(cared, np.asarray(world.needs.worker)[who, kind], NO_WORKER).astype(int)
    homes_of = {
        row: np.unique(np.asarray(staff.home)[before.worked_in == row])
        for row in np.flatnonzero(before.merged)
    }
    for at in np.flatnonzero(before.merged[rows]):
        homes = homes_of[rows[at]]
        takes = (np.asarray(teams.takes)[homes].astype(int) >> kind[at]) & 1
        able = np.asarray(teams.type)[homes[(takes == 1) & (np.asarray(teams.closed)[homes] == 0)]]
        wanted = before.teams.origin[rows[at], kind[at]]
        if worker[at] != NO_WORKER:
            wanted = teams[staff[worker[at]].home].type
        types[at] = wanted if wanted in able or not len(able) else able[0]
    return types
