"""What compiling has left on this computer: a folder for each state of the model's sources."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from joinedup.engine.kept_code import BEGINS, cache_folder, is_open_to_others, parents

KEPT = 4  # states, so at most some 800 MB


class State(NamedTuple):
    """A state of the sources: its folder, when it was last used, and its size in bytes."""

    folder: Path
    used: datetime
    size: int

    @property
    def is_present(self) -> bool:
        """Whether it is that of the model as it is now."""
        return self.folder == cache_folder()


def states() -> list[State]:
    """Every state that is kept, the last used first."""
    return sorted((_state(folder) for folder in _folders()), key=lambda s: s.used, reverse=True)


def cleared(of: list[State]) -> list[State]:
    """Remove states; those that are gone."""
    for one in of:
        shutil.rmtree(one.folder, ignore_errors=True)
    return [one for one in of if not one.folder.exists()]


def mark_used(folder: Path) -> None:
    """Note that a state is in use."""
    with suppress(OSError):
        os.utime(folder)


def keep_few() -> None:
    """Remove the states that were used longest ago, but for `KEPT` of them."""
    cleared(states()[KEPT:])


def _folders() -> Iterator[Path]:
    for parent in parents():
        for folder in parent.glob(f"{BEGINS}*"):
            with suppress(OSError):
                if folder.is_dir() and not is_open_to_others(folder):
                    yield folder


def _state(folder: Path) -> State:
    size = 0
    for file in folder.rglob("*"):
        with suppress(OSError):  # another process may compile just now
            size += file.stat().st_size
    return State(folder, datetime.fromtimestamp(folder.stat().st_mtime), size)
