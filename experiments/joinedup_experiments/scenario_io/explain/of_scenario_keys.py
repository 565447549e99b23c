"""What a key of a scenario file means, from the schema that editors use."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from joinedup_experiments.scenario_io.explain.entry import Entry
from joinedup_experiments.scenario_io.explain.where_described import sections_naming
from joinedup_experiments.scenario_io.explain.where_used import said, uses_of_key
from joinedup_experiments.scenario_io.load.file_text import text_of
from joinedup_experiments.scenario_io.load.finding import shipped_scenarios
from joinedup_experiments.scenario_io.load.key_meanings import Meaning, key_meanings
from joinedup_experiments.scenario_io.load.schema import Schema, scenario_schema
from joinedup_experiments.scenario_io.load.tree import plain
from joinedup_experiments.scenario_io.load.yaml_tree import tree_of

_WHOSE = {
    "arrangement": "lever: a planner sets it",
    "assumptions": "uncertainty: a number of the model, changed in one scenario",
    "disable_mechanisms": "a check: what a mechanism does shows when it is left out",
    "run": "how the model is run; nothing about the place",
}
_OF_THE_PLACE = "fact of the place: whoever writes the scenario knows it, or takes the default"
_NAMELESS = re.compile(r"\[(?:\d+|\*)?\]")
SHOWN = 6
_KINDS = {
    "boolean": "true or false",
    "integer": "whole number",
    "string": "text",
    "number": "number",
    "object": "a table",
    "array": "a list",
}


@cache
def paths() -> dict[tuple[str, ...], Schema]:
    """Every key's path, with ``*`` where a planner gives the name, and what may stand there."""
    found: dict[tuple[str, ...], Schema] = {}

    def walk(node: Schema, path: tuple[str, ...]) -> None:
        inside = node.get("properties", {})
        for key, value in _any_name(inside) if path else inside.items():
            found[*path, key] = value
            if (*path, key) != ("assumptions",):
                walk(value, (*path, key))
        for kernel in (node.get("additionalProperties"), node.get("items")):
            if isinstance(kernel, dict):
                if "properties" not in kernel and "items" not in kernel:
                    found[*path, "*"] = kernel
                walk(kernel, (*path, "*"))

    walk(scenario_schema(), ())
    return found


def _any_name(inside: Schema) -> list[tuple[str, Schema]]:
    """A table's keys; ``*`` where all of them say the same, as with professions and needs."""
    values = list(inside.values())
    if len(values) > 3 and all(value == values[0] for value in values):
        return [("*", values[0])]
    return list(inside.items())


def key_entries(key: str) -> list[Entry]:
    """The keys meant: a path, with or without ``*`` for names, or the last part of one."""
    asked = tuple(part for part in _NAMELESS.sub(".*", key).split(".") if part)
    known = paths()
    whole = [path for path in known if _names(asked, path)]
    whole = whole or [path for path in known if path[-1] != "*" and _ends_with(asked, path)]
    if not whole:
        whole = [path for path in known if len(asked) == 1 and path[-1:] == asked]
        whole = [path for path in whole if _meaning(path) is not None]
    return [_entry(path, known[path]) for path in whole]


def _names(asked: tuple[str, ...], path: tuple[str, ...]) -> bool:
    """Whether a path is asked for in full, with names, or ``*``, where it has ``*``."""
    return len(asked) == len(path) and all(
        want in ("*", has) or has == "*" for want, has in zip(asked, path, strict=True)
    )


def _ends_with(asked: tuple[str, ...], path: tuple[str, ...]) -> bool:
    """Whether a path is asked for by its end, names left out: ``interfaces.loss``."""
    named = tuple(part for part in path if part != "*")
    return len(asked) > 1 and asked == named[-len(asked) :]


def _meaning(path: tuple[str, ...]) -> Meaning | None:
    holders = [part for part in path[:-1] if part != "*"]
    for holder in [*holders, ""] if not holders else holders[::-1]:
        if (holder, path[-1]) in key_meanings():
            return key_meanings()[holder, path[-1]]
    return None


def dotted(path: tuple[str, ...]) -> str:
    """A path as people write it: ``teams.*.threshold``."""
    return ".".join(path)


def _entry(path: tuple[str, ...], node: Schema) -> Entry:
    meaning = _meaning(path)
    named = [part for part in path if part != "*"]
    above = _meaning(tuple(named)) if meaning is None else None
    says = meaning.says if meaning else f"one entry of {dotted(path[:-1])}"
    if above:
        says += f": {above.says}"
    facts = (
        ("Unit", meaning.unit if meaning else (above.unit if above else "")),
        ("Range", _range(node)),
        ("Default", meaning.default if meaning else "none"),
        ("Standing", "given by whoever writes the scenario; what is not given is the default"),
        ("Source", "the scenario file; docs/scenarios.md has every key"),
        ("Role", _WHOSE.get(path[0], _OF_THE_PLACE)),
        ("Used in", said(uses_of_key(named[-1]))),
        ("Described in", sections_naming(f"`{named[-1]}`", f"{named[-1].replace('_', ' ')}")),
        ("Set by", _set_by(path)),
    )
    return Entry(dotted(path), "a key of a scenario", f"{says[:1].upper()}{says[1:]}.", facts)


def _range(node: Schema) -> str:
    """What may stand there: limits, or the names to choose from."""
    kernel = node.get("items", node)
    names = [str(name) for name in kernel.get("enum", ()) if name is not None]
    if names:
        return "one of " + ", ".join(names) if kernel is node else "any of " + ", ".join(names)
    if "properties" in kernel:
        return (
            "a table with "
            + ", ".join(list(kernel["properties"])[:12])
            + (", …" if len(kernel["properties"]) > 12 else "")
        )
    lows = {"minimum": "at least", "exclusiveMinimum": "more than"}
    highs = {"maximum": "at most", "exclusiveMaximum": "less than"}
    told = [f"{word} {kernel[k]:,g}" for k, word in {**lows, **highs}.items() if k in kernel]
    kinds = kernel.get("type", "")
    kind = next((k for k in ([kinds] if isinstance(kinds, str) else kinds) if k != "null"), "")
    plain_kind = _KINDS.get(kind, "")
    return ", ".join([plain_kind, *told] if plain_kind else told)


def _set_by(path: tuple[str, ...]) -> str:
    """The shipped scenarios whose own file sets the key, with what they set."""
    told = []
    for name, said_there in _shipped().items():
        values = _at(said_there, path)
        if values:
            shown = {_short(value) for value in values}
            told.append(f"{name} ({', '.join(sorted(shown))})" if len(shown) == 1 else name)
    more = len(told) - SHOWN
    return ", ".join(told[:SHOWN]) + (f" and {more} more" if more > 0 else "") or (
        "no shipped scenario"
    )


@cache
def _shipped() -> dict[str, Any]:
    """What each shipped scenario's own file says, without what it inherits."""
    return {
        name: plain(tree_of(text_of(file, file.name), file.name))
        for name, file in shipped_scenarios().items()
    }


def _at(said_there: Any, path: tuple[str, ...]) -> list[Any]:
    if not path:
        return [said_there]
    part, rest = path[0], path[1:]
    kernel: list[Any] = []
    if part == "*" and isinstance(said_there, dict | list):
        kernel = list(said_there.values() if isinstance(said_there, dict) else said_there)
    elif isinstance(said_there, dict) and part in said_there:
        kernel = [said_there[part]]
    return [value for item in kernel for value in _at(item, rest)]


def _short(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict | list):
        return f"{len(value)} entries" if len(value) != 1 else "1 entry"
    text = f"{value:,g}" if isinstance(value, int | float) else " ".join(str(value).split())
    return text if len(text) <= 30 else text[:29] + "…"
