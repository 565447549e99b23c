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


def extended(
    record: np.dtype, columns: Sequence[tuple[Any, ...]], first: Sequence[str] = ()
) -> np.dtype:
    """The same kind of row with more columns, those named ``first`` at its start, in that order.

    Each takes the first room that is left. A row fills whole cache lines, so that it is never on
    one line more than it need be.
    """
    if not columns and not first:
        return record
    fields: dict[str, Any] = dict(record.fields or {})
    kinds = {name: fields[name][0] for name in record.names or () if name != "spare"}
    kinds |= {c[0]: np.dtype((c[1], c[3]) if len(c) > 3 else c[1]) for c in columns}
    names = sorted(kinds, key=lambda name: first.index(name) if name in first else len(first))
    places: list[int] = []
    taken = np.zeros(0, bool)
    for kind in map(kinds.__getitem__, names):
        taken = np.append(taken, np.zeros(kind.itemsize + kind.alignment, bool))
        room = range(0, len(taken) - kind.itemsize + 1, kind.alignment)
        places.append(next(at for at in room if not taken[at : at + kind.itemsize].any()))
        taken[places[-1] : places[-1] + kind.itemsize] = True
    end = int(np.flatnonzero(taken)[-1]) + 1
    return np.dtype(
        {
            "names": names,
            "formats": [kinds[name] for name in names],
            "offsets": places,
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
