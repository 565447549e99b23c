"""Compiled code that is only ever joined into other compiled code.

numba optimises each function with all that it calls, and makes machine code of it, though most
are called by nothing but compiled code. Here a function keeps its own LLVM code alone and the
names of what it calls. What Python calls joins all of them, once, and is optimised whole.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable
from copy import copy
from typing import Any

import llvmlite.binding as llvm
from numba.core.caching import CompileResultCacheImpl
from numba.core.codegen import CPUCodeLibrary, JITCodeLibrary
from numba.core.compiler import compile_result
from numba.core.environment import Environment

from joinedup.engine.kept_code import CheckedCache

# Python's own way of calling an object, given one that cannot be called.
_NOT_CALLABLE = ctypes.cast(ctypes.pythonapi.PyObject_Call, ctypes.c_void_p).value or 0
# How the names of the functions of these packages begin in LLVM's code.
OWN = "_ZN8joinedup", "_ZN20joinedup_experiments"
KERNELS: dict[str, Any] = {}  # dispatchers of functions kept so, by `name_of`


def name_of(function: Callable[..., Any]) -> str:
    """A function's key in `KERNELS`."""
    return f"{function.__module__}.{function.__qualname__}"


class LinkedLibrary(CPUCodeLibrary):  # type: ignore[misc]
    """A function's own code, and the libraries of what it calls: no machine code of it."""

    signature: tuple[str, Any] | None = None  # its key in `KERNELS`, and its arguments' types
    has_dynamic_globals = False

    def __init__(self, codegen: Any, name: str) -> None:
        own = copy(codegen)
        own.set_env = lambda *_: None  # only what Python calls has an environment
        super().__init__(own, name)

    def finalize(self) -> None:
        """Join in what is not kept so itself, under names that nothing else can mean."""
        for library in self._linking_libraries:
            if not isinstance(library, LinkedLibrary):
                other = library._get_module_for_linking()
                names = {one.name for one in other.functions if not one.is_declaration}
                self._final_module.link_in(other, preserve=True)
                for one in self._final_module.functions:
                    if one.name in names and not one.is_declaration:
                        one.linkage = "internal"
        self._finalized = True

    def _optimize_functions(self, ll_module: Any) -> None:
        """Nothing yet: that is done for the whole."""
        ll_module.data_layout = self._codegen._data_layout

    def get_pointer_to_function(self, name: str) -> int:
        """There is none: what Python finds is a TypeError. The code is whole, and may be kept."""
        self._ensure_finalized()
        return _NOT_CALLABLE

    @property
    def called(self) -> list[LinkedLibrary]:
        """The libraries of the functions that this one calls."""
        return [one for one in self._linking_libraries if isinstance(one, LinkedLibrary)]

    def _get_module_for_linking(self) -> Any:
        if self._shared_module is None:
            self._shared_module = joined([self])
        return self._shared_module


class KeptLibrary(LinkedLibrary):
    """The same, read from where it was kept: it finds what it calls when that is asked for."""

    def __init__(self, codegen: Any, name: str, code: bytes, calls: list[tuple[str, Any]]) -> None:
        super().__init__(codegen, name)
        self._final_module = llvm.parse_bitcode(code)
        self._finalized = True
        self._calls = calls

    @property
    def called(self) -> list[LinkedLibrary]:
        """As of `LinkedLibrary`."""
        return [_compiled(name, kinds) for name, kinds in self._calls]


def _compiled(name: str, kinds: Any) -> Any:
    KERNELS[name].compile(kinds)
    return KERNELS[name].overloads[kinds].library


def joined(libraries: Iterable[LinkedLibrary]) -> Any:
    """A module with the code of these libraries and of all that they call, each once.

    Another module may take any part of it, as of what numba links.
    """
    found: dict[int, LinkedLibrary] = {}
    waiting = list(libraries)
    while waiting:
        library = waiting.pop()
        if id(library) not in found:
            found[id(library)] = library
            waiting += library.called
    modules = [library._final_module.clone() for library in found.values()]
    while len(modules) > 1:  # by twos: to add to a large module takes long
        for one, other in zip(modules[::2], modules[1::2], strict=False):
            one.link_in(other)
        modules = modules[::2]
    (whole,) = modules
    for one in (*whole.functions, *whole.global_variables):
        if not one.is_declaration and one.linkage != llvm.Linkage.internal:
            one.linkage = "linkonce_odr"
    return whole


class WholeLibrary(JITCodeLibrary):  # type: ignore[misc]
    """Machine code of a function that Python calls, with all that it calls."""

    def finalize(self) -> None:
        """Join everything in once, then optimise the whole."""
        given = self._linking_libraries
        linked = [one for one in given if isinstance(one, LinkedLibrary)]
        if linked:
            self._final_module.link_in(joined(linked))
        self._linking_libraries = [one for one in given if one not in linked]
        super().finalize()

    def _verify_declare_only_symbols(self) -> None:
        super()._verify_declare_only_symbols()
        for one in self._final_module.functions:
            if one.is_declaration and one.name.startswith(OWN):
                raise AssertionError(f"{one.name} is called, and is not there")

    def _optimize_final_module(self) -> None:
        """Once: numba's first time is for counting references, and none are counted."""
        passes, builder = self._codegen._module_pass_manager()
        passes.run(self._final_module, builder)


class LinkedCacheImpl(CompileResultCacheImpl):  # type: ignore[misc]
    """How the compiled code of a `LinkedLibrary` is written to a file and read from it."""

    def reduce(self, made: Any) -> Any:
        """Its code, the names of what it calls, and what a caller must know."""
        library = made.library
        fndesc = made.fndesc
        fndesc.typemap = fndesc.calltypes = None
        code, calls = library._final_module.as_bitcode(), [one.signature for one in library.called]
        return code, calls, fndesc, made.signature, library.name

    def rebuild(self, target: Any, kept: Any) -> Any:
        """What `reduce` gave, as compiled code."""
        code, calls, fndesc, signature, name = kept
        library = KeptLibrary(target.codegen(), name, code, calls)
        return compile_result(
            target_context=target,
            typing_context=target.typing_context,
            library=library,
            entry_point=target.get_executable(library, fndesc, Environment({})),
            fndesc=fndesc,
            signature=signature,
            objectmode=False,
            lifted=(),
        )


class LinkedCache(CheckedCache):
    """The cache of what only compiled code calls: a library knows by what name it is found."""

    _impl_class = LinkedCacheImpl  # type: ignore[assignment]

    def save_overload(self, signature: Any, data: Any) -> None:
        """As of `CheckedCache`."""
        self._make_known(data)
        super().save_overload(signature, data)

    def load_overload(self, signature: Any, target: Any) -> Any:
        """As of numba's own."""
        data = super().load_overload(signature, target)
        if data is not None:
            self._make_known(data)
        return data

    def _make_known(self, data: Any) -> None:
        data.library.signature = name_of(self._py_func), tuple(data.signature.args)
