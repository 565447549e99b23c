"""A named tuple of tables, passed between compiled functions as one address.

numba would pass every table's own address, shape and strides: for a ``World`` some 170 numbers,
at each call and in the head of each function, which took most of the time of compiling them.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.imputils import impl_ret_borrowed
from numba.core.typing.templates import AttributeTemplate
from numba.extending import (
    NativeValue,
    infer_getattr,
    lower_getattr_generic,
    models,
    register_model,
    typeof_impl,
    unbox,
)


class ByAddress(types.Type):  # type: ignore[misc]
    """Numba's type of such a named tuple. Its short name is part of the name of every function."""

    def __init__(self, name: str) -> None:
        self.tables: dict[str, Any] = {}  # filled when a value of this type is first met
        super().__init__(name)

    def __reduce__(self) -> Any:
        """Its name alone: the tables are many kilobytes, and known wherever it is used."""
        return ByAddress, (self.name,)


def by_address(owner: type, tables: dict[str, Any]) -> ByAddress:
    """The type of a class of named tuples whose tables are of these types."""
    whole = ", ".join(f"{name}: {table}" for name, table in tables.items())
    digest = blake2b(whole.encode(), digest_size=8).hexdigest()
    kind = ByAddress(f"{owner.__name__}_{digest}")
    kind.tables = tables
    return kind


def pass_by_address(owner: Any) -> Any:
    """Let compiled functions take this class of named tuples as one address."""

    @typeof_impl.register(owner)
    def _(value: Any, context: Any) -> ByAddress:
        tables = {name: typeof_impl(table, context) for name, table in value._asdict().items()}
        return by_address(owner, tables)

    return owner


@register_model(ByAddress)
class _Address(models.OpaqueModel):  # type: ignore[misc]
    pass


@infer_getattr
class _Tables(AttributeTemplate):  # type: ignore[misc]
    key = ByAddress

    def generic_resolve(self, kind: Any, name: str) -> Any:  # type: ignore[override]
        return kind.tables.get(name)


def _layout(context: Any, kind: ByAddress) -> ir.LiteralStructType:
    return ir.LiteralStructType([context.get_value_type(table) for table in kind.tables.values()])


def _loaded(builder: Any, place: Any) -> Any:
    """What stands at a place, number by number; it never changes while compiled code runs."""
    kind = place.type.pointee
    if not isinstance(kind, ir.LiteralStructType | ir.ArrayType):
        number = builder.load(place)
        number.set_metadata("invariant.load", builder.module.add_metadata([]))
        return number
    whole = ir.Constant(kind, ir.Undefined)
    for part in range(len(kind)):
        inside = _loaded(builder, cgutils.gep_inbounds(builder, place, 0, part))
        whole = builder.insert_value(whole, inside, part)
    return whole


@lower_getattr_generic(ByAddress)
def _table(context: Any, builder: Any, kind: ByAddress, address: Any, name: str) -> Any:
    function = builder.function
    given = [one for one in function.args if one.name[:4] == "arg." and one.type == address.type]
    if len(given) != 1:
        return _read(context, builder, kind, address, name)
    known = vars(function).setdefault("tables_read", {})
    if name not in known:  # once a function, at its beginning
        with builder.goto_entry_block():
            known[name] = _read(context, builder, kind, given[0], name)
    return known[name]


def _read(context: Any, builder: Any, kind: ByAddress, address: Any, name: str) -> Any:
    at = list(kind.tables).index(name)
    whole = builder.bitcast(address, _layout(context, kind).as_pointer())
    table = _loaded(builder, cgutils.gep_inbounds(builder, whole, 0, at))
    return impl_ret_borrowed(context, builder, kind.tables[name], table)


@unbox(ByAddress)
def _from_python(kind: ByAddress, given: Any, c: Any) -> NativeValue:
    if c.context.enable_nrt:
        raise TypeError("tables would be counted in and never out: compile it without `_nrt`")
    place = cgutils.alloca_once(c.builder, _layout(c.context, kind))
    wrong = cgutils.false_bit
    for number, table in enumerate(kind.tables.values()):
        native = c.unbox(table, c.pyapi.tuple_getitem(given, number))
        c.builder.store(native.value, cgutils.gep_inbounds(c.builder, place, 0, number))
        wrong = c.builder.or_(wrong, native.is_error)
    address = c.builder.bitcast(place, cgutils.voidptr_t)
    # An empty instruction through which LLVM does not see: no load may move before the stores.
    hidden = ir.FunctionType(address.type, [address.type])
    address = c.builder.asm(hidden, "", "=r,0,~{memory}", [address], True)
    return NativeValue(address, is_error=wrong)
