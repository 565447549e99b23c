"""The model's parameters as a table on the screen, CSV, Markdown or JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from joinedup.engine.parameter import EvidenceLevel, Parameter
from joinedup.rules.collected import GROUPS, declared
from joinedup_experiments.display.document import Table, Words
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.display.markdown import markdown_table
from joinedup_experiments.display.numbers import counted

if TYPE_CHECKING:
    from pandas import DataFrame

Format = Literal["table", "csv", "markdown", "json"]
CELLS_SHOWN = 10


def chosen(groups: Sequence[str] = ()) -> list[Parameter]:
    """The declared parameters of these groups, or all of them; `InputError` for an unknown one."""
    for group in groups:
        if group not in [*GROUPS]:
            raise InputError(f"there is no group {group}; there are: {', '.join(GROUPS)}")
    return [d for d in declared().values() if not groups or d.group in groups]


def as_text(parameters: Sequence[Parameter], form: Format) -> str:
    """The table as CSV (a row a cell), Markdown (a row a parameter) or JSON."""
    if form == "json":
        return json.dumps([_as_json(d) for d in parameters], indent=2, ensure_ascii=False) + "\n"
    if form == "csv":
        return str(frame_of(parameters).to_csv(index=False, float_format="%g", lineterminator="\n"))
    rows = [list(row_of(d).values()) for d in parameters]
    return markdown_table(Table("", list(row_of(parameters[0])), rows)) + "\n"


def print_parameters(parameters: Sequence[Parameter]) -> None:
    """Print the table on the screen, a group at a time."""
    from joinedup_experiments.display.terminal import print_parts, screen

    head = ("key and meaning", "value and unit", "range", "source", "evidence, role")
    tables = []
    for group in dict.fromkeys(d.group for d in parameters):
        rows = []
        for d in (d for d in parameters if d.group == group):
            key, meaning, value, unit, limits, source, *evidence = row_of(d).values()
            value = value.replace("; ", "\n").replace("_", " ")
            cells = (f"{key}\n{meaning}", f"{value}\n{unit}", limits, source, "\n".join(evidence))
            rows.append(cells)
        tables.append(Table(group, head, rows, numbers=False))
    many = Counter(d.evidence for d in parameters)
    counts = ", ".join(f"{many[level]} {level}" for level in get_args(EvidenceLevel))
    about = (
        f"{counted(len(parameters), 'parameter')}: {counts}. "
        "Change one with `assumptions` in a scenario, or "
        'with --assume "key=value" (one cell of a table: --assume "key[cell]=value").'
    )
    print_parts(screen(), [*tables, Words(about)])


def _row(d: Parameter, value: object, limits: dict[str, object]) -> dict[str, Any]:
    about = {"key": d.key, "meaning": d.meaning, "value": value, "unit": d.unit}
    return {**about, **limits, "source": d.source, "evidence": d.evidence, "role": d.role}


def row_of(d: Parameter) -> dict[str, str]:
    """One parameter as the cells of a row, by heading."""
    return _row(d, value_of(d), {"range": range_of(d)})


def value_of(d: Parameter) -> str:
    """The value; a small table cell by cell, a large one by its extremes."""
    if d.per and d.default.size > CELLS_SHOWN:
        axes = " by ".join(labels.__name__.lower() for labels in d.per)
        return f"{d.default.min():g} to {d.default.max():g} ({axes}: {d.default.size} cells)"
    return "; ".join(f"{name} {value:g}".strip() for name, value in cells_of(d))


def range_of(d: Parameter) -> str:
    """The plausible range; for a table, of each cell."""
    return f"{d.low:g} to {d.high:g}" + (" times each cell" if d.per else "")


def cells_of(d: Parameter, values: np.ndarray | None = None) -> list[tuple[str, float]]:
    """Every cell of a parameter: its name as ``assumptions`` writes it, and its value."""
    names = [[member.name.lower() for member in labels] for labels in d.per]
    return [
        (", ".join(names[axis][i] for axis, i in enumerate(index)), float(value))
        for index, value in np.ndenumerate(d.default if values is None else values)
    ]


def frame_of(parameters: Sequence[Parameter]) -> DataFrame:
    """A row for each parameter, and for each cell of a table."""
    import pandas as pd

    rows = [
        {"key": d.key, "cell": cell, **_row(d, value, {"low": low, "high": high})}
        for d in parameters
        for cell, value in cells_of(d)
        for low, high in [d.bounds(value)]
    ]
    return pd.DataFrame(rows)


def _as_json(d: Parameter) -> dict[str, Any]:
    kind = "factor on each cell" if d.per else "absolute"
    value = dict(cells_of(d)) if d.per else float(d.default)
    return _row(d, value, {"low": d.low, "high": d.high, "range_is": kind})
