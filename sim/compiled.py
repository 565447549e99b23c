"""Where compiled rules are kept between runs.

numba keeps a compiled function beside its source file and forgets it when that file changes,
but not when a function that it calls, in another file, does. So every state of the model's
sources gets a folder of its own.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from pathlib import Path


def keep_compiled_apart() -> None:
    """Point numba's cache at a folder for this state of the sources, unless it is set already."""
    if "NUMBA_CACHE_DIR" in os.environ:
        return
    state = _state_of_sources()
    folder = _cache_home() / f"compiled-{state}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = Path(tempfile.gettempdir()) / f"joinedup-{os.getuid()}-{state}"
        folder.mkdir(parents=True, exist_ok=True)
    os.environ["NUMBA_CACHE_DIR"] = str(folder)
    if "numba" in sys.modules:
        sys.modules["numba"].config.CACHE_DIR = str(folder)


def _cache_home() -> Path:
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "joinedup"


def _state_of_sources() -> str:
    digest = hashlib.sha256()
    here = Path(__file__).parent
    for source in sorted(here.rglob("*.py")):
        digest.update(source.relative_to(here).as_posix().encode())
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]
