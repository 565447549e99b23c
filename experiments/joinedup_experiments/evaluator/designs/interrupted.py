"""Interrupted time series: an area against what its own trend let expect."""

from __future__ import annotations

import numpy as np
import pandas as pd

from joinedup_experiments.display.numbers import counted
from joinedup_experiments.evaluator.designs.areas import check_months, rates_of
from joinedup_experiments.evaluator.designs.estimate import (
    MONTHS_A_YEAR,
    DesignError,
    Estimate,
    months_before,
)
from joinedup_experiments.evaluator.designs.regression import regressed_over_time

ERRORS = ("autoregressive", "newey-west")
FEWEST_BEFORE = 12  # months of which there is a trend to speak of
FEWEST_LEFT = 3  # months after that a level and a trend do not fit exactly


def interrupted_time_series(
    area: pd.DataFrame,
    outcome: str,
    window: int,
    begins: int = 0,
    season: bool = False,
    errors: str = "autoregressive",
) -> Estimate:
    """The mean over the window of what an area uses less what its trend before let expect.

    Segmented regression: level and trend before, and a change of each from the month ``begins``
    on, of all months before it that the records have. Errors are ``autoregressive`` of first
    order, or ``newey-west``, which claim more than they should in so short a series. With
    ``season``, a wave of a year is taken out. `DesignError` with less than a year before, and for
    ``newey-west`` with less than three months after.
    """
    rates = rates_of(area, outcome)
    months_before(window, None)
    _check_errors(errors, window)
    check_months(rates, window, FEWEST_BEFORE, begins)
    chosen = rates.of(rates.month < begins + window)
    if season and len(chosen.month) < 2 * MONTHS_A_YEAR:
        raise DesignError(
            f"season: {counted(len(chosen.month), 'month')}; two years are needed to know one"
        )
    time = (chosen.month - begins).astype(float)
    after = (time >= 0.0).astype(float)
    terms, weights = [np.ones_like(time), time, after], [0.0, 0.0, 1.0]
    if window > 1:
        terms.append(after * time)
        weights.append((window - 1) / 2.0)
    if season:
        angle = 2.0 * np.pi * time / MONTHS_A_YEAR
        terms += [np.sin(angle), np.cos(angle)]
    combination = np.pad(weights, (0, len(terms) - len(weights)))
    lags = lags_for(len(time)) if errors == "newey-west" else None
    effect = regressed_over_time(chosen.rate, np.column_stack(terms), combination, lags)
    return Estimate(
        "interrupted time series", outcome, window, effect.estimate, effect.low, effect.high,
        units=len(time), of="months",
        compares=f"the area, {counted(window, 'month')} after month {begins}, against its "
        "trend before",
        notes=(f"{errors} errors", *(("season taken out",) if season else ())),
    )  # fmt: skip


def _check_errors(errors: str, window: int) -> None:
    """`DesignError` for unknown errors, and where they would be of the months before alone."""
    if errors not in ERRORS:
        raise DesignError(f"{errors}: no such errors; there are {', '.join(ERRORS)}")
    if errors == "newey-west" and window < FEWEST_LEFT:
        raise DesignError(
            f"newey-west: of a window of {counted(window, 'month')} every one is fitted exactly, "
            "so their chance would be left out; "
            f"take {FEWEST_LEFT} months or more, or autoregressive errors"
        )


def lags_for(months: int) -> int:
    """How many lags errors are correlated over (Newey and West 1994).

    >>> lags_for(48)
    3
    """
    return int(4.0 * (months / 100.0) ** (2.0 / 9.0))
