"""Advisory locks on files and folders, which the system releases when their holder ends."""

from __future__ import annotations

import os
from pathlib import Path


def acquire(path: Path, shared: bool = False, wait: bool = False) -> int | None:
    """Lock a file, made if need be, or a folder; closing the handle returned releases it.

    None where the system has no such locks.

    Raises
    ------
    BlockingIOError
        When another process holds it, unless ``wait``.
    """
    try:
        import fcntl
    except ImportError:  # Windows
        return None
    flags = os.O_RDONLY if path.is_dir() else os.O_RDWR | os.O_CREAT
    handle = os.open(path, flags, 0o644)
    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    try:
        fcntl.flock(handle, kind if wait else kind | fcntl.LOCK_NB)
    except BaseException:
        os.close(handle)
        raise
    return handle
