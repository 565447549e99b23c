"""The model's parameters as a table, from where each is declared."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np

from joinedup.engine.parameter import Parameter
from joinedup.rules.collected import GROUPS, declared

Format = Literal["table", "csv", "markdown", "json"]
CELLS_SHOWN = 10
_SHARES = {
    "key and meaning": 32,
    "value": 26,
    "unit": 15,
    "range": 13,
    "source": 22,
    "standing, role": 12,
}
HEADINGS = ("key", "meaning", "value", "unit", "range", "source", "standing", "role")


class UnknownGroupError(ValueError):
    """There is no such group of parameters; the text names those there are."""


def chosen(groups: Sequence[str] = ()) -> list[Parameter]:
    """The declared parameters of these groups, or all of them.

    Raises
    ------
    UnknownGroupError
        For a group that is not there.
    """
    for group in groups:
        if group not in GROUPS:
            raise UnknownGroupError(f"there is no group {group}; there are: {', '.join(GROUPS)}")
    return [d for d in declared().values() if not groups or d.group in groups]


def as_text(parameters: Sequence[Parameter], form: Format) -> str:
    """The table as CSV (a row a cell), Markdown (a row a parameter) or JSON.

    Raises
    ------
    ValueError
        For "table", which `print_parameters` prints.
    """
    if form == "csv":
        return _csv(parameters)
    if form == "markdown":
        return _markdown(parameters)
    if form == "json":
        return json.dumps([_as_json(d) for d in parameters], indent=2, ensure_ascii=False) + "\n"
    raise ValueError(f"no text form {form}")


def print_parameters(parameters: Sequence[Parameter]) -> None:
    """Print the table on the screen, a group at a time."""
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    from joinedup_experiments.display.console import screen

    console = screen()
    for group in dict.fromkeys(d.group for d in parameters):
        table = Table(
            title=group, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False, expand=True
        )
        for heading, share in _SHARES.items():
            table.add_column(heading, overflow="fold", ratio=share)
        for d in parameters:
            if d.group == group:
                key, meaning, value, *rest, evidence, role = (escape(c) for c in row_of(d))
                value = value.replace("; ", "\n").replace("_", " ")
                says = f"[bold]{key}[/bold]\n{meaning}"
                table.add_row(says, value, *rest, f"{evidence}\n{role}")
        console.print(table)
    console.print(
        f"{len(parameters)} parameters. Change one with `assumptions` in a scenario, or with "
        '--assume "key=value" (one cell of a table: --assume "key[cell]=value").',
        markup=False,
    )


def row_of(d: Parameter) -> tuple[str, ...]:
    """One parameter as the cells of a row, in the order of ``HEADINGS``."""
    return (d.key, d.meaning, value_of(d), d.unit, range_of(d), d.source, d.evidence, d.role)


def value_of(d: Parameter) -> str:
    """The value; a small table cell by cell, a large one by its extremes."""
    if not d.per:
        return f"{float(d.default):g}"
    axes = " by ".join(labels.__name__.lower() for labels in d.per)
    if d.default.size > CELLS_SHOWN:
        return f"{d.default.min():g} to {d.default.max():g} ({axes}: {d.default.size} cells)"
    return "; ".join(f"{name} {value:g}" for name, value in cells_of(d))


def range_of(d: Parameter) -> str:
    """The plausible range; for a table, of each cell."""
    if d.per:
        return f"{d.low:g} to {d.high:g} times each cell"
    return f"{d.low:g} to {d.high:g}"


def cells_of(d: Parameter) -> list[tuple[str, float]]:
    """Every cell of a parameter: its name as ``assumptions`` writes it, and its value."""
    if not d.per:
        return [("", float(d.default))]
    names = [[member.name.lower() for member in labels] for labels in d.per]
    return [
        (", ".join(names[axis][i] for axis, i in enumerate(index)), float(value))
        for index, value in np.ndenumerate(d.default)
    ]


def _csv(parameters: Sequence[Parameter]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("key", "cell", "meaning", "value", "unit", "low", "high", *HEADINGS[5:]))
    for d in parameters:
        for name, value in cells_of(d):
            low, high = d.bounds(value)
            numbers = (f"{value:g}", d.unit, f"{low:g}", f"{high:g}")
            writer.writerow((d.key, name, d.meaning, *numbers, d.source, d.evidence, d.role))
    return text.getvalue()


def _markdown(parameters: Sequence[Parameter]) -> str:
    lines = ["| " + " | ".join(HEADINGS) + " |", "|" + " --- |" * len(HEADINGS)]
    for d in parameters:
        cells = [" ".join(cell.split()).replace("|", r"\|") for cell in row_of(d)]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _as_json(d: Parameter) -> dict[str, Any]:
    return {
        "key": d.key,
        "meaning": d.meaning,
        "value": float(d.default) if not d.per else dict(cells_of(d)),
        "unit": d.unit,
        "low": d.low,
        "high": d.high,
        "range_is": "factor on each cell" if d.per else "absolute",
        "source": d.source,
        "standing": d.evidence,
        "role": d.role,
    }
