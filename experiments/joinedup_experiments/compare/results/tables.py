"""The tables of a comparison, as DataFrames; a results folder holds each as Parquet and CSV.

The same comparison gives the same bytes: rows are in a fixed order and nothing in a table
depends on when or where it was made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from joinedup.codes import EpisodeStatus, Need, Organisation, title
from joinedup.labels import labels
from joinedup.outcomes.measures import MEASURES

from joinedup_experiments.compare.comparison import ALL_YEARS, Comparison, needed
from joinedup_experiments.compare.statistics import Interval

if TYPE_CHECKING:
    from pandas import DataFrame

PRECISION = 0.01


def write_table(folder: Path, name: str, table: DataFrame | Mapping[str, Any]) -> None:
    """Write one table twice: ``name.parquet`` and ``name.csv``."""
    import pyarrow as pa
    import pyarrow.csv as pc
    import pyarrow.parquet as pq

    arrow = pa.table(table)
    pq.write_table(arrow, folder / f"{name}.parquet", compression="zstd")
    pc.write_csv(arrow, folder / f"{name}.csv", pc.WriteOptions(quoting_style="needed"))


def write_tables(folder: Path, result: Comparison) -> None:
    """Write every table of a comparison but the event log."""
    makers: dict[str, Callable[[Comparison], DataFrame]] = {
        "monthly": monthly_table,
        "monthly_wide": wide_table,
        "levels": levels_table,
        "barrier_ledger": ledger_table,
        "costs": costs_table,
    }
    if len(result.names) > 1:
        makers["differences"] = differences_table
    write_table(folder, "measures", measures_table())
    for name, table in makers.items():
        write_table(folder, name, table(result))


def measures_table() -> DataFrame:
    """What each measure is: its key, label, unit, section, and how months make a year."""
    import pandas as pd

    return pd.DataFrame(
        {
            "measure": [m.key for m in MEASURES],
            "label": [m.label for m in MEASURES],
            "unit": [m.unit for m in MEASURES],
            "section": [m.section for m in MEASURES],
            "months_make_a_year_by": [m.combine for m in MEASURES],
            "better": [m.better or "" for m in MEASURES],
            "description": [m.description for m in MEASURES],
        }
    )


def monthly_table(result: Comparison) -> DataFrame:
    """A row for each arm, replication, measure and month."""
    rows = _rows(result, measure=[m.key for m in MEASURES], month=_months(result))
    units = {m.key: m.unit for m in MEASURES}
    rows.insert(4, "unit", rows["measure"].map(units))
    return rows.assign(value=result.months.reshape(-1))


def wide_table(result: Comparison) -> DataFrame:
    """A row for each arm, replication and month, a column for each measure."""
    import pandas as pd

    by_month = np.moveaxis(result.months, 2, -1).reshape(-1, len(MEASURES))
    values = pd.DataFrame(by_month, columns=[m.key for m in MEASURES])
    return pd.concat([_rows(result, month=_months(result)), values], axis=1)


def levels_table(result: Comparison) -> DataFrame:
    """Each measure in each arm: the average year, then year by year, with 95% intervals."""
    import pandas as pd

    return pd.DataFrame(
        {
            "arm": name,
            "measure": m.key,
            "label": m.label,
            "unit": m.unit,
            "year": _period(period),
            **_interval("value", value := result.level(arm, m, period)),
            "replications": value.replications,
        }
        for arm, name in enumerate(result.names)
        for m in MEASURES
        for period in range(ALL_YEARS, result.whole_years + 1)
    )


def differences_table(result: Comparison) -> DataFrame:
    """Each measure in each arm less the base, paired by replication, with 95% intervals."""
    import pandas as pd

    rows = [
        {
            "base": result.names[0],
            "arm": result.names[e.arm],
            "measure": e.measure.key,
            "label": e.measure.label,
            "unit": e.measure.unit,
            "year": _period(e.period),
            "base_value": e.base.mean,
            "arm_value": e.other.mean,
            **_interval("difference", e.difference),
            "interval_excludes_zero": _excludes_zero(e.difference),
            "verdict": e.verdict.value,
            "standard_deviation": e.difference.deviation,
            "replications": e.difference.replications,
            "replications_for_1_percent_of_base": needed(e, PRECISION),
        }
        for e in result.effects()
    ]
    types = {"interval_excludes_zero": "boolean", "replications_for_1_percent_of_base": "Int64"}
    return pd.DataFrame(rows).astype(types)


def ledger_table(result: Comparison) -> DataFrame:
    """The barrier ledger: episodes by arm, replication, truth, kind of need and place."""
    places = [title(status) for status in EpisodeStatus]
    rows = _rows(result, true_need=[False, True], kind=[title(k) for k in Need], place=places)
    meaning = rows["place"].map(dict(zip(places, labels(EpisodeStatus), strict=True)))
    return rows.assign(meaning=meaning, episodes=result.ledgers.reshape(-1).astype(np.int64))


def costs_table(result: Comparison) -> DataFrame:
    """Pounds by arm, replication, month and payer."""
    rows = _rows(result, month=_months(result), payer=[title(o) for o in Organisation])
    return rows.assign(pounds=result.costs.reshape(-1))


def _rows(result: Comparison, **axes: Any) -> DataFrame:
    """A row for each arm, replication and combination of ``axes``, the last changing fastest."""
    import pandas as pd

    replications = range(1, len(result.seeds) + 1)
    whole = {"arm": result.names, "replication": replications, **axes}
    rows = pd.MultiIndex.from_product(whole.values(), names=whole.keys()).to_frame(index=False)
    rows.insert(2, "seed", np.array(result.seeds)[rows["replication"] - 1])
    return rows


def _months(result: Comparison) -> range:
    return range(1, result.months.shape[-1] + 1)


def _interval(name: str, value: Interval) -> dict[str, float]:
    return {name: value.mean, f"{name}_low_95": value.low, f"{name}_high_95": value.high}


def _excludes_zero(difference: Interval) -> bool | None:
    """None where there are too few replications to tell."""
    return None if difference.too_few else difference.excludes_zero


def _period(period: int) -> str:
    return "average" if period == ALL_YEARS else str(period)
