"""Design points from outside, and design points for others: a table, and SALib's problem."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from joinedup_experiments.sweep.factors import Factor, names_of

SHOWN = 5


class PointsError(ValueError):
    """A table of points that cannot be used; the text says why."""


def read_points(table: Path, factors: Sequence[Factor]) -> np.ndarray:
    """The points of a CSV or Parquet table with a column for each factor.

    Returns
    -------
    ndarray [points, factors]
        Coordinates, in the order of the factors. Other columns of the table are passed over.

    Raises
    ------
    PointsError
        When there is no such table, a factor has no column, or a value lies outside its range.
    """
    import pandas as pd

    try:
        found = pd.read_parquet(table) if table.suffix == ".parquet" else pd.read_csv(table)
    except (OSError, ValueError) as error:
        said = (error.strerror if isinstance(error, OSError) else None) or error
        raise PointsError(f"{table.name} cannot be read: {said}") from None
    missing = [key for key in names_of(factors) if key not in found.columns]
    if missing:
        raise PointsError(f"{table.name} has no column {', '.join(missing[:SHOWN])}")
    columns = []
    for factor in factors:
        numbers = pd.to_numeric(found[factor.key], errors="coerce").to_numpy(float)
        wrong = np.flatnonzero(~((numbers >= factor.low) & (numbers <= factor.high)))
        if len(wrong):
            rows = ", ".join(str(row + 2) for row in wrong[:SHOWN])
            raise PointsError(
                f"{factor.key} is not a number between {factor.low:g} and {factor.high:g} "
                f"on line {rows} of {table.name}"
            )
        columns.append(numbers)
    points = np.stack(columns, axis=1)
    if len(points) < 2:
        raise PointsError(f"{table.name} has {len(points)} points, and at least 2 are needed")
    return points


def sample_columns(factors: Sequence[Factor], points: np.ndarray) -> dict[str, Any]:
    """The sample as SALib knows it: coordinates, a column for each factor."""
    numbers = {"point": np.arange(len(points), dtype=np.int64)}
    return numbers | {f.key: points[:, i] for i, f in enumerate(factors)}


def design_columns(factors: Sequence[Factor], points: np.ndarray) -> dict[str, Any]:
    """The design as the model is given it: choices by name, whole numbers whole."""
    found: dict[str, Any] = {"point": np.arange(len(points), dtype=np.int64)}
    for i, factor in enumerate(factors):
        values = [factor.value(x) for x in points[:, i]]
        plain = all(isinstance(v, int | float) and not isinstance(v, bool) for v in values)
        found[factor.key] = values if plain else [str(v) for v in values]
    return found
