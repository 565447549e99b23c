"""What stands between the teams of a scenario, siloed and with its arrangement in full.

The numbers are the model's own: `apply_arrangement` on a place without residents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import Any

import numpy as np

from joinedup.codes import PER, Degree
from joinedup.engine.tables import table
from joinedup.rules.collected import parameter_record, row_with
from joinedup.scenario.in_force import InForce
from joinedup.scenario.planned import staff_of
from joinedup.scenario.scenario import Scenario
from joinedup.setup.apply_arrangement import apply_arrangement
from joinedup.setup.interfaces import OUTSIDE_SENDERS, set_inside
from joinedup.state.places import PLACE
from joinedup.state.residents import RESIDENT
from joinedup.state.teams import INTERFACE, TEAM
from joinedup.state.world import World, globals_type
from joinedup_experiments.report.team_names import label_of, merged_teams
from joinedup_experiments.scenario_io.diff.differences import (
    APART,
    BY_HAND,
    Teams,
    target_interfaces,
)

# The columns that say what a barrier lets through, and what each is called and counted in.
BARRIERS = {
    "eligibility": ("threshold applied", "share"),
    "wrong_door": ("misdirected, for each other domain", "share"),
    "minutes": ("paperwork", "minutes"),
    "days": ("paperwork", "days"),
    "loss": ("lost at handover", "share"),
    "obstacle": ("obstacle of being turned away", "obstacles"),
}


@dataclass(frozen=True)
class Interface:
    """The interface between two teams, the mean of both ways."""

    degree: str  # or "by_hand": none, but the scenario sets a barrier itself
    barriers: tuple[float, ...]  # in the order of BARRIERS
    left: float  # what is left of the barriers, of 1: the mean of each against siloed

    @property
    def joined(self) -> bool:
        """Whether anything is agreed here, beyond a single point of access or a shared record."""
        return self.degree != "none"


@dataclass(frozen=True)
class Side:
    """A place before or after: the teams that are there, and what stands between every two of them.

    Teams that are merged are one, by the name that the model gives it; none that is closed is here.
    """

    scenario: Scenario
    members: dict[str, list[str]]  # of each team: those merged in it, or itself alone
    staff: dict[str, float]  # whole-time equivalents in the whole place, by team
    interfaces: dict[Teams, Interface]
    spoa_left: float | None = None  # of the barriers for the public at the single point of access

    @property
    def behind(self) -> list[str]:
        """The teams behind the single point of access."""
        spoa = self.scenario.arrangement.single_point_of_access
        return self.among(spoa.in_front_of if spoa else [])

    @property
    def hubs(self) -> dict[str, list[str]]:
        """The teams that serve at the door, and those that each is in front of."""
        doors = self.scenario.arrangement.at_the_door.items()
        here = [(hub, door) for hub, door in doors if self.members.get(hub) == [hub]]
        return {hub: self.among(door.in_front_of) for hub, door in here}

    @property
    def merged(self) -> list[list[str]]:
        """The teams of each merged team."""
        return [group for group in self.members.values() if len(group) > 1]

    def among(self, names: Sequence[str]) -> list[str]:
        """The teams here that some teams of the scenario are, or are merged in; in order."""
        return [
            team for team, members in self.members.items() if not set(members).isdisjoint(names)
        ]

    def label(self, team: str) -> str:
        """What a team is called."""
        members = self.members[team]
        alone = self.scenario.all_teams[team].label
        return label_of(self.scenario, members) if len(members) > 1 else alone

    def organisations(self, team: str) -> list[str]:
        """Who employs a team's staff, each once."""
        teams = self.scenario.all_teams
        return list(dict.fromkeys(teams[name].organisation for name in self.members[team]))

    @property
    def by_degree(self) -> dict[str, list[Interface]]:
        """The interfaces that are joined, by how far, the furthest first."""
        order = (*(degree.name.lower() for degree in reversed(Degree)), "by_hand")
        joined = [one for one in self.interfaces.values() if one.joined]
        found = {degree: [one for one in joined if one.degree == degree] for degree in order}
        return {degree: some for degree, some in found.items() if some}


def sides(scenario: Scenario) -> tuple[Side, Side]:
    """The place siloed, and with the arrangement in full."""
    apart, _ = _arranged(scenario.siloed)
    return _side(scenario.siloed, apart), _side(scenario, apart)


def _side(scenario: Scenario, apart: np.ndarray) -> Side:
    now, degrees = _arranged(scenario)
    left = (now / np.maximum(apart, 1e-12)).mean(axis=2)
    names, targets = scenario.team_names, target_interfaces(scenario)
    merged, closed = merged_teams(scenario), scenario.arrangement.closed_teams
    inside = {name for group in merged.values() for name in group} - {*merged}
    here = [name for name in names if name not in inside and name not in closed]
    members = {name: merged.get(name, [name]) for name in here}
    interfaces = {}
    for one, other in combinations(here, 2):
        pairs = product(members[one], members[other])
        found = [targets.get((min(p), max(p)), APART) for p in pairs]
        by_hand = any(
            getattr(target, barrier) is not None for target in found for barrier in BY_HAND
        )
        i, j = names.index(one), names.index(other)
        degree = Degree(degrees[i, j]).name.lower()
        interfaces[one, other] = Interface(
            "by_hand" if degree == "none" and by_hand else degree,
            tuple(((now[i, j] + now[j, i]) / 2.0).tolist()),
            float(left[i, j] + left[j, i]) / 2.0,
        )
    people = scenario.place.residents / PER
    posts = {name: people * sum(staff_of(scenario, name).values()) for name in names}
    staff = {team: sum(posts[name] for name in group) for team, group in members.items()}
    side = Side(scenario, members, staff, interfaces)
    public = [left[len(names), names.index(team)] for team in side.behind]
    return replace(side, spoa_left=float(np.mean(public))) if public else side


def _arranged(scenario: Scenario) -> tuple[np.ndarray, np.ndarray]:
    """Barriers and degrees, the arrangement in full: [sender, receiver, barrier] and without."""
    types = len(scenario.team_names)
    parameters = parameter_record(scenario.assumptions, scenario.outside_range)
    interfaces = (1, types + OUTSIDE_SENDERS, types)
    columns: dict[str, Any] = dict.fromkeys(World._fields, table(0, TEAM))
    columns |= {
        "globals": table(1, globals_type(parameters.dtype)),
        "places": table(1, PLACE),
        "residents": table(0, row_with(RESIDENT, "resident_columns")),
    }
    columns |= {name: table(interfaces, INTERFACE) for name in ("interfaces", "target_interfaces")}
    world = World(**columns)
    world.globals.p[0] = parameters[0]
    apply_arrangement(world, InForce.everywhere(scenario))
    found: Any = world.target_interfaces[0]
    names = scenario.team_names
    for team, group in merged_teams(scenario).items():
        set_inside(world.globals[0].p, found, names.index(team), [names.index(n) for n in group])
    barriers = np.stack([np.asarray(found[column], float) for column in BARRIERS], axis=-1)
    return barriers, np.asarray(found["degree"])
