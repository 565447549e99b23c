"""From the parameters and levers that a design names to its factors, and their faults."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from joinedup.rules.collected import AssumptionError, overridden
from joinedup.scenario.changing import steps_of
from joinedup.scenario.keys import bare, kind_at
from joinedup.scenario.refusals import RefusedError
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.load.problems import did_you_mean
from joinedup_experiments.sweep.applying import scaled_numbers, with_levers
from joinedup_experiments.sweep.design import Design, Fault, Lever
from joinedup_experiments.sweep.factors import (
    Factor,
    declared,
    keys_meant,
    parameter_factor,
    parted,
)

NO_LEVERS = ("name", "about", "run", "disable_mechanisms", "assumptions")


def factors_of(
    design: Design, names: Sequence[str], scenarios: Sequence[Scenario], faults: list[Fault]
) -> list[Factor]:
    """Everything that varies; what is wrong with it is added to ``faults``."""
    faults += _wrong_names(design)
    keys = keys_meant(design.vary)
    if design.vary == ["all"]:
        keys = [key for key in keys if key not in design.assumptions]
    factors = [f for key in keys if (f := _parameter(key, design, faults)) is not None]
    taken = [factor.key for factor in factors]
    arms = dict(zip(names, scenarios, strict=True))
    for path, lever in design.levers.items():
        wrong = list(_wrong_shape(path, lever, names))
        if path in taken:
            what = f"`{path}` varies already, as a parameter"
            wrong = [Fault((), what, "give the lever another name")]
        if not wrong:
            factors.append(_lever(path, lever, names))
            wrong = _wrong_ends(factors[-1], arms)
        faults += [Fault(("levers", path, *f.path), f.what, f.hint) for f in wrong]
    if not factors and not faults:
        faults.append(Fault(("vary",), "nothing varies", "name parameters here, or `levers`"))
    return factors


def _wrong_names(design: Design) -> Iterator[Fault]:
    """Keys under `vary`, `ranges` and `assumptions` that mean nothing or each other."""
    keys = keys_meant(design.vary)
    for number, pattern in enumerate(design.vary):
        if not keys_meant([pattern]):
            what = f"no parameter that varies is called `{pattern}`"
            yield Fault(("vary", number), what, did_you_mean(pattern, [*declared()]))
        elif keys_meant([pattern]) == [pattern] and parted(pattern)[0] not in declared():
            what = f"there is no parameter `{pattern}`"
            yield Fault(("vary", number), what, did_you_mean(pattern, [*declared()]))
    for key in design.ranges:
        if key not in keys:
            what = f"`{key}` has a range but does not vary"
            yield Fault(("ranges", key), what, did_you_mean(key, keys[:400]))
    for key in design.assumptions:
        if key in keys and design.vary != ["all"]:
            what = f"`{key}` is fixed here but varies as well"
            yield Fault(("assumptions", key), what, "keep one of them")


def _parameter(key: str, design: Design, faults: list[Fault]) -> Factor | None:
    """A parameter's factor, over its declared range or the design's."""
    where = ("ranges", key) if key in design.ranges else ("vary",)
    if parted(key)[0] not in declared():
        return None
    d = declared()[parted(key)[0]]
    given = design.ranges.get(key)
    try:
        factor = parameter_factor(key, d, (given.low, given.high) if given else None)
        for end in (factor.low, factor.high) if given else ():
            _check_end(factor, end, d.low, d.high)
    except AssumptionError as error:
        what, _, hint = error.message.partition("; ")
        faults.append(Fault(where, what, hint))
        return None
    except ValueError as error:
        faults.append(Fault(where, str(error)))
        return None
    if not factor.low < factor.high:
        what = f"`{key}` cannot vary from {factor.low:g} to {factor.high:g}"
        faults.append(Fault(where, what, "`low` must lie below `high`"))
        return None
    return factor


def _check_end(factor: Factor, end: float, low: float, high: float) -> None:
    key, cell = parted(factor.key)
    if factor.kind != "table":
        overridden({key: {cell: end} if cell else end})
    elif not low - 1e-9 <= end <= high + 1e-9:
        raise ValueError(f"`{key}` is scaled by {end:g}, outside {low:g} to {high:g}")


def _wrong_shape(path: str, lever: Lever, names: Sequence[str]) -> Iterator[Fault]:
    """What is wrong with a lever whatever the scenarios are; paths are relative to the lever."""
    for one in lever.scales or (path,):
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
    numbers = lever.low is not None and lever.high is not None
    if lever.scales and lever.choices:
        yield Fault((), "what `scales` has `low` and `high`, not `choices`")
    elif numbers == (lever.choices is not None) or (lever.low is None) != (lever.high is None):
        yield Fault((), "a lever has `low` and `high`, or `choices`")
    elif lever.low is not None and lever.high is not None and not lever.low < lever.high:
        yield Fault((), f"`low` must lie below `high`, and {lever.low:g} does not")


def _is_arrangement(path: str, lever: Lever) -> bool:
    return all(steps_of(one)[0] == "arrangement" for one in lever.scales or (path,))


def _lever(path: str, lever: Lever, names: Sequence[str]) -> Factor:
    """A lever's factor; a part of the arrangement stays as it is in the base unless named."""
    scales, choices = tuple(lever.scales or ()), tuple(lever.choices or ())
    whole = not scales and not choices and bare(kind_at(Scenario, steps_of(path))) is int
    low, high = float(lever.low or 0.0), float(lever.high or 0.0)
    if choices:
        low, high = 0.0, float(len(choices))
    elif whole:
        high += 1.0
    usual = list(names[1:] or names) if _is_arrangement(path, lever) else list(names)
    arms = tuple(lever.arms or usual)
    unit = "times" if scales else ""
    return Factor(path, "lever", low, high, choices, whole, arms, unit, scales=scales)


def _wrong_ends(factor: Factor, arms: dict[str, Scenario]) -> list[Fault]:
    """The first end of a lever's range that some arm cannot have."""
    for name in factor.arms:
        for end in factor.ends():
            fault = _fault_of_end(factor, end, arms[name])
            if fault:
                return [Fault((), f"{fault} in {name}")]
    return []


def _fault_of_end(factor: Factor, end: object, scenario: Scenario) -> str:
    for pattern in factor.scales:
        if not scaled_numbers(scenario, [pattern]):
            return f"`{pattern}` leads to no number"
    try:
        with_levers(scenario, [(factor, end)])
    except RefusedError as error:
        first = error.complaints[0]
        if kind_at(Scenario, first.path) is None or first.what.startswith("there is no such entry"):
            return f"`{factor.key}` leads nowhere"
        return f"`{factor.key}` cannot be {end!r}: {first.what}"
    return ""
