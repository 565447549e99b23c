"""Merged teams are parted before teams are merged anew, and people follow their teams."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from joinedup.codes import NEEDS, NO_WORKER, PROFESSIONS, State
from joinedup.phases.merger import join_lines
from joinedup.scenario.scenario import Scenario
from joinedup.setup.areas import team_of
from joinedup.setup.teams import set_apart
from joinedup.state.world import World

PACES = ("starts", "assessments")  # a week, by lines of a team
IN_CARE = (State.IN_CARE, State.SUPPORTED)
IN_HAND = [*range(State.REFERRED, State.WAITING_FOR_CARE + 1), *IN_CARE]


class Merged(NamedTuple):
    """What was merged: by team, whether it was, whose each kind was; by member, where they were."""

    merged: np.ndarray
    origin: np.ndarray
    worked_in: np.ndarray


def part_teams(world: World, scenario: Scenario) -> Merged:
    """Every team is its own again: its posts, its way of accepting, its pace; not yet its people.

    A team that was in several merged ones gets back what it brought into each.
    """
    teams = world.teams
    before = Merged(*(np.array(x) for x in (teams.merged, teams.origin, world.staff.team)))
    units = [(int(row.type), int(row.unit)) for row in teams]
    world.team_of[...] = team_of(scenario, units)
    world.staff.team[...] = world.staff.home
    found = np.flatnonzero(before.merged)
    pace = {name: np.array(teams[name][found]) for name in PACES}
    for name in pace:
        teams[name][found] = 0.0
    for at, number in enumerate(found):
        groups = dict(zip(teams[number].origin.tolist(), teams[number].group.tolist(), strict=True))
        for type_, group in groups.items():
            home = world.team_of[type_, int(teams[number].unit)]
            for name, paces in pace.items():
                teams[name][home, 0] += paces[at, group]
    for row in teams:
        set_apart(row)
    return before


def take_over(world: World, before: Merged) -> None:
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


def _stays(world: World, before: Merged, rows: np.ndarray, types: np.ndarray) -> np.ndarray:
    """Whether a merged team goes on with the one within: people whom it has in hand stay there.

    Also those who live in another neighbourhood than that of their practice.
    """
    teams = world.teams
    goes_on = before.merged[rows] & (np.asarray(teams.merged)[rows] == 1)
    place = np.maximum(0, np.asarray(teams.place)[rows])
    return np.asarray(goes_on & (world.team_of[types, place] == rows))


def _whose(world: World, before: Merged, who: np.ndarray, kind: np.ndarray) -> np.ndarray:
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
        wanted = before.origin[rows[at], kind[at]]
        if worker[at] != NO_WORKER:
            wanted = teams[staff[worker[at]].home].type
        types[at] = wanted if wanted in able or not len(able) else able[0]
    return types
