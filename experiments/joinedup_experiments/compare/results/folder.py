"""A folder for results: reserved before the work, complete when it appears under its name."""

from __future__ import annotations

from joinedup_experiments.display.errors import InputError
import os
import shutil
import time
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType

from joinedup_experiments.compare.results.unfinished import held, sweep, unfinished

LONGEST_NAME = 120


class FolderError(InputError):
    """The results cannot go where they were meant to; the text says why and what to do."""


class ResultsFolder:
    """Files are written to a hidden neighbour, which takes the folder's name at the end.

    Leaving the ``with`` block by an exception, Ctrl-C included, removes the neighbour. If the
    process is killed the neighbour stays: hidden, named unfinished, and without a manifest,
    until another process writes beside it.

    Parameters
    ----------
    final : Path
        The folder as it will be called.

    Raises
    ------
    FolderError
        On entering, when the folder is there already or cannot be made.
    """

    def __init__(self, final: Path) -> None:
        self.final = final
        self.making = unfinished(final)
        self.made = False
        self.holding = ExitStack()
        self.made_for_it = [p for p in final.parents if not p.exists()]

    def __enter__(self) -> Path:
        refuse_existing(self.final)
        try:
            self.final.parent.mkdir(parents=True, exist_ok=True)
            sweep(self.final.parent)
            self.making.mkdir()
            self.made = True
            self.holding.enter_context(held(self.making))
        except OSError as error:
            self._clear_away()
            reason = error.strerror or str(error)
            if error.filename and Path(error.filename).is_file():
                reason = f"{error.filename} is a file, not a folder"
            raise FolderError(f"{self.final}: results cannot be written there: {reason}") from error
        return self.making

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            try:
                refuse_existing(self.final)
                self.making.rename(self.final)
            except BaseException:
                self._clear_away()
                raise
        else:
            self._clear_away()
        self.holding.close()

    def _clear_away(self) -> None:
        """Remove the neighbour, and the folders made to put it in if nobody else uses them."""
        if self.made:
            shutil.rmtree(self.making, ignore_errors=True)
        self.holding.close()
        for folder in self.made_for_it:
            with suppress(OSError):
                folder.rmdir()


def refuse_existing(final: Path) -> None:
    """Never write over anything.

    Raises
    ------
    FolderError
        When there is something of that name, with a name that is free.
    """
    if not final.name:
        raise FolderError(f"{str(final)!r} is no name for a folder; try --out results/my_run")
    if os.path.lexists(final):
        raise FolderError(
            f"{final} is there already, and results are never written over; "
            f"try --out {free_name(final)}"
        )


def free_name(final: Path) -> Path:
    """The same name, or with the first number after it that nothing has yet."""
    number, name = 2, final
    while os.path.lexists(name):
        name = final.with_name(f"{final.name}-{number}")
        number += 1
    return name


def usual_folder(names: Sequence[str], before: str = "") -> Path:
    """Where results go when nobody says: ``results/BASE-vs-OTHERS-YYYYMMDD-HHMMSS``."""
    arms = names[0] + ("-vs-" + "-and-".join(names[1:]) if len(names) > 1 else "")
    plain = "".join(c if c.isalnum() or c in "_-" else "_" for c in arms)[:LONGEST_NAME]
    return free_name(Path("results") / f"{before}{plain}-{time.strftime('%Y%m%d-%H%M%S')}")
