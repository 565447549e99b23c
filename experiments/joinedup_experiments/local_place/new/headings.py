"""The line of headings of a published sheet, and the figures below it, one for each record.

Titles above the headings and notes below the figures are passed over; columns of figures that
stand for ages, sexes or professions become labels.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from joinedup_experiments.display.numbers import counted
from joinedup_experiments.local_place.new import symbols
from joinedup_experiments.local_place.new.across import across
from joinedup_experiments.local_place.new.grids import Grid, Line
from joinedup_experiments.local_place.new.rows import Column, Fault, Record, Row
from joinedup_experiments.scenario_io.load.problems import clipped, closest, did_you_mean, listed

_YEAR = re.compile(r"^(19|20)\d\d (?=[a-z])|(?<=[a-z])[ ,_]*\(?(19|20)\d\d\)?$")
_DATES = re.compile(r"(\w+ )?(date|year|period|month|quarter)\b")
SEARCHED = 40  # lines in which the headings must stand
_COMMAS = (
    "a number with commas, such as 12,345, must be written 12345; a text with a comma stands in "
    'quotation marks: "Care, north"'
)


class Headings(NamedTuple):
    """The columns, the line that names them and what is wrong with it; its place in the grid."""

    columns: list[Column]
    line: int
    at: int
    faults: list[Fault]
    usable: bool  # whether rows can be read by it


class Records(NamedTuple):
    """The figures, what is wrong with their lines, and the lines of notes passed over."""

    records: list[Record]
    faults: list[Fault]
    notes: list[int]


def headings_of(grid: Grid, kind: type[Row], lenient: bool, given: Sequence[str] = ()) -> Headings:
    """The first line that names all that is needed, else the one that names most of it.

    Where ``lenient``, unknown headings are passed over, and else faults. Fields ``given`` need
    none.
    """
    searched = grid.lines[:SEARCHED] or [Line(0, [""])]
    plain = [_columns(line.cells, kind) for line in searched]
    columns = [across(grid.lines, at, some, kind) or some for at, some in enumerate(plain)]
    named = [_fields(some).union(given) for some in columns]
    whole = [at for at, fields in enumerate(named) if not _missing(fields, kind)]
    at = whole[0] if whole else _likeliest(searched, named)
    width = len(searched[at].cells)
    written = {n for line in grid.lines[at:] for n, cell in enumerate(line.cells[:width]) if cell}
    found = _judged(searched[at], columns[at][: max(written, default=0) + 1], kind, lenient)
    for n in set(range(len(found.columns))) - written:  # a gap between columns
        found.columns[n] = Column("", "")
    faults = [*found.faults, *_doubled(found.columns, found.line, kind)]
    missing = _missing(_fields(found.columns).union(given), kind)
    if missing and not faults:
        hint = f"the headings are {listed(kind.headings())}"
        faults.append((found.line, f"the heading {', '.join(missing)} is missing", hint))
    return found._replace(at=at, faults=faults, usable=not missing)


def _likeliest(lines: Sequence[Line], named: Sequence[Collection[str]]) -> int:
    """The line that names most, of those in words and as wide as is usual if there are any."""
    filled = [[cell for cell in line.cells if cell] for line in lines]
    usual = Counter(map(len, filled)).most_common(1)[0][0]
    fits = [
        len(cells) >= usual and all(re.search(r"[^\W\d]", cell) for cell in cells)
        for cells in filled
    ]
    return max(range(len(named)), key=lambda n: (fits[n], len(named[n])))


def _fields(columns: Iterable[Column | None]) -> set[str]:
    """The fields that columns fill, by what stands in them or by their headings."""
    there = [column for column in columns if column is not None]
    return {c.field for c in there} | {key for c in there for key, _ in c.labels} - {""}


def _missing(fields: Iterable[str], kind: type[Row]) -> list[str]:
    """Headings that are needed and not there."""
    there = set(fields)
    missing = [f"`{key}`" for key in kind.headings(needed=True) if key not in there]
    if kind.one_of and not there.intersection(kind.one_of):
        missing.append(" or ".join(f"`{key}`" for key in kind.one_of))
    return missing


def tidied(heading: str) -> str:
    """A heading in lower case without the number of its note, for patterns."""
    return " ".join(symbols.without_note_number(heading).lower().split())


def _columns(cells: Sequence[str], kind: type[Row]) -> list[Column | None]:
    """What each heading stands for; None where that is not known."""
    columns = [_column(cell, kind) for cell in cells]
    texts = [tidied(cell) for cell in cells]
    for key, pattern in kind.failing.items():
        if key not in _fields(columns):
            columns = [
                Column(cell, key) if re.fullmatch(pattern, text) else column
                for cell, text, column in zip(cells, texts, columns, strict=True)
            ]
    for n, text in enumerate(texts):
        if f"{text}_name" in texts and columns[n] is not None:  # a code, with its name beside it
            columns[n] = Column(cells[n], "")
    for key, enough in kind.wide.items():
        exact = any(c is not None and c.field == key and not c.labels for c in columns)
        labels = [dict(kind.labels_in(tidied(cell))) if cell else {} for cell in cells]
        parts = [one for one in labels if key in one and not symbols.is_total(one[key])]
        if not exact and len(parts) >= enough:
            columns = [
                Column(cell, kind.amount, tuple(one.items())) if key in one else column
                for cell, one, column in zip(cells, labels, columns, strict=True)
            ]
            columns = [_of_all(column, key, kind) for column in columns]
            break
    return columns


def _of_all(column: Column | None, key: str, kind: type[Row]) -> Column | None:
    """A column of totals beside columns of the parts is the total of these."""
    if column and column.field == kind.amount and not column.labels:
        text = tidied(column.heading)
        return column._replace(labels=((key, text),)) if symbols.is_total(text) else column
    return column


@lru_cache(maxsize=4096)
def _column(cell: str, kind: type[Row]) -> Column | None:
    """What a heading stands for, with or without the year in it."""
    return _known(tidied(cell), cell, kind) or _known(_YEAR.sub("", tidied(cell)), cell, kind)


def _known(text: str, cell: str, kind: type[Row]) -> Column | None:
    plain = re.sub(r"[\s-]+", "_", text)
    if plain in kind.headings():
        return Column(cell, plain)
    for field, pattern in kind.also.items():
        if re.fullmatch(pattern, text):
            return Column(cell, field)
    return Column(cell, "") if kind.passed_over and re.fullmatch(kind.passed_over, text) else None


def _judged(
    line: Line, columns: Sequence[Column | None], kind: type[Row], lenient: bool
) -> Headings:
    """Say what is wrong with a line of headings; one that is misspelt is read as what was meant."""
    known = kind.headings()
    there = _fields(columns)
    faults: list[Fault] = []
    found: list[Column] = []
    for cell, column in zip(line.cells, columns, strict=False):
        if cell and cell in [c.heading for c in found]:
            faults.append((line.number, f"the heading `{clipped(cell)}` stands there twice", ""))
            column = Column(cell, "")
        elif column is None and not lenient:
            free = [key for key in known if key not in there]
            what = f"there is no heading `{clipped(cell)}`" if cell else "a heading is empty"
            faults.append((line.number, what, did_you_mean(cell, free)))
            column = Column(cell, closest(cell, free) or "") if cell else None
            there |= {column.field} if column else set()
        found.append(column or Column(cell, ""))
    return Headings(found, line.number, 0, faults, True)


def _doubled(columns: Sequence[Column], line: int, kind: type[Row]) -> Iterator[Fault]:
    """Two columns that say the same."""
    many = Counter((c.field, c.labels) for c in columns)
    for (field, labels), count in many.items():
        if count > 1 and field and field not in kind.joined:
            same = [
                f"`{clipped(c.heading)}`" for c in columns if (c.field, c.labels) == (field, labels)
            ]
            what = f"the headings {' and '.join(same[:3])} both stand for `{field}`"
            yield line, what, "keep the column that you mean"


def records_of(grid: Grid, headings: Headings, kind: type[Row]) -> Records:
    """Every figure below the headings."""
    found = Records([], [], [])
    columns = headings.columns
    figures = [n for n, column in enumerate(columns) if column.field == kind.amount]
    for line, cells in grid.lines[headings.at + 1 :]:
        here = [*cells[: len(columns)], *[""] * (len(columns) - len(cells))]
        empty = not any(re.search(r"\d", here[n]) for n in figures)
        if empty and symbols.is_note(cells) and not kind.labels_in(tidied(cells[0])):
            found.notes.append(line)
            continue
        if any(cells[len(columns) :]):
            many = counted(len(columns), "heading")
            what = f"this row has {len(cells)} cells, and the table has {many}"
            found.faults.append((line, what, _COMMAS))
        labels = _labels(columns, here, kind)
        for n in figures:
            own = {**labels, kind.amount: (here[n], columns[n].heading)}
            for key, text in columns[n].labels:
                _put(own, key, text, columns[n].heading, kind)
            found.records.append(Record(line, own))
        if not figures:
            found.records.append(Record(line, labels))
    return found


def unread(grid: Grid, headings: Headings) -> dict[int, tuple[str, ...]]:
    """By line, what stands in the columns that are not read, but for dates."""
    columns = [
        n for n, column in enumerate(headings.columns)
        if not column.field and not _DATES.match(tidied(column.heading))
    ]  # fmt: skip
    return {
        line: tuple(cells[n] for n in columns if n < len(cells))
        for line, cells in grid.lines[headings.at + 1 :]
    }


def _labels(
    columns: Sequence[Column], cells: Sequence[str], kind: type[Row]
) -> dict[str, tuple[str, str]]:
    """All that a row says besides its figures."""
    labels: dict[str, tuple[str, str]] = {}
    for column, cell in zip(columns, cells, strict=True):
        if not column.field or column.field == kind.amount:
            continue
        _put(labels, column.field, symbols.without_note_number(cell), column.heading, kind)
    return labels


def _put(
    cells: dict[str, tuple[str, str]], key: str, text: str, heading: str, kind: type[Row]
) -> None:
    """Set a label, or join it to what another column has put there."""
    before = cells.get(key, ("", ""))[0]
    if before and key in kind.joined:
        text = f"{before} / {text}" if text else before
    cells[key] = (text, heading)
