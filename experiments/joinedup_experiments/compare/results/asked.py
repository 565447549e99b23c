"""Effects and levels of the measure and the year that are asked for; others are refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from joinedup.outcomes.measures import COMBINED, MEASURES, Measure, measure

from joinedup_experiments.compare.comparison import ALL_YEARS, Comparison
from joinedup_experiments.compare.statistics import Interval
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.scenario_io.load.problems import did_you_mean

if TYPE_CHECKING:
    from pandas import DataFrame


class UnknownNameError(InputError):
    """There is no such measure, or no such year; the text names those there are."""


def effects_table(result: Comparison, key: str | None, year: int | None) -> DataFrame:
    """A row for each arm but the base and each measure: see `Results.effects`."""
    import pandas as pd

    period = _period(result, year)
    effects = [
        result.effect(arm, one, period)
        for arm in range(1, len(result.names))
        for one in _measures(key)
    ]
    rows = [
        (result.names[e.arm], e.measure.key, e.base.mean, *_numbers(e.difference), e.verdict.value)
        for e in effects
    ]
    columns = ["arm", "measure", "base", "effect", "low", "high", "verdict"]
    return pd.DataFrame(rows, columns=columns)


def levels_table(result: Comparison, key: str | None, year: int | None) -> DataFrame:
    """A row for each arm and measure: see `Results.levels`."""
    import pandas as pd

    period = _period(result, year)
    rows = [
        (name, one.key, *_numbers(result.level(arm, one, period)))
        for arm, name in enumerate(result.names)
        for one in _measures(key)
    ]
    return pd.DataFrame(rows, columns=["arm", "measure", "mean", "low", "high"])


def measure_of(key: str) -> Measure:
    """The measure with this key.

    Raises
    ------
    UnknownNameError
        When there is none, with the one that was probably meant.
    """
    try:
        return measure(key)
    except KeyError:
        hint = did_you_mean(str(key), [m.key for m in (*MEASURES, *COMBINED)])
        raise UnknownNameError(
            f"there is no measure `{key}`; {hint} (joinedup.measures() lists them)"
        ) from None


def _measures(key: str | None) -> Sequence[Measure]:
    return MEASURES if key is None else (measure_of(key),)


def _numbers(value: Interval) -> tuple[float, float, float]:
    return value.mean, value.low, value.high


def _period(result: Comparison, year: int | None) -> int:
    if year is None:
        return ALL_YEARS
    years = result.whole_years
    if year not in range(1, years + 1):
        there = f"years 1 to {years}" if years else "no whole year"
        raise UnknownNameError(f"there is no year {year}: the arms ran for {there} after the change")
    return year
