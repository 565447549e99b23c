"""The tables of a comparison, as DataFrames; a results folder holds each as Parquet and CSV.

The same comparison gives the same bytes: rows are in a fixed order and nothing in a table
depends on when or where it was made.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pandas import DataFrame

from joinedup.codes import EpisodeStatus, Need, Payer, title
from joinedup.labels import labels
from joinedup.outcomes.measures import (
    COMBINED,
    MEASURES,
    POSITION,
    WEIGHTS,
    Measure,
    measure,
)
from joinedup.rules.money import PRICE_YEAR
from joinedup.scenario.refusals import described
from joinedup_experiments.compare.comparison import ALL_YEARS, Comparison
from joinedup_experiments.compare.intervals import Interval, Spread, interval_of, spread_over
from joinedup_experiments.compare.nested import parts_in
from joinedup_experiments.compare.results.as_text import write_csv
from joinedup_experiments.compare.results.folder import write_whole
from joinedup_experiments.compare.statistics import as_level
from joinedup_experiments.compare.two_by_two import beyond_the_money, of_proposal, twins_in
from joinedup_experiments.compare.value import THRESHOLDS, value_of
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.display.given import number, whole_number_or_none
from joinedup_experiments.scenario_io.load.problems import did_you_mean

EFFECTS_APART = ("money", "joining", "both", "interaction")  # of a proposal and its twins
SHARES, BEYOND = ("share_of_money", "share_of_joining"), "beyond_same_money"
VALUES = (
    "extra_cost", "qalys_gained", "cost_of_a_qaly", "net_monetary_benefit", "share_good_value",
)  # fmt: skip
# On what a difference rests, wherever a table of differences is explained.
OF_PAIRS = "of those with a value in both, so that levels, which are of all, can differ"


class UnknownNameError(InputError):
    """There is no such measure, or no such year; the text names those there are."""


def write_table(folder: Path, name: str, table: DataFrame | Mapping[str, Any]) -> None:
    """Write one table twice, each whole or not at all: ``name.parquet`` and ``name.csv``."""
    arrow = pa.table(table)
    write_parquet(arrow, folder / f"{name}.parquet")
    write_csv(arrow, folder / f"{name}.csv")


def write_parquet(table: pa.Table, file: Path) -> None:
    """Write a table whole or not at all; pyarrow itself opens no path that is not UTF-8."""
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd")
    write_whole(file, sink.getvalue())


def measures() -> DataFrame:
    """What is measured: key, label, unit, section, how months make a year, and on whose list.

    >>> measures().set_index("measure").loc["emergency_admissions", "unit"]
    'admissions'
    """
    return DataFrame(
        {
            "measure": one.key,
            "label": one.label,
            "unit": one.unit,
            "section": one.section,
            "months_make_a_year_by": one.combine,
            "better": one.better or "",
            "group": one.group,
            "description": one.description,
        }
        for one in MEASURES
    )


def wide_table(result: Comparison) -> DataFrame:
    """A row for each arm, replication and month, a column for each measure, then its `WEIGHTS`."""

    def wide(values: np.ndarray, columns: Sequence[str]) -> DataFrame:
        return DataFrame(np.moveaxis(values, 2, -1).reshape(-1, len(columns)), columns=columns)

    parts = [rows_of(result, month=_months(result)), wide(result.months, [*POSITION])]
    if result.weights is not None:
        parts.append(wide(result.weights, [*WEIGHTS.values()]))
    return pd.concat(parts, axis=1)


def levels_table(
    result: Comparison, key: str | None = None, periods: Sequence[int] | None = None
) -> DataFrame:
    """Each measure in each arm with its intervals; every one and every period unless given."""
    rows, many = [], {"replications": len(result.seeds), "worlds": result.worlds_run}
    for arm, one, period in _asked(result, 0, key, periods):
        each = result.yearly(arm, one, period)
        found, spread = interval_of(each), spread_over(each, result.plausible)
        value = _interval("value", as_level(one, found), spread)
        row = {"arm": result.names[arm], **_measured(one, period), **value}
        rows.append(row | many | {"known_in": found.replications})
    return DataFrame(rows).astype({"worlds": "Int64"})


def differences_table(
    result: Comparison, key: str | None = None, periods: Sequence[int] | None = None
) -> DataFrame:
    """Each measure in each arm less the base, paired by replication: see `levels_table`."""
    rows, many = [], {"replications": len(result.seeds), "worlds": result.worlds_run}
    for arm, one, period in _asked(result, 1, key, periods):
        effect = result.effect(arm, one, period)
        found, needed = effect.difference, effect.replications_needed(0.01)
        rows.append(
            {
                "base": result.names[0],
                "arm": result.names[arm],
                **_measured(one, period),
                "base_value": effect.base.mean,
                "arm_value": effect.other.mean,
                **_interval("difference", found, effect.spread),
                "share_up": effect.spread.up,
                "share_down": effect.spread.down,
                "interval_excludes_zero": None if found.too_few else found.excludes_zero,
                "verdict": effect.verdict_in_words,
                "standard_deviation": found.deviation,
                **many,
                "known_in": found.replications,
                "replications_for_1_percent_of_base": needed and needed * result.seeds_per_world,
            }
        )
    types = {"worlds": "Int64", "replications_for_1_percent_of_base": "Int64"}
    return DataFrame(rows).astype(types | {"interval_excludes_zero": "boolean"} if rows else {})


def parts_table(
    result: Comparison, key: str | None = None, periods: Sequence[int] | None = None
) -> DataFrame:
    """What part of each difference's spread is assumption: see `levels_table` and `Parts`."""
    rows, first = [], min(1, len(result.names) - 1)
    for arm, one, period in _asked(result, first, key, periods):
        found, base = parts_in(result, arm, one, period), abs(result.level(0, one, period).mean)
        rows.append(
            {
                "arm": result.names[arm],
                **_measured(one, period),
                "effect": found.mean,
                "variance_assumption": found.assumption,
                "variance_chance": found.chance,
                **_interval("share_assumption", found.share),
                "worlds": found.worlds,
                "seeds_per_world": found.seeds,
                "worlds_for_1_percent_of_base": found.worlds_needed(0.01 * base) if base else None,
            }
        )
    return DataFrame(rows).astype({"worlds_for_1_percent_of_base": "Int64"})


def two_by_two_table(
    result: Comparison, key: str | None = None, periods: Sequence[int] | None = None
) -> DataFrame:
    """Each proposal whose twins were run, taken apart: see `levels_table`.

    What takes a twin that was not run is empty; without any twin there is no row.
    """
    rows, found = [], twins_in(result)
    for arm, one, period in _asked(result, 1, key, periods):
        mine = found.get(arm, {})
        cells = of_proposal(result, arm, mine, one, period)
        beyond = beyond_the_money(result, arm, mine, one, period)
        row: dict[str, Any] = {"arm": result.names[arm], **_measured(one, period)}
        for part in EFFECTS_APART if cells else ():
            row |= _interval(part, getattr(cells, part).difference)
        for part in SHARES if cells else ():
            row |= _interval(part, getattr(cells, part))
        row |= _interval(BEYOND, beyond.difference) if beyond else {}
        if cells or beyond:
            rows.append(row)
    head = ("arm", *_measured(MEASURES[0], ALL_YEARS))
    return DataFrame(rows, columns=[*head, *_ends(*EFFECTS_APART, *SHARES, BEYOND)])


def value_table(result: Comparison, thresholds: Sequence[float] = THRESHOLDS) -> DataFrame:
    """A row for each arm but the base and each threshold in pounds: see `Value`."""
    thresholds = [number(one, "a threshold") for one in thresholds]
    rows: list[dict[str, Any]] = []
    for arm, name in enumerate(result.names[1:], 1):
        one = value_of(result, arm)
        shares = np.transpose(one.acceptability(np.asarray(thresholds, float)))
        ratio_says, ratio = one.ratio
        for price, (share, low, high) in zip(thresholds, shares, strict=True):
            rows.append(
                {
                    "arm": name,
                    **_interval("extra_cost", interval_of(one.cost)),
                    **_interval("qalys_gained", interval_of(one.qalys)),
                    **_interval("cost_of_a_qaly", ratio),
                    "cost_of_a_qaly_says": ratio_says.value,
                    "threshold": float(price),
                    **_interval("net_monetary_benefit", one.net_benefit(price)),
                    **_interval("share_good_value", Interval(share, low, high, len(one.cost))),
                }
            )
    says = ("arm", *_ends(*VALUES[:3]), "cost_of_a_qaly_says", "threshold", *_ends(*VALUES[3:]))
    return DataFrame(rows, columns=says)


def ledger_table(result: Comparison) -> DataFrame:
    """The barrier ledger: episodes by arm, replication, truth, kind of need and place."""
    places = [title(status) for status in EpisodeStatus]
    rows = rows_of(result, true_need=[False, True], kind=[title(k) for k in Need], place=places)
    meaning = rows["place"].map(dict(zip(places, labels(EpisodeStatus), strict=True)))
    return rows.assign(meaning=meaning, episodes=result.ledgers.reshape(-1).astype(np.int64))


def costs_table(result: Comparison) -> DataFrame:
    """Pounds by arm, replication, month and payer, at the prices of one year."""
    rows = rows_of(result, month=_months(result), payer=[title(payer) for payer in Payer])
    return rows.assign(pounds=result.costs.reshape(-1), price_year=PRICE_YEAR)


def rows_of(result: Comparison, **axes: Any) -> DataFrame:
    """A row for each arm, replication and combination of ``axes``, the last changing fastest."""
    replications = range(1, len(result.seeds) + 1)
    whole = {"arm": result.names, "replication": replications, **axes}
    rows = pd.MultiIndex.from_product(whole.values(), names=whole.keys()).to_frame(index=False)
    rows.insert(2, "seed", np.array(result.seeds)[rows["replication"] - 1])
    return rows


def _months(result: Comparison) -> range:
    return range(1, result.months.shape[-1] + 1)


def _ends(*names: str) -> list[str]:
    """The columns of intervals."""
    return [column for name in names for column in _interval(name, interval_of(np.zeros(0)))]


def _interval(name: str, value: Interval, spread: Spread | None = None) -> dict[str, float]:
    central = {f"{name}_low_90": spread.low, f"{name}_high_90": spread.high} if spread else {}
    return {name: value.mean, f"{name}_low_95": value.low, f"{name}_high_95": value.high, **central}


def _measured(one: Measure, period: int) -> dict[str, str]:
    year = "average" if period == ALL_YEARS else str(period)
    return {"measure": one.key, "label": one.label, "unit": one.unit, "year": year}


def _asked(
    result: Comparison, first: int, key: str | None, periods: Sequence[int] | None
) -> Iterable[tuple[int, Measure, int]]:
    """From a first arm on, of one measure or all: the average year, then year by year."""
    chosen = MEASURES if key is None else (measure_of(key),)
    every = range(ALL_YEARS, result.whole_years + 1)
    return product(range(first, len(result.names)), chosen, periods or every)


def measure_of(key: str) -> Measure:
    """The measure with this key; an unknown one is refused with what was probably meant."""
    if not isinstance(key, str):
        raise UnknownNameError(f"a measure is named by one key, not by {described(key)}")
    try:
        return measure(key)
    except KeyError:
        hint = did_you_mean(str(key), [m.key for m in (*MEASURES, *COMBINED)])
        text = f"there is no measure `{key}`; {hint} (joinedup.measures() lists them)"
        raise UnknownNameError(text) from None


def period_of(result: Comparison, year: int | None) -> int:
    """The period of a year, average unless given; a year that was not run is refused."""
    years, year = result.whole_years, whole_number_or_none(year, "year")
    if year is not None and year not in range(1, years + 1):
        ran = f"whole years 1 to {years}" if years else "no whole year"
        raise UnknownNameError(f"there is no year {year}: the arms ran for {ran} after the change")
    return year or ALL_YEARS
