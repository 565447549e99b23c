"""`fitted.yaml`, the place with its fitted parameters, and scenarios that are then based on it."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from joinedup_experiments.compare.results.folder import (
    UNFINISHED,
    free_name,
    name_file,
    say_if_taken,
)
from joinedup_experiments.display.document import Table
from joinedup_experiments.display.terminal import print_table, screen
from joinedup_experiments.local_place.check_baseline import TARGETS
from joinedup_experiments.local_place.fit.runs import assumptions_of
from joinedup_experiments.local_place.fit.verdicts import Fit
from joinedup_experiments.local_place.fit.worlds_fit import WorldsFit
from joinedup_experiments.local_place.templating import quoted, rendered
from joinedup_experiments.scenario_io.load import Loaded, ScenarioError, read_scenario
from joinedup_experiments.scenario_io.load.problems import refusal
from joinedup_experiments.scenario_io.plausible_worlds import read_worlds, written_worlds

FITTED_BY = "fitted to its own activity by `joinedup fit`"
NARROWED = ("assumption and unit", "central 90%\nin the worlds tried", "in the worlds\nthat fit")
_BASED_ON = re.compile(
    rb"""^(?P<before>(?:\xef\xbb\xbf)?based_on[ \t]*:[ \t]+)"""
    rb"""(?P<value>"[^"\r\n]*"|'[^'\r\n]*'|[^\s#"'][^\r\n]*?)(?=[ \t]*(?:[ \t]\#[^\r\n]*)?\r?$)""",
    re.M | re.X,
)


def worlds_beside(file: Path) -> tuple[Path, Path]:
    """The table of the worlds of a fitted scenario, and where it came from.

    >>> [one.as_posix() for one in worlds_beside(Path("my_place/fitted.yaml"))]
    ['my_place/fitted-worlds.csv', 'my_place/fitted-worlds.json']
    """
    table = file.with_name(f"{file.stem}-worlds.csv")
    return table, table.with_suffix(".json")


def write(file: Path, name: str, based_on: str, fit: Fit | WorldsFit) -> Path:
    """Write a scenario based on the place, with the fit in its remarks; it must read back.

    The worlds of a place stand in a table beside it, which it names. All is written, or nothing.
    Returns the file: where a name has been taken meanwhile, another, which is said.
    """
    values = {"name": name, "based_on": based_on, "fitted_by": FITTED_BY, "fit": fit}
    final = free_name(file, _parts_of(fit))
    try:
        _write_all(final, values, fit)
    except FileExistsError:  # another was quicker
        return write(file, name, based_on, fit)
    say_if_taken(file, final)
    return final


def _parts_of(fit: Fit | WorldsFit) -> Callable[[Path], tuple[Path, ...]]:
    """What stands beside a fitted scenario of a name."""
    return worlds_beside if isinstance(fit, WorldsFit) else lambda file: ()


def _write_all(file: Path, values: Mapping[str, Any], fit: Fit | WorldsFit) -> None:
    """Write a scenario after what stands beside it; all or nothing, and nothing over."""
    made: list[Path] = []
    try:
        if isinstance(fit, Fit):
            assumptions = assumptions_of(fit.parameters, list(np.exp(fit.x)))
            return _write(file, rendered("fitted.yaml", {**values, "assumptions": assumptions}))
        both = worlds_beside(file)
        for part, data in zip(both, written_worlds(fit.worlds, fit.about), strict=True):
            with _beside(part, name_file) as trial:
                trial.write_bytes(data)
            made.append(part)
        read_worlds(both[0])
        return _write(file, rendered("fitted_worlds.yaml", {**values, "worlds": both[0].name}))
    except BaseException:
        for part in made:
            part.unlink(missing_ok=True)
        raise


def _write(file: Path, text: str) -> None:
    with _beside(file, name_file) as trial:
        trial.write_text(text, encoding="utf-8")
        read_scenario(trial)


def print_fit(name: str, fit: Fit | WorldsFit) -> None:
    """Print the targets beside the model, and what the figures say of what is not known."""
    console = screen()
    console.print(f"{name}: {fit.how}", soft_wrap=True)
    print_table(console, Table("Local figures", fit.headings, fit.rows))
    if isinstance(fit, Fit):
        moved = rendered("moved.txt", {"fit": fit, "targets": TARGETS.values()})
        console.print(moved, soft_wrap=True, end="")
        return
    if fit.narrowed:
        rows = [one.cells() for one in fit.narrowed]
        print_table(console, Table("What your figures say of assumptions", NARROWED, rows))
    console.print("\n".join(fit.notes), soft_wrap=True)


def line_of(file: Path) -> int | None:
    """The line of a file that says what it is based on; None where it cannot be changed alone."""
    data = file.read_bytes()
    matches = list(_BASED_ON.finditer(data))
    return data[: matches[0].start()].count(b"\n") + 1 if len(matches) == 1 else None


def refuse_unless_based_on(file: Path, place: Path) -> None:
    """Refuse to repoint a scenario that is not based on the place, or on an earlier fit of it."""
    loaded = read_scenario(file)
    if not _is_based_on(loaded, place):
        on = loaded.files[1].name if len(loaded.files) > 1 else "nothing"
        what = f"it is based on {on}, not on {place.name}, so the fit does not change it"
        raise refusal(str(file), what)
    if line_of(file) is None:
        what = "its `based_on` does not stand on a line of its own, so the fit cannot change it"
        raise refusal(str(file), what, "change it by hand")


def rebased(file: Path, fitted: Path) -> str:
    """Let a scenario's ``based_on`` name the fitted place, and say so.

    The file keeps every other byte, and its permissions. It is replaced in one go, and only when
    it reads back as based on the fitted place; else `ScenarioError`.
    """
    real = file.resolve()
    data = real.read_bytes()
    before = _BASED_ON.search(data)
    assert before is not None
    name = Path(os.path.relpath(fitted.resolve(), real.parent)).as_posix()
    value = name if re.fullmatch(r"[\w./-]+", name) else quoted(name)
    with _beside(real, Path.replace) as trial:
        start, end = before.span("value")
        trial.write_bytes(data[:start] + value.encode() + data[end:])
        if not _stands_on(read_scenario(trial), fitted):
            what = "its `based_on` cannot be changed safely, so it is left as it was"
            raise refusal(str(file), what, "change it by hand")
        shutil.copymode(real, trial)
    was = before["value"].decode("utf-8", "replace")
    now = f"now says `based_on: {value}` (it was {was})"
    return f"{file}: line {line_of(file)} {now}; nothing else in it is changed."


def still_based_on(place: Path, fitted: Path) -> list[str]:
    """For each scenario beside the place that is based on it: the line to change, in words."""
    lines = []
    files = sorted(f for f in place.parent.iterdir() if f.suffix in (".yaml", ".yml"))
    for file in files[:200]:
        try:
            loaded = read_scenario(file)
        except (ScenarioError, OSError):
            continue
        if _is_based_on(loaded, place) and not _stands_on(loaded, fitted) and not _is_a_fit(file):
            name = Path(os.path.relpath(fitted, file.parent)).as_posix()
            where = f"line {line_of(file) or 'with `based_on`'}"
            lines.append(
                f"{file} is not based on the fitted place yet: change {where} to "
                f"`based_on: {name}` (next time --repoint {shlex.quote(str(file))} does it)."
            )
    return lines


@contextmanager
def _beside(file: Path, named: Callable[[Path, Path], object]) -> Iterator[Path]:
    """A hidden neighbour to write, which is ``named`` as the file if nothing is wrong with it."""
    trial = file.with_name(f"{UNFINISHED}{os.getpid()}-{file.name}")
    try:
        yield trial
        named(trial, file)
    finally:
        trial.unlink(missing_ok=True)


def _stands_on(loaded: Loaded, file: Path) -> bool:
    return len(loaded.files) > 1 and loaded.files[1].resolve() == file.resolve()


def _is_based_on(loaded: Loaded, place: Path) -> bool:
    """Whether it is based on the place itself, or on a fit of it and nothing in between."""
    if _stands_on(loaded, place):
        return True
    between = len(loaded.files) > 2 and loaded.files[2].resolve() == place.resolve()
    return between and _is_a_fit(loaded.files[1])


def _is_a_fit(file: Path) -> bool:
    with file.open("rb") as opened:
        return FITTED_BY.encode() in opened.readline()
