"""Readers of single cells, for the fields of a `Row`: a number, or a name out of a list."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from pydantic import ValidationInfo

from joinedup_experiments.local_place.new.table import CellError
from joinedup_experiments.scenario_io.load.problems import clipped, did_you_mean

LARGEST = 1e12
_NUMBER = re.compile(r"\d+(\.\d*)?|\.\d+")
_THOUSANDS = re.compile(r"\d{1,3}([, \u00a0\u202f]\d{3})+(\.\d+)?")
# What stands in place of a number, and what to write instead; the first that fits.
_HINTS = (
    (
        r"\*|-|\u2013|n/?a|nil|none|unknown|tbc|\.\.|:|\[c\]|x",
        "write 0 or your best estimate, or take the line out",
    ),
    (r"[-\u2212\u2013(].*\d.*", "brackets and minus signs both mean a negative number"),
    (r".*%.*", "write how many, not a percentage"),
    (r"[£$€].*", "leave the currency sign out"),
    (r"\d+,\d+", "write a point before decimals: 3.5"),
    (
        r"(approx\.?|about|around|circa|c\.?|~|<|>|≤|≥)\s*\d.*",
        "write the number alone, without `about`, `<` or the like",
    ),
    (r"#.*", "the spreadsheet could not work this cell out: repair its formula, and save again"),
    (r"=.*", "this is a formula: save the table from the spreadsheet as CSV"),
    (r".*\d\s*[A-Za-z].*", "write the number alone, without its unit"),
    (r".*", "write it in figures, such as 12345 or 3.5"),
)
_NEGATIVE = _HINTS[1][1]

Reader = Callable[[str, ValidationInfo], Any]


def number(what: str, *, percent: bool = False, pounds: bool = False) -> Reader:
    """A reader of numbers, 0 or more.

    ``12,345`` and ``12 345`` are understood where the comma can only separate thousands.

    Parameters
    ----------
    what
        What it is, for messages: "a number of people".
    percent
        Whether ``12%`` may be written, and means 0.12.
    pounds
        Whether a pound sign may stand before it.
    """

    def read(cell: str, info: ValidationInfo) -> float:
        text = cell.removeprefix("£").strip() if pounds else cell
        share = percent and text.endswith("%")
        text = text[:-1].strip() if share else text
        semicolons = (info.context or {}).get("separator") == ";"
        if _THOUSANDS.fullmatch(text) and not (semicolons and "," in text):
            text = re.sub(r"[, \u00a0\u202f]", "", text)
        if not _NUMBER.fullmatch(text):
            raise _no_number(cell, str(info.field_name), what, percent, semicolons)
        value = float(text)
        if value > LARGEST:
            fault = f"`{info.field_name}` is {clipped(cell)}, which is too large to be {what}"
            raise CellError(fault)
        return value / 100.0 if share else value

    return read


def _no_number(cell: str, heading: str, what: str, percent: bool, semicolons: bool) -> CellError:
    if not cell:
        fault = f"`{heading}` is empty: it must be {what}"
        return CellError(fault, "write 0, or take the line out")
    fault = f"`{heading}` must be {what}, but is `{clipped(cell)}`"
    hint = next(hint for form, hint in _HINTS if re.fullmatch(form, cell, re.I | re.S))
    if hint == _NEGATIVE:
        fault = f"`{heading}` is `{clipped(cell)}`: {what} cannot be negative"
    elif percent and "%" in cell:
        hint = "write 0.12 or 12%"
    elif semicolons and "," in cell:
        hint = "write a point before decimals and nothing between thousands: 1234.5"
    return CellError(fault, hint)


def one_of(known: Sequence[str], what: str) -> Reader:
    """A reader of names in a list; capitals, spaces and hyphens do not matter."""
    by_shape = {name.lower().replace("-", "_"): name for name in known}

    def read(cell: str, info: ValidationInfo) -> str:
        plain = re.sub(r"[\s-]+", "_", cell.lower())
        if plain in by_shape:
            return by_shape[plain]
        fault = f"there is no {what} `{clipped(cell)}`" if cell else f"`{info.field_name}` is empty"
        raise CellError(fault, did_you_mean(cell, known))

    return read


def optional(read: Reader) -> Reader:
    """The same reader, with None for an empty cell."""

    def read_unless_empty(cell: str, info: ValidationInfo) -> Any:
        return read(cell, info) if cell else None

    return read_unless_empty
