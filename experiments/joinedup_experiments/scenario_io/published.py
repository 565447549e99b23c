"""The evidence table, ``joinedup/evidence/parameters.csv``: a published figure a row."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import joinedup


class PublishedFigure(NamedTuple):
    """One row; what is not known is empty."""

    key: str
    value: str  # now and then several, as in 1.92/3.10/4.52
    low: str
    high: str
    unit: str
    setting_year: str
    evidence: str  # measured, recalled or assumed
    source: str
    quote: str


@cache
def published() -> dict[str, PublishedFigure]:
    """Every row by its key."""
    file = Path(joinedup.__file__).parent / "evidence" / "parameters.csv"
    with file.open(encoding="utf-8", newline="") as table:
        rows = [PublishedFigure(*row) for row in list(csv.reader(table))[1:]]
    return {row.key: row for row in rows}


def keys_in(source: str) -> list[str]:
    """The words of a source that look like keys of the table, each once.

    >>> keys_in("ae_attend_rate for the sum; the split by age assumed")
    ['ae_attend_rate']
    """
    return list(dict.fromkeys(re.findall(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+", source)))


def named_in(source: str) -> list[PublishedFigure]:
    """The rows that a parameter's source names."""
    return [published()[key] for key in keys_in(source) if key in published()]
