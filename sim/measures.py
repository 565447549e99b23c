"""Outcomes, from the ledger and the columns alone.

Every measure is a number a month from the day of change on. Flows are summed over months;
stocks are person-days in the month, so that they too can be summed, or means over its days.
"""

from __future__ import annotations

import numpy as np

from sim.books import MONTH_DAYS, Books
from sim.measures_of_care import OF_CARE
from sim.measures_of_experience import OF_EXPERIENCE
from sim.measures_of_staff import OF_STAFF
from sim.readings import Measure

__all__ = ["MEASURES", "MONTH_DAYS", "Measure", "measure", "monthly"]

_TABLE = (*OF_CARE, *OF_EXPERIENCE, *OF_STAFF)
MEASURES: tuple[Measure, ...] = tuple(m for m, _ in _TABLE)


def monthly(books: Books) -> dict[str, np.ndarray]:
    """Every measure's value in each month after the change."""
    return {m.key: np.asarray(f(books), float) for m, f in _TABLE}


def measure(key: str) -> Measure:
    """The measure with this key.

    Raises
    ------
    KeyError
        When there is none.
    """
    for m in MEASURES:
        if m.key == key:
            return m
    raise KeyError(key)
