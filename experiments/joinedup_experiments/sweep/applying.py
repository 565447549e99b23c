"""From the coordinates of a design point to scenarios."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

import numpy as np

from joinedup.engine.parameter import Parameter
from joinedup.rules.collected import overridden
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.sweep.factors import Factor, cell_paths, declared, parted, within

_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


def steps_of(path: str) -> tuple[str | int, ...]:
    """The keys and positions of a dotted path.

    >>> steps_of("arrangement.interfaces[0].degree")
    ('arrangement', 'interfaces', 0, 'degree')
    """
    return tuple(word or int(number) for word, number in _STEP.findall(path))


def point_scenarios(
    names: Sequence[str],
    scenarios: Sequence[Scenario],
    factors: Sequence[Factor],
    values: Mapping[str, Any],
) -> list[Scenario]:
    """Each arm's scenario at one design point.

    Parameters
    ----------
    names : sequence of str
        The arms'.
    values : mapping
        By factor: what `Factor.value` gives.

    Raises
    ------
    pydantic.ValidationError
        When levers together make a scenario that cannot be.
    """
    assumptions = dict(scenarios[0].assumptions)
    known = declared()
    for factor in factors:
        if factor.kind != "lever":
            assumptions |= assumed(factor, values[factor.key], assumptions, known)
    found = []
    for name, scenario in zip(names, scenarios, strict=True):
        mine = [(f, values[f.key]) for f in factors if f.kind == "lever" and name in f.arms]
        placed = with_levers(scenario, mine) if mine else scenario
        found.append(placed.with_({"assumptions": assumptions}))
    return found


def assumed(
    factor: Factor, value: float, assumptions: Mapping[str, Any], known: Mapping[str, Parameter]
) -> dict[str, Any]:
    """What a scenario's ``assumptions`` then say of one quantity.

    A table's cells are multiplied where the base has set them, and stay within their declared
    ranges and what their unit allows.
    """
    key, cell = parted(factor.key)
    if factor.kind == "quantity":
        return {key: float(value)}
    given = assumptions.get(key)
    if factor.kind == "cell":
        return {key: {**(given if isinstance(given, dict) else {}), cell: float(value)}}
    d = known[key]
    base = overridden({key: given})[key] if given else d.default
    table = {}
    for path, default, now in zip(
        cell_paths(d), d.default.flat, np.asarray(base).flat, strict=True
    ):
        low, high = d.bounds(float(default))
        scaled = float(now) * float(value)
        table[path] = within(d.unit, min(max(scaled, low), high)) if default else float(now)
    return {key: table}


def with_levers(scenario: Scenario, levers: Sequence[tuple[Factor, Any]]) -> Scenario:
    """The scenario with its levers' values set, or its numbers scaled, and checked anew.

    Raises
    ------
    KeyError
        When a path leads through something that is neither a table nor a list.
    pydantic.ValidationError
        When the scenario cannot have such a value.
    """
    said = scenario.model_dump(exclude_none=True)
    for factor, value in levers:
        if factor.scales:
            for path in scaled_paths(said, factor.scales):
                holder = _holder(said, path)
                holder[path[-1]] *= value
        else:
            path = steps_of(factor.key)
            _holder(said, path)[path[-1]] = value
    return Scenario.model_validate(said)


def scaled_paths(said: Mapping[str, Any], patterns: Sequence[str]) -> list[tuple[str | int, ...]]:
    """The paths of all numbers that some pattern leads to, each once, in the scenario's order.

    >>> scaled_paths({"teams": {"a": {"staff": {"gp": 2.0}}}}, ["teams.*.staff.*"])
    [('teams', 'a', 'staff', 'gp')]
    """
    wanted = [pattern.split(".") for pattern in patterns]
    return [
        path
        for path in _numbers_in(said, ())
        if any(
            len(steps) == len(path)
            and all(fnmatchcase(str(mine), step) for mine, step in zip(path, steps, strict=True))
            for steps in wanted
        )
    ]


def _numbers_in(said: Any, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    """The paths of all numbers that are not whole by nature."""
    if isinstance(said, dict | list):
        for key, below in said.items() if isinstance(said, dict) else enumerate(said):
            yield from _numbers_in(below, (*path, key))
    elif isinstance(said, float):
        yield path


def _holder(said: dict[str, Any], path: Sequence[str | int]) -> Any:
    """The table or list in which a path ends; a missing table on the way is made."""
    dotted = ".".join(str(step) for step in path)
    holder: Any = said
    for step in path[:-1]:
        if isinstance(holder, dict):
            holder.setdefault(step, {})
        holder = _below(holder, step, dotted)
    if not isinstance(holder, dict):
        _below(holder, path[-1], dotted)
    return holder


def _below(holder: Any, step: str | int, path: str) -> Any:
    """The part of a table or a list that one step leads to."""
    try:
        return holder[step]
    except (TypeError, IndexError, KeyError):
        raise KeyError(path) from None
