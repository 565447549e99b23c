"""Every key of a scenario file: its path, what may stand there, and which scenarios set it."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from joinedup_experiments.scenario_io.load.files import shipped_scenarios, text_of
from joinedup_experiments.scenario_io.load.tree import plain
from joinedup_experiments.scenario_io.load.yaml_tree import tree_of
from joinedup_experiments.scenario_io.schema import Schema, declared_schema, default_words

Path = tuple[str, ...]
_NAMELESS = re.compile(r"\[(?:\d+|\*)?\]")
_SHOWN = 6


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
                    about = f"one entry of {'.'.join(path)}: {node.get('meaning', '')}"
                    found[*path, "*"] = inside | {"meaning": about, "given": "none"}
                walk(inside, (*path, "*"))

    walk(declared_schema(), ())
    return found


@cache
def values() -> dict[str, list[str]]:
    """Every name that a scenario chooses from, and the keys under which it may stand."""
    found: dict[str, list[str]] = {}
    for path, node in paths().items():
        for holder in (node, node.get("items", {}), node.get("propertyNames", {})):
            for name in holder.get("enum", ()):
                found.setdefault(name, []).append(".".join(path))
    return found


def meant(key: str) -> list[Path]:
    """The keys meant by a path in full, with ``*`` or names, or by the end of one without names.

    >>> meant("teams.memory_service.threshold"), meant("interfaces.loss")
    ([('teams', '*', 'threshold')], [('arrangement', 'interfaces', '*', 'loss')])
    """
    asked = tuple(part for part in _NAMELESS.sub(".*", key).split(".") if part)

    def ends_with_it(path: Path) -> bool:
        named = tuple(part for part in path if part != "*")
        return bool(asked) and path[-1] != "*" and named[-len(asked) :] == asked

    whole = [path for path in paths() if len(path) == len(asked) and _fits(asked, path)]
    return whole or [path for path in paths() if ends_with_it(path)]


def _fits(asked: Path, path: Path) -> bool:
    return all(want == has or "*" in (want, has) for want, has in zip(asked, path, strict=True))


def set_by(path: Path) -> str:
    """The shipped scenarios whose own file sets a key, with what they set."""
    scenarios = []
    for name, content in _shipped().items():
        shown = sorted({_short(value) for value in _at(content, path)})
        if shown:
            scenarios.append(f"{name} ({shown[0]})" if len(shown) == 1 else name)
    more = len(scenarios) - _SHOWN
    listed = ", ".join(scenarios[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
    return listed or "no shipped scenario"


@cache
def _shipped() -> dict[str, Any]:
    """What each shipped scenario's own file says, without what it inherits."""
    return {n: plain(tree_of(text_of(file), n)) for n, file in shipped_scenarios().items()}


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
