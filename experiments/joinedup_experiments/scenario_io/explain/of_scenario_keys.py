"""What a key of a scenario file means, from what its field declares."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from joinedup_experiments.scenario_io.explain.entry import Entry
from joinedup_experiments.scenario_io.explain.where_used import in_words, uses_of_key
from joinedup_experiments.scenario_io.load.files import shipped_scenarios, text_of
from joinedup_experiments.scenario_io.load.tree import plain
from joinedup_experiments.scenario_io.load.yaml_tree import tree_of
from joinedup_experiments.scenario_io.schema import (
    Schema,
    declared_schema,
    default_words,
    value_words,
)

Path = tuple[str, ...]
_WHOSE = {
    "arrangement": "lever: a planner sets it",
    "assumptions": "uncertainty: a number of the model, changed in one scenario",
    "disable_mechanisms": "a check: what a mechanism does shows when it is left out",
    "run": "how the model is run; nothing about the place",
}
_OF_THE_PLACE = "fact of the place: the scenario gives it, or the default holds"
_NAMELESS = re.compile(r"\[(?:\d+|\*)?\]")
SHOWN = 6


@cache
def paths() -> dict[Path, Schema]:
    """Every key's path, with ``*`` where names are free, and what may stand there."""
    found: dict[Path, Schema] = {}

    def walk(node: Schema, path: Path) -> None:
        for key, value in node.get("properties", {}).items():
            words = default_words(value, key in node.get("required", ()))
            found[*path, key] = value | {"given": words}
            if key != "assumptions":
                walk(value, (*path, key))
        for inside in (node.get("additionalProperties"), node.get("items")):
            if isinstance(inside, dict):
                if "properties" not in inside:
                    about = {"meaning": f"one entry of {dotted(path)}: {node.get('meaning', '')}"}
                    found[*path, "*"] = inside | about | {"given": "none"}
                walk(inside, (*path, "*"))

    walk(declared_schema(), ())
    return found


def key_entries(key: str) -> list[Entry]:
    """The keys meant: a path, with or without ``*`` for names, or the last part of one."""
    asked = tuple(part for part in _NAMELESS.sub(".*", key).split(".") if part)
    known = paths()
    whole = [path for path in known if _names(asked, path)]
    whole = whole or [path for path in known if path[-1] != "*" and _ends_with(asked, path)]
    return [_entry(path, known[path]) for path in whole]


def _names(asked: Path, path: Path) -> bool:
    """Whether a path is asked for in full, with names, or ``*``, where it has ``*``."""
    return len(asked) == len(path) and all(
        want in ("*", has) or has == "*" for want, has in zip(asked, path, strict=True)
    )


def _ends_with(asked: Path, path: Path) -> bool:
    """Whether a path is asked for by its end, names left out: ``interfaces.loss``."""
    named = tuple(part for part in path if part != "*")
    return bool(asked) and asked == named[-len(asked) :]


def dotted(path: Path) -> str:
    """A path as people write it: ``teams.*.threshold``."""
    return ".".join(path)


def _entry(path: Path, node: Schema) -> Entry:
    key = [part for part in path if part != "*"][-1]
    facts = (
        ("Unit", value_words(node)),
        ("Default", node["given"]),
        ("Source", "the scenario file; docs/scenarios.md has every key"),
        ("Role", _WHOSE.get(path[0], _OF_THE_PLACE)),
        ("Used in", in_words(uses_of_key(key))),
        ("Set by", _set_by(path)),
    )
    says = node.get("meaning", "")
    return Entry(dotted(path), "a key of a scenario", f"{says[:1].upper()}{says[1:]}.", facts)


def _set_by(path: Path) -> str:
    """The shipped scenarios whose own file sets the key, with what they set."""
    scenarios = []
    for name, content in _shipped().items():
        shown = sorted({_short(value) for value in _at(content, path)})
        if shown:
            scenarios.append(f"{name} ({shown[0]})" if len(shown) == 1 else name)
    more = len(scenarios) - SHOWN
    listed = ", ".join(scenarios[:SHOWN]) + (f" and {more} more" if more > 0 else "")
    return listed or "no shipped scenario"


@cache
def _shipped() -> dict[str, Any]:
    """What each shipped scenario's own file says, without what it inherits."""
    return {
        name: plain(tree_of(text_of(file), file.name)) for name, file in shipped_scenarios().items()
    }


def _at(content: Any, path: Path) -> list[Any]:
    """Every value that a path leads to."""
    if not path:
        return [content]
    below: list[Any] = []
    if path[0] == "*" and isinstance(content, dict | list):
        below = list(content.values() if isinstance(content, dict) else content)
    elif isinstance(content, dict) and path[0] in content:
        below = [content[path[0]]]
    return [value for item in below for value in _at(item, path[1:])]


def _short(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict | list):
        return f"{len(value)} entries" if len(value) != 1 else "1 entry"
    text = f"{value:,g}" if isinstance(value, int | float) else " ".join(str(value).split())
    return text if len(text) <= 30 else text[:29] + "…"
