"""How the model's functions are compiled, and where what was compiled is kept.

`rule` is for numbers in, numbers out; `entry_point` is what a Mesa agent, a test or a notebook
calls; `kernel` is what only compiled code calls, and Python never may. All three are kept for
other compiled code as LLVM's code alone (`LinkedLibrary`). Machine code of a rule or an entry
point, and a way in from Python, are made when Python first calls it: for what takes a whole
``World`` that is most of the work of compiling. None counts references: every table comes in
from Python and outlives the call.

numba forgets a compiled function when its own file changes, but not when a function that it
calls, in another file, does. So each state of the model's sources has a cache folder of its
own: in ``NUMBA_CACHE_DIR`` where that is set, else in the user's cache folder, else, where
others could write to that, in a new one.
"""

from __future__ import annotations

import atexit
import os
import shutil
import stat
import tempfile
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

import numba
from numba import njit

from joinedup.engine.linked import LinkedCompiler
from joinedup.engine.sources import sources_digest

# Where numba looks for its cache; not in its stubs.
_config: Any = numba.config


@cache
def cache_folder() -> Path:
    """The folder of this state of the sources, which only the user can write to.

    Made when first asked for. Compiled code of anybody else would run as the user: where no such
    folder can be had, this is one that ends with the process.
    """
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    kept = Path(_config.CACHE_DIR) if _config.CACHE_DIR else home / "joinedup"
    name = f"compiled-{sources_digest()[:16]}"
    for parent in (kept, Path(tempfile.gettempdir()) / f"joinedup-{_user()}"):
        try:
            parent.mkdir(parents=True, exist_ok=True)
            (parent / name).mkdir(mode=0o700, exist_ok=True)
            tempfile.TemporaryFile(dir=parent / name).close()
            if _is_own(parent / name):
                return parent / name
        except OSError:
            continue
    alone = tempfile.mkdtemp(prefix="joinedup-")
    atexit.register(shutil.rmtree, alone, ignore_errors=True)
    return Path(alone)


def _is_own(folder: Path) -> bool:
    """Whether nobody but the user, and the system's own, can put files into a folder."""
    if not hasattr(os, "getuid"):
        return True
    inside, above = folder.lstat(), folder.parent.stat()
    closed = not above.st_mode & stat.S_IWOTH or bool(above.st_mode & stat.S_ISVTX)
    theirs = inside.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    owned = inside.st_uid == os.getuid() and above.st_uid in (0, os.getuid())
    return owned and closed and not theirs and stat.S_ISDIR(inside.st_mode)


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")


def compiled(options: dict[str, Any], shelf: str = "") -> Callable[[Callable[..., Any]], Any]:
    """Numba's ``njit`` with these options of it, its cache on a shelf of `cache_folder`.

    What is compiled in two ways needs two shelves: numba tells them apart by nothing else.
    """

    def decorate(function: Callable[..., Any]) -> Any:
        before = _config.CACHE_DIR
        _config.CACHE_DIR = str(cache_folder() / shelf)
        try:
            return njit(cache=True, error_model="numpy", **options)(function)
        finally:
            _config.CACHE_DIR = before

    return decorate


_plain = {"_nrt": False}
_called = compiled(_plain, "called")
kernel: Any = compiled(
    {
        **_plain,
        "no_cpython_wrapper": True,
        "no_cfunc_wrapper": True,
        "pipeline_class": LinkedCompiler,
    }
)


def rule(function: Callable[..., Any]) -> Any:
    """A function that Python calls, and that compiled code takes in as it does a `kernel`.

    What numba asks on behalf of compiled code, the kernel answers.
    """
    called, joined = _called(function), kernel(function)
    if joined is not function:  # it is where numba is told to compile nothing
        called.get_call_template = joined.get_call_template
        called.get_overload = joined.get_overload
    return called


entry_point: Any = rule
# Joined into the caller before types are found: one small function for every mix of integers.
inlined: Any = partial(njit, inline="always", error_model="numpy")()
