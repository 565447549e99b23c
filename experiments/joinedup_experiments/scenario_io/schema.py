"""A JSON Schema of scenario files, with which an editor completes and explains their keys.

It is pydantic's own of `Scenario`, made to fit files: one that is ``based_on`` another may give
any part, and may leave a key empty to take out what it inherits; one that stands on its own must
give what has no default. What refers to what (teams that are not there, needs that no team
accepts) only ``joinedup validate`` checks. ``scenarios/scenario.schema.json`` is `schema_text`.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from joinedup.engine.parameter import Parameter
from joinedup_experiments.scenario_io.load.blocks import blocks
from joinedup_experiments.scenario_io.scenario_keys import (
    Schema,
    declared_schema,
    default_words,
    value_words,
)

FILE = "scenario.schema.json"
_BASED_ON = {
    "type": "string",
    "minLength": 1,
    "description": "The scenario this one starts from (name or path; default: none).",
}
_WORLDS = {
    "type": "string",
    "minLength": 1,
    "description": "The place's own plausible worlds, a table beside it (default: England's).",
}
_ADD = (
    "Building blocks laid over what the file is based on, with sizes in its place (default: none)."
)
_ONLY_FOR_WORDS = ("title", "default", "description", "meaning", "unit", "absent", "anyOf")


@cache
def schema_text() -> str:
    """The schema as the file that is committed."""
    return _laid_out(scenario_schema(), 0) + "\n"


def _laid_out(node: Any, depth: int) -> str:
    """JSON with a line for whatever fits on one, a third as long as with a line for each item."""
    flat = json.dumps(node, ensure_ascii=False)
    if len(flat) + depth <= 110 or not isinstance(node, dict):
        return flat
    inside = (f"{json.dumps(key)}: {_laid_out(value, depth + 1)}" for key, value in node.items())
    indent = " " * depth
    return "{\n" + ",\n".join(f"{indent} {line}" for line in inside) + f"\n{indent}}}"


def scenario_schema() -> Schema:
    """The schema of scenario files as a dictionary; older editors cannot follow references."""
    declared = declared_schema()
    keys = _of_a_file(declared, in_list=False)["properties"]
    keys["teams"]["propertyNames"] = {"pattern": "^[A-Za-z][A-Za-z0-9_]*$"}
    keys["assumptions"] = _assumptions(keys["assumptions"]["description"])
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A scenario of joinedup",
        "type": "object",
        "additionalProperties": False,
        "properties": {"based_on": _BASED_ON, "worlds": _WORLDS, "add": _add(), **keys},
        "if": {"required": ["based_on"]},
        "else": _required(declared) | {"required": ["teams"]},
        "allOf": [{"if": {"required": ["outside_range"]}, "else": {"properties": _ranges()}}],
    }


def _add() -> Schema:
    """The schema of `add`: names of blocks, or a name with its size."""
    able = [block for block in blocks().values() if not block.cannot]
    sizes = {
        block.name: {"type": ["number", "null"], "description": f"{size.counts} in this place"}
        for block in able
        if (size := block.size)
    }
    sized = {"type": "object", "additionalProperties": False, "properties": sizes}
    named = {"enum": [block.name for block in able]}
    return {"type": "array", "minItems": 1, "description": _ADD, "items": {"anyOf": [named, sized]}}


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
    made, given = _of_a_file(node, in_list), default_words(node, required)
    given = given if given == "must be given" else f"default: {given}"
    says = node.get("meaning", "")
    made["description"] = f"{says[:1].upper()}{says[1:]} ({value_words(node)}; {given})."
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
    needed = [key for key in node.get("required", ()) if key != "name"]
    below = {key: _required(value) for key, value in node.get("properties", {}).items()}
    each = node.get("additionalProperties")
    made: Schema = {
        "required": needed,
        "properties": {key: value for key, value in below.items() if value},
        "additionalProperties": _required(each) if isinstance(each, dict) else {},
    }
    return {key: value for key, value in made.items() if value}


def _assumptions(description: str) -> Schema:
    """Every parameter with its meaning, unit and range in words; a table cell by cell."""
    from joinedup.rules.collected import declared

    return _table({key: _assumption(d) for key, d in declared().items()}, description)


def _table(properties: Schema, description: str) -> Schema:
    kind = {"type": ["object", "null"], "additionalProperties": False}
    return kind | {"description": description, "properties": properties}


def _assumption(d: Parameter) -> Schema:
    from joinedup_experiments.scenario_io.parameter_table import cells_of, range_of

    says = f"{d.meaning[:1].upper()}{d.meaning[1:]} ({d.unit}; {range_of(d)}; {d.evidence})."
    cell: Schema = {"type": ["number", "null"]}
    if d.per:
        return _table({name: cell for name, _ in cells_of(d)}, says)
    return cell | {"description": says, "default": float(d.default)}


def _ranges() -> Schema:
    """The declared range of every parameter, which only a file with reasons may leave."""
    from joinedup.rules.collected import declared
    from joinedup_experiments.scenario_io.parameter_table import cells_of

    ranges: Schema = {}
    for key, d in declared().items():
        cells = {}
        for name, value in cells_of(d):
            low, high = (float(f"{limit:.10g}") for limit in d.bounds(value))
            cells[name] = {"minimum": low, "maximum": high}
        ranges[key] = {"properties": cells} if d.per else cells[""]
    return {"assumptions": {"properties": ranges}}
