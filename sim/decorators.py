"""The three ways in which the model's functions are compiled.

`rule` is for numbers in, numbers out.

`verb` is what a Mesa agent, a test or a notebook calls; `inner` is what only compiled code
calls: numba then builds no way in from Python, which for a function that takes a whole
``World`` is most of the work of compiling it. Neither counts references: every table comes
in from Python and outlives the call.
"""

from functools import partial
from typing import Any

from numba import njit

_compile: Any = partial(njit, error_model="numpy")

rule = _compile(cache=True, _nrt=False)
verb = _compile(cache=True, _nrt=False)
# Joined into the caller before types are found: one small function for every mix of integers.
inlined = _compile(inline="always")
inner = _compile(cache=True, _nrt=False, no_cpython_wrapper=True, no_cfunc_wrapper=True)
