"""Windows: attributes of an agent that are read from a column of the model's tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from joinedup.state.place import World


class OnWorld(Protocol):
    """Anything that knows its world and its row."""

    @property
    def world(self) -> World:
        """The tables."""

    row: int


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
        value = getattr(agent.world, self.table)[self.column][agent.row].item()
        return value if self.meaning is None else self.meaning(value)

    def __set__(self, agent: OnWorld, value: Any) -> None:
        raise AttributeError(
            f"{self.column} is a column of {self.table}, which the rules write; "
            "override a verb to change what happens"
        )
