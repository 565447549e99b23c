"""A JSON Schema of scenario files, with which an editor completes and explains their keys.

Shapes, names and ranges come from ``joinedup.scenario`` and ``joinedup.rules``, meanings from
docs/scenarios.md. ``scenarios/scenario.schema.json`` is what `schema_text` makes.

A file that is ``based_on`` another may give any part of a scenario, and may leave a key empty to
take out what it inherits; one that stands on its own must give what has no default. What refers
to what (teams that are not there, needs that nobody accepts) only ``joinedup validate`` knows.
"""

from __future__ import annotations

import json
from typing import Any

from joinedup.engine.parameter import Parameter
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.load.key_meanings import meaning_of

FILE = "scenario.schema.json"
Schema = dict[str, Any]
_BASED_ON = {"type": "string", "minLength": 1}
_WIDTH = 110
_TEAM_NAMES = "^[A-Za-z][A-Za-z0-9_]*$"


def schema_text() -> str:
    """The schema as the file that is committed."""
    return _laid_out(scenario_schema(), 0) + "\n"


def _laid_out(node: Any, depth: int) -> str:
    """JSON with a line for whatever fits on one, which changes less from one edit to the next."""
    flat = json.dumps(node, ensure_ascii=False)
    if len(flat) + depth <= _WIDTH or not isinstance(node, dict):
        return flat
    kernel = (f"{json.dumps(key)}: {_laid_out(value, depth + 1)}" for key, value in node.items())
    indent = " " * depth
    return "{\n" + ",\n".join(f"{indent} {line}" for line in kernel) + f"\n{indent}}}"


def scenario_schema() -> Schema:
    """The schema as a dictionary, without references, which older editors cannot follow."""
    declared = Scenario.model_json_schema()
    inlined = _inlined(declared, declared["$defs"])
    whole = _part(inlined, "", in_list=False)
    based_on = {**_BASED_ON, "description": meaning_of("", "based_on").sentence()}
    whole["properties"] = {
        "based_on": based_on,
        **whole["properties"],
        "assumptions": _assumptions(whole["properties"]["assumptions"]["description"]),
    }
    whole["properties"]["teams"]["propertyNames"] = {"pattern": _TEAM_NAMES}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A scenario of joinedup",
        **whole,
        "if": {"required": ["based_on"]},
        "else": _required(inlined) | {"required": ["teams"]},
    }


def _inlined(node: Any, parts: dict[str, Schema]) -> Any:
    """The same schema with each reference replaced by what it stands for."""
    if isinstance(node, list):
        return [_inlined(item, parts) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _inlined(parts[node["$ref"].rsplit("/", 1)[1]], parts)
    return {key: _inlined(item, parts) for key, item in node.items() if key != "$defs"}


def _part(node: Schema, holder: str, in_list: bool) -> Schema:
    """A table with declared keys: each with its meaning, none of them required."""
    properties = {
        key: _value(value, holder, key, in_list) for key, value in node["properties"].items()
    }
    made: Schema = {"type": "object", "additionalProperties": False, "properties": properties}
    if in_list and "required" in node:  # a list replaces what was inherited, so it must be whole
        made["required"] = node["required"]
    return made


def _value(node: Schema, holder: str, key: str, in_list: bool) -> Schema:
    """One key's value: its shape, its meaning, and that it may be left empty."""
    shape = next((s for s in node.get("anyOf", ()) if s.get("type") != "null"), node)
    made = _shape(shape, key, in_list)
    made["description"] = meaning_of(holder, key).sentence()
    if "default" in node and node["default"] not in (None, "", []):
        made["default"] = node["default"]
    return made if in_list else _or_empty(made)


def _shape(node: Schema, key: str, in_list: bool) -> Schema:
    if "properties" in node:
        return _part(node, key, in_list)
    made = {k: v for k, v in node.items() if k not in ("title", "default", "description")}
    if isinstance(made.get("additionalProperties"), dict):
        kernel = _shape(made["additionalProperties"], key, in_list)
        made["additionalProperties"] = kernel if in_list else _or_empty(kernel)
        made.pop("minProperties", None)
        _named_one_by_one(made)
    if isinstance(made.get("items"), dict):
        made["items"] = _shape(made["items"], key, in_list=True)
    return made


def _named_one_by_one(made: Schema) -> None:
    """Names from a list become keys of their own, which editors complete."""
    names = made.get("propertyNames", {}).get("enum")
    if names:
        each = made["additionalProperties"]
        made["properties"] = dict.fromkeys(names, each)
        made["additionalProperties"] = False
        made.pop("propertyNames")


def _or_empty(node: Schema) -> Schema:
    """The same, or nothing: a key left empty takes out what is inherited."""
    made = dict(node)
    if isinstance(made.get("type"), str):
        made["type"] = [made["type"], "null"]
    if "enum" in made and None not in made["enum"]:
        made["enum"] = [*made["enum"], None]
    return made


def _required(node: Schema) -> Schema:
    """What a file that stands on its own must give, and nothing else about it."""
    made: Schema = {}
    shape = next((s for s in node.get("anyOf", ()) if s.get("type") != "null"), node)
    needed = [key for key in shape.get("required", ()) if key != "name"]
    if needed:
        made["required"] = needed
    below = {key: _required(value) for key, value in shape.get("properties", {}).items()}
    below = {key: value for key, value in below.items() if value}
    if below:
        made["properties"] = below
    kernel = shape.get("additionalProperties")
    if isinstance(kernel, dict) and _required(kernel):
        made["additionalProperties"] = _required(kernel)
    return made


def _assumptions(description: str) -> Schema:
    """Every parameter with its meaning, unit and range; a table cell by cell."""
    from joinedup.rules.collected import declared

    return {
        "type": ["object", "null"],
        "additionalProperties": False,
        "description": description,
        "properties": {key: _assumption(d) for key, d in declared().items()},
    }


def _assumption(d: Parameter) -> Schema:
    from joinedup_experiments.scenario_io.parameter_table import cells_of, range_of

    says = f"{d.meaning[:1].upper()}{d.meaning[1:]} ({d.unit}; {range_of(d)}; {d.evidence})."
    if not d.per:
        value = float(d.default)
        return _or_empty({"type": "number", **_range(d, value), "description": says}) | {
            "default": value
        }
    cells = {name: _or_empty({"type": "number", **_range(d, value)}) for name, value in cells_of(d)}
    return {
        "type": ["object", "null"],
        "additionalProperties": False,
        "description": says,
        "properties": cells,
    }


def _range(d: Parameter, value: float) -> Schema:
    low, high = d.bounds(value)
    return {"minimum": float(f"{low:.10g}"), "maximum": float(f"{high:.10g}")}
