"""Values by year, as studies take them."""

from __future__ import annotations

import numpy as np

from joinedup.outcomes.measure import Measure, year_of
from joinedup.run import Run

Values = dict[str, np.ndarray]


def by_year(run: Run, one: Measure) -> np.ndarray:
    """A measure's value in each whole year."""

    def whole(months: np.ndarray) -> np.ndarray:
        return months[: len(months) // 12 * 12].reshape(-1, 12)

    weights = run.weights.get(one.key)
    mine = None if weights is None else whole(weights)
    return year_of(whole(run.months[one.key]), one.combine, mine)


def in_year(run: Run, value: float, year: int) -> np.ndarray:
    """A value that belongs to one year: NaN in every other."""
    years = np.full(max(1, run.scenario.run.months // 12), np.nan)
    years[year] = value
    return years
