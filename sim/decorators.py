"""The three ways in which the model's functions are compiled.

`rule` is for numbers in, numbers out.

`verb` is what a Mesa agent, a test or a notebook calls; `inner` is what only compiled code
calls: numba then builds no way in from Python, which for a function that takes a whole
``World`` is most of the work of compiling it. Neither counts references: every table comes
in from Python and outlives the call.
"""

from numba import njit

rule = njit(cache=True, _nrt=False)
verb = njit(cache=True, _nrt=False)
inner = njit(cache=True, _nrt=False, no_cpython_wrapper=True, no_cfunc_wrapper=True)
