"""What a design varies, and everything in it that cannot be run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from joinedup.outcomes.measures import MEASURES
from joinedup.rules.collected import overridden
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.assumed import Outside, declared, parted
from joinedup_experiments.scenario_io.load.problems import did_you_mean
from joinedup_experiments.sweep import over_worlds
from joinedup_experiments.sweep.design import (
    ALL,
    DGSM_STEP,
    WITH_GROUPS,
    WORLDS,
    Design,
    Fault,
    Outcome,
)
from joinedup_experiments.sweep.factors import (
    Factor,
    keys_meant,
    parameter_factor,
)
from joinedup_experiments.sweep.levers import (
    lever_factor,
    set_twice,
    wrong_ends,
    wrong_shape,
    wrong_values,
)
from joinedup_experiments.sweep.priors import shape_of
from joinedup_experiments.sweep.shapes import Reach

MOST_CHOICES = {  # of methods that do not set every choice beside every other
    "fractional_factorial": "runs two",
    "morris": "sets only some of them side by side",
}


def factors_of(
    design: Design, scenarios: Mapping[str, Scenario], faults: list[Fault]
) -> list[Factor]:
    """Everything that varies in the arms, by name; what is wrong is added to ``faults``."""
    faults += _wrong_names(design)
    reaches = over_worlds.ranges_of(design)
    base = next(iter(scenarios.values()))
    kept = base.assumptions if design.method == WORLDS else design.assumptions
    factors = []
    for key in keys_meant(design.vary):
        fixed = design.vary == [ALL] and key in kept and not declared()[key].per
        fixed = fixed or (design.vary == [ALL] and key in design.assumptions)
        if fixed or parted(key)[0] not in declared():
            continue
        try:
            factors.append(_parameter(key, reaches.get(key), base.outside_range))
        except ValueError as error:
            what, _, hint = str(error).partition("; ")
            where = ("ranges", key) if key in design.ranges else ("vary",)
            faults.append(Fault(where, what, hint))
            # It stands in, so that what else names it is not refused too.
            factors.append(Factor(key, "parameter", 0.0, 1.0))
    parameters = [factor.key for factor in factors]
    for path, lever in design.levers.items():
        wrong = [*wrong_shape(path, lever, [*scenarios], parameters), *wrong_values(path, lever)]
        if not wrong:
            factors.append(lever_factor(path, lever, [*scenarios]))
            wrong = list(wrong_ends(factors[-1], scenarios))[:1]
        else:
            arms = tuple([*scenarios][1:])
            factors.append(Factor(path, "lever", 0.0, 1.0, arms=arms))
        faults += [Fault(("levers", path, *f.path), f.what, f.hint) for f in wrong]
    faults += () if faults else set_twice(factors, scenarios)
    if not factors and not faults:
        faults.append(Fault(("vary",), "nothing varies", "name parameters here, or `levers`"))
    return factors


def _wrong_names(design: Design) -> Iterator[Fault]:
    """Keys under `vary`, `ranges` and `assumptions` that mean nothing or each other."""
    keys = keys_meant(design.vary)
    plain = ["".join(pattern.split()) for pattern in design.vary]
    for number, pattern in enumerate(design.vary):
        if plain[number] in plain[:number]:
            yield Fault(("vary", number), f"`{pattern}` is named twice", "name it once")
        meant = keys_meant([pattern])
        if not meant or (meant == [pattern] and parted(pattern)[0] not in declared()):
            what = "there is no parameter" if meant else "no parameter that varies is called"
            wrong = f"{what} `{pattern}`"
            yield Fault(("vary", number), wrong, did_you_mean(pattern, [*declared()]))
    for key in design.ranges if isinstance(design.ranges, dict) else ():
        if key not in keys:
            what = f"`{key}` has a range but does not vary"
            yield Fault(("ranges", key), what, did_you_mean(key, keys[:400]))
    for key in design.assumptions:
        if key in keys and design.vary != [ALL]:
            what = f"`{key}` is fixed here but varies as well"
            yield Fault(("assumptions", key), what, "keep one of them")


def _parameter(key: str, given: Reach | None, outside: Outside) -> Factor:
    """A parameter's factor, over its declared range or the one given, which may go ``outside``.

    Raises ValueError with what is wrong, and a hint behind a semicolon.
    """
    name, cell = parted(key)
    d = declared()[name]
    asked = {end: getattr(given, end, None) for end in ("low", "high")}
    ends = {which: end for which, end in asked.items() if end is not None}
    factor = replace(parameter_factor(key), **ends)
    for end in ends.values():
        if factor.kind != "table":
            overridden({name: {cell: end} if cell else end}, outside)
        elif end < 0.0:
            raise ValueError(f"`{name}` is scaled by {end:g}, and nothing can be")
        elif name not in (outside or ()) and not d.low - 1e-9 <= end <= d.high + 1e-9:
            what = f"`{name}` is scaled by {end:g}, outside {d.low:g} to {d.high:g}"
            raise ValueError(f"{what}; to go beyond it, say why: `outside_range: {{{name}: why}}`")
    if not factor.low < factor.high:
        why = f"`{key}` cannot vary from {factor.low:g} to {factor.high:g}"
        raise ValueError(f"{why}; `low` must lie below `high`")
    shape = shape_of(key, given, factor.low, factor.high) if given else None
    return replace(factor, shape=shape)


def groups_of(design: Design, factors: Sequence[Factor], faults: list[Fault]) -> tuple[str, ...]:
    """The group of each factor, in their order, its own if it is in none; empty without groups."""
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
                    faults.append(Fault(where, f"`{key}` is in the group `{seen[key]}` already"))
                group[key] = name
    if not (design.groups or design.group_by_mechanism):
        return ()
    if design.method not in WITH_GROUPS:
        key = "groups" if design.groups else "group_by_mechanism"
        what = f"the method `{design.method}` knows no groups"
        faults.append(Fault((key,), what, "take them out, or use `morris` or `sobol`"))
    return tuple(group[f.key] for f in factors)


def faults_of_steps(design: Design, factors: Sequence[Factor]) -> Iterator[Fault]:
    """Choices and whole numbers of which a method shows nothing, or leaves some out."""
    step = f"{DGSM_STEP:.0%}"
    for factor in factors:
        what, many = "", len(factor.choices)
        if design.method == "dgsm" and many:
            what = f"has choices, and `dgsm` steps by {step} of a number"
        elif design.method == "dgsm" and factor.whole and DGSM_STEP * factor.low < 1.0:
            what = f"is a whole number below {1.0 / DGSM_STEP:g}, of which {step} is less than one"
        elif design.method in MOST_CHOICES and not factor.has_order:
            what = f"has {many} choices, and `{design.method}` {MOST_CHOICES[design.method]}"
        if what:
            hint = "use `sobol`, `latin_hypercube`, `delta` or `pawn`"
            hint = f"{hint[:4]}`morris`, {hint[4:]}" if factor.has_order else hint
            yield Fault(("levers", factor.key), f"`{factor.key}` {what}", hint)


def faults_of_outcomes(design: Design, scenarios: Mapping[str, Scenario]) -> Iterator[Fault]:
    """What is wrong with the outcomes."""
    years = next(iter(scenarios.values())).run.years
    if not design.outcomes:
        hint = f"for example `outcomes: [{{measure: {MEASURES[0].key}}}]`"
        yield Fault(("outcomes",), "there is no outcome to look at", hint)
    for number, outcome in enumerate(design.outcomes):
        earlier = design.outcomes[:number]
        if any(outcome == o or outcome.name == o.name is not None for o in earlier):
            what = "there is such an outcome already"
            same = any(outcome.model_copy(update={"name": o.name}) == o for o in earlier)
            hint = "take one out" if same else "give one of them another name"
            yield Fault(("outcomes", number), what, hint)
        for key, what, hint in _wrong_with(outcome, [*scenarios], years):
            yield Fault(("outcomes", number, key), what, hint)


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
    whole = max(1, int(years))
    if outcome.years and not 1 <= outcome.years[0] <= outcome.years[1] <= whole:
        yield "years", f"`years` must go from a first to a last one, between 1 and {whole}", ""


def faults_of_arms(scenarios: Mapping[str, Scenario], factors: Sequence[Factor]) -> Iterator[Fault]:
    """Arms that are the same at every point of the design."""
    varied = {name: [name in f.arms for f in factors if f.arms] for name in scenarios}
    for number, (name, scenario) in enumerate(scenarios.items()):
        for other in [*scenarios][:number]:
            if scenario == scenarios[other] and varied[name] == varied[other]:
                hint = "take it out, or let a lever vary in one of them with `arms`"
                yield Fault(("arms", number - 1), f"this arm is `{other}` again", hint)
                break
