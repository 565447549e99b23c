"""Which neighbourhoods a team covers, and what follows: when it changes, whom it has, its staff."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from joinedup.engine.tables import Table
from joinedup.scenario.arrangement import Arrangement
from joinedup.scenario.in_force import InForce
from joinedup.scenario.place import Team
from joinedup.scenario.scenario import Scenario
from joinedup.state.world import World


def place_of_team(scenario: Scenario, row: Table) -> int:
    """The neighbourhood that a team works in; -1 for one of the whole borough."""
    covers, unit = scenario.all_teams[scenario.team_names[row.type]].covers, int(row.unit)
    if covers == "borough":
        return -1
    return unit // scenario.place.practices_each if covers == "practice" else unit


def staffing_of(world: World, scenario: Scenario, row: Table) -> float:
    """A team's staff for as many residents, against the mean of its type in the place."""
    if row.place < 0:
        return 1.0
    staff, people = np.array([one.staff for one in scenario.place.each]), _people(world, row)
    return float(staff[row.place] * people.sum() / (staff @ people))


def _people(world: World, row: Table) -> np.ndarray:
    """Residents of each neighbourhood, whom a team of this type has by address or by practice."""
    places = world.places
    by_address = bool(world.types[row.type].by_address)
    return np.asarray(places.living if by_address else places.after - places.first)


def covers_any(scenario: Scenario, row: Table, marked: np.ndarray) -> bool:
    """Whether a team covers any of the neighbourhoods that are ``marked``."""
    place = place_of_team(scenario, row)
    return bool(marked.any() if place < 0 else marked[place])


def works_as(force: InForce, row: Table) -> Scenario:
    """What a team works by: what is in force anywhere that it covers."""
    place = place_of_team(force.siloed, row)
    return force.anywhere if place < 0 else force.at[place]


def ways_of_working(forces: Sequence[InForce], row: Table) -> list[Arrangement]:
    """The arrangement in each neighbourhood that a team covers, of each of what is in force."""
    place = place_of_team(forces[0].siloed, row)
    at = [(n, one.arrangement) for force in forces for n, one in enumerate(force.at)]
    return [arrangement for n, arrangement in at if place in (-1, n)]


def team_of(scenario: Scenario, units: Sequence[tuple[int, int]]) -> np.ndarray:
    """Number of the team of each type that serves each neighbourhood."""
    teams = [scenario.all_teams[name] for name in scenario.team_names]
    found = np.zeros((len(teams), scenario.place.neighbourhoods), np.int32)
    for number, (type_, unit) in enumerate(units):
        covers = teams[type_].covers
        if covers == "neighbourhood":
            found[type_, unit] = number
        elif covers == "borough":
            found[type_, :] = number
        elif unit % scenario.place.practices_each == 0:
            found[type_, unit // scenario.place.practices_each] = number
    return found


def residents_covered(world: World, number: int, team: Team) -> float:
    """Residents that one team, by its number, covers."""
    row = world.teams[number]
    if team.covers == "practice":  # a neighbourhood's residents are on its lists in turn
        place, each = world.places[row.place], int(world.globals[0].settings.practices_each)
        own = int(row.unit) % each
        return float((place.after - 1 - own) // each - (place.first - 1 - own) // each)
    if team.covers == "neighbourhood":
        return float(_people(world, row)[row.unit])
    return float(len(world.residents))
