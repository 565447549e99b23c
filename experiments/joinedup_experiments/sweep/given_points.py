"""The points of a design from a table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from joinedup_experiments.display.errors import InputError
from joinedup_experiments.scenario_io.load.problems import clipped, did_you_mean, listed
from joinedup_experiments.sweep.factors import Factor

SHOWN = 5
NUMBERING = (
    "",
    "__index_level_0__",
    "point",
    "world",
)  # columns that say which row it is: read over


def read_points(table: Path, factors: Sequence[Factor]) -> np.ndarray:
    """The points [points, factors] of a CSV or Parquet table with a column for each factor.

    Beside them it may have columns of `NUMBERING`. Raises `InputError` for any other, so that
    nothing that is given is without effect.
    """
    import pandas as pd

    is_parquet = table.suffix == ".parquet"
    unit = "row" if is_parquet else "line"
    try:
        with table.open("rb") as opened:
            headings, data, places = _as_written(opened, is_parquet)
    # Of a damaged file pandas and pyarrow raise errors of any kind.
    except Exception as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or error
        raise InputError(f"{table.name} cannot be read: {reason}") from None
    keys = [factor.key for factor in factors]
    if wrong := _wrong_columns(headings, keys):
        raise InputError(f"{table.name} {wrong}")
    if not isinstance(data.index, pd.RangeIndex):
        raise InputError(f"{table.name} has lines of more cells than there are headings")
    numbers = data[keys].apply(pd.to_numeric, errors="coerce")
    for factor in factors:
        off = ~numbers[factor.key].between(factor.low, factor.high)
        if off.any():
            rows = ", ".join(str(places[row]) for row in np.flatnonzero(off)[:SHOWN])
            what = f"is not a number between {factor.low:g} and {factor.high:g}"
            raise InputError(f"{factor.key} {what} on {unit} {rows} of {table.name}")
    if len(numbers) < 2:
        raise InputError(f"{table.name} has {len(numbers)} points, and at least 2 are needed")
    return numbers.to_numpy(float)


def _as_written(opened: Any, is_parquet: bool) -> tuple[list[str], Any, Sequence[int]]:
    """The headings as they stand in a table, the table, and the number of each row or line."""
    import pandas as pd
    import pyarrow.parquet as pq

    if is_parquet:
        read = pq.ParquetFile(opened).read()
        return read.column_names, read.to_pandas(ignore_metadata=True), range(1, len(read) + 1)
    written = enumerate(opened.read().splitlines(), 1)
    lines = [number for number, text in written if text.strip()]  # others are read over
    opened.seek(0)
    head = pd.read_csv(opened, header=None, nrows=1, dtype=str, keep_default_na=False)
    opened.seek(0)
    return head.iloc[0].tolist(), pd.read_csv(opened), lines[1:]


def _wrong_columns(headings: Sequence[str], keys: Sequence[str]) -> str:
    """What is wrong with the columns of a table; empty where they can be read."""
    for heading in keys:
        if headings.count(heading) > 1:
            return f"has {headings.count(heading)} columns `{heading}`; keep one"
    surplus = [one for one in headings if one not in keys and one not in NUMBERING]
    missing = [key for key in keys if key not in headings]
    if surplus:
        more = f" (nor do {len(surplus) - 1} more)" if surplus[1:] else ""
        hint = did_you_mean(surplus[0], missing) or "take it out, or let it vary"
        return f"has a column `{clipped(surplus[0])}`, which does not vary{more}; {hint}"
    return f"has no column {listed(missing, SHOWN)}" if missing else ""
