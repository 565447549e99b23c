"""The points of a design from a table."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from joinedup_experiments.compare.results.sealed import METADATA
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.display.numbers import counted
from joinedup_experiments.scenario_io.load.problems import clipped, did_you_mean, listed
from joinedup_experiments.sweep.factors import Factor

# The headings of a table, its rows, their lines, and whether a sweep wrote it.
Read = tuple[list[str], list[list[Any]], list[int], bool]
SHOWN = 5
# Columns that say which row it is: read over.
NUMBERING = ("", "__index_level_0__", "point", "world")


def read_points(table: Path, factors: Sequence[Factor], once: bool = False) -> np.ndarray:
    """The points [points, factors] of a CSV or Parquet table with a column for each factor.

    A choice is a position, from 0, or, where no choice is a number, its name; it and a whole number
    have no fraction, but in a sweep's own sample, of coordinates. Beside them the table may have
    columns of `NUMBERING`. Raises `InputError` for any other, so that nothing that is given is
    without effect, and with ``once`` for a point that is there twice.
    """
    try:
        with table.open("rb") as opened:
            read = _from_parquet if table.suffix == ".parquet" else _from_csv
            headings, rows, lines, drawn = read(opened)
    # Of a damaged file pyarrow raises errors of any kind.
    except Exception as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or error
        raise InputError(f"{table.name} cannot be read: {reason}") from None
    if wrong := _wrong_columns(headings, [factor.key for factor in factors]):
        raise InputError(f"{table.name} {wrong}")
    for line, row in zip(lines, rows, strict=True):
        if len(row) != len(headings):
            what = f"{counted(len(row), 'cell')} where there are {len(headings)} headings"
            raise InputError(f"{table.name} has {what}, on line {line}")
    points = np.array([_column(table, one, [row[headings.index(one.key)] for row in rows], lines)
                       for one in factors]).T  # fmt: skip
    if not drawn:
        _refuse_fractions(table, factors, points, lines)
    if len(rows) < 2:
        raise InputError(
            f"{table.name} has {counted(len(rows), 'point')}, and at least 2 are needed"
        )
    if once:
        _refuse_repeats(table, factors, points, lines)
    return points


def _from_csv(opened: BinaryIO) -> Read:
    """Lines without anything are left out."""
    reader = csv.reader(io.TextIOWrapper(opened, "utf-8-sig", newline=""), strict=True)
    filled = [(reader.line_num, row) for row in reader if "".join(row).strip()]
    head, *rows = filled or [(1, [])]
    return head[1], [row for _, row in rows], [line for line, _ in rows], False


def _from_parquet(opened: BinaryIO) -> Read:
    """With the numbers of rows, from 1, for lines."""
    import pyarrow.parquet as pq

    read = pq.ParquetFile(opened).read()
    rows = [list(row) for row in zip(*(column.to_pylist() for column in read), strict=True)]
    ours = METADATA in (read.schema.metadata or {})
    return read.column_names, rows, [*range(1, len(rows) + 1)], ours


def _column(table: Path, factor: Factor, cells: Sequence[Any], lines: Sequence[int]) -> list[float]:
    """One factor's coordinates; raises InputError with the lines of those that are none."""
    # Of choices that are numbers a name would be taken for a position.
    is_named = all(math.isnan(_number(str(choice))) for choice in factor.choices)
    named = {_word(choice): float(i) for i, choice in enumerate(factor.choices) if is_named}
    column = [named[word] if (word := _word(cell)) in named else _number(cell) for cell in cells]
    after_all = factor.high if factor.is_stepped else math.inf  # what comes after the last step
    off = [str(line) for line, x in zip(lines, column, strict=True)
           if not factor.low <= x <= factor.high or x == after_all]  # fmt: skip
    if off:
        highest = factor.high - 1.0 if factor.is_stepped else factor.high
        what = f"is not a number between {factor.low:g} and {highest:g}"
        if factor.choices:
            each = ", ".join(f"{i} is {choice}" for i, choice in enumerate(factor.choices))
            what = f"is no position of a choice ({each})" + ", nor its name" * bool(named)
        where = _line_or_row(table)
        raise InputError(f"{factor.key} {what} on {where} {', '.join(off[:SHOWN])} of {table.name}")
    return column


def _refuse_fractions(
    table: Path, factors: Sequence[Factor], points: np.ndarray, lines: Sequence[int]
) -> None:
    """They would be cut off."""
    for factor, column in zip(factors, points.T, strict=True):
        for line, x in zip(lines, column.tolist(), strict=True):
            if factor.is_stepped and not x.is_integer():
                what = f"{factor.key} is {x:.10g} on {_line_or_row(table)} {line} of {table.name}"
                hint = "a sweep's own points are whole in its design.parquet"
                raise InputError(f"{what}, and takes whole numbers alone; {hint}")


def _line_or_row(table: Path) -> str:
    return "row" if table.suffix == ".parquet" else "line"


def _word(cell: Any) -> str:
    """A choice's name as a table has it: spreadsheets write `TRUE` for `true`."""
    word = str(cell).strip()
    return word.lower() if word.lower() in ("true", "false") else word


def _number(cell: Any) -> float:
    """A cell as a number; NaN where it is none."""
    if isinstance(cell, bool) or "_" in str(cell):
        return math.nan
    try:
        return float(cell)
    except (TypeError, ValueError):
        return math.nan


def _refuse_repeats(
    table: Path, factors: Sequence[Factor], points: np.ndarray, lines: Sequence[int]
) -> None:
    seen: dict[tuple[Any, ...], int] = {}
    for line, point in zip(lines, points.tolist(), strict=True):
        values = tuple(map(str, (f.value(x) for f, x in zip(factors, point, strict=True))))
        if (first := seen.setdefault(values, line)) != line:
            where = _line_or_row(table)
            what = (
                f"{where} {line} of {table.name} is the same point as {where} {first}, so the same"
            )
            hint = "keep one, or set `common_random_numbers: false`, and each has seeds of its own"
            raise InputError(f"{what} runs once more, which are no evidence of their own; {hint}")


def _wrong_columns(headings: Sequence[str], keys: Sequence[str]) -> str:
    """What is wrong with the columns of a table; empty where they can be read."""
    for heading in keys:
        if headings.count(heading) > 1:
            return f"has {headings.count(heading)} columns `{heading}`; keep one"
    surplus = [one for one in headings if one not in keys and one not in NUMBERING]
    missing = [key for key in keys if key not in headings]
    if surplus:
        more = f" (nor {len(surplus) - 1} more)" if surplus[1:] else ""
        hint = did_you_mean(surplus[0], missing) or "take it out, or let it vary"
        return f"has a column `{clipped(surplus[0])}`, which does not vary{more}; {hint}"
    return f"has no column {listed(missing, SHOWN)}" if missing else ""
