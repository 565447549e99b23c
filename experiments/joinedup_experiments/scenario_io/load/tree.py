"""What a file says, as a tree that remembers the file and line of every part."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from joinedup_experiments.scenario_io.load.problems import Path, Spot


@dataclass(frozen=True)
class Node:
    """A part of a file: a table (dict of Node), a list (of Node) or a single value.

    ``spot`` is where its key is written, or, without a key, where it begins; ``written`` a single
    value as it stands in the file; ``removed`` where inherited names of a table are taken out.
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
    found, steps = _nearest(node, path)
    return found if steps == len(path) else None


def spot_of(node: Node, path: Path) -> Spot:
    """Where the last part of a path is written, or the last one of its parts that is there."""
    return _nearest(node, path)[0].spot


def _nearest(node: Node, path: Path) -> tuple[Node, int]:
    """The last part of a path that is there, and how many steps lead to it."""
    for steps, part in enumerate(path):
        below: Any = dict(enumerate(node.value)) if isinstance(node.value, list) else node.value
        if not isinstance(below, dict) or part not in below:
            return node, steps
        node = below[part]
    return node, len(path)
