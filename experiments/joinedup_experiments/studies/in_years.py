"""Values by year, as studies take them."""

from __future__ import annotations

import numpy as np

from joinedup.outcomes.measure import mean_of_known
from joinedup.run import Run

Values = dict[str, np.ndarray]


def by_year(months: np.ndarray, combine: str) -> np.ndarray:
    """Each whole year's value: twelve months together, or the mean month.

    >>> by_year(np.ones(25), "sum")
    array([12., 12.])
    """
    whole = months[: len(months) // 12 * 12].reshape(-1, 12)
    return np.asarray(whole.sum(axis=1) if combine == "sum" else mean_of_known(whole), float)


def in_year(run: Run, value: float, year: int) -> np.ndarray:
    """A value that belongs to one year: NaN in every other."""
    years = np.full(max(1, int(run.years)), np.nan)
    years[year] = value
    return years
