"""What a fit may change: uncertain parameters of the baseline, and the figure each is for."""

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

# For each figure: the parameter that is changed for it, and why that one.
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
    "delayed": ("acute.delayed", "who cannot go home without a package"),
}
TIMES = "times what it was"


@dataclass(frozen=True)
class CalibrationParameter:
    """One parameter, or cells of one or more that are multiplied together.

    ``key`` is ``acute.ae_rate``, or ``onset.rate[daily_living]`` for every cell that begins so;
    ``a; b`` in the brackets name more cells, and ``+`` more parameters, all moved in step.
    ``settings`` has the parameter and the cell (empty for a single number) of all of them, and
    ``base`` their values where the factor is 1; factors from ``low`` to ``high`` keep each in its
    declared range. ``unit`` is that of `at`.
    """

    key: str
    settings: tuple[tuple[str, str], ...]
    base: tuple[float, ...]
    low: float
    high: float
    unit: str

    def assumptions(self, factor: float) -> dict[str, Any]:
        """What a scenario's ``assumptions`` have: a number, or cells of a table, by parameter."""
        values: dict[str, Any] = {}
        for (name, cell), base in zip(self.settings, self.base, strict=True):
            value = float(f"{base * factor:.6g}")
            value = min(max(value, base * self.low), base * self.high)
            if cell:
                values.setdefault(name, {})[cell] = value
            else:
                values[name] = value
        return values

    def at(self, factor: float) -> str:
        """Its value for tables, in its `unit`."""
        return f"{(self.base[0] if len(self.base) == 1 else 1.0) * factor:.4g}"


def parameters_for(
    keys: Sequence[str], more: Sequence[str], scenario: Scenario
) -> list[CalibrationParameter]:
    """The calibration parameter of each baseline figure, and any others asked for, each once.

    ``more`` has keys such as ``handover.loss``. `ScenarioError` is raised for a parameter that is
    not declared, is a constant, or cannot be moved.
    """
    asked = dict.fromkeys([*(DRIVERS[key][0] for key in keys), *more])
    parameters = [parameter_of(key, scenario) for key in asked]
    taken: dict[tuple[str, str], str] = {}
    for one in parameters:
        other = next((taken[s] for s in one.settings if s in taken), None)
        if other is not None:
            raise _refused(one.key, f"the fit moves it, or a part of it, already as `{other}`")
        taken |= dict.fromkeys(one.settings, one.key)
    return parameters


def parameter_of(key: str, scenario: Scenario) -> CalibrationParameter:
    """The calibration parameter that a key names, from what the scenario assumes of it."""
    ranges: dict[tuple[str, str], _Range] = {}
    for part in key.split("+"):
        ranges |= _ranges(key, *parted("".join(part.split())), scenario)
    low, high = max(r.low for r in ranges.values()), min(r.high for r in ranges.values())
    if not low < high * (1.0 - 1e-9):
        raise _refused(key, "it has no room to move within its declared range")
    unit = declared()[next(iter(ranges))[0]].unit if len(ranges) == 1 else TIMES
    base = tuple(r.value for r in ranges.values())
    return CalibrationParameter(key, tuple(ranges), base, low, high, unit)


def with_factors(
    scenario: Scenario, parameters: Sequence[CalibrationParameter], factors: Sequence[float]
) -> Scenario:
    """The scenario with each parameter's settings multiplied by its factor."""
    changed = assumptions_of(parameters, factors)
    return scenario.with_({"assumptions": _merged(dict(scenario.assumptions), changed)})


def assumptions_of(
    parameters: Sequence[CalibrationParameter], factors: Sequence[float]
) -> dict[str, Any]:
    """The ``assumptions`` of all parameters; two on one table share its entry."""
    values: dict[str, Any] = {}
    for parameter, factor in zip(parameters, factors, strict=True):
        values = _merged(values, parameter.assumptions(float(factor)))
    return values


def _merged(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(first)
    for name, value in second.items():
        before = merged.get(name)
        if isinstance(value, dict) and isinstance(before, dict):
            value = {**before, **value}
        merged[name] = value
    return merged


class _Range(NamedTuple):
    """A setting's value now, and the factors on it that stay within its declared range."""

    value: float
    low: float
    high: float


def _ranges(key: str, name: str, cells: str, scenario: Scenario) -> dict[tuple[str, str], _Range]:
    known = declared()
    if name not in known:
        raise _refused(key, "there is no such parameter", did_you_mean(name, list(known)))
    d = known[name]
    if d.role == "constant":
        raise _refused(key, f"{name} is a constant of the model, so it is not fitted")
    assumed = scenario.assumptions.get(name)
    values = np.asarray(d.default if assumed is None else overridden({name: assumed})[name])
    if not d.per:
        if cells:
            raise _refused(key, f"{name} is one number, not a table")
        return {(name, ""): _range(d, float(d.default), float(values))}
    ranges: dict[tuple[str, str], _Range] = {}
    paths = cell_paths(d)
    for cell in cells.split(";"):
        chosen = {
            (name, path): _range(d, float(default), float(value))
            for path, default, value in zip(paths, d.default.flat, values.flat, strict=True)
            if _begins(path, cell) and default > 0.0 and value > 0.0
        }
        if not chosen:
            first = sorted({path.split(",")[0] for path in paths})
            raise _refused(key, f"{name} has no such cell", did_you_mean(cell, first))
        ranges |= chosen
    return ranges


def _range(parameter: Parameter, default: float, value: float) -> _Range:
    low, high = parameter.bounds(default)
    return _Range(value, max(low, 1e-12) / value, within(parameter.unit, high) / value)


def _begins(path: str, cell: str) -> bool:
    words = [word.strip() for word in path.split(",")]
    asked = cell.split(",") if cell else []
    return words[: len(asked)] == asked


def _refused(key: str, what: str, hint: str = "") -> ScenarioError:
    return ScenarioError(Problem(Spot(f"--adjust {key[:80]}"), what, (), hint))
