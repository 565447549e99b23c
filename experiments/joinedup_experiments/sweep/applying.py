"""From the coordinates of a design point to scenarios."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

import numpy as np

from joinedup.rules.collected import overridden
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.sweep.factors import Factor, cell_paths, declared, parted, within


def point_scenarios(
    names: Sequence[str],
    scenarios: Sequence[Scenario],
    factors: Sequence[Factor],
    values: Mapping[str, Any],
) -> list[Scenario]:
    """Each arm's scenario at one design point; ``values`` are by factor, from `Factor.value`.

    Raises
    ------
    RefusedError
        When levers together make an impossible scenario.
    """
    assumptions = dict(scenarios[0].assumptions)
    for factor in factors:
        if factor.kind != "lever":
            assumptions |= assumed(factor, values[factor.key], assumptions)
    levers = [(f, values[f.key]) for f in factors if f.kind == "lever"]
    return [
        with_levers(scenario, [one for one in levers if name in one[0].arms], assumptions)
        for name, scenario in zip(names, scenarios, strict=True)
    ]


def assumed(factor: Factor, value: float, assumptions: Mapping[str, Any]) -> dict[str, Any]:
    """One parameter's entry in a scenario's ``assumptions``.

    A table's cells are multiplied where the base has set them, and stay within their declared
    ranges and what their unit allows.
    """
    key, cell = parted(factor.key)
    if factor.kind == "parameter":
        return {key: float(value)}
    given = assumptions.get(key)
    if factor.kind == "cell":
        return {key: {**(given if isinstance(given, dict) else {}), cell: float(value)}}
    d = declared()[key]
    base = np.asarray(overridden({key: given})[key] if given else d.default)
    table = {}
    for path, default, now in zip(cell_paths(d), d.default.flat, base.flat, strict=True):
        low, high = d.bounds(float(default))
        scaled = min(max(float(now) * float(value), low), high)
        table[path] = within(d.unit, scaled) if default else float(now)
    return {key: table}


def with_levers(
    scenario: Scenario,
    levers: Sequence[tuple[Factor, Any]],
    assumptions: Mapping[str, Any] | None = None,
) -> Scenario:
    """The scenario with its levers' values set, or its numbers scaled, and checked anew.

    Raises
    ------
    RefusedError
        When a path leads nowhere, or the scenario cannot have such a value.
    """
    changes: dict[str, Any] = {"assumptions": dict(assumptions)} if assumptions else {}
    for factor, value in levers:
        for path, number in scaled_numbers(scenario, factor.scales):
            changes[path] = changes.get(path, number) * value
        if not factor.scales:
            changes[factor.key] = value
    return scenario.with_(changes)


def scaled_numbers(scenario: Scenario, patterns: Sequence[str]) -> list[tuple[str, float]]:
    """The dotted paths and values of all numbers that some pattern leads to, each once."""
    return [
        (".".join(path), number)
        for path, number in _numbers_in(scenario.model_dump(exclude_none=True), ())
        if any(_matches(path, pattern.split(".")) for pattern in patterns)
    ]


def _matches(path: tuple[str, ...], steps: Sequence[str]) -> bool:
    return len(path) == len(steps) and all(map(fnmatchcase, path, steps))


def _numbers_in(data: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], float]]:
    """The paths of all numbers that are not whole by nature."""
    if isinstance(data, dict):
        for key, below in data.items():
            yield from _numbers_in(below, (*path, key))
    elif isinstance(data, list) and path:
        for number, below in enumerate(data):
            yield from _numbers_in(below, (*path[:-1], f"{path[-1]}[{number}]"))
    elif isinstance(data, float):
        yield path, data
