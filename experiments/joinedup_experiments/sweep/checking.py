"""Whether a design can be run: its groups, outcomes, arms and method."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from joinedup.outcomes.measures import MEASURES
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.load.problems import did_you_mean
from joinedup_experiments.sweep.design import WITH_GROUPS, Design, Fault, Outcome
from joinedup_experiments.sweep.factors import Factor, keys_meant

FEWEST_FOR_FAST = 65
MOST_FACTORS_OF_A_HALF = 512


def groups_of(design: Design, factors: Sequence[Factor], faults: list[Fault]) -> tuple[str, ...]:
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
    if not design.outcomes:
        hint = f"for example `outcomes: [{{measure: {MEASURES[0].key}}}]`"
        faults.append(Fault(("outcomes",), "there is no outcome to look at", hint))
    for number, outcome in enumerate(design.outcomes):
        earlier = design.outcomes[:number]
        if any(outcome == o or outcome.name == o.name is not None for o in earlier):
            what = "there is such an outcome already"
            faults.append(Fault(("outcomes", number), what, "take one out"))
        for key, what, hint in _wrong_with(outcome, names, years):
            faults.append(Fault(("outcomes", number, key), what, hint))


def _wrong_with(
    outcome: Outcome, names: Sequence[str], years: float
) -> Iterator[tuple[str, str, str]]:
    """What is wrong with one outcome: the key, the fault and a hint."""
    keys = [m.key for m in MEASURES]
    if outcome.measure not in keys:
        what = f"there is no measure `{outcome.measure}`"
        yield "measure", what, did_you_mean(outcome.measure, keys)
    if outcome.arm is not None and outcome.arm not in names:
        yield "arm", f"there is no arm `{outcome.arm}`", did_you_mean(outcome.arm, names)
    if outcome.value == "difference" and outcome.arm in (None, names[0]) and len(names) == 1:
        what = "there is no other arm to take a difference from the base of"
        yield "value", what, "add `arms`, or write `value: level`"
    elif outcome.value == "difference" and outcome.arm == names[0]:
        what = "the base differs from itself by nothing"
        yield "arm", what, f"name another arm: {', '.join(names[1:])}"
    if outcome.years:
        first, last = outcome.years
        whole = max(1, int(years))
        if not 1 <= first <= last <= whole:
            what = f"`years` must go from a first to a last one, between 1 and {whole}"
            yield "years", what, ""


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
    has_size = method not in ("given", "fractional_factorial")
    too_many = method == "fractional_factorial" and len(factors) > MOST_FACTORS_OF_A_HALF
    near = 1 << ((size or 2).bit_length() - 1)
    checks: list[tuple[bool, str, str, str]] = [
        (has_size and size is None, "method", "`size` is missing",
         "the number of base samples (sobol, dgsm, fast), trajectories (morris) or points"),
        (not has_size and size is not None, "size", f"`{method}` has a size of its own",
         "take it out"),
        (method == "sobol" and bool(size and size & (size - 1)), "size",
         f"`size` must be a power of two for sobol, and {size} is not",
         f"such as {near} or {2 * near}"),
        (method == "fast" and 0 < (size or 0) < FEWEST_FOR_FAST, "size",
         f"fast needs a size of at least {FEWEST_FOR_FAST}", ""),
        (method == "morris" and bool(design.levels % 2), "levels", "`levels` must be even", ""),
        (method != "morris" and "levels" in design.model_fields_set, "levels",
         f"`{method}` has no levels", "take it out"),
        (design.second_order and method not in ("sobol", "fractional_factorial"), "second_order",
         f"`{method}` has no second order", "use `sobol`, or take it out"),
        ((method == "given") != (design.given is not None), "given" if design.given else "method",
         "`given` names the table of points for `method: given`", "write it, or take it out"),
        (too_many, "method",
         f"fractional_factorial takes up to {MOST_FACTORS_OF_A_HALF} factors", ""),
    ]  # fmt: skip
    faults += [Fault((key,), what, hint) for wrong, key, what, hint in checks if wrong]
