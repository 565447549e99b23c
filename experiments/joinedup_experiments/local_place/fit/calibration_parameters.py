"""What a fit may change: uncertain parameters of the baseline, and the figure each is for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from joinedup.rules.collected import overridden
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.local_place.check_baseline import TARGETS
from joinedup_experiments.scenario_io.load.problems import (
    Problem,
    ScenarioError,
    Spot,
    did_you_mean,
)
from joinedup_experiments.sweep.factors import cell_paths, declared, parted, within

TIMES = "times what it was"
Setting = tuple[str, str]  # a parameter and a cell of it, empty for a single number


class CalibrationParameter(NamedTuple):
    """One parameter, or cells of one or more that are multiplied together.

    ``key`` is ``acute.ae_rate``, or ``onset.rate[daily_living]`` for every cell that begins so;
    ``a; b`` in the brackets name more cells, and ``+`` more parameters, all moved in step.
    ``base`` has the values of its ``settings`` where the factor is 1; factors from ``low`` to
    ``high`` keep each in its declared range. ``unit`` is that of `at`.
    """

    key: str
    settings: tuple[Setting, ...]
    base: tuple[float, ...]
    low: float
    high: float
    unit: str

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
    asked = dict.fromkeys([*(TARGETS[key].driver for key in keys), *more])
    parameters = [parameter_of(key, scenario) for key in asked]
    taken: dict[Setting, str] = {}
    for one in parameters:
        other = next((taken[s] for s in one.settings if s in taken), None)
        if other is not None:
            raise _refused(one.key, f"the fit moves it, or a part of it, already as `{other}`")
        taken |= dict.fromkeys(one.settings, one.key)
    return parameters


def parameter_of(key: str, scenario: Scenario) -> CalibrationParameter:
    """The calibration parameter that a key names, from what the scenario assumes of it."""
    found: dict[Setting, tuple[float, float, float]] = {}
    for part in key.split("+"):
        found |= _values(key, *parted("".join(part.split())), scenario)
    base, lows, highs = zip(*found.values(), strict=True)
    low, high = max(lows), min(highs)
    if not low < high * (1.0 - 1e-9):
        raise _refused(key, "it has no room to move within its declared range")
    unit = declared()[next(iter(found))[0]].unit if len(found) == 1 else TIMES
    return CalibrationParameter(key, tuple(found), base, low, high, unit)


def with_factors(
    scenario: Scenario, parameters: Sequence[CalibrationParameter], factors: Sequence[float]
) -> Scenario:
    """The scenario with each parameter's settings multiplied by its factor."""
    changed = assumptions_of(parameters, factors, scenario.assumptions)
    return scenario.with_({"assumptions": changed})


def assumptions_of(
    parameters: Sequence[CalibrationParameter],
    factors: Sequence[float],
    before: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """A scenario's ``assumptions`` with each parameter's factor, laid over those ``before``."""
    values = dict(before or {})
    for parameter, factor in zip(parameters, factors, strict=True):
        for (name, cell), base in zip(parameter.settings, parameter.base, strict=True):
            value = float(f"{base * factor:.6g}")
            value = min(max(value, base * parameter.low), base * parameter.high)
            table = values.get(name)
            others = table if isinstance(table, dict) else {}
            values[name] = {**others, cell: value} if cell else value
    return values


def _values(
    key: str, name: str, cells: str, scenario: Scenario
) -> dict[Setting, tuple[float, float, float]]:
    """The settings meant: each value now, and the factors on it that keep it in its range."""
    if name not in declared():
        raise _refused(key, "there is no such parameter", did_you_mean(name, list(declared())))
    d = declared()[name]
    if d.role == "constant":
        raise _refused(key, f"{name} is a constant of the model, so it is not fitted")
    if cells and not d.per:
        raise _refused(key, f"{name} is one number, not a table")
    assumed = scenario.assumptions.get(name)
    values = np.asarray(d.default if assumed is None else overridden({name: assumed})[name])
    paths = cell_paths(d)
    found: dict[Setting, tuple[float, float, float]] = {}
    for cell in cells.split(";"):
        words = cell.split(",") if cell else []
        chosen = {}
        for path, default, value in zip(paths, d.default.flat, values.flat, strict=True):
            if path.split(", ")[: len(words)] == words and default > 0.0 and value > 0.0:
                low, high = d.bounds(float(default))
                least, most = max(low, 1e-12), within(d.unit, high)
                chosen[name, path] = (float(value), float(least / value), float(most / value))
        if not chosen:
            first = sorted({path.split(",")[0] for path in paths})
            what = "has no such cell" if d.per else "is nought, which no factor moves"
            raise _refused(key, f"{name} {what}", did_you_mean(cell, first) if d.per else "")
        found |= chosen
    return found


def _refused(key: str, what: str, hint: str = "") -> ScenarioError:
    return ScenarioError(Problem(Spot(f"--adjust {key[:80]}"), what, (), hint))
