"""Values that a scenario may have, drawn from what its fields declare: types, names, limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from hypothesis import strategies as st

from joinedup_experiments.scenario_io.scenario_keys import declared_schema

MOST = 1e4  # beyond it limits are there to catch slips, and say nothing


def part(*path: str) -> dict[str, Any]:
    """What is declared of one part: ``part("arrangement", "programme")``."""
    node = declared_schema()
    for step in path:
        node = node["properties"][step]
    return node


Narrow = Mapping[str, st.SearchStrategy[Any]]


def values(
    node: dict[str, Any], teams: Sequence[str], narrow: Narrow = MappingProxyType({})
) -> st.SearchStrategy[Any]:
    """Any value that may stand there; where names are free, they are those of teams.

    ``narrow`` replaces what is declared, by the name of a key: to keep a run small, or a value
    where something happens.
    """
    if "enum" in node:
        return st.sampled_from(node["enum"])
    match node["type"]:
        case "boolean":
            return st.booleans()
        case "integer":
            return st.integers(node["minimum"], int(min(node["maximum"], MOST)))
        case "number":
            low = node.get("minimum", node.get("exclusiveMinimum"))
            open_ = "exclusiveMinimum" in node
            return st.floats(low, min(node["maximum"], MOST), exclude_min=open_)
        case "string":
            return st.sampled_from(teams)
        case "array":
            return _lists(node, teams, narrow)
        case _:
            return _tables(node, teams, narrow)


def _lists(node: dict[str, Any], teams: Sequence[str], narrow: Narrow) -> st.SearchStrategy[Any]:
    names = node["items"].get("type") == "string"
    least = max(node.get("minItems", 0), 2 * names)
    most = node.get("maxItems", max(least, 4))
    each = values(node["items"], teams, narrow)
    lists = st.lists(each, min_size=least, max_size=most, unique=names)
    return lists if node.get("minItems") or not names else st.just([]) | lists


def _tables(node: dict[str, Any], teams: Sequence[str], narrow: Narrow) -> st.SearchStrategy[Any]:
    if "properties" not in node:
        names = st.sampled_from(node.get("propertyNames", {}).get("enum", teams))
        each = values(node["additionalProperties"], teams, narrow)
        return st.dictionaries(names, each, max_size=3)
    keys = {
        key: narrow[key] if key in narrow else values(below, teams, narrow)
        for key, below in node["properties"].items()
    }
    required = {key: keys.pop(key) for key in node.get("required", ())}
    return st.fixed_dictionaries(required, optional=keys)
