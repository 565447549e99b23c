"""A file of figures as a grid of texts with line numbers: CSV, or the sheets of a workbook.

The standard library's reader counts lines, which pandas' does not.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from joinedup_experiments.scenario_io.load.files import FileKind, shown, text_of
from joinedup_experiments.scenario_io.load.problems import clipped, closest, refusal

_SAVE_AS = 'in the spreadsheet, save it again as "CSV UTF-8 (comma delimited)"'
_TABLE = FileKind(
    "a table", _SAVE_AS, _SAVE_AS,
    "keep the rows of your place alone, with totals, not a row for each person or contact",
)  # fmt: skip
MOST_COLUMNS = 1_000
_LOOKED_AT = 60  # lines, for what separates cells


class Line(NamedTuple):
    """A line that is neither empty nor a remark: its number in the file, and its cells."""

    number: int
    cells: list[str]


class Grid(NamedTuple):
    """The lines of a CSV file or of one sheet; ``file`` is how messages name it."""

    file: str
    lines: list[Line]
    sheet: str = ""
    separator: str = ""


def split_sheet(path: Path) -> tuple[Path, str]:
    """The file and the sheet of ``file.xlsx#Sheet``; no sheet where none is named."""
    name, mark, sheet = str(path).rpartition("#")
    if mark and not path.exists() and Path(name).is_file():
        return Path(name), sheet
    return path, ""


def grids_of(path: Path) -> list[Grid]:
    """Every sheet of a workbook that has lines, or a CSV file alone.

    `ScenarioError` when there is no such file, or it is neither.
    """
    path, sheet = split_sheet(path)
    name = shown(path)
    _refuse_missing(path, name)
    if is_workbook(path):
        from joinedup_experiments.local_place.new.workbook import sheets_of

        return sheets_of(path, name, sheet)
    text = text_of(path, _TABLE)
    separator = _separator(text)
    return [Grid(name, list(_records(text, name, separator)), "", separator)]


def is_workbook(path: Path) -> bool:
    """Whether a file is an Excel workbook (.xlsx), by what is in it."""
    try:
        with zipfile.ZipFile(path) as packed:
            return "xl/workbook.xml" in packed.namelist()
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return False


def _refuse_missing(path: Path, name: str) -> None:
    if path.is_file():
        return
    if path.exists():
        what = "this is a folder, not a table" if path.is_dir() else "this is no ordinary file"
        raise refusal(name, what)
    if path.is_symlink():
        raise refusal(name, "this is a link that leads to no file")
    beside = sorted(
        f.name for f in path.parent.glob("*.*") if f.suffix.lower() in (".csv", ".xlsx")
    )
    close = closest(path.name, beside[:500])
    hint = f"did you mean `{clipped(close, 100)}`?" if close else ""
    raise refusal(name, "there is no such file", hint)


def _separator(text: str) -> str:
    """What most lines have the same number of: commas, semicolons or tabs."""
    lines = [line for line in text.splitlines() if line.strip() and not _is_remark(line)]

    def steadiness(mark: str) -> int:
        counts = Counter(line.count(mark) for line in lines[:_LOOKED_AT])
        return max((many * lines for many, lines in counts.items()), default=0)

    return max(",;\t", key=steadiness)


def _is_remark(line: str) -> bool:
    return line.lstrip(' "').startswith("#")


def _records(text: str, name: str, separator: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells) and not _is_remark(cells[0]):
                if len(cells) > MOST_COLUMNS:
                    what = (
                        f"this line has {len(cells):,} cells, and at most {MOST_COLUMNS:,} are read"
                    )
                    raise refusal(name, what, "keep the columns that are needed", line)
                yield Line(line, [" ".join(cell.split()) for cell in cells])
            line = reader.line_num + 1
    except csv.Error as error:
        long = "field larger" in str(error)
        what = "a cell is far too long" if long else "the quotation marks do not pair up"
        hint = "one that was opened in this row is not closed, or stands inside a cell"
        raise refusal(name, what, hint, line) from None


def write_csv(grid: Grid, file: Path) -> None:
    """Write a grid as CSV in which every line has the number that it has in the grid."""
    rows = {line.number: line.cells for line in grid.lines}
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        for number in range(1, max(rows, default=0) + 1):
            writer.writerow(rows.get(number, []))
