"""Numba's compiler, as the model uses it: with less asked of each of some 650 functions."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import blake2b
from typing import Any

from llvmlite import ir
from llvmlite.binding import ffi
from numba.core import cgutils, typed_passes, types, untyped_passes
from numba.core.callconv import RETCODE_OK, CPUCallConv, Status, excinfo_ptr_t
from numba.core.compiler import CompilerBase, DefaultPassBuilder, Flags
from numba.core.compiler_machinery import PassManager
from numba.core.cpu import CPUContext
from numba.np import arrayobj, numpy_support

from joinedup.engine.by_address import ByAddress
from joinedup.engine.kept_code import cache_folder, is_compiled
from joinedup.engine.linked import OWN, LinkedLibrary, WholeLibrary

# Passes for what the model has none of: closures, functions that are inlined before they have
# types, whole arrays at a time, tuples of many types.
LEFT_OUT = (
    typed_passes.AnnotateTypes,
    typed_passes.InlineOverloads,
    typed_passes.NopythonRewrites,
    untyped_passes.DeadBranchPrune,
    untyped_passes.FindLiterallyCalls,
    untyped_passes.InlineClosureLikes,
    untyped_passes.InlineInlinables,
    untyped_passes.LiteralPropagationSubPipelinePass,
    untyped_passes.LiteralUnroll,
    untyped_passes.MakeFunctionToJitFunction,
    untyped_passes.RewriteDynamicRaises,
    untyped_passes.WithLifting,
)
_NARROW = (types.int8, types.int16, types.int32, types.uint8, types.uint16, types.uint32)
_FINE = Status(
    code=RETCODE_OK,
    is_ok=cgutils.true_bit,
    is_none=cgutils.false_bit,
    is_error=cgutils.false_bit,
    is_stop_iteration=cgutils.false_bit,
    is_python_exc=cgutils.false_bit,
    is_user_exc=cgutils.false_bit,
    excinfoptr=ir.Constant(excinfo_ptr_t, ir.Undefined),
)


@cache
def _same_everywhere(record: types.Record) -> tuple[str, tuple[str]]:
    return "Record", (blake2b(repr(record).encode(), digest_size=8).hexdigest(),)


# Of a record of hundreds of fields numba asks for the text thousands of times; and in the names
# of functions it numbers them as it meets them, which is another number in each process.
types.Record.__repr__ = cache(types.Record.__repr__)  # type: ignore[method-assign]
types.Record.mangling_args = property(_same_everywhere)  # type: ignore[assignment, method-assign]


class _KnownFlags(Flags):  # type: ignore[misc]
    """Options that nothing changes any more: one for all functions with the same."""

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other


_KNOWN: dict[str, _KnownFlags] = {}


class _Flags(Flags):  # type: ignore[misc]
    def copy(self) -> Flags:
        """Of those with the same options always the same: numba often asks whether they are."""
        return _KNOWN.setdefault(repr(self), _KnownFlags(self))


class _CallConv(CPUCallConv):  # type: ignore[misc]
    """Numba's own, but that a function of the model raises no error, and is not asked for one."""

    def call_function(
        self, builder: Any, callee: Any, returns: Any, kinds: Any, args: Any, attrs: Any = None
    ) -> Any:
        """As of numba's own."""
        if not (callee.name.startswith(OWN) and builder.function.name.startswith(OWN)):
            return super().call_function(builder, callee, returns, kinds, args, attrs)
        place = cgutils.alloca_once(builder, self.get_return_type(returns).pointee)
        fault = self._get_excinfo_argument(builder.function)
        given = self._get_arg_packer(kinds).as_arguments(builder, args)
        builder.call(callee, [place, fault, *given])
        return _FINE, self.context.get_returned_value(builder, returns, builder.load(place))

    def return_user_exc(
        self, builder: Any, exc: Any, exc_args: Any = None, loc: Any = None, func_name: Any = None
    ) -> None:
        """As of numba's own, but for a ``raise`` in the model."""
        if loc and builder.function.name.startswith(OWN):
            raise TypeError(f"{loc}: compiled functions do not notice that one raised")
        super().return_user_exc(builder, exc, exc_args, loc, func_name)


class Context(CPUContext):  # type: ignore[misc]
    """Numba's own, but for how functions are called and tables are indexed."""

    @property
    def call_conv(self) -> Any:
        """How functions are called."""
        return _CallConv(self)

    def index(self, builder: Any, kind: Any, index: Any, length: Any) -> Any:
        """A place in a table as it is given, from 0 to below the table's length.

        Numba counts a negative one from the end, and looks at each whether it is.
        """
        return self.cast(builder, index, kind, types.intp)


_index = arrayobj.fix_integer_index


def _index_of(context: Any, *given: Any) -> Any:
    return context.index(*given) if isinstance(context, Context) else _index(context, *given)


arrayobj.fix_integer_index = _index_of
_record = numpy_support.from_struct_dtype


@cache
def _known_record(record: Any, aligned: bool) -> Any:
    return _record(record)


def _record_of(record: Any) -> Any:
    """Numba's type of a record: looked at once, and not once for each that it is in."""
    return _known_record(record, record.isalignedstruct)  # NumPy takes both for equal


numpy_support.from_struct_dtype = _record_of  # type: ignore[assignment]


class _Compiler(CompilerBase):  # type: ignore[misc]
    library: Any  # the class of library it makes

    def __init__(
        self, kinds: Any, target: Any, library: Any, args: Any, returns: Any, flags: Any, *more: Any
    ) -> None:
        super().__init__(kinds, target, library, args, returns, _Flags(flags), *more)
        self.state.targetctx = self.state.targetctx.subtarget()
        self.state.targetctx.__class__ = Context
        if library is None:
            self.state.library = self.library(self.state.targetctx.codegen(), "joined")
            self.state.library.enable_object_caching()

    def define_pipelines(self) -> list[Any]:
        """Numba's own, without `LEFT_OUT`."""
        passes = PassManager("nopython")
        whole = DefaultPassBuilder.define_nopython_pipeline(self.state)
        passes.passes = [one for one in whole.passes if one[0] not in LEFT_OUT]
        passes.finalize()
        return [passes]

    def _compile_bytecode(self) -> Any:
        with _uncollected():
            return super()._compile_bytecode()


class LinkedCompiler(_Compiler):
    """For functions that only compiled code calls."""

    library = LinkedLibrary

    def _compile_bytecode(self) -> Any:
        self.state.func_id.unique_id = 0  # the same name in every process
        return super()._compile_bytecode()


class WholeCompiler(_Compiler):
    """For functions that Python calls."""

    library = WholeLibrary

    def _compile_bytecode(self) -> Any:
        if any(isinstance(kind, ByAddress) for kind in self.state.args):
            announce()
        return super()._compile_bytecode()


@cache
def announce() -> None:
    """Say once what takes so long, where little of the model has been compiled before."""
    folder = cache_folder()
    if is_compiled(folder):
        return
    why = "once after an installation or a change of the model" if folder else "in each command"
    print(f"Compiling the model: {why}, half a minute or more ...", file=sys.stderr, flush=True)


def take_wide(dispatcher: Any) -> None:
    """Let a function be compiled once, and not once for every mix of whole numbers it is given."""
    narrow = dispatcher.get_call_template

    def wide(args: Any, named: Any) -> Any:
        return narrow(tuple(map(_wide, args)), {name: _wide(kind) for name, kind in named.items()})

    dispatcher.get_call_template = wide


def _wide(kind: Any) -> Any:
    kind = types.unliteral(kind)
    return types.int64 if kind in _NARROW or isinstance(kind, types.IntEnumMember) else kind


@contextmanager
def _uncollected() -> Iterator[None]:
    """No garbage is collected meanwhile, which is a fifth of the work."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _untimed() -> None:
    """Let numba not time each use of LLVM, by every function that is being compiled."""
    for callbacks in list(ffi.lib._lock._cblist):
        if callbacks[0].__module__.startswith("numba."):
            ffi.unregister_lock_callback(*callbacks)


_untimed()
