"""What a file says, as a tree that remembers the file and line of every part."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from joinedup_experiments.scenario_io.load.problems import Path, Spot


@dataclass(frozen=True)
class Node:
    """A part of a file: a table, a list or a single value.

    Attributes
    ----------
    spot : Spot
        Where its key is written, or, without a key, where it begins.
    value : dict of str to Node, list of Node, str, int, float, bool or None
        What it is.
    written : str
        A single value as it stands in the file.
    removed : dict of str to Spot
        Where names that a table inherited have been taken out.
    """

    spot: Spot
    value: Any
    written: str = ""
    removed: dict[str, Spot] = field(default_factory=dict)


def plain(node: Node) -> Any:
    """The tree as ordinary dictionaries, lists and values."""
    if isinstance(node.value, dict):
        return {key: plain(below) for key, below in node.value.items()}
    if isinstance(node.value, list):
        return [plain(item) for item in node.value]
    return node.value


def at(node: Node, path: Path) -> Node | None:
    """The part that a path leads to, if it is there."""
    found = nearest(node, path)
    return found[0] if found[1] == len(path) else None


def spot_of(node: Node, path: Path) -> Spot:
    """Where the last part of a path is written, or the last one of its parts that is there."""
    return nearest(node, path)[0].spot


def nearest(node: Node, path: Path) -> tuple[Node, int]:
    """The last part of a path that is there, and how many steps lead to it."""
    for number, part in enumerate(path):
        value = node.value
        known = isinstance(value, dict) and part in value
        if known or (isinstance(value, list) and isinstance(part, int) and part < len(value)):
            node = value[part]
        else:
            return node, number
    return node, len(path)
