"""Every declared quantity of the model, gathered from the rules that use them."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

import numpy as np

from joinedup.engine.parameter import Declared, declared_in, filled
from joinedup.rules.acute import Acute
from joinedup.rules.adoption import Adoption
from joinedup.rules.care import Care
from joinedup.rules.care_home import CareHome
from joinedup.rules.crisis import Crisis
from joinedup.rules.eligibility import Eligibility
from joinedup.rules.experience import Experience
from joinedup.rules.general_practice import GeneralPractice
from joinedup.rules.handover import Handover
from joinedup.rules.incentives import Incentives
from joinedup.rules.joining import Joining
from joinedup.rules.management import Managing
from joinedup.rules.money import Money
from joinedup.rules.noticing import Noticing
from joinedup.rules.onset import Onset
from joinedup.rules.people import People
from joinedup.rules.planned import Planned
from joinedup.rules.seeking import Seeking
from joinedup.rules.skill import Skill
from joinedup.rules.strain import Strain
from joinedup.rules.team_process import TeamProcess
from joinedup.rules.trust import Trust
from joinedup.rules.wellbeing import Wellbeing
from joinedup.rules.workforce import Workforce
from joinedup.rules.worsening import Worsening

GROUPS: dict[str, Any] = {
    "people": People,
    "onset": Onset,
    "worsening": Worsening,
    "seeking": Seeking,
    "noticing": Noticing,
    "eligibility": Eligibility,
    "handover": Handover,
    "care": Care,
    "crisis": Crisis,
    "care_home": CareHome,
    "acute": Acute,
    "planned": Planned,
    "general_practice": GeneralPractice,
    "joining": Joining,
    "team_process": TeamProcess,
    "strain": Strain,
    "workforce": Workforce,
    "skill": Skill,
    "adoption": Adoption,
    "trust": Trust,
    "management": Managing,
    "incentives": Incentives,
    "experience": Experience,
    "money": Money,
    "wellbeing": Wellbeing,
}


class AssumptionError(ValueError):
    """A scenario sets a quantity that is not declared, or sets it outside its range.

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


def declared() -> dict[str, Declared]:
    """Every quantity of the model by its key, such as ``crisis.rate``."""
    return {d.key: d for name, group in GROUPS.items() for d in declared_in(name, group)}


def overridden(assumptions: dict[str, Any]) -> dict[str, np.ndarray]:
    """The values that a scenario's ``assumptions`` set, as whole tables, range-checked.

    Raises
    ------
    AssumptionError
        For an unknown key or member, or a value outside the declared range.
    """
    known = declared()
    values = {}
    for key, given in assumptions.items():
        if key not in known:
            close = get_close_matches(key, known, 1)
            hint = f"; did you mean {close[0]}?" if close else ""
            raise AssumptionError((key,), f"there is no quantity {key}{hint}")
        values[key] = _one_override(known[key], given)
    return values


def _one_override(d: Declared, given: Any) -> np.ndarray:
    value = d.default.copy()
    if not d.parameter.per:
        if isinstance(given, dict):
            raise AssumptionError((d.key,), f"{d.key} is one number, not a table")
        _in_range(d, (d.key,), float(given), float(value))
        return np.asarray(float(given))
    if not isinstance(given, dict):
        raise AssumptionError((d.key,), f"{d.key} is a table: name the cells to change")
    for path, number in given.items():
        cell = _cell(d, path)
        _in_range(d, (d.key, path), float(number), float(value[cell]))
        value[cell] = float(number)
    return value


def _cell(d: Declared, path: str) -> tuple[int, ...]:
    words = [w.strip() for w in path.split(",")]
    if len(words) != len(d.parameter.per):
        axes = ", ".join(labels.__name__.lower() for labels in d.parameter.per)
        raise AssumptionError((d.key, path), f"{d.key} wants one cell as: {axes}")
    index = []
    for word, labels in zip(words, d.parameter.per, strict=True):
        names = [m.name.lower() for m in labels]
        if word not in names:
            close = get_close_matches(word, names, 1)
            hint = f"; did you mean {close[0]}?" if close else f"; one of {', '.join(names)}"
            raise AssumptionError((d.key, path), f"{d.key} has no cell {word}{hint}")
        index.append(names.index(word))
    return tuple(index)


def _in_range(d: Declared, path: tuple[str, ...], value: float, default: float) -> None:
    low, high = d.parameter.bounds(default)
    if not low - 1e-9 <= value <= high + 1e-9:
        raise AssumptionError(
            path,
            f"{d.key} is {value:g} {d.parameter.unit}, outside its range {low:g} to {high:g}",
        )


def parameter_record(assumptions: dict[str, Any] | None = None) -> np.ndarray:
    """The record of length 1 that the compiled rules read, a scenario's overrides included."""
    return filled(GROUPS, overridden(assumptions or {}))
