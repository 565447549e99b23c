"""The sheets of an Excel workbook, through openpyxl: values alone, no formula and no macro is run.

Where a formula's result is not stored the cell counts as empty.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from joinedup_experiments.local_place.new.grids import Grid, Line
from joinedup_experiments.scenario_io.load.problems import did_you_mean, refusal

LARGEST, UNPACKED = 20_000_000, 150_000_000  # bytes
MOST_LINES, MOST_CELLS = 100_000, 2_000_000
_KEEP = "keep the rows of your place alone, and save it again"
_INSTALL = 'pip install "joinedup[tables]" installs it; or save the sheet as CSV'


def sheets_of(path: Path, name: str, sheet: str = "") -> list[Grid]:
    """Every visible sheet that has lines, or the one that is named.

    `ScenarioError` when openpyxl is not installed, the workbook is damaged or too large, or
    there is no such sheet.
    """
    try:
        from openpyxl import load_workbook
    except ImportError:
        what = "an Excel workbook is read with openpyxl, which is not installed"
        raise refusal(name, what, _INSTALL) from None
    _refuse_large(path, name)
    try:
        with path.open("rb") as file:
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
            shown = [s for s in book.worksheets if s.sheet_state == "visible"]
            wanted = [s for s in shown if sheet in ("", s.title)]
            grids = [_grid(s, f"{name}, sheet `{_printable(s.title)}`") for s in wanted]
            titles = [_printable(s.title) for s in shown]
            book.close()
    # openpyxl and the parsers below it fail on a damaged file in too many ways to name.
    except (MemoryError, _TooManyError):
        raise refusal(name, "this workbook is far too large for a table", _KEEP) from None
    except Exception:
        hint = "open it in the spreadsheet and save it again, as a workbook or as CSV"
        raise refusal(name, "this workbook is damaged, and cannot be read", hint) from None
    if not wanted:
        raise refusal(name, f"there is no sheet `{_printable(sheet)}`", did_you_mean(sheet, titles))
    return [grid for grid in grids if grid.lines] or grids[:1]


class _TooManyError(ValueError):
    """A sheet has more cells than any table of a place."""


def _refuse_large(path: Path, name: str) -> None:
    with zipfile.ZipFile(path) as packed:
        unpacked = sum(part.file_size for part in packed.infolist())
    if path.stat().st_size > LARGEST or unpacked > UNPACKED:
        raise refusal(name, "this workbook is far too large for a table", _KEEP)


def _grid(sheet: Any, name: str) -> Grid:
    sheet.reset_dimensions()  # what the file says of its own size is often wrong
    return Grid(name, list(_lines(sheet)), _printable(sheet.title))


def _lines(sheet: Any) -> Iterator[Line]:
    many = 0
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = [_text(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        many += len(row)
        if number > MOST_LINES or many > MOST_CELLS:
            raise _TooManyError
        if cells and not cells[0].startswith("#"):
            yield Line(number, cells)


def _text(cell: Any) -> str:
    """A cell as it would stand in CSV: 12% where 0.12 is formatted so, a date as 05-Sep."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float | date | datetime):
        return _printable(value)
    if isinstance(value, date | datetime):
        return value.strftime("%d-%b")
    percent = "%" in str(cell.number_format or "")
    return f"{value * 100:.10g}%" if percent else f"{value:.12g}"


def _printable(value: object) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in f"{value}").split())
