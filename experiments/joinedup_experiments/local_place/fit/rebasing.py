"""Basing a planner's scenario on the fitted place: one value changed, every other byte kept."""

from __future__ import annotations

import os
import re
from pathlib import Path

from joinedup_experiments.local_place.fit.fitted_file import FITTED_BY
from joinedup_experiments.local_place.templating import quoted
from joinedup_experiments.scenario_io.load import Loaded, ScenarioError, read_scenario
from joinedup_experiments.scenario_io.load.problems import Problem, Spot
from joinedup_experiments.sweep.shards import UNFINISHED, write_whole

_BASED_ON = re.compile(
    rb"""^(?P<before>(?:\xef\xbb\xbf)?based_on[ \t]*:[ \t]+)"""
    rb"""(?P<value>"[^"\r\n]*"|'[^'\r\n]*'|[^\s#"'][^\r\n]*?)(?=[ \t]*(?:[ \t]\#[^\r\n]*)?\r?$)""",
    re.M | re.X,
)
_PLAIN = re.compile(r"[\w./-]+")


def line_of(file: Path) -> int | None:
    """The line of a file that says what it is based on; None where it cannot be changed alone."""
    data = file.read_bytes()
    matches = list(_BASED_ON.finditer(data))
    return data[: matches[0].start()].count(b"\n") + 1 if len(matches) == 1 else None


def refuse_unless_based_on(file: Path, place: Path) -> None:
    """Refuse to repoint a scenario that is not based on the place, or on an earlier fit of it."""
    loaded = read_scenario(file)
    spot = Spot(str(file))
    if not _is_based_on(loaded, place):
        on = loaded.files[1].name if len(loaded.files) > 1 else "nothing"
        what = f"it is based on {on}, not on {place.name}, so the fit does not change it"
        raise ScenarioError(Problem(spot, what, ("based_on",)))
    if line_of(file) is None:
        what = "its `based_on` does not stand on a line of its own, so the fit cannot change it"
        raise ScenarioError(Problem(spot, what, ("based_on",), "change it by hand"))


def rebased(file: Path, fitted: Path) -> str:
    """Let a scenario's ``based_on`` name the fitted place, and say so.

    The file keeps every other byte, and its permissions. It is replaced in one go, and only when
    it reads back as the same scenario based on the fitted place; else `ScenarioError`.
    """
    real = file.resolve()
    data = real.read_bytes()
    name = Path(os.path.relpath(fitted.resolve(), real.parent)).as_posix()
    value = (name if _PLAIN.fullmatch(name) else quoted(name)).encode()
    before = _BASED_ON.search(data)
    assert before is not None
    new = data[: before.start("value")] + value + data[before.end("value") :]
    _refuse_unless_sound(real, new, fitted)
    mode = real.stat().st_mode
    write_whole(real, new)
    real.chmod(mode)
    was = before["value"].decode("utf-8", "replace")
    return (
        f"{file}: line {line_of(file)} now says `based_on: {value.decode()}` (it was {was}); "
        "nothing else in it is changed."
    )


def still_based_on(place: Path, fitted: Path) -> list[str]:
    """For each scenario beside the place that is based on it: the line to change, in words."""
    lines = []
    for file in sorted(place.parent.glob("*.y*ml"))[:200]:
        if file.suffix not in (".yaml", ".yml"):
            continue
        try:
            loaded = read_scenario(file)
        except (ScenarioError, OSError):
            continue
        done = len(loaded.files) > 1 and loaded.files[1].resolve() == fitted.resolve()
        if not done and _is_based_on(loaded, place) and not _is_a_fit(file):
            name = Path(os.path.relpath(fitted, file.parent)).as_posix()
            line = line_of(file)
            where = f"line {line}" if line else "its `based_on`"
            lines.append(
                f"{file} is not based on the fitted place yet: change {where} to "
                f"`based_on: {name}` (next time --repoint {file} does it)."
            )
    return lines


def _is_based_on(loaded: Loaded, place: Path) -> bool:
    """Whether it is based on the place itself, or on a fit of it and nothing in between."""
    chain = [file.resolve() for file in loaded.files[1:3]]
    if not chain or place.resolve() not in chain:
        return False
    return chain[0] == place.resolve() or _is_a_fit(loaded.files[1])


def _is_a_fit(file: Path) -> bool:
    with file.open("rb") as opened:
        return FITTED_BY.encode() in opened.readline()


def _refuse_unless_sound(file: Path, new: bytes, fitted: Path) -> None:
    trial = file.with_name(f"{UNFINISHED}{os.getpid()}-trial-{file.name}")
    try:
        trial.write_bytes(new)
        loaded = read_scenario(trial)
    finally:
        trial.unlink(missing_ok=True)
    if len(loaded.files) < 2 or loaded.files[1].resolve() != fitted.resolve():
        what = "its `based_on` cannot be changed safely, so it is left as it was"
        raise ScenarioError(Problem(Spot(str(file)), what, ("based_on",), "change it by hand"))
