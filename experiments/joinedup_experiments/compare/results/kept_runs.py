"""Runs of work that may be stopped: each is kept when it ends, until the whole of it is there.

They are in a hidden folder beside what is made, one file of arrays a run, whole or not at all.
The same command takes them from there; a folder that was begun for anything else is refused.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from joinedup_experiments.compare.results.folder import (
    UNFINISHED,
    FolderError,
    acquire,
    refuse_existing,
    write_whole,
)
from joinedup_experiments.compare.results.kept_arrays import Arrays, read_arrays, write_arrays
from joinedup_experiments.compare.results.state_of_code import say_if_changed, state_of_code
from joinedup_experiments.display.new_file import missing_above, remove_empty
from joinedup_experiments.display.typed import typed
from joinedup_experiments.scenario_io.diff.phrases import listing

ENDING, DESIGN, CODE, KEPT = ".runs", "design.json", "code.txt", "[!.]*.npz"


class KeptRuns:
    """The runs that are kept for ``final``, a file or folder to come.

    ``design`` has everything that they depend on, under words that say what it is. The folder is
    made when the first run is kept, and is this process's alone from then on.
    """

    def __init__(self, final: Path, design: Mapping[str, Any]) -> None:
        self.final, self.design = final, json.loads(json.dumps(design))
        self.folder = _beside(final)
        self._lock, self._is_open = threading.Lock(), False
        self._handle: int | None = None
        if self.folder.is_dir():
            self._open()

    @property
    def many(self) -> int:
        """How many there are, those that are half written left out."""
        return len(list(self.folder.glob(KEPT)))

    def read(self, name: str) -> Arrays | None:
        """A run's arrays; None where it is not there, is not as it was kept, or is another."""
        try:
            return read_arrays(self.folder / f"{name}.npz", name)
        except (OSError, ValueError):
            return None

    def keep(self, name: str, arrays: Arrays) -> None:
        """Keep a run's arrays; `FolderError` where another process is at work for ``final``."""
        with self._lock:
            if not self._is_open:
                self._open()
        write_arrays(self.folder / f"{name}.npz", name, arrays)

    def _open(self) -> None:
        """Make the folder or take it over; `FolderError` where it is another's, or in use."""
        self.folder.mkdir(exist_ok=True)
        try:
            self._handle = acquire(self.folder)
        except BlockingIOError:
            raise FolderError(f"{self.final}: another process is at work on it") from None
        if self.many and (differing := self._differing()):
            self._let_go()
            raise FolderError(
                f"{self.final}: {self.folder} keeps {_runs(self.many)} of another command, that "
                f"was stopped; what differs: {listing(differing)}. Remove that folder to begin "
                "anew, or name another with --out"
            )
        for half in self.folder.glob(f"{UNFINISHED}[0-9]*-*"):
            half.unlink(missing_ok=True)
        write_whole(self.folder / DESIGN, json.dumps(self.design).encode())
        code = self.folder / CODE
        if self.many and code.is_file():
            say_if_changed(self.final, code.read_text(encoding="utf-8", errors="replace"))
        else:
            write_whole(code, state_of_code().encode())
        self._is_open = True

    def _differing(self) -> list[str]:
        kept = _design_in(self.folder) or {}
        return [key for key in self.design | kept if kept.get(key) != self.design.get(key)]

    def close(self, whole: bool = False) -> None:
        """Let go of the folder, and remove it if it is not needed: what it was for is ``whole``."""
        if self._is_open and (whole or not self.many):
            with suppress(OSError):  # as where there are files of the user's own
                for file in (
                    *self.folder.glob(KEPT),
                    *(self.folder / one for one in (DESIGN, CODE)),
                ):
                    file.unlink(missing_ok=True)
                self.folder.rmdir()
        self._let_go()

    def _let_go(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
        self._handle, self._is_open = None, False


@contextmanager
def going_on(
    final: Path,
    design: Mapping[str, Any],
    command: Sequence[str],
    of: int | None = None,
    usual: bool = False,
) -> Iterator[KeptRuns]:
    """Keep runs for ``final``, and take those that are kept; they go when it is whole.

    A ``final`` that is there already, or is no name, is refused with a `FolderError`; of one that
    is only ``usual``, which another process may be at work for, the next free name is taken. After
    Ctrl-C, or when nothing more can be written, it is said how many are safe, of how many if that
    is known, and the ``command`` that goes on with them.
    """
    refuse_existing(final)
    made_for_it = missing_above(final)
    kept, whole = KeptRuns(_reserved(final) if usual else final, design), False
    if many := kept.many:
        print(f"{_runs(many, of)} there from before", file=sys.stderr, flush=True)
    try:
        yield kept
        whole = True
    except (KeyboardInterrupt, OSError, MemoryError) as error:
        what = "The results cannot be written" if isinstance(error, OSError) else "Stopped"
        safe = f"{what}; nothing was kept."
        if many := kept.many:
            safe = f"{what}; {_runs(many, of)} safe. Go on with: {typed(command[1:])}"
        print(safe, file=sys.stderr, flush=True)
        raise
    finally:
        kept.close(whole)
        remove_empty(made_for_it)


def _reserved(final: Path) -> Path:
    """The first name from ``final`` on that nothing has and no other process is at work for."""
    name, number = final, 2
    while True:
        try:
            if not os.path.lexists(name):
                _beside(name).mkdir(parents=True)
                return name
        except FileExistsError:
            pass
        name, number = final.with_name(f"{final.name}-{number}"), number + 1


def begun_before(parent: Path, design: Mapping[str, Any]) -> Path | None:
    """What a command with this design, stopped since, was making in a folder; None: nothing."""
    wanted = json.loads(json.dumps(design))
    for folder in sorted(parent.glob(f"{UNFINISHED}*{ENDING}")):
        final = parent / folder.name.removeprefix(UNFINISHED).removesuffix(ENDING)
        if _design_in(folder) == wanted and not final.exists() and _is_free(folder):
            return final
    return None


def _runs(many: int, of: int | None = 0) -> str:
    """How many runs; with ``of``, as a subject with its verb.

    >>> _runs(1), _runs(3, 24), _runs(1, None)
    ('1 run', '3 of 24 runs are', '1 run is')
    """
    noun = "run" if many == 1 and not of else "runs"
    verb = "" if of == 0 else " is" if many == 1 else " are"
    return f"{many}{f' of {of}' if of else ''} {noun}{verb}"


def _beside(final: Path) -> Path:
    return final.with_name(f"{UNFINISHED}{final.name}{ENDING}")


def _design_in(folder: Path) -> dict[str, Any] | None:
    with suppress(OSError, ValueError):
        found = json.loads((folder / DESIGN).read_text(encoding="utf-8"))
        return found if isinstance(found, dict) else None
    return None


def _is_free(folder: Path) -> bool:
    try:
        handle = acquire(folder)
    except OSError:
        return False
    if handle is not None:
        os.close(handle)
    return True
