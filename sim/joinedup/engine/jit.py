"""How the model's functions are compiled, and where what was compiled is kept.

`rule` is for numbers in, numbers out.

`entry_point` is what a Mesa agent, a test or a notebook calls; `kernel` is what only compiled code
calls: numba then builds no way in from Python, which for a function that takes a whole
``World`` is most of the work of compiling it. Neither counts references: every table comes
in from Python and outlives the call.

numba forgets a compiled function when its own file changes, but not when a function that it
calls, in another file, does. So each state of the model's sources has a cache folder of its
own: in ``NUMBA_CACHE_DIR`` where that is set, else in the user's cache folder.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

import numba
from numba import njit

from joinedup.engine.sources import sources_digest

# Where numba looks for its cache; not in its stubs.
_config: Any = numba.config


@cache
def cache_folder() -> Path:
    """The folder of this state of the sources; made when first asked for."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    kept = Path(_config.CACHE_DIR) if _config.CACHE_DIR else home / "joinedup"
    name = f"compiled-{sources_digest()[:16]}"
    for parent in (kept, Path(tempfile.gettempdir()) / f"joinedup-{_user()}"):
        try:
            (parent / name).mkdir(parents=True, exist_ok=True)
            tempfile.TemporaryFile(dir=parent / name).close()
        except OSError:
            continue
        return parent / name
    return kept / name


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")


def compiled(options: dict[str, Any]) -> Callable[[Callable[..., Any]], Any]:
    """Numba's ``njit`` with these options of it, its cache in `cache_folder`."""

    def decorate(function: Callable[..., Any]) -> Any:
        before = _config.CACHE_DIR
        _config.CACHE_DIR = str(cache_folder())
        try:
            return njit(cache=True, error_model="numpy", **options)(function)
        finally:
            _config.CACHE_DIR = before

    return decorate


rule: Any = compiled({"_nrt": False})
entry_point: Any = compiled({"_nrt": False})
kernel: Any = compiled({"_nrt": False, "no_cpython_wrapper": True, "no_cfunc_wrapper": True})
# Joined into the caller before types are found: one small function for every mix of integers.
inlined: Any = partial(njit, inline="always", error_model="numpy")()
