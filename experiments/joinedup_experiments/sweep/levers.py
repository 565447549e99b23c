"""Levers: the factor that each is, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from joinedup.scenario.changing import steps_of
from joinedup.scenario.keys import all_keys, bare, kind_at
from joinedup.scenario.names import Path as Keys
from joinedup.scenario.refusals import RefusedError
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.load.problems import did_you_mean
from joinedup_experiments.sweep.design import Fault, Lever
from joinedup_experiments.sweep.factors import (
    ASSUMED,
    Factor,
    scaled_numbers,
    scaled_parameters,
    with_levers,
)

NO_LEVERS = ("name", "about", "run", "disable_mechanisms", "assumptions")


def wrong_shape(
    path: str, lever: Lever, names: Sequence[str], parameters: Sequence[str]
) -> Iterator[Fault]:
    """What is wrong with a lever whatever the scenarios are; paths are relative to the lever."""
    if path in parameters:
        what = f"`{path}` varies already, as a parameter"
        yield Fault((), what, "give the lever another name")
        return
    for one in lever.scales or (path,):
        if lever.scales and one.startswith(ASSUMED):
            continue
        top = steps_of(one)[:1]
        if not top or top[0] in NO_LEVERS:
            hint = "parameters go under `vary`" if top == ("assumptions",) else ""
            yield Fault((), f"`{one}` cannot be a lever", hint)
            return
    for number, arm in enumerate(lever.arms or ()):
        if arm not in names:
            yield Fault(("arms", number), f"there is no arm `{arm}`", did_you_mean(arm, names))
    if lever.arms and not _is_arrangement(path, lever) and set(lever.arms) != set(names):
        what = "only parts of the `arrangement` can differ between arms of one place"
        yield Fault(("arms",), what, "take `arms` out")
    ends = [end for end in (lever.low, lever.high) if end is not None]
    if lever.scales and lever.choices:
        yield Fault((), "what `scales` has `low` and `high`, not `choices`")
    elif len(ends) != (0 if lever.choices else 2):
        yield Fault((), "a lever has `low` and `high`, or `choices`")
    elif ends and not ends[0] < ends[1]:
        yield Fault((), f"`low` must lie below `high`, and {ends[0]:g} does not")


def wrong_values(path: str, lever: Lever) -> Iterator[Fault]:
    """Choices that are there twice, and a key alone that is no path."""
    choices = lever.choices or []
    for number, choice in enumerate(choices):
        if choice in choices[:number]:
            what = f"`{choice}` is among the choices twice"
            yield Fault(("choices", number), what, "name it once")
    key = () if lever.scales else steps_of(path)
    homes = [".".join(map(str, home)) for home, _ in all_keys(Scenario) if home[-1:] == key]
    if homes and kind_at(Scenario, key) is None:
        yield Fault((), f"`{path}` leads nowhere", f"write `{homes[0]}`")


def _is_arrangement(path: str, lever: Lever) -> bool:
    return all(steps_of(one)[0] == "arrangement" for one in lever.scales or (path,))


def lever_factor(path: str, lever: Lever, names: Sequence[str]) -> Factor:
    """A lever's factor; a part of the arrangement stays as it is in the base unless named."""
    scales, choices = tuple(lever.scales or ()), tuple(lever.choices or ())
    whole = not scales and not choices and bare(kind_at(Scenario, steps_of(path))) is int
    low, high = float(lever.low or 0.0), float(lever.high or len(choices)) + whole
    usual = names[1:] or names if _is_arrangement(path, lever) else names
    arms, unit = tuple(lever.arms or usual), "times" if scales else ""
    return Factor(path, "lever", low, high, choices, whole, arms, unit, scales=scales)


def wrong_ends(factor: Factor, scenarios: Mapping[str, Scenario]) -> Iterator[Fault]:
    """The ends of a lever's range that some arm cannot have."""
    for name, end in product(factor.arms, factor.ends()):
        for pattern in factor.scales:
            if not (scaled_parameters([pattern]) or scaled_numbers(scenarios[name], [pattern])):
                yield Fault((), f"`{pattern}` leads to no number in {name}")
        try:
            with_levers(scenarios[name], [(factor, end)])
        except RefusedError as error:
            path, what = error.complaints[0][:2]
            nowhere = kind_at(Scenario, path) is None or what.startswith("there is no such entry")
            what = "leads nowhere" if nowhere else f"cannot be {end!r}: {what}"
            yield Fault((), f"`{factor.key}` {what} in {name}")


def set_twice(factors: Sequence[Factor], scenarios: Mapping[str, Scenario]) -> Iterator[Fault]:
    """Levers that set what another sets or multiplies in some arm, or multiply the very same.

    Levers of which one multiplies some of what another does are multiplied together.
    """
    levers = [factor for factor in factors if factor.kind == "lever"]
    for number, one in enumerate(levers):
        for other in levers[:number]:
            arms = [scenarios[name] for name in one.arms if name in other.arms]
            if any(_set_the_same(one, other, scenario) for scenario in arms):
                what = f"`{one.key}` sets what `{other.key}` sets"
                yield Fault(("levers", one.key), what, "take one of them out")


def _set_the_same(one: Factor, other: Factor, scenario: Scenario) -> bool:
    first, second = _set_by(one, scenario), _set_by(other, scenario)
    if one.scales and other.scales:
        return first == second
    return any(a[: len(b)] == b[: len(a)] for a, b in product(first, second))


def _set_by(lever: Factor, scenario: Scenario) -> set[Keys]:
    """The paths of what a lever sets or multiplies in a scenario."""
    if not lever.scales:
        return {path for end in lever.ends() for path in _leaves(steps_of(lever.key), end)}
    numbers = {steps_of(path) for path, _ in scaled_numbers(scenario, lever.scales)}
    return numbers | {("assumptions", key) for key in scaled_parameters(lever.scales)}


def _leaves(path: Keys, value: Any) -> Iterator[Keys]:
    """Where a value that is laid over a scenario replaces what is there."""
    if not isinstance(value, dict) or not value:
        yield path
        return
    for key, below in value.items():
        yield from _leaves((*path, key), below)
