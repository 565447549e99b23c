"""Burn-ins that are kept in a folder: the years before the change, from which any arms branch.

A file has one, of one seed. Its name tells all that a burn-in depends on, so that it is used for
nothing else: another place, or another state of the model, has a file of its own beside it.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from joinedup.burn_ins import arrays_of, burn_in_of
from joinedup.engine.sources import sources_digest
from joinedup.run import BurnIn, PassDays, burn_in
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.results.folder import UNFINISHED, FolderError
from joinedup_experiments.compare.results.kept_arrays import read_arrays, write_arrays
from joinedup_experiments.compare.results.manifest import MANIFEST
from joinedup_experiments.display.new_file import missing_above, remove_empty
from joinedup_experiments.scenario_io.diff.phrases import listing

DESIGN = "what it depends on"
LONGEST_WRITE = 3600.0  # seconds; what was not written whole until then never will be


class BurnIns:
    """The burn-ins in a folder, which is made with the first.

    Raises `FolderError` at once where that cannot be, or nothing can be kept there.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock, self._is_said = threading.Lock(), False
        missing = missing_above(folder / "a burn-in")
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            remove_empty(missing)
            reason = "it is a file, not a folder" if folder.exists() else error.strerror
            if folder.is_symlink() and not folder.exists():
                reason = "it is a link that leads nowhere"
            raise FolderError(f"{folder}: burn-ins cannot be kept there: {reason}") from None
        if not os.access(folder, os.R_OK | os.X_OK) and folder.exists():
            raise FolderError(f"{folder}: burn-ins cannot be kept there: no permission to read")
        if (folder / MANIFEST).exists():
            why = "it holds results; name a folder of their own"
            raise FolderError(f"{folder}: burn-ins cannot be kept there: {why}")
        for half in folder.glob(f"{UNFINISHED}*.npz"):
            with suppress(OSError):
                if time.time() - half.stat().st_mtime > LONGEST_WRITE:
                    half.unlink()
        remove_empty(missing)  # it was tried, and what asked for it may yet be refused

    def burnt_in(self, place: Scenario, seed: int, contacts: bool, pass_days: PassDays) -> BurnIn:
        """The burn-in that is kept, or else one that `burn_in` makes and that is kept from now.

        Standard error says why those that are there do not serve, once, and names what is damaged.
        """
        design = design_of(place, seed, contacts)
        name = hashlib.sha256(_text(design).encode()).hexdigest()
        file = self.folder / f"{_before_the_hash(seed)}{name[:24]}.npz"
        try:
            arrays = read_arrays(file, name)
            return burn_in_of(place, seed, contacts, arrays)
        except FileNotFoundError:
            self._say_why(design, seed)
        except (OSError, ValueError, KeyError) as error:
            _note(f"{file}: it is not used, and is made anew: {_reason(error)}")
        made = burn_in(place, seed, contacts, pass_days)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_arrays(file, name, arrays_of(made) | {DESIGN: np.array(_text(design))})
        except OSError as error:
            _note(f"{file}: this burn-in is not kept: {_reason(error)}")
        return made

    def _say_why(self, design: dict[str, Any], seed: int) -> None:
        """Say what differs in the burn-in of this seed that is most like the one asked for."""
        with self._lock:
            others = [] if self._is_said else sorted(self.folder.glob(f"{_before_the_hash(seed)}*"))
            found = [_differing(design, file) for file in others if file.is_file()]
            if differing := min(filter(None, found), key=len, default=None):
                self._is_said = True
                what = f"what differs: {listing(differing)}"
                _note(f"{self.folder}: its burn-ins do not fit, and others are made; {what}")


def design_of(place: Scenario, seed: int, contacts: bool) -> dict[str, Any]:
    """Everything that a burn-in depends on, under words for what may differ.

    ``place`` is siloed: how an arrangement joins its teams, and the posts that it adds, make no
    difference until the index date. Teams that it adds have rows of their own from day 0 on.
    """
    values = place.model_dump(mode="json", exclude_none=True)
    parts = ("place", "hospital", "teams", "assumptions", "outside_range", "disable_mechanisms")
    return {
        **{part.replace("_", " "): values.get(part) for part in parts},
        "teams that an arrangement adds": values["arrangement"].get("new_teams"),
        "years": {key: values["run"].get(key) for key in ("years", "burn_in_years")},
        "seed": seed,
        "routine contacts": contacts,
        "the model's own code": sources_digest(),
    }


def _text(design: dict[str, Any]) -> str:
    return json.dumps(design, sort_keys=True)


def _before_the_hash(seed: int) -> str:
    return f"seed-{seed}-"


def _differing(design: dict[str, Any], file: Path) -> list[str]:
    """What differs in a burn-in from what is asked for; nothing where it cannot be told."""
    with suppress(Exception), np.load(file, allow_pickle=False) as kept:
        other = json.loads(str(kept[DESIGN]))
        return [key for key in design if other.get(key) != design[key]]
    return []


def _reason(error: Exception) -> object:
    """What went wrong, without the file's name, which is said already."""
    return getattr(error, "strerror", None) or error


def _note(text: str) -> None:
    print(f"Note: {text}", file=sys.stderr, flush=True)
