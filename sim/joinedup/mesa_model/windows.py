"""What agents and reporters need of the model, and attributes that are read from its tables.

Agents know their model by the protocol `PlaceModel` alone, so that no module here needs, not even
for a type, one that needs it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from joinedup.codes import Activity
from joinedup.scenario.scenario import Scenario
from joinedup.state.world import World


class PlaceModel(Protocol):
    """A model of a place, as its agents know it: `joinedup.mesa_model.CareModel`."""

    world: World
    scenario: Scenario
    day: int
    team_agents: list[Any]
    staff_members: list[Any]
    hospital: Any

    def is_due(self, row: int) -> bool:
        """Whether anything happens today to the resident of this row."""

    def wake_next(self, row: int) -> None:
        """Schedule a resident who has lived today for the day of their next event."""

    def times(self, activity: Activity) -> int:
        """How often something has happened since day 0."""


class OnWorld(Protocol):
    """Anything that knows its model, its world and its row."""

    model: PlaceModel
    row: int

    @property
    def world(self) -> World:
        """The tables."""


class Window:
    """A read-only attribute: the agent's row of one column, as a plain Python value.

    Parameters
    ----------
    table, column : str
        Which table of the world, and which of its columns.
    meaning : type, optional
        What the number stands for, for instance ``codes.Age``; by default as it is.
    """

    def __init__(self, table: str, column: str, meaning: Callable[[Any], Any] | None = None):
        self.table, self.column, self.meaning = table, column, meaning

    def __get__(self, agent: OnWorld | None, owner: type | None = None) -> Any:
        if agent is None:
            return self
        value = getattr(agent.world, self.table)[self.column][agent.row].tolist()
        return value if self.meaning is None else self.meaning(value)

    def __set__(self, agent: OnWorld, value: Any) -> None:
        raise AttributeError(
            f"{self.column} is a column of {self.table}, which the rules write; "
            "override a verb to change what happens"
        )
