"""What a fit may turn: uncertain quantities of the baseline, and which figure each is for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from joinedup.engine.parameter import Parameter
from joinedup.rules.collected import overridden
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.load.problems import (
    Problem,
    ScenarioError,
    Spot,
    did_you_mean,
)
from joinedup_experiments.sweep.factors import cell_paths, declared, parted, within

# For each figure: the quantity that is turned for it, and why that one.
DRIVERS: dict[str, tuple[str, str]] = {
    "ae": ("acute.ae_rate", "attendances for acute illness, whose split by age is assumed"),
    "emergency": ("acute.admitted", "share of these attendances that end in admission"),
    "outpatient": ("planned.clinic_rate", "clinic attendances that follow from no GP's question"),
    "elective": ("planned.listed", "chance that a clinic attendance ends on the elective list"),
    "consultations": (
        "general_practice.rate + care.direct_share[gp; practice_nurse]",
        "how often people come, and in step with it how much of practices' paid time reaches "
        "them, so that an appointment is as hard to get as before",
    ),
    "requests": ("seeking.rate[daily_living]", "how soon people ask for help in daily living"),
    "treated": ("seeking.rate[common_mental_disorder]", "how soon people with one ask for help"),
    "unmet_65": ("onset.rate[daily_living]", "new needs in daily living, at every age alike"),
    "acceptance": ("eligibility.judgement_error", "how well severity is judged from a referral"),
    "loss": ("handover.loss", "the same share, for one handover"),
    "occupancy": ("acute.stay_days", "length of an emergency stay"),
    "delayed": ("acute.held_back", "who cannot go home without a package"),
}
TIMES = "times what it was"


@dataclass(frozen=True)
class Dial:
    """One quantity, or cells of one or more that are multiplied together.

    Attributes
    ----------
    key : str
        ``acute.ae_rate``; ``onset.rate[daily_living]`` for every cell that begins so; ``a; b``
        in the brackets for more cells, and ``+`` for more quantities, all moved in step.
    settings : tuple of (str, str)
        The quantity and the cell of everything that is turned; no cell for a single number.
    base : tuple of float
        Their values where the factor is 1: the place's own.
    low, high : float
        The factors that stay within the declared range of all of them.
    unit : str
        Of what `at` gives: a single number's own, else times what it was.
    """

    key: str
    settings: tuple[tuple[str, str], ...]
    base: tuple[float, ...]
    low: float
    high: float
    unit: str

    def said(self, factor: float) -> dict[str, Any]:
        """What ``assumptions`` then say: a number, or cells of a table, by quantity."""
        found: dict[str, Any] = {}
        for (name, cell), value in zip(self.settings, self.base, strict=True):
            new = float(f"{value * factor:.6g}")
            new = min(max(new, value * self.low), value * self.high)
            if cell:
                found.setdefault(name, {})[cell] = new
            else:
                found[name] = new
        return found

    def at(self, factor: float) -> str:
        """Its value for tables, in its `unit`."""
        return f"{(self.base[0] if len(self.base) == 1 else 1.0) * factor:.4g}"


def dials_for(keys: Sequence[str], more: Sequence[str], scenario: Scenario) -> list[Dial]:
    """The dial of each figure, and any others asked for, each once.

    Parameters
    ----------
    keys
        Of baseline figures, such as ``ae``.
    more
        Keys of quantities, such as ``handover.loss`` or ``crisis.rate[frailty]``.

    Raises
    ------
    ScenarioError
        For a quantity that is not declared, is a constant, or cannot be moved.
    """
    wanted = dict.fromkeys([*(DRIVERS[key][0] for key in keys), *more])
    found = [dial_of(key, scenario) for key in wanted]
    taken: dict[tuple[str, str], str] = {}
    for dial in found:
        other = next((taken[s] for s in dial.settings if s in taken), None)
        if other is not None:
            raise _refused(dial.key, f"the fit moves it, or a part of it, already as `{other}`")
        taken |= dict.fromkeys(dial.settings, dial.key)
    return found


def dial_of(key: str, scenario: Scenario) -> Dial:
    """The dial that turns what a key names, from what the scenario assumes of it.

    Raises
    ------
    ScenarioError
        For a quantity that is not declared, is a constant, or cannot be moved.
    """
    found: dict[tuple[str, str], _Room] = {}
    for part in key.split("+"):
        found |= _rooms(key, *parted("".join(part.split())), scenario)
    low, high = max(r.low for r in found.values()), min(r.high for r in found.values())
    if not low < high * (1.0 - 1e-9):
        raise _refused(key, "it has no room to move within its declared range")
    unit = declared()[next(iter(found))[0]].parameter.unit if len(found) == 1 else TIMES
    return Dial(key, tuple(found), tuple(r.now for r in found.values()), low, high, unit)


def turned(scenario: Scenario, dials: Sequence[Dial], factors: Sequence[float]) -> Scenario:
    """The scenario with each dial's settings multiplied by its factor."""
    assumptions: dict[str, Any] = dict(scenario.assumptions)
    for name, value in said_of(dials, factors).items():
        before = assumptions.get(name)
        both = isinstance(value, dict) and isinstance(before, dict)
        assumptions[name] = {**before, **value} if both else value  # type: ignore[dict-item]
    return scenario.model_copy(update={"assumptions": assumptions})


def said_of(dials: Sequence[Dial], factors: Sequence[float]) -> Mapping[str, Any]:
    """What ``assumptions`` say of all dials; two on one table share its entry."""
    found: dict[str, Any] = {}
    for dial, factor in zip(dials, factors, strict=True):
        for name, value in dial.said(float(factor)).items():
            together = isinstance(value, dict)
            found[name] = {**found.get(name, {}), **value} if together else value
    return found


class _Room(NamedTuple):
    """A setting's value now, and the factors on it that stay within its declared range."""

    now: float
    low: float
    high: float


def _rooms(key: str, name: str, cells: str, scenario: Scenario) -> dict[tuple[str, str], _Room]:
    known = declared()
    if name not in known:
        raise _refused(key, "there is no such quantity", did_you_mean(name, list(known)))
    d = known[name]
    if d.parameter.role == "constant":
        raise _refused(key, f"{name} is a constant of the model, so it is not fitted")
    said = scenario.assumptions.get(name)
    now = np.asarray(overridden({name: said})[name] if said is not None else d.default)
    if not d.parameter.per:
        if cells:
            raise _refused(key, f"{name} is one number, not a table")
        return {(name, ""): _room(d.parameter, float(d.default), float(now))}
    found: dict[tuple[str, str], _Room] = {}
    paths = cell_paths(d)
    for cell in cells.split(";"):
        chosen = {
            (name, path): _room(d.parameter, float(default), float(value))
            for path, default, value in zip(paths, d.default.flat, now.flat, strict=True)
            if _begins(path, cell) and default > 0.0 and value > 0.0
        }
        if not chosen:
            first = sorted({path.split(",")[0] for path in paths})
            raise _refused(key, f"{name} has no such cell", did_you_mean(cell, first))
        found |= chosen
    return found


def _room(parameter: Parameter, default: float, now: float) -> _Room:
    low, high = parameter.bounds(default)
    return _Room(now, max(low, 1e-12) / now, within(parameter.unit, high) / now)


def _begins(path: str, cell: str) -> bool:
    words = [word.strip() for word in path.split(",")]
    asked = cell.split(",") if cell else []
    return words[: len(asked)] == asked


def _refused(key: str, what: str, hint: str = "") -> ScenarioError:
    return ScenarioError(Problem(Spot(f"--adjust {key[:80]}"), what, (), hint))
