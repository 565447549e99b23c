"""Tables that are exactly what their data dictionary says: columns, types, units, meanings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

TYPES = {
    "text": pa.dictionary(pa.int32(), pa.string()),
    "whole number": pa.int32(),
    "number": pa.float64(),
    "0 or 1": pa.int8(),
}


@dataclass(frozen=True)
class Column:
    """A column of a table; ``values`` says which there may be, and what an empty one means."""

    name: str
    type: str  # of `TYPES`
    unit: str
    meaning: str
    values: str = ""


@dataclass(frozen=True)
class Coded:
    """A column of text: each row's is one of the ``names``."""

    names: np.ndarray
    codes: np.ndarray


@dataclass(frozen=True)
class Masked:
    """A column that is empty in the rows that are masked."""

    values: np.ndarray
    mask: np.ndarray


def as_table(columns: Sequence[Column], values: Mapping[str, Any]) -> pa.Table:
    """Values as a table of these columns, in their order; `ValueError` where the names differ."""
    names = [one.name for one in columns]
    if differing := set(names) ^ set(values):
        raise ValueError(f"columns that are not both described and filled: {sorted(differing)}")
    return pa.table({one.name: _as_array(one, values[one.name]) for one in columns})


def _as_array(column: Column, values: Any) -> pa.Array:
    kind = TYPES[column.type]
    if isinstance(values, Coded):
        codes = pa.array(values.codes.astype(np.int32))
        return pa.DictionaryArray.from_arrays(codes, pa.array(values.names.tolist(), pa.string()))
    if isinstance(values, Masked):
        return pa.array(values.values, mask=values.mask).cast(kind)
    return pa.array(np.asarray(values)).cast(kind)


def dictionary_table(tables: Mapping[str, Sequence[Column]]) -> dict[str, list[str]]:
    """The data dictionary: a row for each column of each table."""
    rows = [(table, one) for table, columns in tables.items() for one in columns]
    return {
        "table": [table for table, _ in rows],
        "column": [one.name for _, one in rows],
        "type": [one.type for _, one in rows],
        "unit": [one.unit for _, one in rows],
        "meaning": [one.meaning for _, one in rows],
        "values": [one.values for _, one in rows],
    }
