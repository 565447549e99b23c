"""A CSV table of local figures, read into rows; every fault with its line.

The standard library's reader counts lines, which pandas' does not; pydantic reads the cells.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ValidationError, ValidationInfo

from joinedup_experiments.scenario_io.load.files import FileKind, shown, text_of
from joinedup_experiments.scenario_io.load.problems import (
    Problem,
    ScenarioError,
    Spot,
    clipped,
    closest,
    did_you_mean,
    listed,
)
from joinedup_experiments.scenario_io.load.ways_out import hint_for_number

_SAVE_AS = 'in the spreadsheet, save it again as "CSV UTF-8 (comma delimited)"'
_TABLE = FileKind(
    "a table", _SAVE_AS, _SAVE_AS, "give totals, not a row for each person or contact"
)
_TOTAL = re.compile(r"(grand |sub-?)?totals?\b|all( ages| teams)?$|sum$", re.I)
_COMMAS = (
    "a number with commas, such as 12,345, must be written 12345; a text with a comma stands in "
    'quotation marks: "Care, north"'
)
_NUMBER = re.compile(r"\d+(\.\d*)?|\.\d+")
_THOUSANDS = re.compile(r"\d{1,3}([, \u00a0\u202f]\d{3})+(\.\d+)?")
_GUESS = "write it in figures, 0 or your best estimate, or take the line out"


class CellError(ValueError):
    """What is wrong with a cell or a row, and what to do about it."""

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what, self.hint = what, hint


class Row(BaseModel):
    """A row and its line; a heading must be there unless its field has a default.

    Cells under the headings ``once`` are never empty, and no two rows have the same there.
    """

    once: ClassVar[tuple[str, ...]] = ()
    line: int


R = TypeVar("R", bound=Row)
Reader = Callable[[str, ValidationInfo], Any]


def one_of(known: Sequence[str], what: str) -> Reader:
    """A reader of names in a list; capitals, spaces and hyphens do not matter."""
    by_shape = {name.lower().replace("-", "_"): name for name in known}

    def read(text: str, info: ValidationInfo) -> str:
        plain = re.sub(r"[\s-]+", "_", text.lower())
        if plain in by_shape:
            return by_shape[plain]
        fault = f"there is no {what} `{clipped(text)}`" if text else f"`{info.field_name}` is empty"
        raise CellError(fault, did_you_mean(text, known))

    return read


def number(what: str, *, percent: bool = False, pounds: bool = False, most: float = 1e12) -> Reader:
    """A reader of numbers from 0 to ``most``; ``what`` it is, for messages: "a number of people".

    ``12,345`` and ``12 345`` are understood where the comma can only separate thousands; ``12%``
    means 0.12 with ``percent``, and with ``pounds`` a pound sign may stand before.
    """

    def read(text: str, info: ValidationInfo) -> float:
        plain = text.removeprefix("£").strip() if pounds else text
        share = percent and plain.endswith("%")
        plain = plain.removesuffix("%").strip() if share else plain
        # Where semicolons part the cells, a comma may stand before decimals.
        if _THOUSANDS.fullmatch(plain) and not ((info.context or {})["decimals"] and "," in plain):
            plain = re.sub(r"[, \u00a0\u202f]", "", plain)
        if not _NUMBER.fullmatch(plain):
            raise _no_number(text, str(info.field_name), what)
        value = float(plain) / (100.0 if share else 1.0)
        if value > most:
            fault = f"`{info.field_name}` is {clipped(text)}, which is too large to be {what}"
            raise CellError(fault, "check the unit" if most < 1e12 else "")
        return value

    return read


def _no_number(text: str, heading: str, what: str) -> CellError:
    if not text:
        return CellError(
            f"`{heading}` is empty: it must be {what}", "write 0, or take the line out"
        )
    if re.match(r"[-\u2212\u2013(].*\d", text):
        hint = "brackets and minus signs both mean a negative number"
        return CellError(f"`{heading}` is `{clipped(text)}`: {what} cannot be negative", hint)
    hint = hint_for_number(text) if re.search(r"\d", text) else _GUESS
    hint = "write how many, not a percentage" if "%" in text else hint or _GUESS
    return CellError(f"`{heading}` must be {what}, but is `{clipped(text)}`", hint)


def read_table(path: Path, kind: type[R], **context: Any) -> list[R]:
    """The rows of a CSV file with a line of headings.

    Commas, semicolons and tabs separate cells, whichever the line of headings uses. Empty
    lines, and lines that begin with ``#``, are passed over. Validators find ``context`` in their
    `ValidationInfo`. `ScenarioError` has every fault.
    """
    name = shown(path)
    _refuse_missing(path, name)
    text = text_of(path, _TABLE)
    lines = (line for line in text.splitlines() if line.strip() and not _is_remark(line))
    separator = max(",;\t", key=next(lines, "").count)
    context["decimals"] = separator == ";"
    (began, first), *records = [*_records(text, name, separator)] or [(0, [""])]
    headings = _headings(first, Spot(name, began), kind)
    rows: list[R] = []
    errors = [] if records else [(began, CellError("there are headings here, and no rows below"))]
    seen: dict[Hashable, int] = {}
    for line, cells in records:
        try:
            values = {"line": line, **_by_heading(headings, cells, kind)}
            row = kind.model_validate(values, context=context)
            key = tuple(getattr(row, field) for field in kind.once)
            if set(key) - {None} and seen.setdefault(key, line) != line:
                what = f"the same {' and '.join(kind.once)} twice: here and in line {seen[key]}"
                raise CellError(what, "keep one of them, or add them up")
            rows.append(row)
        except CellError as error:
            errors.append((line, error))
        except ValidationError as error:
            errors += [(line, detail["ctx"]["error"]) for detail in error.errors()]
    refuse(path, errors)
    return rows


def refuse(path: Path, faults: Iterable[tuple[int, CellError]]) -> None:
    """Raise a `ScenarioError` with a table's faults, if it has any; line 0 is the whole table."""
    name = shown(path)
    problems = [Problem(Spot(name, line), e.what, (), e.hint) for line, e in faults]
    if problems:
        raise ScenarioError(problems)


def _refuse_missing(path: Path, name: str) -> None:
    if path.is_file():
        return
    if path.exists():
        what = "this is a folder, not a CSV file" if path.is_dir() else "this is no ordinary file"
        raise ScenarioError(Problem(Spot(name), what))
    close = closest(path.name, sorted(f.name for f in path.parent.glob("*.[cC][sS][vV]")))
    hint = f"did you mean `{clipped(close, 100)}`?" if close else ""
    raise ScenarioError(Problem(Spot(name), "there is no such file", (), hint))


def _is_remark(line: str) -> bool:
    return line.lstrip(' "').startswith("#")


def _records(text: str, name: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """The first line and the cells of each row that is neither empty nor a remark."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells) and not _is_remark(cells[0]):
                yield line, [cell.strip() for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        long = "field larger" in str(error)
        what = "a cell is far too long" if long else "the quotation marks do not pair up"
        hint = "one that was opened in this row is not closed, or stands inside a cell"
        raise ScenarioError(Problem(Spot(name, line), what, (), hint)) from None


def _headings(cells: list[str], spot: Spot, kind: type[Row]) -> list[str]:
    known = {key: field.is_required() for key, field in kind.model_fields.items() if key != "line"}
    needed = [key for key in known if known[key]]
    if not any(cells):
        hint = f"it needs a first line with the headings {listed(needed)}"
        raise ScenarioError(Problem(spot, "there is nothing in this file", (), hint))
    while not cells[-1]:
        cells = cells[:-1]
    plain = [re.sub(r"[\s-]+", "_", cell.lower()) for cell in cells]
    problems = []
    for n, (head, cell) in enumerate(zip(plain, cells, strict=True)):
        if head in plain[:n]:
            problems.append(Problem(spot, f"the heading `{clipped(cell)}` stands there twice"))
        elif head not in known:
            hint = did_you_mean(cell, [key for key in known if key not in plain])
            what = f"there is no heading `{clipped(cell)}`" if cell else "a heading is empty"
            problems.append(Problem(spot, what, (), hint))
    missing = [f"`{key}`" for key in needed if key not in plain]
    if missing and not problems:
        hint = f"the headings are {listed(list(known))}"
        problems = [Problem(spot, f"the heading {listed(missing)} is missing", (), hint)]
    if problems:
        raise ScenarioError(problems)
    return plain


def _by_heading(headings: list[str], cells: list[str], kind: type[Row]) -> dict[str, str]:
    """The cells to be read; an empty one that need not be there is left out."""
    if any(cells[len(headings) :]):
        what = f"this row has {len(cells)} cells, and there are {len(headings)} headings"
        raise CellError(what, _COMMAS)
    if _TOTAL.match(cells[0]):
        what = f"`{clipped(cells[0])}` looks like a row of totals"
        raise CellError(what, "take it out: its people or posts would be counted twice")
    found = dict(zip_longest(headings, cells[: len(headings)], fillvalue=""))
    fields = kind.model_fields
    return {h: c for h, c in found.items() if c or h in kind.once or fields[h].is_required()}
