"""Compiled code that is only ever joined into other compiled code.

numba optimises each function with all that it calls, and makes machine code of it, though most
are called by nothing but compiled code. Here a function keeps its own LLVM code alone and the
names of what it calls. What Python calls joins all of them, once, and is optimised whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy
from typing import Any

import llvmlite.binding as llvm
from numba.core.caching import CompileResultCacheImpl
from numba.core.codegen import CPUCodeLibrary, JITCodeLibrary
from numba.core.compiler import compile_result

from joinedup.engine.kept_code import CheckedCache

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

    def add_ir_module(self, ir_module: Any) -> None:
        """As of numba's own; another library may take any part of it."""
        super().add_ir_module(ir_module)
        for name, part in ir_module.globals.items():
            if part.linkage == "common":
                self._final_module.get_global_variable(name).linkage = "linkonce_odr"
            elif getattr(part, "blocks", ()) and not part.linkage:
                self._final_module.get_function(name).linkage = "linkonce_odr"

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
        """There is none."""
        return 0

    @property
    def called(self) -> list[LinkedLibrary]:
        """The libraries of the functions that this one calls."""
        return [one for one in self._linking_libraries if isinstance(one, LinkedLibrary)]

    def _get_module_for_linking(self) -> Any:
        if self._shared_module is None:
            self._shared_module = self._final_module.clone()
            join(self._shared_module, self.called)
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


def join(module: Any, libraries: Iterable[LinkedLibrary]) -> None:
    """Join the code of all libraries, and of all that they call, into a module: each once.

    Callers come before what they call, since LLVM leaves out what nothing calls yet.
    """
    last: dict[int, LinkedLibrary] = {}

    def visit(library: LinkedLibrary) -> None:
        if id(library) not in last:
            for one in library.called:
                visit(one)
            last[id(library)] = library

    for library in libraries:
        visit(library)
    for library in reversed(last.values()):
        module.link_in(library._final_module, preserve=True)


class WholeLibrary(JITCodeLibrary):  # type: ignore[misc]
    """Machine code of a function that Python calls, with all that it calls."""

    def finalize(self) -> None:
        """Join everything in once, then optimise the whole."""
        given = self._linking_libraries
        join(self._final_module, [one for one in given if isinstance(one, LinkedLibrary)])
        self._linking_libraries = [one for one in given if not isinstance(one, LinkedLibrary)]
        super().finalize()

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
            entry_point=_of_compiled_code_alone(fndesc.qualname),
            fndesc=fndesc,
            signature=signature,
            objectmode=False,
            lifted=(),
        )


def _of_compiled_code_alone(name: str) -> Callable[..., Any]:
    def entry(*_: Any) -> Any:
        raise TypeError(f"{name} is called by compiled code alone")

    return entry


class LinkedCache(CheckedCache):
    """The cache of what only compiled code calls: a library knows by what name it is found."""

    _impl_class = LinkedCacheImpl

    def save_overload(self, signature: Any, data: Any) -> None:
        """As of `CheckedCache`."""
        data.library.signature = name_of(self._py_func), tuple(data.signature.args)
        super().save_overload(signature, data)

    def load_overload(self, signature: Any, target: Any) -> Any:
        """As of numba's own."""
        data = super().load_overload(signature, target)
        if data is not None:
            data.library.signature = name_of(self._py_func), tuple(data.signature.args)
        return data
