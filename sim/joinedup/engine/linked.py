"""Compiled code that is only ever joined into other compiled code.

numba makes machine code of each function with all that it calls, though most of them are called
by nothing but compiled code, which takes them in as LLVM's code. Here they keep that alone.
"""

from __future__ import annotations

from typing import Any

import llvmlite.binding as llvm
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler

_ENVIRONMENT = "_ZN08NumbaEnv"  # how numba names what it must find of every function


class LinkedLibrary(JITCodeLibrary):  # type: ignore[misc]
    """A function's code and that of all it calls, for linking: no machine code of it."""

    def _finalize_final_module(self) -> None:
        self._finalized = True
        whole = self._get_module_for_linking()
        names = [v for v in whole.global_variables if v.name.startswith(_ENVIRONMENT)]
        empty = str(self._codegen._create_empty_module(self.name))
        self._final_module = llvm.parse_assembly("\n".join([empty, *map(str, names)]))
        self._final_module.name = self.name
        super()._finalize_final_module()


class LinkedCompiler(Compiler):  # type: ignore[misc]
    """Numba's compiler, with a `LinkedLibrary` for the function."""

    def __init__(self, typing: Any, target: Any, library: Any, *given: Any) -> None:
        super().__init__(typing, target, library, *given)
        if library is None:
            self.state.library = LinkedLibrary(self.state.targetctx.codegen(), "kernel")
            self.state.library.enable_object_caching()
