"""Whether a design can be run: its factors, groups, outcomes and method."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import ValidationError

from joinedup.outcomes.measures import MEASURES
from joinedup.rules.collected import AssumptionError, overridden
from joinedup.scenario.keys import bare, kind_at
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.load.problems import did_you_mean
from joinedup_experiments.sweep.applying import scaled_paths, steps_of, with_levers
from joinedup_experiments.sweep.design import WITH_GROUPS, Design, Lever, Outcome
from joinedup_experiments.sweep.factors import Factor, declared, keys_meant, parted, quantity_factor
from joinedup_experiments.sweep.faults import Fault

FEWEST_FOR_FAST = 65
MOST_FACTORS_OF_A_HALF = 512
NO_LEVERS = ("name", "about", "run", "disable_mechanisms", "assumptions")


def found_factors(
    design: Design, names: Sequence[str], scenarios: Sequence[Scenario], faults: list[Fault]
) -> list[Factor]:
    """Everything that varies; what is wrong with it is added to ``faults``."""
    factors = _quantities(design, faults)
    taken = [factor.key for factor in factors]
    for path, lever in design.levers.items():
        if path in taken:
            what = f"`{path}` varies already, as a quantity"
            faults.append(Fault(("levers", path), what, "give the lever another name"))
            continue
        factor = _lever(path, lever, names, scenarios, faults)
        if factor is not None:
            factors.append(factor)
    if not factors and not faults:
        faults.append(Fault(("vary",), "nothing varies", "name quantities here, or `levers`"))
    return factors


def _quantities(design: Design, faults: list[Fault]) -> list[Factor]:
    known = declared()
    keys = keys_meant(design.vary)
    for number, pattern in enumerate(design.vary):
        if not keys_meant([pattern]):
            what = f"no quantity that varies is called `{pattern}`"
            faults.append(Fault(("vary", number), what, did_you_mean(pattern, [*known])))
    for key in design.ranges:
        if key not in keys:
            what = f"`{key}` has a range but does not vary"
            faults.append(Fault(("ranges", key), what, did_you_mean(key, keys[:400])))
    for key in design.assumptions:
        if key in keys and design.vary != ["all"]:
            what = f"`{key}` is fixed here but varies as well"
            faults.append(Fault(("assumptions", key), what, "keep one of them"))
    if design.vary == ["all"]:
        keys = [key for key in keys if key not in design.assumptions]
    return [f for key in keys if (f := _quantity(key, design, faults)) is not None]


def _quantity(key: str, design: Design, faults: list[Fault]) -> Factor | None:
    known = declared()
    where = ("ranges", key) if key in design.ranges else ("vary",)
    if parted(key)[0] not in known:
        what = f"there is no quantity `{key}`"
        number = design.vary.index(key)
        faults.append(Fault(("vary", number), what, did_you_mean(key, [*known])))
        return None
    d = known[parted(key)[0]]
    given = design.ranges.get(key)
    reach = (given.low, given.high) if given else None
    try:
        factor = quantity_factor(key, d, reach)
        for end in (factor.low, factor.high) if reach else ():
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
    if factor.kind == "table":
        if not low - 1e-9 <= end <= high + 1e-9:
            raise ValueError(f"`{key}` is scaled by {end:g}, outside {low:g} to {high:g}")
    else:
        overridden({key: {cell: end} if cell else end})


def _lever(
    path: str,
    lever: Lever,
    names: Sequence[str],
    scenarios: Sequence[Scenario],
    faults: list[Fault],
) -> Factor | None:
    here = ("levers", path)
    scales = tuple(lever.scales or ())
    for one in scales or (path,):
        top = steps_of(one)[:1]
        if top in ((), *((name,) for name in NO_LEVERS)):
            hint = "quantities go under `vary`" if top == ("assumptions",) else ""
            faults.append(Fault(here, f"`{one}` cannot be a lever", hint))
            return None
    arms = _arms_of(path, lever, names, faults)
    if scales and lever.choices:
        faults.append(Fault(here, "what `scales` has `low` and `high`, not `choices`"))
        return None
    numbers = lever.low is not None and lever.high is not None
    if numbers == (lever.choices is not None) or (lever.low is None) != (lever.high is None):
        faults.append(Fault(here, "a lever has `low` and `high`, or `choices`", ""))
        return None
    whole = not scales and bare(kind_at(Scenario, steps_of(path))) is int
    low, high = float(lever.low or 0.0), float(lever.high or 0.0)
    if lever.choices is not None:
        low, high = 0.0, float(len(lever.choices))
    elif not low < high:
        faults.append(Fault(here, f"`low` must lie below `high`, and {low:g} does not"))
        return None
    elif whole:
        high += 1.0
    choices = tuple(lever.choices or ())
    factor = Factor(
        path,
        "lever",
        low,
        high,
        choices,
        whole and not choices,
        tuple(arms),
        unit="times" if scales else "",
        scales=scales,
    )
    for name, scenario in zip(names, scenarios, strict=True):
        for end in factor.ends() if name in arms else ():
            fault = _fault_of_end(factor, end, scenario)
            if fault:
                faults.append(Fault(here, f"{fault} in {name}"))
                return None
    return factor


def _arms_of(path: str, lever: Lever, names: Sequence[str], faults: list[Fault]) -> list[str]:
    arrangement = all(steps_of(one)[0] == "arrangement" for one in lever.scales or (path,))
    if lever.arms is None:
        return list(names[1:] or names) if arrangement else list(names)
    for number, arm in enumerate(lever.arms):
        if arm not in names:
            where = ("levers", path, "arms", number)
            faults.append(Fault(where, f"there is no arm `{arm}`", did_you_mean(arm, names)))
    if not arrangement and set(lever.arms) != set(names):
        what = "only parts of the `arrangement` can differ between arms of one place"
        faults.append(Fault(("levers", path, "arms"), what, "take `arms` out"))
    return lever.arms


def _fault_of_end(factor: Factor, end: object, scenario: Scenario) -> str:
    for pattern in factor.scales:
        if not scaled_paths(scenario.model_dump(exclude_none=True), [pattern]):
            return f"`{pattern}` leads to no number"
    try:
        with_levers(scenario, [(factor, end)])
    except KeyError:
        return f"`{factor.key}` leads nowhere"
    except ValidationError as error:
        first = error.errors()[0]
        if first["type"] == "extra_forbidden":
            return f"`{factor.key}` leads nowhere"
        loc = ".".join(str(part) for part in first["loc"])
        said = str(first["msg"]).removeprefix("Value error, ")
        return f"`{factor.key}` cannot be {end!r}: {loc + ': ' if loc else ''}{said}"
    return ""


def found_groups(design: Design, factors: Sequence[Factor], faults: list[Fault]) -> tuple[str, ...]:
    """The group of each factor, in their order; empty when there are no groups.

    A factor that is in none is a group of its own.
    """
    group = {f.key: f.key for f in factors}
    if design.group_by_mechanism:
        group = {f.key: f.key.partition(".")[0] if f.kind != "lever" else f.key for f in factors}
    seen: dict[str, str] = {}
    for name, patterns in design.groups.items():
        if not patterns:
            faults.append(Fault(("groups", name), "the group is empty", "take it out"))
        for number, pattern in enumerate(patterns):
            where = ("groups", name, number)
            members = [k for k in keys_meant([pattern]) if k in group]
            if not members:
                hint = did_you_mean(pattern, [*group])
                faults.append(Fault(where, f"`{pattern}` does not vary", hint))
            for key in members:
                if seen.setdefault(key, name) != name:
                    what = f"`{key}` is in the group `{seen[key]}` already"
                    faults.append(Fault(where, what))
                group[key] = name
    if not (design.groups or design.group_by_mechanism):
        return ()
    if design.method not in WITH_GROUPS:
        key = "groups" if design.groups else "group_by_mechanism"
        what = f"the method `{design.method}` knows no groups"
        faults.append(Fault((key,), what, "take them out, or use `morris` or `sobol`"))
    return tuple(group[f.key] for f in factors)


def faults_of_outcomes(
    design: Design, names: Sequence[str], years: float, faults: list[Fault]
) -> None:
    """What is wrong with the outcomes."""
    keys = [m.key for m in MEASURES]
    if not design.outcomes:
        hint = f"for example `outcomes: [{{measure: {keys[0]}}}]`"
        faults.append(Fault(("outcomes",), "there is no outcome to look at", hint))
    said: list[Outcome] = []
    for number, outcome in enumerate(design.outcomes):
        here = ("outcomes", number)
        if any(outcome == other or outcome.name == other.name is not None for other in said):
            faults.append(Fault(here, "there is such an outcome already", "take one out"))
        said.append(outcome)
        if outcome.measure not in keys:
            what = f"there is no measure `{outcome.measure}`"
            hint = did_you_mean(outcome.measure, keys)
            faults.append(Fault((*here, "measure"), what, hint))
        if outcome.arm is not None and outcome.arm not in names:
            what = f"there is no arm `{outcome.arm}`"
            faults.append(Fault((*here, "arm"), what, did_you_mean(outcome.arm, names)))
        if outcome.value == "difference" and outcome.arm in (None, names[0]) and len(names) == 1:
            what = "there is no other arm to take a difference from the base of"
            faults.append(Fault((*here, "value"), what, "add `arms`, or write `value: level`"))
        elif outcome.value == "difference" and outcome.arm == names[0]:
            what = "the base differs from itself by nothing"
            faults.append(Fault((*here, "arm"), what, f"name another arm: {', '.join(names[1:])}"))
        if outcome.years:
            first, last = outcome.years
            whole = max(1, int(years))
            if not 1 <= first <= last <= whole:
                what = f"`years` must go from a first to a last one, between 1 and {whole}"
                faults.append(Fault((*here, "years"), what))


def faults_of_arms(
    names: Sequence[str],
    scenarios: Sequence[Scenario],
    factors: Sequence[Factor],
    faults: list[Fault],
) -> None:
    """Arms that are the same at every point of the design."""
    for number, (name, scenario) in enumerate(zip(names, scenarios, strict=True)):
        for other, earlier in zip(names[:number], scenarios[:number], strict=True):
            alike = all((name in f.arms) == (other in f.arms) for f in factors if f.arms)
            if scenario == earlier and alike:
                what = f"this arm is `{other}` again"
                hint = "take it out, or let a lever vary in one of them with `arms`"
                faults.append(Fault(("arms", number - 1), what, hint))
                break


def faults_of_method(design: Design, factors: Sequence[Factor], faults: list[Fault]) -> None:
    """What is wrong with the method, its size and its options."""
    method, size = design.method, design.size
    sized = method not in ("given", "fractional_factorial")
    if sized and size is None:
        hint = "the number of base samples (sobol, dgsm, fast), trajectories (morris) or points"
        faults.append(Fault(("method",), "`size` is missing", hint))
    if not sized and size is not None:
        faults.append(Fault(("size",), f"`{method}` has a size of its own", "take it out"))
    if size and method == "sobol" and size & (size - 1):
        near = 1 << (size.bit_length() - 1)
        what = f"`size` must be a power of two for sobol, and {size} is not"
        faults.append(Fault(("size",), what, f"such as {near} or {2 * near}"))
    if size and method == "fast" and size < FEWEST_FOR_FAST:
        faults.append(Fault(("size",), f"fast needs a size of at least {FEWEST_FOR_FAST}"))
    if method == "morris" and design.levels % 2:
        faults.append(Fault(("levels",), "`levels` must be even"))
    if method != "morris" and "levels" in design.model_fields_set:
        faults.append(Fault(("levels",), f"`{method}` has no levels", "take it out"))
    if design.second_order and method not in ("sobol", "fractional_factorial"):
        what = f"`{method}` has no second order"
        faults.append(Fault(("second_order",), what, "use `sobol`, or take it out"))
    if (method == "given") != (design.given is not None):
        what = "`given` names the table of points for `method: given`"
        hint = "write it, or take it out"
        faults.append(Fault(("given",) if design.given else ("method",), what, hint))
    if method == "fractional_factorial" and len(factors) > MOST_FACTORS_OF_A_HALF:
        what = f"fractional_factorial takes up to {MOST_FACTORS_OF_A_HALF} factors"
        faults.append(Fault(("method",), what))
