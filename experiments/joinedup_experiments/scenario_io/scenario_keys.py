"""Every key of a scenario file: its path, and what may stand there, in words too."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from joinedup.scenario.scenario import Scenario

Path = tuple[str, ...]
Schema = dict[str, Any]
_NAMELESS = re.compile(r"\[(?:\d+|\*)?\]")
_KINDS = {"boolean": "true, false", "integer": "whole number", "number": "number",
          "string": "text", "object": "table", "array": "list"}  # fmt: skip


@cache
def declared_schema() -> Schema:
    """What the fields declare, units and meanings included: pydantic's, without references."""
    declared = Scenario.model_json_schema()
    return _inlined(declared, declared["$defs"])


def _inlined(node: Any, parts: Mapping[str, Schema]) -> Any:
    """A schema with each reference, and each choice between something and nothing, resolved."""
    if isinstance(node, list):
        return [_inlined(item, parts) for item in node]
    if not isinstance(node, dict):
        return node
    made = {key: _inlined(item, parts) for key, item in node.items() if key != "$defs"}
    if "$ref" in made:
        made = _inlined(parts[made.pop("$ref").rsplit("/", 1)[1]], parts) | made
    shapes = [shape for shape in made.get("anyOf", ()) if shape.get("type") != "null"]
    if len(shapes) == 1:
        made = shapes[0] | {key: item for key, item in made.items() if key != "anyOf"}
    return made


@cache
def paths() -> dict[Path, Schema]:
    """Every key's path, with ``*`` where names are free, and what may stand there."""
    found: dict[Path, Schema] = {}

    def walk(node: Schema, path: Path, whole: str = "") -> None:
        whole = node.get("meaning") or whole  # what tables within a table do not say themselves
        for key, value in node.get("properties", {}).items():
            words = default_words(value, key in node.get("required", ()))
            found[*path, key] = value | {"given": words}
            if key != "assumptions":
                walk(value, (*path, key))
        for inside in (node.get("additionalProperties"), node.get("items")):
            if isinstance(inside, dict):
                if "properties" not in inside:
                    about = f"one entry of {'.'.join(path)}: {whole}"
                    found[*path, "*"] = inside | {"meaning": about, "given": "none"}
                walk(inside, (*path, "*"), whole)

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

    def is_it(path: Path) -> bool:
        both = zip(asked, path, strict=False)
        return len(path) == len(asked) and all(a == b or "*" in (a, b) for a, b in both)

    def ends_with_it(path: Path) -> bool:
        named = tuple(part for part in path if part != "*")
        return bool(asked) and path[-1] != "*" and named[-len(asked) :] == asked

    return list(filter(is_it, paths())) or list(filter(ends_with_it, paths()))


def value_words(node: Schema) -> str:
    """What may stand under a key, in words: unit and limits, or the names to choose from."""
    if "enum" in node:
        return ", ".join(node["enum"])
    kind, words = node.get("type", "object"), [node["unit"]] if "unit" in node else []
    if kind in ("number", "integer") and "minimum" in node and "maximum" in node:
        words.append(f"{node['minimum']:,.10g} to {node['maximum']:,.10g}")
    elif kind in ("number", "integer"):
        named = {"exclusiveMinimum": "more than", "maximum": "at most"}
        words += [f"{word} {node[key]:,.10g}" for key, word in named.items() if key in node]
    return ", ".join(words) or _KINDS[kind]


def default_words(node: Schema, required: bool) -> str:
    """What holds where nothing is given."""
    if node.get("absent"):
        return node["absent"]
    if required:
        return "must be given"
    if "default" not in node:
        return "below" if "properties" in node else "none"
    default = node["default"]
    return "none" if default is None else _plain(default) if default != "" else "empty"


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_plain(item)}" for key, item in value.items())
    if isinstance(value, list):
        return ", ".join(map(_plain, value))
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)
