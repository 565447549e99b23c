"""What a parameter of the model is: value, range, source, evidence, role and where it is used."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import joinedup
from joinedup.engine.parameter import Parameter
from joinedup.rules.collected import GROUPS, declared
from joinedup_experiments.scenario_io.explain.entry import Entry
from joinedup_experiments.scenario_io.explain.where_used import (
    in_words,
    rule_file,
    uses_of_parameter,
)
from joinedup_experiments.scenario_io.load.files import shipped_scenarios
from joinedup_experiments.scenario_io.load.problems import closest
from joinedup_experiments.scenario_io.load.reading import load_scenario
from joinedup_experiments.scenario_io.parameter_table import cells_of, range_of, value_of

_CELL = re.compile(r"([\w.]+)\[([^\]]*)\]")
EVIDENCE = {
    "measured": "measured: counted, as the source says",
    "recalled": "recalled: written down from knowledge of the source, not from its page",
    "assumed": "assumed: what the rule needs has not been measured",
}
ROLES = {
    "lever": "lever: a planner sets it",
    "uncertainty": "uncertainty: it is not well known, so studies vary it over its range",
    "constant": "constant: left alone unless you change it",
}


class UnknownCellError(ValueError):
    """A parameter has no such cell; the text names one that looks like it."""


def parameter_entries(key: str) -> list[Entry]:
    """A parameter, one cell of it, or every parameter of a group; none when there is no such.

    Raises
    ------
    UnknownCellError
        For a cell that the parameter does not have.
    """
    if key in GROUPS:
        return [_group(key)]
    with_cell = _CELL.fullmatch(key)
    name, cell = (with_cell[1], with_cell[2]) if with_cell else (key, None)
    d = declared().get(name)
    return [] if d is None else [_parameter(d, cell)]


def _group(group: str) -> Entry:
    inside = [d for d in declared().values() if d.group == group]
    about = " ".join((GROUPS[group].__doc__ or "").split())
    return Entry(
        group,
        f"a group of {len(inside)} parameters",
        about,
        (
            ("Rule", rule_file(group)),
            ("Parameters", ", ".join(d.key for d in inside)),
            ("See them", f"joinedup parameters --group {group}"),
        ),
    )


def _parameter(d: Parameter, cell: str | None) -> Entry:
    key, value, limits = d.key, value_of(d), range_of(d)
    if cell is not None:
        cells = {_plain(name): (name, number) for name, number in cells_of(d)}
        if not d.per or _plain(cell) not in cells:
            raise UnknownCellError(_no_cell(d, cell))
        name, number = cells[_plain(cell)]
        low, high = d.bounds(number)
        key, value, limits = f"{d.key}[{name}]", f"{number:g}", f"{low:g} to {high:g}"
    elif d.per:
        axes = " by ".join(labels.__name__.lower() for labels in d.per)
        first = cells_of(d)[0][0]
        value += "" if "(" in value else f" ({axes})"
        value += f"; one cell alone: joinedup explain '{d.key}[{first}]'"
    setting = [name for name, keys in _assumed().items() if d.key in keys]
    facts = (
        ("Unit", d.unit),
        ("Default", value),
        ("Range", limits),
        ("Evidence", EVIDENCE[d.evidence]),
        ("Source", source_of(d.source)),
        ("Role", ROLES[d.role]),
        ("Rule", rule_file(d.group)),
        ("Used in", in_words(uses_of_parameter(d.group, d.name))),
        ("Set by", ", ".join(setting) or "no shipped scenario"),
        ("Change it", _how(d, cell)),
    )
    meaning = f"{d.meaning[:1].upper()}{d.meaning[1:]}."
    return Entry(key, "a parameter" if cell is None else "one cell of a parameter", meaning, facts)


def _plain(cell: str) -> str:
    return ",".join(word.strip() for word in cell.split(","))


def _no_cell(d: Parameter, cell: str) -> str:
    names = [name for name, _ in cells_of(d)]
    if not d.per:
        return f"{d.key} is one number and has no cells; joinedup explain {d.key}"
    close = closest(cell, names)
    hint = f"did you mean {close}?" if close else f"it has, among others, {', '.join(names[:5])}"
    return f"{d.key} has no cell {cell}; {hint}"


def source_of(source: str) -> str:
    """A source, with what stands in the evidence table for each key of it that is named."""
    rows = [
        f"{key}: {row['value']} {row['unit']}, {row['setting_year']}; {row['source']}"
        for key, row in _evidence().items()
        if re.search(rf"\b{key}\b", source)
    ]
    return ". ".join(rows if source in _evidence() else [source, *rows])


@cache
def _evidence() -> dict[str, dict[str, str]]:
    file = Path(joinedup.__file__).parent / "evidence" / "parameters.csv"
    with file.open(encoding="utf-8", newline="") as table:
        return {row["key"]: row for row in csv.DictReader(table)}


@cache
def _assumed() -> dict[str, set[str]]:
    """The parameters that each shipped scenario changes."""
    return {name: set(load_scenario(name).assumptions) for name in shipped_scenarios()}


def _how(d: Parameter, cell: str | None) -> str:
    if not d.per:
        return f"assumptions: {{{d.key}: {float(d.default):g}}}, or --assume {d.key}=VALUE"
    name = cell if cell is not None else cells_of(d)[0][0]
    return f"assumptions: {{{d.key}: {{{name}: VALUE}}}}, or --assume '{d.key}[{name}]=VALUE'"
