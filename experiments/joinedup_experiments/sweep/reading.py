"""Reads a design: its file, its arms, what varies; names the line on which a fault lies."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from joinedup.engine.sources import sources_digest
from joinedup.outcomes.measures import MEASURES, measure
from joinedup.rules.collected import outside_range
from joinedup.run import check_same_place
from joinedup.scenario.refusals import RefusedError
from joinedup.scenario.scenario import Scenario
from joinedup.scenario.twins import TWINS
from joinedup_experiments.compare.arms import numbered, plain_name, warnings_of
from joinedup_experiments.compare.room import free_bytes
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.display.numbers import counted
from joinedup_experiments.scenario_io.load import Loaded, Problem, ScenarioError, read_scenario
from joinedup_experiments.scenario_io.load.files import base_of, shown, text_of
from joinedup_experiments.scenario_io.load.problems import Path as Keys
from joinedup_experiments.scenario_io.load.translation import validated, wrong_assumptions
from joinedup_experiments.scenario_io.load.yaml_tree import Node, plain, spot_of, tree_of
from joinedup_experiments.scenario_io.scenario_warnings import runs_otherwise
from joinedup_experiments.sweep import checking, over_worlds
from joinedup_experiments.sweep.design import (
    WORLDS,
    Design,
    Fault,
    fault_of_size,
    faults_of_method,
    points_of_a_unit,
    sampled,
)
from joinedup_experiments.sweep.given_points import read_points
from joinedup_experiments.sweep.plan import Outcome, Plan
from joinedup_experiments.sweep.priors import faults_of_priors

TAKES_SECONDS = 2_000_000  # numbers to draw
NO_TWINS = "a design takes no twins, which `joinedup compare` makes: name scenarios"
SENSITIVITY, DISCOVERY = "sensitivity analysis", "scenario discovery"


def read_design(path: Path) -> Plan:
    """Read a design file, and settle its points and outcomes.

    Raises `ScenarioError` with everything found wrong: file, line, reason and suggestion.
    """
    text = text_of(path)
    tree = tree_of(text, shown(path), "design")
    values: dict[str, Any] = {"name": path.stem.replace("_", " "), **plain(tree)}
    design = validated(Design, values, tree)
    faults: list[Fault] = []
    loaded = _arms(design, path, tree)
    scenarios = _in_this_place(design, {n: one.scenario for n, one in loaded.items()}, tree)
    factors = checking.factors_of(design, scenarios, faults)
    groups = checking.groups_of(design, factors, faults)
    faults += checking.faults_of_arms(scenarios, factors)
    faults += checking.faults_of_outcomes(design, scenarios)
    faults += _of_two_arms(design, loaded)
    faults += [*faults_of_method(design, len(factors)), *over_worlds.faults_of_worlds(design)]
    faults += [
        *over_worlds.fault_of_one_world(design, next(iter(scenarios.values()))),
        *checking.faults_of_steps(design, factors),
        *faults_of_priors(design, factors),
        *fault_of_size(design, len(factors), free_bytes()),
    ]
    if not faults and design.given is not None:
        try:
            given = path.parent / design.given
            points = read_points(given, factors, once=design.common_random_numbers)
        except InputError as error:
            faults.append(Fault(("given",), str(error)))
    problems = [Problem(spot_of(tree, f.path), f.what, f.path, f.hint) for f in faults]
    if problems:
        raise ScenarioError(sorted(problems, key=lambda problem: problem.spot))
    if design.given is None:
        many = (design.size or 0) * points_of_a_unit(design, len(factors))
        if many * len(factors) > TAKES_SECONDS:
            print(f"Drawing {counted(many, 'point')} ...", file=sys.stderr, flush=True)
        pick = over_worlds.points_of if design.method == WORLDS else sampled
        points = pick(design, factors, groups)
    names, arms, outcomes = [*scenarios], tuple(scenarios.values()), _outcomes(design, [*scenarios])
    measures: dict[str, str] = {one.key: one.combine for one in MEASURES}
    settled = (tuple(factors), groups, points, tuple(outcomes), measures)
    notes = tuple(_notes(design, loaded, scenarios))
    plan = Plan(design, tuple(names), arms, *settled, sources_digest(), text, notes=notes)
    # Written into the design, so that a later version of the plan makes the same tasks.
    size = {"runs_in_a_task": plan.runs_in_a_task}
    return replace(plan, design=design.model_copy(update=size))


def too_few_for(plan: Plan) -> dict[str, int]:
    """The analyses for which a design has too few points, by name, and how many each takes."""
    from joinedup_experiments.sweep.discovery import rules
    from joinedup_experiments.sweep.sensitivity import methods

    needs = {SENSITIVITY: methods.FEWEST_POINTS} if plan.design.method in methods.ANY_POINTS else {}
    needs[DISCOVERY] = rules.FEWEST_POINTS
    return {what: few for what, few in needs.items() if len(plan.points) < few}


def too_small(plan: Plan) -> str:
    """For what a design of any points has too few of them; empty where they do."""
    from joinedup_experiments.sweep.sensitivity import methods

    short = [f"{what} (it takes {few})" for what, few in too_few_for(plan).items()]
    if not short or plan.design.method not in methods.ANY_POINTS:
        return ""
    return f"{len(plan.points)} {plan.design.points_are}: too few for {' and '.join(short)}"


def _arms(design: Design, file: Path, tree: Node) -> dict[str, Loaded]:
    """Each arm by a short name, the base first."""
    asked: dict[Keys, str] = {("base",): design.base}
    asked |= {("arms", number): name for number, name in enumerate(design.arms)}
    problems: list[Problem] = []
    arms: list[Loaded] = []
    for keys, path in asked.items():
        spot = spot_of(tree, keys)
        try:
            arms.append(read_scenario(base_of(path, file, spot)))
            for other in arms:
                check_same_place(other.scenario, arms[-1].scenario)
        except ScenarioError as error:
            problems += [
                Problem(
                    p.spot,
                    p.what,
                    keys if p.path == ("based_on",) else p.path,
                    NO_TWINS if path.partition(":")[2] in TWINS else p.hint,
                )
                for p in error.problems
            ]
        except ValueError as error:
            problems.append(Problem(spot, str(error), keys))
    if problems:
        raise ScenarioError(problems)
    stems = [one.files[0].stem for one in arms]
    return dict(zip(numbered(stems, stems), arms, strict=True))


def _of_two_arms(design: Design, loaded: Mapping[str, Loaded]) -> Iterator[Fault]:
    """Names of arms that are those of several files."""
    named: list[tuple[Keys, str | None]] = [
        (("outcomes", n, "arm"), one.arm) for n, one in enumerate(design.outcomes)
    ]
    for path, lever in design.levers.items():
        named += [(("levers", path, "arms", n), arm) for n, arm in enumerate(lever.arms or ())]
    asked = zip((design.base, *design.arms), loaded.values(), strict=True)
    files = [(one.files[0].stem, file) for file, one in asked]
    for keys, arm in named:
        fit = [file for stem, file in files if stem == arm]
        if len(fit) > 1:
            what = f"`{arm}` may be {' or '.join(fit)}"
            yield Fault(keys, what, "give one of the files another name")


def _in_this_place(design: Design, arms: dict[str, Scenario], tree: Node) -> dict[str, Scenario]:
    """The arms with the design's place, hospital, time and assumptions in them."""
    outside = {**(next(iter(arms.values())).outside_range or {}), **(design.outside_range or {})}
    problems = wrong_assumptions(design.assumptions, tree, outside)
    parts = {"place": design.place, "hospital": design.hospital, "run": design.run}
    changes: dict[str, Any] = {
        f"{name}.{key}": getattr(part, key)
        for name, part in parts.items()
        for key in (part.model_fields_set if part else ())
        if getattr(part, key) is not None
    }
    if design.assumptions:
        changes["assumptions"] = design.assumptions
    if outside:
        changes["outside_range"] = outside
    placed: dict[str, Scenario] = {}
    for name, arm in arms.items() if not problems else ():
        try:
            placed[name] = arm.with_(changes)
            changes["run"] = placed[name].run
        except RefusedError as error:
            problems += [Problem(spot_of(tree, c.path), c.what, c.path) for c in error.complaints]
    if problems:
        raise ScenarioError(problems)
    return placed


def _notes(
    design: Design, loaded: Mapping[str, Loaded], placed: Mapping[str, Scenario]
) -> Iterator[str]:
    """What is sound in the arms and hardly meant, but for values outside their ranges."""
    own = []
    for name, one in loaded.items():
        outside = outside_range(one.scenario.assumptions, one.scenario.outside_range).values()
        yield from (f"{name}: {note}" for note in one.notes if note not in outside)
        run = {key: value for key, value in design.run if value is not None}
        own.append(one.scenario.with_({"run": run}) if run else one.scenario)
    yield from runs_otherwise([*loaded], own)
    yield from warnings_of([*placed], [*placed.values()])


def _outcomes(design: Design, names: Sequence[str]) -> list[Outcome]:
    """The outcomes of a design that has been checked."""
    outcomes: list[Outcome] = []
    called: list[str] = []
    for asked in design.outcomes:
        m = measure(asked.measure)
        arm = asked.arm or names[min(1, len(names) - 1)]
        is_level = asked.value == "level" or (asked.value is None and arm == names[0])
        base = "" if is_level else names[0]
        first, last = asked.years or (1, 0)
        suffix = f"{arm} less {base}" if base else arm
        suffix += f", years {first} to {last}" if last else ""
        label = asked.name or f"{m.label}, {suffix}"
        named = re.search(r"\w", asked.name or "") and asked.name
        called.append(key := named or f"{m.key} {suffix}")
        months = (12 * (first - 1) + 1, 12 * last)
        outcomes.append(Outcome(key, label, m.unit, m.key, arm, base, *months, combine=m.combine))
    keys = numbered(called, [plain_name(one.replace("-", "_")) for one in called], "_")
    return [replace(one, key=key) for one, key in zip(outcomes, keys, strict=True)]
