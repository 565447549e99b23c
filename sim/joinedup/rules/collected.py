"""What mechanisms declare, collected from their files: parameters, columns and activities."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from enum import IntEnum
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import numpy as np

from joinedup import rules
from joinedup.codes import Activity, OwnActivity
from joinedup.engine.parameter import Parameter, Parameters, filled
from joinedup.engine.tables import extended
from joinedup.rules.renamed import RENAMED

# How tables list the mechanisms: along a person's pathway, then staff and organisations. One that
# is not named here comes after these, by name.
ORDER = (
    "people", "life_course", "conditions", "onset", "worsening", "seeking", "persistence",
    "expectations", "noticing", "eligibility", "handover", "care", "substitution", "continuity",
    "coordination", "care_plan", "crisis", "care_home", "acute", "illness", "seasons", "stays",
    "planned", "general_practice", "practices", "joining", "merging", "team_process", "strain",
    "workforce", "skill", "adoption", "trust", "management", "incentives", "experience", "money",
    "wellbeing",
)  # fmt: skip


def _found() -> dict[str, type[Parameters]]:
    """The `Parameters` of every module of this package, by the module's name."""
    names = sorted(module.name for module in iter_modules(rules.__path__))
    names.sort(key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER))
    groups = {name: _declared_in(f"{rules.__name__}.{name}") for name in names}
    return {name: group for name, group in groups.items() if group}


def _declared_in(module: str) -> type[Parameters] | None:
    if module == __name__:
        return None
    parts = vars(import_module(module)).values()
    own = (p for p in parts if isinstance(p, type) and p.__module__ == module)
    return next((part for part in own if issubclass(part, Parameters)), None)


GROUPS = _found()


def _activities() -> dict[int, IntEnum]:
    own = sorted(member for kind in OwnActivity.__subclasses__() for member in kind)
    if [*map(int, own)] != [*range(max(Activity) + 1, max(Activity) + 1 + len(own))]:
        raise TypeError(f"the numbers after {max(Activity):d} are not each given once: {own}")
    return {int(member): member for member in (*Activity, *own)}


ACTIVITIES = _activities()
"""Every activity by its number: the model's, then the mechanisms' own."""
ACTIVITY_NUMBERS = max(ACTIVITIES) + 1


@cache
def row_with(record: np.dtype, columns: str, first: tuple[str, ...] = ()) -> np.dtype:
    """A kind of row with the mechanisms' own: ``row_with(RESIDENT, "resident_columns")``."""
    own = [c for group in GROUPS.values() for c in getattr(group, columns)]
    return extended(record, own, first)


class AssumptionError(ValueError):
    """A scenario sets a parameter that is not declared, or sets it outside its range.

    Attributes
    ----------
    path : tuple of str
        Where in ``assumptions`` the fault lies.
    message : str
        What is wrong and what was probably meant.
    """

    def __init__(self, path: tuple[str, ...], message: str) -> None:
        super().__init__(message)
        self.path, self.message = path, message


@cache
def declared() -> Mapping[str, Parameter]:
    """Every parameter of the model by its key, such as ``crisis.rate``."""
    return {d.key: d for group in GROUPS.values() for d in group.declared}


def overridden(
    assumptions: Mapping[str, Any], outside: Collection[str] | None = None
) -> dict[str, np.ndarray]:
    """The values that a scenario's ``assumptions`` set, as whole tables, range-checked.

    Parameters named in ``outside`` may lie outside their declared ranges.

    Raises
    ------
    AssumptionError
        For an unknown key or member, a value outside the declared range, or an impossible one.
    """
    known = declared()
    values = {}
    for key, given in assumptions.items():
        if key not in known:
            close = [RENAMED[key]] if key in RENAMED else get_close_matches(key, known, 1)
            hint = f"; did you mean {close[0]}?" if close else ""
            raise AssumptionError((key,), f"there is no parameter {key}{hint}")
        values[key] = _one_override(known[key], given, key in (outside or ()))
    return values


def outside_range(
    assumptions: Mapping[str, Any], reasons: Mapping[str, str] | None = None
) -> dict[str, str]:
    """What is said of each parameter assumed outside its declared range, with the reason for it."""
    found = {}
    for key, given in assumptions.items():
        try:
            overridden({key: given})
        except AssumptionError:
            why = (reasons or {}).get(key, "no reason given")
            found[key] = f"{key} outside its range ({why})"
    return found


def _one_override(d: Parameter, given: Any, outside: bool) -> np.ndarray:
    value = d.default.copy()
    if not d.per:
        if isinstance(given, dict):
            raise AssumptionError((d.key,), f"{d.key} is one number, not a table")
        _in_range(d, (d.key,), float(given), float(value), outside)
        return np.asarray(float(given))
    if not isinstance(given, dict):
        raise AssumptionError((d.key,), f"{d.key} is a table: name the cells to change")
    for path, number in given.items():
        cell = _cell(d.key, d.per, path)
        _in_range(d, (d.key, path), float(number), float(value[cell]), outside)
        value[cell] = float(number)
    return value


@cache
def _cell(key: str, per: tuple[type[IntEnum], ...], path: str) -> tuple[int, ...]:
    words = [w.strip() for w in path.split(",")]
    if len(words) != len(per):
        axes = ", ".join(labels.__name__.lower() for labels in per)
        raise AssumptionError((key, path), f"{key} wants one cell as: {axes}")
    index = []
    for word, labels in zip(words, per, strict=True):
        names = [m.name.lower() for m in labels]
        if word not in names:
            close = get_close_matches(word, names, 1)
            hint = f"; did you mean {close[0]}?" if close else f"; one of {', '.join(names)}"
            raise AssumptionError((key, path), f"{key} has no cell {word}{hint}")
        index.append(names.index(word))
    return tuple(index)


def _in_range(
    d: Parameter, path: tuple[str, ...], value: float, default: float, outside: bool
) -> None:
    low, high = d.bounds(default)
    if low - 1e-9 <= value <= high + 1e-9:
        return
    what = f"{d.key} is {value:g} {d.unit}"
    why = d.why_impossible(value, default)
    if not outside:
        advice = "" if why else f"; to go beyond it, say why: `outside_range: {{{d.key}: why}}`"
        raise AssumptionError(path, f"{what}, outside its range {low:g} to {high:g}{advice}")
    if why:
        raise AssumptionError(path, f"{what}, and it {why} whatever `outside_range` says")


def parameter_record(
    assumptions: Mapping[str, Any] | None = None, outside: Collection[str] | None = None
) -> np.ndarray:
    """The record of length 1 that the compiled rules read, a scenario's overrides included."""
    record = _defaults().copy()
    for key, value in overridden(assumptions or {}, outside).items():
        group, name = key.split(".")
        record[group][name][0] = value
    return record


@cache
def _defaults() -> np.ndarray:
    return np.asarray(filled(GROUPS))
