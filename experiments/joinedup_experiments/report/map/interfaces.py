"""What stands between the teams of a scenario, siloed and with its arrangement in full.

The numbers are the model's own: `apply_arrangement` on a place without residents.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np

from joinedup.codes import Degree
from joinedup.engine.tables import table
from joinedup.rules.collected import parameter_record, row_with
from joinedup.scenario.scenario import Scenario
from joinedup.setup.apply_arrangement import apply_arrangement
from joinedup.setup.interfaces import OUTSIDE_SENDERS
from joinedup.setup.teams import staff_of
from joinedup.state.places import PLACE
from joinedup.state.residents import RESIDENT
from joinedup.state.teams import INTERFACE, TEAM
from joinedup.state.world import World, globals_type
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
    """A place before or after: its teams' staff, and what stands between every two of them."""

    scenario: Scenario
    staff: dict[str, float]  # whole-time equivalents for every 30,000 residents, by team
    interfaces: dict[Teams, Interface]
    spoa_left: float | None = None  # of the barriers for the public at the single point of access

    @property
    def behind(self) -> list[str]:
        """The teams behind the single point of access."""
        spoa = self.scenario.arrangement.single_point_of_access
        return list(spoa.in_front_of) if spoa else []

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
    interfaces = {}
    for i, j in combinations(range(len(names)), 2):
        target = targets.get((names[i], names[j]), APART)
        by_hand = any(getattr(target, barrier) is not None for barrier in BY_HAND)
        degree = Degree(degrees[i, j]).name.lower()
        interfaces[names[i], names[j]] = Interface(
            "by_hand" if degree == "none" and by_hand else degree,
            tuple(((now[i, j] + now[j, i]) / 2.0).tolist()),
            float(left[i, j] + left[j, i]) / 2.0,
        )
    staff = {name: sum(staff_of(scenario, name).values()) for name in names}
    side = Side(scenario, staff, interfaces)
    public = [left[len(names), names.index(team)] for team in side.behind]
    return replace(side, spoa_left=float(np.mean(public))) if public else side


def _arranged(scenario: Scenario) -> tuple[np.ndarray, np.ndarray]:
    """Barriers and degrees, the arrangement in full: [sender, receiver, barrier] and without."""
    types = len(scenario.team_names)
    parameters = parameter_record(scenario.assumptions)
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
    apply_arrangement(world, scenario, np.ones(1, bool))
    found: Any = world.target_interfaces[0]
    barriers = np.stack([np.asarray(found[column], float) for column in BARRIERS], axis=-1)
    return barriers, np.asarray(found["degree"])
