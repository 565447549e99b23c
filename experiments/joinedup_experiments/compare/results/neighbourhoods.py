"""The table of what each neighbourhood had, written and read back."""

from __future__ import annotations

import numpy as np
from pandas import DataFrame

from joinedup_experiments.compare.by_neighbourhood import KEYS
from joinedup_experiments.compare.comparison import Comparison
from joinedup_experiments.compare.results.tables import rows_of

NAME = "neighbourhoods"


def neighbourhoods_table(result: Comparison) -> DataFrame:
    """A row for each arm, replication, neighbourhood and what is counted in each.

    Needs of the last day, and events in an average year; no rows where they were not counted.
    """
    if result.neighbourhoods is None:
        return DataFrame()
    numbers = range(1, result.neighbourhoods.shape[2] + 1)
    rows = rows_of(result, neighbourhood=numbers, measure=KEYS)
    return rows.assign(value=result.neighbourhoods.reshape(-1))


def neighbourhoods_of(table: DataFrame, arms: int, replications: int) -> np.ndarray:
    """The same read back: ndarray [arms, replications, neighbourhoods, `KEYS`]."""
    values = table["value"].to_numpy(float)
    return values.reshape(arms, replications, -1, len(KEYS))
