"""A JSON Schema of scenario files, with which an editor completes and explains their keys.

It is pydantic's own of `Scenario`, made to fit files: one that is ``based_on`` another may give
any part, and may leave a key empty to take out what it inherits; one that stands on its own must
give what has no default. What refers to what (teams that are not there, needs that no team
accepts) only ``joinedup validate`` checks. ``scenarios/scenario.schema.json`` is `schema_text`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from joinedup.engine.parameter import Parameter
from joinedup.scenario.scenario import Scenario

FILE = "scenario.schema.json"
Schema = dict[str, Any]
_WIDTH = 110
_BASED_ON = {
    "type": "string",
    "minLength": 1,
    "description": "The scenario this one starts from (name or path; default: none).",
}
_ONLY_FOR_WORDS = (
    "title", "default", "description", "meaning", "unit", "absent", "anyOf",
)  # fmt: skip
_KINDS = {
    "boolean": "true, false",
    "integer": "whole number",
    "string": "text",
    "number": "number",
    "object": "table",
    "array": "list",
}


def schema_text() -> str:
    """The schema as the file that is committed."""
    return _laid_out(scenario_schema(), 0) + "\n"


def _laid_out(node: Any, depth: int) -> str:
    """JSON with a line for whatever fits on one, which changes less from one edit to the next."""
    flat = json.dumps(node, ensure_ascii=False)
    if len(flat) + depth <= _WIDTH or not isinstance(node, dict):
        return flat
    inside = (f"{json.dumps(key)}: {_laid_out(value, depth + 1)}" for key, value in node.items())
    indent = " " * depth
    return "{\n" + ",\n".join(f"{indent} {line}" for line in inside) + f"\n{indent}}}"


@cache
def declared_schema() -> Schema:
    """What the fields declare, units and meanings included, without references."""
    declared = Scenario.model_json_schema()
    return _inlined(declared, declared["$defs"])


def scenario_schema() -> Schema:
    """The schema of scenario files as a dictionary; older editors cannot follow references."""
    declared = declared_schema()
    whole = _of_a_file(declared, in_list=False)
    keys = whole["properties"]
    keys["teams"]["propertyNames"] = {"pattern": "^[A-Za-z][A-Za-z0-9_]*$"}
    keys["assumptions"] = _assumptions() | {"description": keys["assumptions"]["description"]}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A scenario of joinedup",
        "type": "object",
        "additionalProperties": False,
        "properties": {"based_on": _BASED_ON, **keys},
        "if": {"required": ["based_on"]},
        "else": _required(declared) | {"required": ["teams"]},
    }


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


def _of_a_file(node: Schema, in_list: bool) -> Schema:
    """The schema of a part as a file may give it; a list replaces what was inherited."""
    made = {key: item for key, item in node.items() if key not in _ONLY_FOR_WORDS}
    if "properties" in made:
        required = made.pop("required", [])
        made["properties"] = {
            key: _explained(value, key in required, in_list)
            for key, value in made["properties"].items()
        }
        if in_list and required:
            made["required"] = required
    elif isinstance(made.get("additionalProperties"), dict):
        each = _of_a_file(made["additionalProperties"], in_list)
        made["additionalProperties"] = each if in_list else _or_empty(each)
        made.pop("minProperties", None)
        names = made.pop("propertyNames", {}).get("enum")
        if names:  # keys of their own, which editors complete
            made["properties"] = dict.fromkeys(names, made["additionalProperties"])
            made["additionalProperties"] = False
    elif "items" in made:
        made["items"] = _of_a_file(made["items"], in_list=True)
    return made


def _explained(node: Schema, required: bool, in_list: bool) -> Schema:
    """One key's value: its shape, its meaning, and that it may be left empty."""
    made = _of_a_file(node, in_list)
    given = default_words(node, required)
    says = node.get("meaning", "")
    words = f"{says[:1].upper()}{says[1:]} ({value_words(node)}; "
    made["description"] = f"{words}{given if given == 'must be given' else f'default: {given}'})."
    if node.get("default") not in (None, "", []):
        made["default"] = node["default"]
    return made if in_list else _or_empty(made)


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
    needed = [key for key in node.get("required", ()) if key != "name"]
    if needed:
        made["required"] = needed
    below = {key: _required(value) for key, value in node.get("properties", {}).items()}
    if any(below.values()):
        made["properties"] = {key: value for key, value in below.items() if value}
    each = node.get("additionalProperties")
    if isinstance(each, dict) and _required(each):
        made["additionalProperties"] = _required(each)
    return made


def value_words(node: Schema) -> str:
    """What may stand under a key, in words: unit and limits, or the names to choose from."""
    if "enum" in node:
        return ", ".join(node["enum"])
    limits = _limits(node)
    unit = node.get("unit", "")
    if node.get("type") in ("number", "integer"):
        return ", ".join(words for words in (unit, limits) if words) or _KINDS[node["type"]]
    return unit or _KINDS[node.get("type", "object")]


def _limits(node: Schema) -> str:
    if "minimum" in node and "maximum" in node:
        return f"{node['minimum']:,.10g} to {node['maximum']:,.10g}"
    low = f"more than {node['exclusiveMinimum']:,.10g}" if "exclusiveMinimum" in node else ""
    high = f"at most {node['maximum']:,.10g}" if "maximum" in node else ""
    return ", ".join(words for words in (low, high) if words)


def default_words(node: Schema, required: bool) -> str:
    """What holds where nothing is given."""
    default = node.get("default")
    if node.get("absent"):
        return node["absent"]
    if required:
        return "must be given"
    if "default" not in node:
        return "below" if "properties" in node else "none"
    if default in (None, ""):
        return "none" if default is None else "empty"
    return _plain(default)


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_plain(item)}" for key, item in value.items())
    if isinstance(value, list):
        return ", ".join(map(_plain, value))
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)


def _assumptions() -> Schema:
    """Every parameter with its meaning, unit and range; a table cell by cell."""
    from joinedup.rules.collected import declared

    return {
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": {key: _assumption(d) for key, d in declared().items()},
    }


def _assumption(d: Parameter) -> Schema:
    from joinedup_experiments.scenario_io.parameter_table import cells_of, range_of

    says = f"{d.meaning[:1].upper()}{d.meaning[1:]} ({d.unit}; {range_of(d)}; {d.evidence})."
    cells = {name: _number_in(*d.bounds(value)) for name, value in cells_of(d)}
    if not d.per:
        return cells[""] | {"description": says, "default": float(d.default)}
    return {
        "type": ["object", "null"],
        "additionalProperties": False,
        "description": says,
        "properties": cells,
    }


def _number_in(low: float, high: float) -> Schema:
    limits = {"minimum": float(f"{low:.10g}"), "maximum": float(f"{high:.10g}")}
    return {"type": ["number", "null"], **limits}
