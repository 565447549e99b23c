"""What a file says, as a tree that remembers the file and line of every part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from joinedup_experiments.scenario_io.load.problems import Path, Spot


@dataclass(frozen=True)
class Leaf:
    """A single value; ``quoted`` tells the text ``"5"`` from the number ``5``."""

    spot: Spot
    value: str | int | float | bool | None
    written: str = ""
    quoted: bool = False
    size: int = 1
    height: int = 1


@dataclass(frozen=True)
class Items:
    """A list."""

    spot: Spot
    items: tuple[Node, ...]
    size: int = field(init=False)
    height: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", 1 + sum(node.size for node in self.items))
        object.__setattr__(self, "height", 1 + max((n.height for n in self.items), default=0))


@dataclass(frozen=True)
class Entry:
    """A key, with the place where it is written, and its value."""

    spot: Spot
    value: Node


@dataclass(frozen=True)
class Table:
    """A mapping from names to what they stand for.

    ``removed`` says where names that were inherited have been taken out.
    """

    spot: Spot
    entries: Mapping[str, Entry]
    removed: Mapping[str, Spot] = field(default_factory=dict)
    size: int = field(init=False)
    height: int = field(init=False)

    def __post_init__(self) -> None:
        values = [entry.value for entry in self.entries.values()]
        object.__setattr__(self, "size", 1 + sum(node.size for node in values))
        object.__setattr__(self, "height", 1 + max((n.height for n in values), default=0))


Node = Leaf | Items | Table


def plain(node: Node) -> Any:
    """The tree as ordinary dictionaries, lists and values."""
    if isinstance(node, Table):
        return {key: plain(entry.value) for key, entry in node.entries.items()}
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    return node.value


def at(node: Node, path: Path) -> Node | None:
    """The part that a path leads to, if it is there."""
    for part in path:
        if isinstance(node, Table) and part in node.entries:
            node = node.entries[str(part)].value
        elif isinstance(node, Items) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
        else:
            return None
    return node


def spot_of(node: Node, path: Path) -> Spot:
    """Where the last part of a path is written, or the last one of its parts that is there."""
    spot = node.spot
    for part in path:
        if isinstance(node, Table) and part in node.entries:
            entry = node.entries[str(part)]
            spot, node = entry.spot, entry.value
        elif isinstance(node, Items) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
            spot = node.spot
        else:
            break
    return spot
