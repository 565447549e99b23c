"""What a sheet of a workbook is made of: rows of text and of numbers that know their format."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from joinedup.outcomes.measures import Form

# How Excel shows each kind of number; the sign of a change is always there. A share stays a
# number from 0 to 1, shown in per cent.
FORMATS = {
    "count": "#,##0.00", "count, large": "#,##0",
    "pounds": "£#,##0;-£#,##0", "share": "0.0%", "scale": "0.000",
    "change, count": "+#,##0.00;-#,##0.00;0", "change, count, large": "+#,##0;-#,##0;0",
    "change, pounds": "+£#,##0;-£#,##0;£0", "change, scale": "+0.000;-0.000;0",
    "change, share": '+0.0%" points";-0.0%" points";0%" points"',
    "change, percent": "+0.0%;-0.0%;0%", "percent": "0%", "exact": "General",
}  # fmt: skip
LARGE = 100.0  # counts from here on have no decimals


class Number(NamedTuple):
    """A number, and which of `FORMATS` it is shown in."""

    x: float
    shown: str = "exact"


Cell = str | Number | None


@dataclass(frozen=True)
class Sheet:
    """A sheet: a heading for each column, and rows as long. Rows in ``strong`` stand out."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    strong: frozenset[int] = frozenset()


def level(x: float | None, form: Form) -> Cell:
    """A value; empty where there is none.

    >>> level(0.5, "share"), level(1200.0, "count").shown, level(float("nan"), "scale")
    (Number(x=0.5, shown='share'), 'count, large', None)
    """
    return number(x, _by_size(form, x))


def change(x: float | None, form: Form) -> Cell:
    """A difference between two values; of shares, in percentage points."""
    return number(x, f"change, {_by_size(form, x)}")


def number(x: float | None, shown: str = "exact") -> Cell:
    """A number in one of `FORMATS`; empty where there is none."""
    return None if x is None or not math.isfinite(x) else Number(float(x), shown)


def _by_size(form: Form, x: float | None) -> str:
    large = form == "count" and x is not None and abs(x) >= LARGE
    return f"{form}, large" if large else form
