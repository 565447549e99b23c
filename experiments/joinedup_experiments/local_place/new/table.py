"""A table of local figures, as published or as plain CSV: rows checked, every fault with its line.

A sheet is brought to plain records (`headings`, `totals`), which are then checked as scenario
files are. Nothing is guessed in silence: what is passed over or read otherwise is remarked on.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import create_model

from joinedup.scenario.keys import bare
from joinedup_experiments.local_place.new import remarks, symbols
from joinedup_experiments.local_place.new.choosing import sheet_of
from joinedup_experiments.local_place.new.grids import Grid, is_workbook, split_sheet, write_csv
from joinedup_experiments.local_place.new.headings import records_of, tidied, unread
from joinedup_experiments.local_place.new.rows import Column, Fault, Record, Row
from joinedup_experiments.local_place.new.totals import without_totals
from joinedup_experiments.scenario_io.load.problems import (
    Problem,
    ScenarioError,
    Spot,
    clipped,
)
from joinedup_experiments.scenario_io.load.translation import validated
from joinedup_experiments.scenario_io.load.yaml_tree import Node, plain

_NUMBER = re.compile(r"-?(\d+(\.\d*)?|\.\d+)")
_DOTTED = re.compile(r"[1-9]\d{0,2}(\.\d{3})+")
_EITHER = re.compile(r"[1-9]\d{0,2}([.,])\d{3}(\.\d{3})*")  # thousands, or decimals
_THOUSANDS = re.compile(r"\d{1,3}([, \u00a0\u202f]\d{3})+(\.\d+)?")
_PENCE = re.compile(r"£\d+,\d{1,2}")
R = TypeVar("R", bound=Row)


def ignored(remark: str) -> None:
    """Take a remark on how a table was understood, and do nothing with it."""


class TableRead(NamedTuple, Generic[R]):
    """The rows of a table, the problems found so far, and remarks on how it was read.

    ``complete`` says whether every row is among them, one whose figure is at fault with nought.
    ``lost`` are those that are not.
    """

    file: str
    rows: list[R]
    problems: list[Problem]
    remarks: list[str]
    complete: bool = True
    lost: Sequence[Record] = ()

    def refuse(self, faults: Iterable[Fault] = ()) -> None:
        """Raise a `ScenarioError` with all faults, these too; line 0 is the whole table."""
        more = [Problem(Spot(self.file, line), what, (), hint) for line, what, hint in faults]
        if problems := [*self.problems, *more]:
            raise ScenarioError(_grouped(problems))


def read_table(path: Path, kind: type[R]) -> TableRead[R]:
    """The rows of a CSV file or of a workbook's one sheet that has the headings.

    Commas, semicolons and tabs separate cells. Empty lines, lines that begin with ``#``, titles
    above the headings and notes are passed over. ``12,345`` and ``12 345`` are understood as
    numbers where the comma can only separate thousands. `ScenarioError` is raised where no row
    can be read; what is wrong with rows is in the answer.
    """
    sheet = sheet_of(path, kind)
    grid, headings = sheet.grid, sheet.headings
    found = records_of(grid, headings, kind)
    given = {key: (text, "") for key, text in sheet.publication.gives} if sheet.publication else {}
    records = [Record(r.line, {**given, **r.cells}) for r in found.records if not _a_percentage(r)]
    parted = without_totals(records, kind)
    out = [r for r in parted.records if sheet.is_published and kind.left_out(r)]
    records = [r for r in parted.records if r not in out] if out else parted.records
    records = list(kind.understood(records))
    rows, wrong, complete = _checked(records, grid, kind)
    beside = {
        number: " ".join(cells) for n, (number, cells) in enumerate(grid.lines)
        if n < headings.at or number in found.notes
    }  # fmt: skip
    faults = [*headings.faults, *found.faults]
    faults += kind.contradicted(headings.columns, headings.line, beside)
    # Else a row may not be in the sum that it belongs to, or be there with two figures.
    if (complete or not kind.adds_up) and not _has_two_figures(headings.columns, kind):
        spoilt = {line for line, _, _ in found.faults} | {problem.spot.line for problem in wrong}
        faults += parted.wrong(kind, spoilt)
    if not records:
        faults.append((headings.line, "there are headings here, and no rows below", ""))
    problems = [Problem(Spot(grid.file, line), what, (), hint) for line, what, hint in faults]
    if "thousand" in " ".join(cell for line in grid.lines[: headings.at] for cell in line.cells):
        what = "the title says that these are thousands"
        problems.append(Problem(Spot(grid.file, headings.line), what, (), "give people"))
    # What a heading that is not known would tell apart looks the same without it.
    apart = unread(grid, headings) if kind.apart else {}
    twice = [] if headings.faults else list(_repeated(rows, records, apart, kind))
    problems += [*wrong, *(Problem(Spot(grid.file, line), what, (), hint)
                           for line, what, hint in twice)]  # fmt: skip
    remarked = [
        *remarks.of_sheet(sheet, kind, found.notes, len(parted.totals)),
        *remarks.of_rows(records, out, kind),
    ]
    there = {row.line for row in rows}
    lost = [record for record in records if record.line not in there]
    # A row that is there twice may be a slip for one that then is not.
    return TableRead(grid.file, rows, problems, remarked, complete and not twice, lost)


def _has_two_figures(columns: Sequence[Column], kind: type[Row]) -> bool:
    """Whether two columns have the same figure, so that sums would have both."""
    labels = [column.labels for column in columns if column.field == kind.amount]
    return len(set(labels)) < len(labels)


def _a_percentage(record: Record) -> bool:
    """Whether a row repeats a figure as a percentage, as in NOMIS tables by measure."""
    return bool(re.fullmatch(r"per ?cent(age)?s?|%", record.text("measure").lower()))


def copy_table(source: Path, target: Path, kind: type[Row]) -> None:
    """Copy a CSV file as it is, or the sheet of a workbook as CSV with the same line numbers."""
    if split_sheet(source)[0] == source and not is_workbook(source):
        shutil.copyfile(source, target)
    else:
        write_csv(sheet_of(source, kind).grid, target)


def _checked(
    records: Sequence[Record], grid: Grid, kind: type[R]
) -> tuple[list[R], list[Problem], bool]:
    """The rows that are sound, what is wrong with the others, and whether none is lost.

    A row whose figure alone is at fault is there with nought in its place.
    """
    nodes = [_node(record, grid, kind) for record in records]
    try:
        return _rows(nodes, grid.file, kind), [], True
    except ScenarioError as error:
        problems = error.problems
    wrong: dict[int, set[object]] = {}
    for problem in problems:
        wrong.setdefault(int(problem.path[1]), set()).add(problem.path[-1])
    kept = []
    for number, node in enumerate(nodes):
        if number not in wrong:
            kept.append(node)
        elif kind.adds_up and wrong[number] == {kind.amount}:
            kept.append(Node(node.spot, {**node.value, kind.amount: Node(node.spot, 0)}))
    wrong_cells = [
        _of_a_cell(one, records[int(one.path[1])], kind, grid.separator) for one in problems
    ]
    return _rows(kept, grid.file, kind), wrong_cells, len(kept) == len(nodes)


def _rows(nodes: list[Node], file: str, kind: type[R]) -> list[R]:
    tree = Node(Spot(file), {"rows": Node(Spot(file), nodes)})
    rows: list[R] = validated(_table_of(kind), plain(tree), tree).rows
    return rows


@cache
def _table_of(kind: type[Row]) -> Any:
    return create_model("Table", rows=(list[kind], ...))  # type: ignore[valid-type]


def _node(record: Record, grid: Grid, kind: type[Row]) -> Node:
    spot = Spot(grid.file, record.line)
    parts = {"line": Node(spot, record.line)}
    for field, (needed, _) in _fields_of(kind).items():
        cell = record.text(field)
        value = _value(field, cell, kind, grid.separator) if field in record.cells else None
        if value is not None or needed:
            parts[field] = Node(spot, value, cell)
    return Node(spot, parts)


@cache
def _fields_of(kind: type[Row]) -> dict[str, tuple[bool, bool]]:
    """Whether each field is needed, and whether it holds a number."""
    return {
        key: (field.is_required(), bare(field.annotation) in (int, float))
        for key, field in kind.model_fields.items()
        if key != "line"
    }


def _value(field: str, cell: str, kind: type[Row], separator: str) -> str | float | None:
    """A cell as its field takes it: a number where one belongs and stands, None when empty."""
    if not cell:
        return "" if field in kind.filled else None
    if not _fields_of(kind)[field][1]:
        return cell
    number = symbols.figure_alone(cell.removeprefix("£").strip())
    percent = field in kind.percent and number.endswith("%")
    number = number.removesuffix("%").strip() if percent else number
    # Where semicolons part the cells, a comma may stand before decimals.
    if _THOUSANDS.fullmatch(number) and not (separator == ";" and "," in number):
        number = re.sub(r"[, \u00a0\u202f]", "", number)
    if not _NUMBER.fullmatch(number) or (separator == ";" and _DOTTED.fullmatch(number)):
        return cell
    value = float(number) / (100.0 if percent else 1.0)
    return int(value) if value.is_integer() else value


def _of_a_cell(problem: Problem, record: Record, kind: type[Row], separator: str) -> Problem:
    """A problem in the words of the table: its column, a mark that is no figure, a percentage."""
    field = str(problem.path[-1])
    text, heading = record.cells.get(field, ("", ""))
    what, hint = problem.what, problem.hint
    withheld = symbols.meaning_of(text) if field == kind.amount else None
    if withheld:
        meaning, hint = withheld
        what = f"`{field}` is `{text}`, which is not nought: it stands for {meaning}"
    elif heading and not text and not _fields_of(kind)[field][1]:
        what, hint = f"`{field}` is empty", hint.replace("known here: ", "write one of ")
        hint = hint.removesuffix("put it in quotes")
    elif separator == ";" and (found := _EITHER.fullmatch(text.removeprefix("£"))):
        mark = "comma" if found[1] == "," else "point"
        hint = f"a {mark} may stand for thousands or decimals here: write `1234`, or `1.23`"
    elif figure := symbols.noted_figure(text):
        hint = f"the mark of a note stands behind the figure: write `{figure}` if its note lets you"
    elif _PENCE.fullmatch(text):
        hint = "pounds take a point before pence, and thousands three digits after a comma"
    elif "%" in text and field not in kind.percent:
        hint = "write how many, not a percentage"
    if heading and re.sub(r"[\s-]+", "_", tidied(heading)) != field:
        what = f"{what} (column `{clipped(heading)}`)"
    return Problem(problem.spot, what, (), hint)


def _repeated(
    rows: Iterable[R], records: Iterable[Record], apart: Mapping[int, Hashable], kind: type[R]
) -> Iterator[Fault]:
    """Rows of what may stand in one row alone; a row that is lost is known by its texts.

    ``apart`` has by line what else tells rows apart.
    """
    keys = [(row.line, [getattr(row, field) for field in kind.once]) for row in rows]
    there = {line for line, _ in keys}
    lost = [record for record in records if record.line not in there]
    keys += [(r.line, [r.text(field).lower() or None for field in kind.once]) for r in lost]
    seen: dict[Hashable, int] = {}
    for line, key in keys:
        if not any(key) or seen.setdefault((*key, apart.get(line)), line) == line:
            continue
        given = [f for f, value in zip(kind.once, key, strict=True) if value is not None]
        what = f"the same {' and '.join(given)} twice: here and in line "
        what += str(seen[(*key, apart.get(line))])
        yield line, what, "keep one of them" + (", or add them up" if kind.adds_up else "")


def _grouped(problems: Sequence[Problem]) -> list[Problem]:
    """Problems in the order of lines; the same one of many lines once, with the others' numbers."""
    ordered = sorted(dict.fromkeys(problems), key=lambda p: p.spot)
    same: dict[tuple[str, str], list[Problem]] = {}
    for problem in ordered:
        same.setdefault((problem.what, problem.hint), []).append(problem)
    return [
        Problem(one.spot, f"{one.what}{_elsewhere([p.spot.line for p in others])}", (), one.hint)
        for one, *others in same.values()
    ]


def _elsewhere(lines: Sequence[int]) -> str:
    if not lines:
        return ""
    shown = ", ".join(map(str, lines[:8]))
    more = f" and {len(lines) - 8:,} more" if len(lines) > 8 else ""
    return f"; the same in line{'s' if len(lines) > 1 else ''} {shown}{more}"
