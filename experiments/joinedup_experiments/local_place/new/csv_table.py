"""A CSV table as it comes out of a spreadsheet, read into rows that know their lines."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from joinedup_experiments.scenario_io.load.finding import shown
from joinedup_experiments.scenario_io.load.problems import (
    Problem,
    ScenarioError,
    Spot,
    clipped,
    closest,
    listed,
)

LARGEST = 1_000_000
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_SAVE_AS = 'in the spreadsheet, save it again as "CSV UTF-8 (comma delimited)"'
_OTHER_FORMATS = {b"PK\x03\x04": "an Excel workbook", b"\xd0\xcf\x11\xe0": "an old Excel workbook"}
_STRANGE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TOTAL = re.compile(r"(grand |sub-?)?totals?\b|all( ages| teams)?$|sum$", re.I)


@dataclass(frozen=True)
class Row:
    """One row: its line, and its cells by heading, without spaces around them."""

    spot: Spot
    cells: dict[str, str]
    semicolons: bool = False


@dataclass(frozen=True)
class Table:
    """The rows of a file, and which of the headings it has."""

    file: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(path: Path, needed: Sequence[str], optional: Sequence[str] = ()) -> Table:
    """Read a CSV file with a line of headings.

    Commas, semicolons and tabs part cells, whichever the line of headings uses. Empty lines,
    and lines that begin with ``#``, are passed over.

    Parameters
    ----------
    path
        The file.
    needed, optional
        The headings that must be there, and those that may.

    Raises
    ------
    ScenarioError
        When it cannot be read, or its headings or the number of its cells are wrong: every
        fault with its line.
    """
    name = shown(path)
    text = _text_of(path, name)
    records = _records(text, name)
    first = next(records, None)
    if first is None:
        what = "there is nothing in this file"
        hint = f"it needs a first line with the headings {listed(list(needed))}"
        raise ScenarioError(Problem(Spot(name), what, (), hint))
    line, heads = first
    headings = _headings(heads, Spot(name, line), needed, optional)
    rows, problems = [], []
    separator = _separator(text)
    for line, cells in records:
        spot = Spot(name, line)
        fault = _row_fault(cells, headings, spot)
        if fault:
            problems.append(fault)
        else:
            filled = [*cells, *[""] * (len(headings) - len(cells))]
            by_head = {h: c.strip() for h, c in zip(headings, filled, strict=False)}
            rows.append(Row(spot, by_head, separator == ";"))
    if problems:
        raise ScenarioError(problems)
    if not rows:
        what = "there are headings in this file, and no rows below them"
        raise ScenarioError(Problem(Spot(name, line), what))
    return Table(name, headings, tuple(rows))


def _text_of(path: Path, name: str) -> str:
    try:
        if path.is_dir():
            raise ScenarioError(Problem(Spot(name), "this is a folder, not a CSV file"))
        if path.exists() and not path.is_file():
            raise ScenarioError(Problem(Spot(name), "this is not an ordinary file"))
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise ScenarioError(_not_there(path, name)) from None
    except (OSError, ValueError) as error:
        why = (getattr(error, "strerror", None) or "it cannot be opened").lower()
        raise ScenarioError(Problem(Spot(name), f"this file cannot be read: {why}")) from None
    for start, what in _OTHER_FORMATS.items():
        if data.startswith(start):
            raise ScenarioError(Problem(Spot(name), f"this is {what}, not CSV", (), _SAVE_AS))
    if len(data) > LARGEST:
        what = "this file is longer than a megabyte, far too long for such a table"
        hint = "give totals, not a row for each person or contact"
        raise ScenarioError(Problem(Spot(name), what, (), hint))
    return _decoded(data, name)


def _not_there(path: Path, name: str) -> Problem:
    try:
        beside = [f.name for f in path.parent.iterdir() if f.suffix.lower() == ".csv"]
    except OSError:
        beside = []
    close = closest(path.name, sorted(beside))
    hint = f"did you mean `{clipped(close, 100)}`?" if close else ""
    return Problem(Spot(name), "there is no such file", (), hint)


def _decoded(data: bytes, name: str) -> str:
    if data.startswith(_WIDE_MARKS):
        what = "this table is saved as UTF-16 or UTF-32"
        raise ScenarioError(Problem(Spot(name, 1), what, (), _SAVE_AS))
    if b"\0" in data:
        line = 1 + data.count(b"\n", 0, data.index(b"\0"))
        raise ScenarioError(Problem(Spot(name, line), "this is not a text file", (), _SAVE_AS))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = 1 + data.count(b"\n", 0, error.start)
        byte = data[error.start]
        what = f"this is not UTF-8 text: it cannot be read from the byte 0x{byte:02X} on"
        raise ScenarioError(Problem(Spot(name, line), what, (), _SAVE_AS)) from None
    strange = _STRANGE.search(text)
    if strange:
        line = 1 + text.count("\n", 0, strange.start())
        what = f"the character U+{ord(strange[0]):04X} does not belong in a table"
        raise ScenarioError(Problem(Spot(name, line), what, (), "take it out"))
    return text


def _separator(text: str) -> str:
    """What parts the cells: whichever of tab, semicolon and comma the headings have most of."""
    lines = (line for line in text.splitlines() if line.strip() and not _said(line))
    first = next(lines, "")
    return max(",;\t", key=first.count)


def _said(line: str) -> bool:
    return line.lstrip(' "').startswith("#")


def _records(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of every row that says something."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            what = "the quotation marks in this row do not pair up"
            if "field larger" in str(error):
                what = "a cell in this row is far too long"
            hint = (
                "a quotation mark that was opened here is not closed, or one stands inside a cell"
            )
            raise ScenarioError(Problem(Spot(name, line), what, (), hint)) from None
        began, line = line, reader.line_num + 1
        if any(cell.strip() for cell in cells) and not cells[0].lstrip().startswith("#"):
            yield began, cells


def _headings(
    heads: list[str], spot: Spot, needed: Sequence[str], optional: Sequence[str]
) -> tuple[str, ...]:
    known = [*needed, *optional]
    while heads and not heads[-1].strip():
        heads = heads[:-1]
    plain = [re.sub(r"[\s-]+", "_", h.strip().lower()) for h in heads]
    problems = []
    for number, (head, said) in enumerate(zip(plain, heads, strict=True)):
        if head in plain[:number]:
            problems.append(Problem(spot, f"the heading `{clipped(said)}` stands there twice"))
        elif head not in known:
            free = [k for k in known if k not in plain]
            close = closest(said, free)
            hint = f"did you mean `{close}`?" if close else f"known here: {listed(known)}"
            what = (
                f"there is no heading `{clipped(said)}`" if said.strip() else "a heading is empty"
            )
            problems.append(Problem(spot, what, (), hint))
    if not problems:
        missing = [k for k in needed if k not in plain]
        if missing:
            what = f"the heading {listed([f'`{m}`' for m in missing])} is missing"
            hint = f"the headings are {listed(known)}"
            problems.append(Problem(spot, what, (), hint))
    if problems:
        raise ScenarioError(problems)
    return tuple(plain)


def _row_fault(cells: list[str], headings: tuple[str, ...], spot: Spot) -> Problem | None:
    extra = [c for c in cells[len(headings) :] if c.strip()]
    if extra:
        what = f"this row has {len(cells)} cells, and there are {len(headings)} headings"
        hint = "a number with commas, such as 12,345, must be written 12345; a text with a comma "
        return Problem(spot, what, (), hint + 'stands in quotation marks: "Care, north"')
    if _TOTAL.match(cells[0].strip()):
        what = f"`{clipped(cells[0].strip())}` looks like a row of totals"
        return Problem(spot, what, (), "take it out: its people or posts would be counted twice")
    return None
