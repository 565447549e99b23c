"""Asking for rows of a table before they are read, so that reading them does not wait."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

_READ, _KEEP, _DATA = 0, 3, 1  # of LLVM's `prefetch`: to read, in every cache, data


def _prefetch(_: Any, table: Any, row: Any, at: Any) -> Any:
    def ask(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        kind, row_kind, at_kind = signature.args
        array = context.make_array(kind)(context, builder, given[0])
        row = context.cast(builder, given[1], row_kind, types.intp)
        at = context.cast(builder, given[2], at_kind, types.intp)
        first_axis = cgutils.unpack_tuple(builder, array.strides)[0]
        offset = builder.add(builder.mul(row, first_axis), at)
        place = cgutils.pointer_add(builder, array.data, offset, cgutils.voidptr_t)
        number = ir.IntType(32)
        asks = ir.FunctionType(ir.VoidType(), [cgutils.voidptr_t, number, number, number])
        asked = cgutils.get_or_insert_function(builder.module, asks, "llvm.prefetch.p0")
        builder.call(asked, [place, *(number(how) for how in (_READ, _KEEP, _DATA))])
        return context.get_dummy_value()

    return types.void(table, row, at), ask


prefetch: Any = intrinsic(_prefetch)
"""``prefetch(table, row, at)``: ask for the cache line ``at`` bytes into a row of a table.

It changes nothing and waits for nothing. A row is one along the table's first axis.
"""
