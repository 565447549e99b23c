"""What a fit may turn: uncertain quantities of the baseline, and which figure each is for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.scenario_files.problems import Problem, ScenarioError, Spot, did_you_mean
from experiments.sweeps.factors import cell_paths, declared, parted, within
from sim.parameters import overridden
from sim.scenario import Scenario

# For each figure: the quantity that is turned for it, and why that one.
DRIVERS: dict[str, tuple[str, str]] = {
    "ae": ("acute.ae_rate", "attendances for acute illness, whose split by age is assumed"),
    "emergency": ("acute.admitted", "share of these attendances that end in admission"),
    "outpatient": ("planned.clinic_rate", "clinic attendances that follow from no GP's question"),
    "elective": ("planned.listed", "chance that a clinic attendance ends on the elective list"),
    "consultations": (
        "general_practice.gp_minutes",
        "practices are full, so how long one consultation takes sets how many there are",
    ),
    "requests": ("seeking.rate[daily_living]", "how soon people ask for help in daily living"),
    "treated": ("seeking.rate[common_mental_disorder]", "how soon people with one ask for help"),
    "unmet_65": ("onset.rate[daily_living]", "new needs in daily living, at every age alike"),
    "acceptance": ("eligibility.judgement_error", "how well severity is judged from a referral"),
    "loss": ("handover.loss", "the same share, for one handover"),
    "occupancy": ("acute.stay_days", "length of an emergency stay"),
    "delayed": ("acute.held_back", "who cannot go home without a package"),
}


@dataclass(frozen=True)
class Dial:
    """One quantity, or cells of one that are multiplied together.

    Attributes
    ----------
    key : str
        ``acute.ae_rate``, or ``onset.rate[daily_living]`` for every cell that begins so.
    cells : tuple of str
        The cells of a table that are turned; none for a single number.
    base : tuple of float
        Their values where the factor is 1: the place's own.
    low, high : float
        The factors that stay within every cell's declared range.
    """

    key: str
    unit: str
    meaning: str
    cells: tuple[str, ...]
    base: tuple[float, ...]
    low: float
    high: float

    @property
    def name(self) -> str:
        """The quantity in the scenario's ``assumptions``."""
        return parted(self.key)[0]

    def set_to(self, factor: float) -> float | dict[str, float]:
        """What ``assumptions`` then say of it."""
        values = [
            min(max(float(f"{value * factor:.6g}"), value * self.low), value * self.high)
            for value in self.base
        ]
        return dict(zip(self.cells, values, strict=True)) if self.cells else values[0]

    def at(self, factor: float) -> str:
        """Its value for tables: a number, or how many times the place's own."""
        if len(self.base) == 1:
            return f"{self.base[0] * factor:.4g}"
        return f"{factor:.3f} times"


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
    return [dial_of(key, scenario) for key in wanted]


def dial_of(key: str, scenario: Scenario) -> Dial:
    """The dial that turns one quantity, from what the scenario assumes of it."""
    name, cell = parted(key.replace(" ", ""))
    known = declared()
    if name not in known:
        raise _refused(key, "there is no such quantity", did_you_mean(name, list(known)))
    d = known[name]
    if d.quantity.role == "constant":
        raise _refused(key, "this quantity is a constant of the model, so it is not fitted")
    said = scenario.assumptions.get(name)
    now = np.asarray(overridden({name: said})[name] if said is not None else d.default)
    if not d.quantity.per:
        if cell:
            raise _refused(key, f"{name} is one number, not a table")
        return _ranged(key, d.quantity, [""], [(float(d.default), float(now))])
    paths = cell_paths(d)
    chosen = [
        (path, (float(default), float(value)))
        for path, default, value in zip(paths, d.default.flat, now.flat, strict=True)
        if _begins(path, cell) and default > 0.0 and value > 0.0
    ]
    if not chosen:
        first = sorted({path.split(",")[0] for path in paths})
        raise _refused(key, "there is no such cell", did_you_mean(cell, first))
    return _ranged(key, d.quantity, [path for path, _ in chosen], [v for _, v in chosen])


def turned(scenario: Scenario, dials: Sequence[Dial], factors: Sequence[float]) -> Scenario:
    """The scenario with each dial's cells multiplied by its factor."""
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
        value = dial.set_to(float(factor))
        if isinstance(value, dict):
            found[dial.name] = {**found.get(dial.name, {}), **value}
        else:
            found[dial.name] = value
    return found


def _begins(path: str, cell: str) -> bool:
    words = [word.strip() for word in path.split(",")]
    asked = cell.split(",") if cell else []
    return words[: len(asked)] == asked


def _ranged(key: str, quantity: Any, cells: list[str], values: list[tuple[float, float]]) -> Dial:
    lows, highs = [], []
    for default, now in values:
        low, high = quantity.bounds(default)
        lows.append(max(low, 1e-12) / now)
        highs.append(within(quantity.unit, high) / now)
    low, high = max(lows), min(highs)
    if not low < high * (1.0 - 1e-9):
        raise _refused(key, "it has no room to move within its declared range")
    return Dial(
        key,
        quantity.unit,
        quantity.meaning,
        tuple(cells) if cells != [""] else (),
        tuple(now for _, now in values),
        low,
        high,
    )


def _refused(key: str, what: str, hint: str = "") -> ScenarioError:
    return ScenarioError(Problem(Spot(f"--adjust {key[:80]}"), what, (), hint))
