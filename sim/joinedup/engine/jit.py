"""How the model's functions are compiled, and where what was compiled is kept.

`rule` is for numbers in, numbers out; `entry_point` is what a Mesa agent, a test or a notebook
calls; `kernel` is what only compiled code calls, and Python never may. All three are kept for
other compiled code as LLVM's code alone (`LinkedLibrary`). Machine code of a rule or an entry
point, and a way in from Python, are made when Python first calls it. None counts references:
every table comes in from Python and outlives the call.

numba forgets a compiled function when its own file changes, but not when a function that it
calls, in another file, does. So each state of the model's sources has a cache folder of its own
(`kept_code`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba import njit

from joinedup.engine.compiler import LinkedCompiler, WholeCompiler, take_wide
from joinedup.engine.kept_code import CheckedCache, keep_on
from joinedup.engine.linked import KERNELS, LinkedCache, name_of


def compiled(options: dict[str, Any], shelf: str = "") -> Callable[[Callable[..., Any]], Any]:
    """Numba's ``njit`` with these options of it, kept on a shelf of `kept_code.cache_folder`.

    What is compiled in two ways needs two shelves: numba tells them apart by nothing else.
    """

    def decorate(function: Callable[..., Any]) -> Any:
        made: Any = njit(error_model="numpy", pipeline_class=WholeCompiler, **options)(function)
        if made is not function:  # it is where numba is told to compile nothing
            keep_on(shelf, made, CheckedCache)
        return made

    return decorate


_plain: dict[str, Any] = {"_nrt": False}
_joined = {**_plain, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
_called = compiled(_plain, "called")


def kernel(function: Callable[..., Any]) -> Any:
    """A function that only compiled code calls."""
    made: Any = njit(error_model="numpy", pipeline_class=LinkedCompiler, **_joined)(function)
    if made is not function:
        KERNELS[name_of(function)] = made
        keep_on("", made, LinkedCache)
        take_wide(made)
    return made


def rule(function: Callable[..., Any]) -> Any:
    """A function that Python calls, and that compiled code takes in as it does a `kernel`.

    What numba asks on behalf of compiled code, the kernel answers.
    """
    called, joined = _called(function), kernel(function)
    if joined is not function:  # as above
        called.get_call_template = joined.get_call_template
        called.get_overload = joined.get_overload
    return called


entry_point: Any = rule
