"""Tables from rows that are dictionaries, written as Parquet and CSV."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from joinedup_experiments.compare.results.tables import write_table

Row = dict[str, Any]


def write_rows(folder: Path, name: str, rows: Sequence[Row]) -> None:
    """Write one table with a column for each key of the first row; none without rows.

    Numbers that are not finite are missing.
    """
    if rows:
        columns = {key: [_or_none(row[key]) for row in rows] for key in rows[0]}
        write_table(folder, name, columns)


def _or_none(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value
