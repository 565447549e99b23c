"""The tables of a results folder: columns of a comparison, as Parquet and CSV.

The same comparison gives the same bytes: rows are in a fixed order and nothing in a table
tells when or where it was made.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from joinedup_experiments.compare.comparison import ALL_YEARS, Comparison, needed
from joinedup_experiments.compare.statistics import Interval
from joinedup.outcomes.measures import MEASURES
from joinedup.codes import EpisodeStatus, Need, Organisation, labels, title

Columns = dict[str, Any]
PRECISION = 0.01


def write_table(folder: Path, name: str, columns: Columns) -> None:
    """Write one table twice: ``name.parquet`` and ``name.csv``."""
    import pyarrow as pa
    import pyarrow.csv as pc
    import pyarrow.parquet as pq

    table = pa.table(columns)
    pq.write_table(table, folder / f"{name}.parquet", compression="zstd")
    pc.write_csv(table, folder / f"{name}.csv", pc.WriteOptions(quoting_style="needed"))


def write_tables(folder: Path, result: Comparison) -> None:
    """Write every table of a comparison but the event log."""
    makers: dict[str, Callable[[Comparison], Columns]] = {
        "measures": measures_table,
        "monthly": monthly_table,
        "monthly_wide": wide_table,
        "levels": levels_table,
        "barrier_ledger": ledger_table,
        "costs": costs_table,
    }
    if len(result.names) > 1:
        makers["differences"] = differences_table
    for name, columns in makers.items():
        write_table(folder, name, columns(result))


def measures_table(result: Comparison) -> Columns:
    """What each measure is: its key, label, unit, group, and how months are put together."""
    return {
        "measure": [m.key for m in MEASURES],
        "label": [m.label for m in MEASURES],
        "unit": [m.unit for m in MEASURES],
        "group": [m.section for m in MEASURES],
        "months_make_a_year_by": [m.combine for m in MEASURES],
        "better": [m.better or "" for m in MEASURES],
    }


def monthly_table(result: Comparison) -> Columns:
    """A row for each arm, replication, measure and month."""
    arm, replication, measure, month = np.indices(result.months.shape).reshape(4, -1)
    return {
        "arm": _named(result.names, arm),
        "replication": replication + 1,
        "seed": np.array(result.seeds)[replication],
        "measure": _named([m.key for m in MEASURES], measure),
        "unit": _named([m.unit for m in MEASURES], measure),
        "month": month + 1,
        "value": result.months.reshape(-1),
    }


def wide_table(result: Comparison) -> Columns:
    """A row for each arm, replication and month, a column for each measure."""
    arms, replications, _, months = result.months.shape
    arm, replication, month = np.indices((arms, replications, months)).reshape(3, -1)
    columns: Columns = {
        "arm": _named(result.names, arm),
        "replication": replication + 1,
        "seed": np.array(result.seeds)[replication],
        "month": month + 1,
    }
    for number, measure in enumerate(MEASURES):
        columns[measure.key] = result.months[:, :, number].reshape(-1)
    return columns


def levels_table(result: Comparison) -> Columns:
    """Each measure in each arm: the average year, then year by year, with 95% intervals."""
    periods = range(ALL_YEARS, result.whole_years + 1)
    rows = [(a, m, p) for a in range(len(result.names)) for m in MEASURES for p in periods]
    levels = [result.level(*row) for row in rows]
    return {
        "arm": [result.names[a] for a, _, _ in rows],
        "measure": [m.key for _, m, _ in rows],
        "label": [m.label for _, m, _ in rows],
        "unit": [m.unit for _, m, _ in rows],
        "year": [_period(p) for _, _, p in rows],
        **_interval_columns("value", levels),
        "replications": [level.replications for level in levels],
    }


def differences_table(result: Comparison) -> Columns:
    """Each measure in each arm less the base, paired by replication, with 95% intervals."""
    rows = result.effects()
    return {
        "base": [result.names[0]] * len(rows),
        "arm": [result.names[e.arm] for e in rows],
        "measure": [e.measure.key for e in rows],
        "label": [e.measure.label for e in rows],
        "unit": [e.measure.unit for e in rows],
        "year": [_period(e.period) for e in rows],
        "base_value": [e.base.mean for e in rows],
        "arm_value": [e.other.mean for e in rows],
        **_interval_columns("difference", [e.difference for e in rows]),
        "interval_excludes_zero": [_excludes_zero(e.difference) for e in rows],
        "verdict": [e.verdict.value for e in rows],
        "standard_deviation": [_or_none(e.difference.deviation) for e in rows],
        "replications": [e.difference.replications for e in rows],
        "replications_for_1_percent_of_base": [needed(e, PRECISION) for e in rows],
    }


def ledger_table(result: Comparison) -> Columns:
    """The barrier ledger: episodes by arm, replication, truth, kind of need and place."""
    arm, replication, truth, kind, place = np.indices(result.ledgers.shape).reshape(5, -1)
    return {
        "arm": _named(result.names, arm),
        "replication": replication + 1,
        "seed": np.array(result.seeds)[replication],
        "true_need": truth == 1,
        "kind": _named([title(k) for k in Need], kind),
        "place": _named([title(p) for p in EpisodeStatus], place),
        "meaning": _named(labels(EpisodeStatus), place),
        "episodes": result.ledgers.reshape(-1).astype(np.int64),
    }


def costs_table(result: Comparison) -> Columns:
    """Pounds by arm, replication, month and payer."""
    arm, replication, month, payer = np.indices(result.costs.shape).reshape(4, -1)
    return {
        "arm": _named(result.names, arm),
        "replication": replication + 1,
        "seed": np.array(result.seeds)[replication],
        "month": month + 1,
        "payer": _named([title(o) for o in Organisation], payer),
        "pounds": result.costs.reshape(-1),
    }


def _interval_columns(name: str, intervals: list[Interval]) -> Columns:
    return {
        name: [i.mean for i in intervals],
        f"{name}_low_95": [_or_none(i.low) for i in intervals],
        f"{name}_high_95": [_or_none(i.high) for i in intervals],
    }


def _excludes_zero(difference: Interval) -> bool | None:
    """None where there are too few replications to tell."""
    return None if difference.too_few else difference.excludes_zero


def _or_none(value: float) -> float | None:
    return value if np.isfinite(value) else None


def _period(period: int) -> str:
    return "average" if period == ALL_YEARS else str(period)


def _named(names: Any, codes: np.ndarray) -> np.ndarray:
    return np.array(names, dtype=object)[codes]
