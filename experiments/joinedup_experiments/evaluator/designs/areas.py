"""Recorded areas as a series of monthly rates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd

from joinedup.scenario.refusals import described
from joinedup_experiments.display.given import whole_number
from joinedup_experiments.display.numbers import counted
from joinedup_experiments.evaluator.designs.estimate import (
    DesignError,
    check_columns,
    months_before,
    scale_of,
)


@dataclass(frozen=True)
class Series:
    """An area's months in order, its rate in each in the outcome's unit, and days of its people."""

    month: np.ndarray
    rate: np.ndarray
    days: np.ndarray

    def of(self, chosen: np.ndarray) -> Series:
        """Some of the months."""
        return Series(self.month[chosen], self.rate[chosen], self.days[chosen])

    def mean(self, chosen: np.ndarray) -> float:
        """The rate over some of the months together."""
        return float(np.average(self.rate[chosen], weights=self.days[chosen]))


Rates = Mapping[str, Series]  # an area's, by outcome, where they are known beforehand
Area: TypeAlias = pd.DataFrame | Rates


def rates_of(area: Area, outcome: str) -> Series:
    """The monthly rates of an ``area_months`` table, all its neighbourhoods together.

    `DesignError` where it is none, or a month or what happened in it is missing.
    """
    scale = scale_of(outcome)
    if isinstance(area, Mapping):
        return area[outcome]
    if not isinstance(area, pd.DataFrame):
        raise DesignError(f"an area must be a table of area_months, not {described(area)}")
    check_columns(area, ("month", "person_days", outcome), "area_months")
    months, at = np.unique(area["month"].to_numpy(), return_inverse=True)
    if missing := sorted(set(range(int(months[0]), int(months[-1]))) - set(months)):
        raise DesignError(f"area_months: month {missing[0]} is missing")
    if (empty := area[outcome].isna().to_numpy()).any():
        raise DesignError(f"area_months: {outcome} is empty in month {months[at[empty]][0]}")
    use, days = (np.bincount(at, area[name].to_numpy(float)) for name in (outcome, "person_days"))
    return Series(months, scale * use / days, days)


def months_around(
    rates: Series, window: int, before: int | None, begins: int
) -> tuple[Series, int]:
    """The months before and after a month ``begins``, and how many there are before.

    `DesignError` where the records do not have all of them.
    """
    months = months_before(window, before)
    check_months(rates, window, months, begins)
    inside = (rates.month >= begins - months) & (rates.month < begins + window)
    return rates.of(inside), months


def check_months(rates: Series, window: int, before: int, begins: int) -> None:
    """`DesignError` where the records do not have so many months before and after ``begins``."""
    begins = whole_number(begins, "begins")
    after = int(rates.month[-1]) + 1 - begins
    if window > after:
        raise DesignError(
            f"window {window}: records have {counted(max(after, 0), 'month')} after {begins}"
        )
    earlier = begins - int(rates.month[0])
    if before > earlier:
        raise DesignError(
            f"before {before}: records have {counted(max(earlier, 0), 'month')} before {begins}"
        )


def check_apart(areas: Sequence[Area], name: str) -> None:
    """`DesignError` where one table is given for a list of areas."""
    if isinstance(areas, pd.DataFrame):
        raise DesignError(f"{name}: it must be a list with a table for each area, not one table")
