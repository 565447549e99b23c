"""What stands between the teams of a scenario, siloed and with its arrangement in full.

The numbers are the model's own: `apply_arrangement` on a place without residents.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from joinedup.codes import Degree
from joinedup.engine.tables import Table, table
from joinedup.rules.collected import parameter_record
from joinedup.scenario.scenario import Scenario
from joinedup.setup.apply_arrangement import apply_arrangement
from joinedup.setup.interfaces import OUTSIDE_SENDERS
from joinedup.setup.teams import staff_of
from joinedup.state.residents import RESIDENT
from joinedup.state.teams import INTERFACE, TEAM
from joinedup.state.world import World, globals_type
from joinedup_experiments.scenario_io.diff.of_interfaces import (
    APART,
    Pair,
    TargetInterface,
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
    """The interface between two teams, both ways taken together.

    Parameters
    ----------
    degree
        How far they are joined.
    barriers
        In the order of ``BARRIERS``: the mean of both ways.
    left
        What is left of the barriers, of 1: the mean over them of each against siloed.
    by_hand
        Whether the scenario sets a barrier itself.
    """

    degree: str
    barriers: tuple[float, ...]
    left: float
    by_hand: bool = False

    @property
    def joined(self) -> bool:
        """Whether anything is agreed here, beyond a single point of access or a shared record."""
        return self.degree != "none" or self.by_hand


@dataclass(frozen=True)
class Side:
    """A place before or after: its teams' staff, and what stands between them.

    Parameters
    ----------
    scenario
        The scenario, siloed on the side before.
    staff
        Whole-time equivalents for every 30,000 residents, by team.
    interfaces
        Every pair of teams, in the order of their names.
    spoa_left
        What is left of the barriers for the public at the single point of access, of 1; None
        where there is none.
    """

    scenario: Scenario
    staff: dict[str, float]
    interfaces: dict[Pair, Interface]
    spoa_left: float | None


def sides(scenario: Scenario) -> tuple[Side, Side]:
    """The place siloed, and with the arrangement in full."""
    apart = _barriers(_arranged(scenario.siloed))
    return _side(scenario.siloed, apart), _side(scenario, apart)


def _side(scenario: Scenario, apart: np.ndarray) -> Side:
    table_now = _arranged(scenario)
    now = _barriers(table_now)
    left = (now / np.maximum(apart, 1e-12)).mean(axis=2)
    names = scenario.team_names
    targets = target_interfaces(scenario)
    interfaces = {}
    for i, j in combinations(range(len(names)), 2):
        both = (now[i, j] + now[j, i]) / 2.0
        target: TargetInterface = targets.get((names[i], names[j]), APART)
        interfaces[names[i], names[j]] = Interface(
            Degree(table_now["degree"][i, j]).name.lower(),
            tuple(float(value) for value in both),
            float(left[i, j] + left[j, i]) / 2.0,
            any(value is not None for value in target.barriers),
        )
    spoa = scenario.arrangement.single_point_of_access
    public = len(names)
    spoa_left = (
        float(np.mean([left[public, names.index(team)] for team in spoa.in_front_of]))
        if spoa
        else None
    )
    staff = {name: sum(staff_of(scenario, name).values()) for name in names}
    return Side(scenario, staff, interfaces, spoa_left)


def _arranged(scenario: Scenario) -> Table:
    """The interfaces of the first neighbourhood, [sender, receiver], the arrangement in full."""
    types = len(scenario.teams)
    interfaces = (1, types + OUTSIDE_SENDERS, types)
    parameters = parameter_record(scenario.assumptions)
    nothing = table(0, TEAM)
    empty: dict[str, Any] = dict.fromkeys(World._fields, nothing)
    empty |= {
        "globals": table(1, globals_type(parameters.dtype)),
        "residents": table(0, RESIDENT),
        "interfaces": table(interfaces, INTERFACE),
        "target_interfaces": table(interfaces, INTERFACE),
    }
    world = World(**empty)
    world.globals.p[0] = parameters[0]
    apply_arrangement(world, scenario, np.ones(1, bool))
    return world.target_interfaces[0]


def _barriers(interfaces: Table) -> np.ndarray:
    """[sender, receiver, barrier], in the order of ``BARRIERS``."""
    return np.stack([np.asarray(interfaces[column], float) for column in BARRIERS], axis=-1)
