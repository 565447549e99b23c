"""A CSV table, read into rows with a field for each heading; every fault with its line.

The standard library's reader counts lines, which pandas' does not; pydantic reads the cells.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from joinedup_experiments.scenario_io.load.files import FileKind, shown, text_of
from joinedup_experiments.scenario_io.load.problems import (
    Problem,
    ScenarioError,
    Spot,
    clipped,
    closest,
    listed,
)

_TOTAL = re.compile(r"(grand |sub-?)?totals?\b|all( ages| teams)?$|sum$", re.I)
_NOT_PAIRED = "the quotation marks in this row do not pair up"
_PAIR_THEM = "a quotation mark that was opened here is not closed, or one stands inside a cell"
_COMMAS = (
    "a number with commas, such as 12,345, must be written 12345; a text with a comma stands in "
    'quotation marks: "Care, north"'
)


_SAVE_AS = 'in the spreadsheet, save it again as "CSV UTF-8 (comma delimited)"'
_TABLE = FileKind(
    "a table", _SAVE_AS, _SAVE_AS, "give totals, not a row for each person or contact"
)


class CellError(ValueError):
    """What is wrong with a cell or a row, and what to do about it."""

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what, self.hint = what, hint


class Row(BaseModel):
    """A row and its line; a heading must be there unless its field has a default."""

    line: int


class Once:
    """Refuses what stands in a table twice; ``hint`` says what to do about it."""

    def __init__(self, hint: str) -> None:
        self.hint = hint
        self.lines: dict[Hashable, int] = {}

    def check(self, key: Hashable, words: str, line: int) -> None:
        """Raise a `CellError` when this key was there in an earlier line."""
        first = self.lines.setdefault(key, line)
        if first != line:
            raise CellError(f"{words} twice: here and in line {first}", self.hint)


R = TypeVar("R", bound=Row)


Faults = Callable[[], Iterable[tuple[int, CellError]]]


def read_table(
    path: Path, kind: type[R], take: Callable[[R], object], faults: Faults = tuple
) -> None:
    """Read a CSV file with a line of headings, row by row.

    Commas, semicolons and tabs separate cells, whichever the line of headings uses. Empty
    lines, and lines that begin with ``#``, are passed over. ``take`` is called with each sound
    row and may raise `CellError`; where every row is sound, ``faults``
    gives those of the table as a whole, each with its line, 0 for none. `ScenarioError` has
    them all.
    """
    name = shown(path)
    _refuse_missing(path, name)
    text = text_of(path, _TABLE)
    separator = _separator(text)
    records = _records(text, name, separator)
    known = {key: field.is_required() for key, field in kind.model_fields.items() if key != "line"}
    line, cells = next(records, (0, []))
    if not cells:
        hint = "it needs a first line with the headings "
        hint += listed([key for key, needed in known.items() if needed])
        raise ScenarioError(Problem(Spot(name), "there is nothing in this file", (), hint))
    headings = _headings(cells, Spot(name, line), known)
    errors: list[tuple[int, CellError]] = []
    rows = list(records)
    for line, cells in rows:
        try:
            take(_row(kind, headings, cells, line, separator))
        except CellError as error:
            errors.append((line, error))
        except ValidationError as error:
            errors += [(line, detail["ctx"]["error"]) for detail in error.errors()]
    if not rows:
        what = "there are headings in this file, and no rows below them"
        errors.append((line, CellError(what)))
    errors += [] if errors else faults()
    if errors:
        raise ScenarioError(Problem(Spot(name, n), e.what, (), e.hint) for n, e in errors)


def _refuse_missing(path: Path, name: str) -> None:
    what, hint = "", ""
    if path.is_dir():
        what = "this is a folder, not a CSV file"
    elif not path.exists():
        beside = path.parent.iterdir() if path.parent.is_dir() else ()
        close = closest(path.name, sorted(f.name for f in beside if f.suffix.lower() == ".csv"))
        what = "there is no such file"
        hint = f"did you mean `{clipped(close, 100)}`?" if close else ""
    elif not path.is_file():
        what = "this is not an ordinary file"
    if what:
        raise ScenarioError(Problem(Spot(name), what, (), hint))


def _separator(text: str) -> str:
    """Whichever of tab, semicolon and comma the line of headings has most of."""
    lines = (line for line in text.splitlines() if line.strip() and not _is_remark(line))
    return max(",;\t", key=next(lines, "").count)


def _is_remark(line: str) -> bool:
    return line.lstrip(' "').startswith("#")


def _records(text: str, name: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """The first line and the cells of each row that is neither empty nor a remark."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            long = "field larger" in str(error)
            what = "a cell in this row is far too long" if long else _NOT_PAIRED
            raise ScenarioError(Problem(Spot(name, line), what, (), _PAIR_THEM)) from None
        began, line = line, reader.line_num + 1
        if any(cell.strip() for cell in cells) and not _is_remark(cells[0]):
            yield began, cells


def _headings(cells: list[str], spot: Spot, known: dict[str, bool]) -> tuple[str, ...]:
    while not cells[-1].strip():
        cells = cells[:-1]
    plain = [re.sub(r"[\s-]+", "_", cell.strip().lower()) for cell in cells]
    problems = []
    for number, (head, cell) in enumerate(zip(plain, cells, strict=True)):
        if head in plain[:number]:
            problems.append(Problem(spot, f"the heading `{clipped(cell)}` stands there twice"))
        elif head not in known:
            close = closest(cell, [key for key in known if key not in plain])
            hint = f"did you mean `{close}`?" if close else f"known here: {listed(list(known))}"
            what = "a heading is empty"
            if cell.strip():
                what = f"there is no heading `{clipped(cell)}`"
            problems.append(Problem(spot, what, (), hint))
    missing = [f"`{key}`" for key, needed in known.items() if needed and key not in plain]
    if missing and not problems:
        hint = f"the headings are {listed(list(known))}"
        problems = [Problem(spot, f"the heading {listed(missing)} is missing", (), hint)]
    if problems:
        raise ScenarioError(problems)
    return tuple(plain)


def _row(
    kind: type[R], headings: tuple[str, ...], cells: list[str], line: int, separator: str
) -> R:
    if any(cell.strip() for cell in cells[len(headings) :]):
        what = f"this row has {len(cells)} cells, and there are {len(headings)} headings"
        raise CellError(what, _COMMAS)
    first = cells[0].strip()
    if _TOTAL.match(first):
        what = f"`{clipped(first)}` looks like a row of totals"
        raise CellError(what, "take it out: its people or posts would be counted twice")
    filled = [*cells, *[""] * (len(headings) - len(cells))]
    by_heading = {head: cell.strip() for head, cell in zip(headings, filled, strict=False)}
    context = {"separator": separator}
    return kind.model_validate({**by_heading, "line": line}, context=context)
