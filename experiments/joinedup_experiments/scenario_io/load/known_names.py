"""Which keys and values a file can have at a place, read off its declaration."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from joinedup.scenario import keys
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.load.problems import Path


def keys_at(path: Path, root: type[BaseModel] = Scenario) -> tuple[str, ...]:
    """The keys that can stand in the table at ``path``; none when names are free there."""
    inherits = path == () and root is Scenario
    return (*keys.keys_at(root, path), *(("based_on",) if inherits else ()))


def values_at(path: Path, root: type[BaseModel] = Scenario) -> tuple[str, ...]:
    """The values that can stand at ``path``; none when any text or number can."""
    return keys.values_at(root, path)


def homes_of(key: str, root: type[BaseModel] = Scenario) -> list[str]:
    """Where a key of this name belongs, in words a planner can follow.

    >>> homes_of("beds_per_1000")
    ['hospital']
    """
    found = [path[:-1] for path, _ in keys.all_keys(root) if path[-1] == key and len(path) > 1]
    return [".".join(map(str, path)).replace("*", "<name>") for path in found]


def kind_at(path: Path, root: type[BaseModel] = Scenario) -> Any:
    """What may stand at ``path``: a type without its conditions; None when nothing may."""
    return keys.bare(keys.kind_at(root, path))
