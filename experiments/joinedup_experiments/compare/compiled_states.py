"""What compiling has left on this computer: a folder for each state of the model's sources.

Where numba keeps its files others may keep theirs, so nothing but compiled code is removed, from
folders whose names are those of states.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from joinedup.engine.kept_code import BEGINS, is_open_to_others, parents
from joinedup.engine.sources import sources_digest

KEPT = 4  # states, so at most some 800 MB
_STATE = re.compile(re.escape(BEGINS) + "[0-9a-f]{16}")
_COMPILED = re.compile(r".*\.nb[ci](\.tmp\.[0-9a-f]+)?")  # numba's files, and unfinished ones


class State(NamedTuple):
    """A state of the sources: its folder, when it was last used, and its size in bytes."""

    folder: Path
    used: datetime
    size: int

    @property
    def is_present(self) -> bool:
        """Whether it is that of the model as it is now."""
        return self.folder.name == _present()


def states() -> list[State]:
    """Every state that is kept, the last used first."""
    return sorted((_state(folder) for folder in _folders()), key=lambda s: s.used, reverse=True)


def places() -> list[tuple[Path, str]]:
    """Folders of the model as it is now up to the first that will do, and what is wrong with each.

    They are only looked at: none is made.
    """
    looked_at: list[tuple[Path, str]] = []
    for parent in parents():
        folder = parent / _present()
        looked_at.append((folder, _fault_of(folder)))
        if not looked_at[-1][1]:
            break
    return looked_at


def cleared(of: list[State]) -> list[State]:
    """Remove the compiled code of states, and folders left empty; the states without any."""
    for one in of:
        for file in _compiled(one.folder):
            with suppress(OSError):
                file.unlink()
        within = [folder for folder in one.folder.rglob("*") if folder.is_dir()]
        for folder in [*sorted(within, reverse=True), one.folder]:  # those within come first
            with suppress(OSError):  # something else is in it
                folder.rmdir()
    return [one for one in of if not any(_compiled(one.folder))]


def mark_used(folder: Path) -> None:
    """Note that a state is in use."""
    with suppress(OSError):
        os.utime(folder)


def keep_few() -> None:
    """Remove the states that were used longest ago, but for the present one and `KEPT` in all."""
    cleared(sorted(states(), key=lambda one: not one.is_present)[KEPT:])


def _folders() -> Iterator[Path]:
    for parent in parents():
        for folder in parent.glob(f"{BEGINS}*"):
            with suppress(OSError):
                is_ours = _STATE.fullmatch(folder.name) and not folder.is_symlink()
                if is_ours and not is_open_to_others(folder) and any(_compiled(folder)):
                    yield folder


def _present() -> str:
    return f"{BEGINS}{sources_digest()[:16]}"


def _fault_of(folder: Path) -> str:
    there = next(one for one in (folder, *folder.parents) if os.path.lexists(one))
    if not there.is_dir():
        return os.strerror(errno.ENOTDIR)
    if not os.access(there, os.W_OK | os.X_OK):
        return os.strerror(errno.EACCES)
    return "another user can write to it" if there == folder and is_open_to_others(folder) else ""


def _compiled(folder: Path) -> Iterator[Path]:
    return (file for file in folder.rglob("*.nb*") if _COMPILED.fullmatch(file.name))


def _state(folder: Path) -> State:
    size = 0
    for file in _compiled(folder):
        with suppress(OSError):  # another process may compile just now
            size += file.stat().st_size
    return State(folder, datetime.fromtimestamp(folder.stat().st_mtime), size)
