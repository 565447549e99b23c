"""Tables whose first row starts at the start of a cache line.

A row of 64, 128 or 192 bytes then lies on one, two or three lines of the processor's memory,
and never on one more.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

# A record array: mypy does not know that its fields are attributes.
Table = Any

CACHE_LINE = 64


def row_type(*columns: tuple[Any, ...]) -> np.dtype:
    """A kind of row from (name, type, meaning[, shape]) of each column.

    The meaning is for the reader.
    """
    return np.dtype([(c[0], c[1], *c[3:]) for c in columns], align=True)


def extended(record: np.dtype, columns: Sequence[tuple[Any, ...]]) -> np.dtype:
    """The same kind of row with more columns: in the room left between others, then at the end.

    It fills whole cache lines, so that rows are never on one line more than they need be.
    """
    if not columns:
        return record
    fields: dict[str, Any] = dict(record.fields or {})
    names = [name for name in record.names or () if name != "spare"]
    kept = {name: (fields[name][0], fields[name][1]) for name in names}
    taken = np.zeros(record.itemsize, bool)
    for kind, at in kept.values():
        taken[at : at + kind.itemsize] = True
    for column in columns:
        kind = np.dtype((column[1], column[3]) if len(column) > 3 else column[1])
        taken = np.append(taken, np.zeros(kind.itemsize + kind.alignment, bool))
        places = range(0, len(taken) - kind.itemsize + 1, kind.alignment)
        at = next(at for at in places if not taken[at : at + kind.itemsize].any())
        taken[at : at + kind.itemsize] = True
        kept[column[0]] = kind, at
    end = max(at + kind.itemsize for kind, at in kept.values())
    return np.dtype(
        {
            "names": list(kept),
            "formats": [kind for kind, _ in kept.values()],
            "offsets": [at for _, at in kept.values()],
            "itemsize": -(-end // CACHE_LINE) * CACHE_LINE,
        },
        align=True,
    )


def table(rows: int | tuple[int, ...], record: np.dtype) -> Table:
    """An empty table of this kind of row, its first row at the start of a cache line."""
    count = int(np.prod(rows))
    raw = np.zeros(count * record.itemsize + CACHE_LINE, np.uint8)
    start = -raw.ctypes.data % CACHE_LINE
    aligned = raw[start : start + count * record.itemsize]
    return aligned.view(as_records(record)).reshape(rows).view(np.recarray)


@cache
def as_records(record: np.dtype) -> np.dtype:
    """The type of a record array's rows: one object, by which numba knows a table again.

    Of every new object it works out anew what it is, for each function that is called with it.
    """
    return record if record.type is np.record else np.dtype((np.record, record))


def aligned(columns: Any) -> Any:
    """The same numbers, the first of them at the start of a cache line."""
    raw = np.empty(columns.nbytes + CACHE_LINE, np.uint8)
    start = -raw.ctypes.data % CACHE_LINE
    mine = raw[start : start + columns.nbytes].view(columns.dtype).reshape(columns.shape)
    mine[...] = columns
    return mine


def copied_table(columns: Any) -> Any:
    """A table's numbers in a table of their own."""
    if columns.dtype.names is None:
        return aligned(columns)
    mine = table(columns.shape, columns.dtype)
    whole_rows(mine)[...] = whole_rows(columns)
    return mine


def whole_rows(rows: Any) -> np.ndarray:
    """The same rows as bytes without columns: numpy copies a record column by column, slowly."""
    return np.asarray(rows).view(f"V{rows.dtype.itemsize}")


def copied_rows(rows: Any, which: Any = ...) -> np.ndarray:
    """A plain array of some rows, or all: ``rows[which]`` without numpy's copying of columns."""
    plain = np.dtype((np.void, rows.dtype))
    return np.array(whole_rows(rows)[which]).view(plain)
