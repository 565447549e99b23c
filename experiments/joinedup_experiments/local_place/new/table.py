"""A CSV table of local figures: rows checked as scenario files are, every fault with its line.

The standard library's reader counts lines, which pandas' does not.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, BeforeValidator, create_model

from joinedup.scenario.keys import bare
from joinedup.scenario.names import Complaint, InconsistentError
from joinedup_experiments.scenario_io.load.files import FileKind, shown, text_of
from joinedup_experiments.scenario_io.load.problems import (
    Problem,
    ScenarioError,
    Spot,
    clipped,
    closest,
    did_you_mean,
    listed,
    refusal,
)
from joinedup_experiments.scenario_io.load.translation import validated
from joinedup_experiments.scenario_io.load.yaml_tree import Node, at, plain

_SAVE_AS = 'in the spreadsheet, save it again as "CSV UTF-8 (comma delimited)"'
_TABLE = FileKind(
    "a table", _SAVE_AS, _SAVE_AS, "give totals, not a row for each person or contact"
)
_TOTAL = re.compile(r"(grand |sub-?)?totals?\b|all( ages| teams)?$|sum$", re.I)
_COMMAS = (
    "a number with commas, such as 12,345, must be written 12345; a text with a comma stands in "
    'quotation marks: "Care, north"'
)
_NUMBER = re.compile(r"-?(\d+(\.\d*)?|\.\d+)")
_THOUSANDS = re.compile(r"\d{1,3}([, \u00a0\u202f]\d{3})+(\.\d+)?")


class Row(BaseModel):
    """A row and its line; a heading must be there unless its field has a default."""

    once: ClassVar[Sequence[str]] = ()  # never empty, and no two rows have the same there
    percent: ClassVar[Sequence[str]] = ()  # where ``12%`` may stand for 0.12
    line: int


R = TypeVar("R", bound=Row)
Fault = tuple[int, str, str]  # line, what is wrong, and what to do about it


def fault(what: str, hint: str = "") -> InconsistentError:
    """What a field's validator raises: what is wrong with a cell, and what to do about it."""
    return InconsistentError([Complaint((), what, hint)])


# Names out of a list: capitals, spaces and hyphens do not matter.
as_name = BeforeValidator(lambda text: re.sub(r"[\s-]+", "_", str(text).lower()))


def read_table(path: Path, kind: type[R]) -> list[R]:
    """The rows of a CSV file with a line of headings; `ScenarioError` has every fault.

    Commas, semicolons and tabs separate cells, whichever the line of headings uses. Empty
    lines, and lines that begin with ``#``, are passed over. ``12,345`` and ``12 345`` are
    understood as numbers where the comma can only separate thousands.
    """
    name = shown(path)
    _refuse_missing(path, name)
    text = text_of(path, _TABLE)
    lines = (line for line in text.splitlines() if line.strip() and not _is_remark(line))
    separator = max(",;\t", key=next(lines, "").count)
    (began, first), *records = [*_records(text, name, separator)] or [(0, [""])]
    headings = _headings(first, Spot(name, began), kind)
    faults = [] if records else [(began, "there are headings here, and no rows below", "")]
    nodes = []
    for line, cells in records:
        if any(cells[len(headings) :]):
            what = f"this row has {len(cells)} cells, and there are {len(headings)} headings"
            faults.append((line, what, _COMMAS))
        if _TOTAL.match(cells[0]):
            what = f"`{clipped(cells[0])}` looks like a row of totals"
            hint = "take it out: its people or posts would be counted twice"
            faults.append((line, what, hint))
        parts = {"line": Node(Spot(name, line), line)}
        for heading, cell in zip_longest(headings, cells[: len(headings)], fillvalue=""):
            value = _value(heading, cell, kind, separator)
            if value is not None or kind.model_fields[heading].is_required():
                parts[heading] = Node(Spot(name, line), value, cell)
        nodes.append(Node(Spot(name, line), parts))
    refuse(path, faults)
    tree = Node(Spot(name), {"rows": Node(Spot(name), nodes)})
    table: Any = create_model("Table", rows=(list[kind], ...))  # type: ignore[valid-type]
    try:
        rows: list[R] = validated(table, plain(tree), tree).rows
    except ScenarioError as error:
        raise ScenarioError(_of_a_cell(problem, tree, kind) for problem in error.problems) from None
    refuse(path, [*faults, *_repeated(rows, kind)])
    return rows


def _repeated(rows: Iterable[R], kind: type[R]) -> Iterator[Fault]:
    """Rows of what may stand in one row alone."""
    seen: dict[Hashable, int] = {}
    for row in rows:
        key = tuple(getattr(row, field) for field in kind.once)
        if set(key) - {None} and seen.setdefault(key, row.line) != row.line:
            what = f"the same {' and '.join(kind.once)} twice: here and in line {seen[key]}"
            yield row.line, what, "keep one of them, or add them up"


def refuse(path: Path, faults: Iterable[Fault]) -> None:
    """Raise a `ScenarioError` with a table's faults, if it has any; line 0 is the whole table."""
    name = shown(path)
    problems = [Problem(Spot(name, line), what, (), hint) for line, what, hint in faults]
    if problems:
        raise ScenarioError(problems)


def _value(heading: str, cell: str, kind: type[Row], separator: str) -> str | float | None:
    """A cell as its field takes it: a number where one belongs and stands, None when empty."""
    if not cell:
        return "" if heading in kind.once else None
    if bare(kind.model_fields[heading].annotation) not in (int, float):
        return cell
    number = cell.removeprefix("£").strip()
    percent = heading in kind.percent and number.endswith("%")
    number = number.removesuffix("%").strip() if percent else number
    # Where semicolons part the cells, a comma may stand before decimals.
    if _THOUSANDS.fullmatch(number) and not (separator == ";" and "," in number):
        number = re.sub(r"[, \u00a0\u202f]", "", number)
    if not _NUMBER.fullmatch(number):
        return cell
    value = float(number) / (100.0 if percent else 1.0)
    return int(value) if value.is_integer() else value


def _of_a_cell(problem: Problem, tree: Node, kind: type[Row]) -> Problem:
    node = at(tree, problem.path)
    percent = node is not None and "%" in node.written and problem.path[-1] not in kind.percent
    hint = "write how many, not a percentage" if percent else problem.hint
    return Problem(problem.spot, problem.what, (), hint)


def _refuse_missing(path: Path, name: str) -> None:
    if path.is_file():
        return
    if path.exists():
        what = "this is a folder, not a CSV file" if path.is_dir() else "this is no ordinary file"
        raise refusal(name, what)
    close = closest(path.name, sorted(f.name for f in path.parent.glob("*.[cC][sS][vV]")))
    hint = f"did you mean `{clipped(close, 100)}`?" if close else ""
    raise refusal(name, "there is no such file", hint)


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
        raise refusal(name, what, hint, line) from None


def _headings(cells: list[str], spot: Spot, kind: type[Row]) -> list[str]:
    known = [key for key in kind.model_fields if key != "line"]
    needed = [key for key in known if kind.model_fields[key].is_required()]
    if not any(cells):
        hint = f"it needs a first line with the headings {listed(needed)}"
        raise refusal(spot.file, "there is nothing in this file", hint)
    while not cells[-1]:
        cells = cells[:-1]
    plain = [re.sub(r"[\s-]+", "_", cell.lower()) for cell in cells]
    wrong = []
    for n, (head, cell) in enumerate(zip(plain, cells, strict=True)):
        if head in plain[:n]:
            wrong.append((f"the heading `{clipped(cell)}` stands there twice", ""))
        elif head not in known:
            hint = did_you_mean(cell, [key for key in known if key not in plain])
            what = f"there is no heading `{clipped(cell)}`" if cell else "a heading is empty"
            wrong.append((what, hint))
    missing = [f"`{key}`" for key in needed if key not in plain]
    if missing and not wrong:
        hint = f"the headings are {listed(known)}"
        wrong = [(f"the heading {listed(missing)} is missing", hint)]
    if wrong:
        raise ScenarioError(Problem(spot, what, (), hint) for what, hint in wrong)
    return plain
