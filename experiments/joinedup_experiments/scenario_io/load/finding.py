"""Which file a name stands for: a scenario that is shipped, or a file of one's own."""

from __future__ import annotations

import os
import re
from pathlib import Path

from joinedup_experiments.scenario_io import shipped
from joinedup_experiments.scenario_io.load.problems import (
    Problem,
    ScenarioError,
    Spot,
    clipped,
    closest,
    listed,
)

_PLAIN_NAME = re.compile(r"[\w-]+")
_ENDINGS = (".yaml", ".yml")


def shipped_scenarios() -> dict[str, Path]:
    """The scenarios that come with the project, by name.

    >>> "siloed_borough" in shipped_scenarios()
    True
    """
    return {name: shipped.folder() / f"{name}.yaml" for name in shipped.names()}


def scenario_file(name_or_path: str | Path) -> Path:
    """The file that is meant: a shipped name, or a path.

    Raises
    ------
    ScenarioError
        When there is no such file, with the names that look like it.
    """
    asked = str(name_or_path)
    shipped = shipped_scenarios()
    if asked in shipped:
        return shipped[asked]
    path = _first_file(Path(), asked)
    if path is not None:
        return path
    raise ScenarioError(_missing(Path(asked), Spot(clipped(asked, 200)), shipped))


def base_of(asked: str, asker: Path, spot: Spot) -> Path:
    """The file that `based_on` in the file ``asker`` names, at ``spot``: beside it, or shipped."""
    shipped = shipped_scenarios()
    path = _first_file(asker.parent, asked)
    itself = path is not None and path.resolve() == asker.resolve()
    if path is not None and not (itself and asked in shipped):
        return path
    if asked in shipped:
        return shipped[asked]
    raise ScenarioError(_missing(asker.parent / asked, spot, shipped, asked))


def shown(path: Path) -> str:
    """A file's name for messages: from the working folder where it lies inside, else in full."""
    try:
        relative = os.path.relpath(path)
    except (OSError, ValueError):
        relative = ".."
    return clipped(str(path) if relative.startswith("..") else relative, 500)


def _first_file(folder: Path, asked: str) -> Path | None:
    names = [asked]
    if _PLAIN_NAME.fullmatch(asked):
        names = [asked + ending for ending in _ENDINGS] + names
    return next((folder / name for name in names if _is_file(folder / name)), None)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _missing(path: Path, spot: Spot, shipped: dict[str, Path], asked: str | None = None) -> Problem:
    """Why a path leads to no file, and what may have been meant."""
    where = () if asked is None else ("based_on",)
    name = str(path) if asked is None else asked
    quoted = f"`{clipped(name, 200)}`"
    try:
        is_folder, is_there = path.is_dir(), path.exists()
    except (OSError, ValueError):
        is_folder = is_there = False
    if is_folder:
        inside = sorted(f.name for f in path.iterdir() if f.suffix in _ENDINGS)
        hint = f"name a file in it: {listed(inside, 5)}" if inside else ""
        return Problem(spot, f"{quoted} is a folder, not a scenario file", where, hint)
    if is_there:
        return Problem(spot, f"{quoted} is not an ordinary file", where)
    what = f"there is no file {quoted}, and no shipped scenario of that name"
    beside = [f.name for f in _files_beside(path)]
    close = closest(Path(name).name, [*beside, *shipped])
    hint = f"did you mean `{close}`?" if close else f"shipped are: {listed(list(shipped))}"
    return Problem(spot, what, where, hint)


def _files_beside(path: Path) -> list[Path]:
    try:
        return sorted(f for f in path.parent.iterdir() if f.suffix in _ENDINGS)[:200]
    except (OSError, ValueError):
        return []
