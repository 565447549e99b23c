"""What differs between two sweeps, in words: why one is not gone on with by the other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from joinedup_experiments.compare.results.folder import FolderError
from joinedup_experiments.scenario_io.diff.phrases import listing
from joinedup_experiments.sweep.design import PARTS
from joinedup_experiments.sweep.plan import Plan

SHOWN, LETTERS = 4, 40  # differences that are named, and how much of a value
ABOUT, DESIGN, SCENARIOS = "design.about.", "design.", "scenarios."
SAID = (".about", ".name")  # of a scenario: what it is called says nothing of what differs
MEASURED = "what is measured (of an evaluation: its designs, outcomes or windows)"
WHOLE = {  # keys of a plan of which only the whole is named
    "arms": "the arms",
    "factors": "the factors",
    "groups": "the groups of factors",
    "outcomes": MEASURED,
    "measures": MEASURED,
    "model_sources_sha256": "the model's own code",
}


def check_same(folder: Path, mine: Plan, theirs: Plan) -> None:
    """`FolderError` where a folder's plan is not the one that is asked for: how it differs."""
    if mine.fingerprint != theirs.fingerprint:
        what = "other runs" if mine.design.given in PARTS else "another sweep"
        raise FolderError(
            f"{folder} holds {what}; asked for now: {what_differs(mine, theirs)}. Name another "
            "folder"
        )


def what_differs(mine: Plan, theirs: Plan) -> str:
    """What a plan has, and what another has in its place: ``seed 3, not 1``."""
    found = []
    new, old = (json.loads(json.dumps(one.written())) for one in (mine, theirs))
    for key, words in WHOLE.items():
        if new.pop(key) != old.pop(key):
            found.append(words)
    here, there = dict(_leaves(new)), dict(_leaves(old))
    for path in dict.fromkeys((*here, *there)):
        one, other = here.get(path, "nothing"), there.get(path, "nothing")
        if one != other and not (path.startswith(SCENARIOS) and any(x in path for x in SAID)):
            name = "" if path.startswith(ABOUT) else f"`{path.removeprefix(DESIGN)}` "
            found.append(f"{name}{_short(one)}, not {_short(other)}")
    if not np.array_equal(mine.points, theirs.points):
        found.append("the points, or worlds, that are run")
    found = list(dict.fromkeys(found))
    more = [f"{len(found) - SHOWN} more"] if len(found) > SHOWN else []
    return listing([*found[:SHOWN], *more])


def _short(value: Any) -> str:
    """A value on one line, cut where it is long; what is not there is nothing."""
    text = " ".join(str(value).split())
    return text if len(text) <= LETTERS else f"{text[:LETTERS]}..."


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value inside, by its path; what says several things is taken apart."""
    if isinstance(value, str) and "; " in value:
        value = value.split("; ")
    if not isinstance(value, dict | list):
        yield path, value
        return
    for key, one in value.items() if isinstance(value, dict) else enumerate(value):
        yield from _leaves(one, f"{path}.{key}" if path else str(key))
