"""Reads a design: its file, its arms, what varies; names the line on which a fault lies."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from joinedup.run import check_same_place
from joinedup.scenario.refusals import RefusedError
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.load import Problem, ScenarioError, read_scenario
from joinedup_experiments.scenario_io.load.files import base_of, shown, text_of
from joinedup_experiments.scenario_io.load.problems import Path as Keys
from joinedup_experiments.scenario_io.load.translation import validated, wrong_assumptions
from joinedup_experiments.scenario_io.load.tree import Node, plain, spot_of
from joinedup_experiments.scenario_io.load.yaml_tree import tree_of
from joinedup_experiments.sweep.checking import (
    faults_of_arms,
    faults_of_method,
    faults_of_outcomes,
    groups_of,
)
from joinedup_experiments.sweep.design import Design, Fault
from joinedup_experiments.sweep.factors import Factor
from joinedup_experiments.sweep.textbook_functions import TEXTBOOK
from joinedup_experiments.sweep.varying import factors_of


@dataclass(frozen=True)
class ReadDesign:
    """A design that can be run."""

    design: Design
    text: str
    names: tuple[str, ...]  # of the arms, the base first
    # Of the arms, in the design's place; none for a textbook function
    scenarios: tuple[Scenario, ...]
    factors: tuple[Factor, ...]
    groups: tuple[str, ...]  # per factor, the name of its group; empty without groups
    points: np.ndarray | None = None  # [points, factors] given from outside


def read_design(path: Path) -> ReadDesign:
    """Read a design file.

    Raises
    ------
    ScenarioError
        With everything found wrong: file, line, reason and suggestion.
    """
    text = text_of(path)
    tree = tree_of(text, shown(path), "design")
    values: dict[str, Any] = {"name": path.stem.replace("_", " "), **plain(tree)}
    design = validated(Design, values, tree)
    if design.function != "model":
        return _textbook(design, path, text, tree)
    arms = _arms(design, path, tree)
    names = _short_names(arms)
    scenarios = _in_this_place(design, [scenario for _, scenario in arms], tree)
    faults: list[Fault] = []
    factors = factors_of(design, names, scenarios, faults)
    groups = groups_of(design, factors, faults)
    faults_of_arms(names, scenarios, factors, faults)
    faults_of_outcomes(design, names, scenarios[0].run.years, faults)
    faults_of_method(design, factors, faults)
    _refuse(faults, tree)
    points = _given(design, path, factors, tree)
    return ReadDesign(design, text, tuple(names), tuple(scenarios), tuple(factors), groups, points)


def _textbook(design: Design, path: Path, text: str, tree: Node) -> ReadDesign:
    faults: list[Fault] = []
    for key in ("base", "arms", "levers", "outcomes", "place", "hospital", "groups"):
        if getattr(design, key):
            faults.append(Fault((key,), f"a textbook function has no `{key}`", "take it out"))
    factors = TEXTBOOK[design.function]
    faults_of_method(design, factors, faults)
    _refuse(faults, tree)
    points = _given(design, path, list(factors), tree)
    return ReadDesign(design, text, (design.function,), (), factors, (), points)


def _refuse(faults: list[Fault], tree: Node) -> None:
    problems = [Problem(spot_of(tree, f.path), f.what, f.path, f.hint) for f in faults]
    if problems:
        raise ScenarioError(sorted(problems, key=lambda problem: problem.spot))


def _arms(design: Design, file: Path, tree: Node) -> list[tuple[str, Scenario]]:
    """Each arm's file name and scenario, the base first."""
    if design.base is None:
        what = "`base` is missing: the scenario that the arms are compared with"
        raise ScenarioError(Problem(spot_of(tree, ()), what, (), "write `base: siloed_borough`"))
    asked: list[tuple[Keys, str]] = [(("base",), design.base)]
    asked += [(("arms", number), name) for number, name in enumerate(design.arms)]
    problems: list[Problem] = []
    arms: list[tuple[str, Scenario]] = []
    for keys, name in asked:
        spot = spot_of(tree, keys)
        try:
            loaded = read_scenario(base_of(name, file, spot))
            arms.append((loaded.files[0].stem, loaded.scenario))
            check_same_place(arms[0][1], loaded.scenario)
        except ScenarioError as error:
            problems += [
                Problem(p.spot, p.what, keys if p.path == ("based_on",) else p.path, p.hint)
                for p in error.problems
            ]
        except ValueError as error:
            problems.append(Problem(spot, str(error), keys))
    if problems:
        raise ScenarioError(problems)
    return arms


def _short_names(arms: list[tuple[str, Scenario]]) -> list[str]:
    names: list[str] = []
    for stem, _ in arms:
        number, free = 2, stem
        while free in names:
            number, free = number + 1, f"{stem}-{number}"
        names.append(free)
    return names


def _in_this_place(design: Design, arms: list[Scenario], tree: Node) -> list[Scenario]:
    """The arms with the design's place, hospital, time and assumptions in them."""
    problems = wrong_assumptions(design.assumptions, tree)
    parts = {"place": design.place, "hospital": design.hospital, "run": design.run}
    changes: dict[str, Any] = {
        f"{name}.{key}": getattr(part, key)
        for name, part in parts.items()
        for key in (part.model_fields_set if part else ())
        if getattr(part, key) is not None
    }
    if design.assumptions:
        changes["assumptions"] = design.assumptions
    placed: list[Scenario] = []
    for arm in arms if not problems else ():
        try:
            changes |= {"run": placed[0].run} if placed else {}
            placed.append(arm.with_(changes))
        except RefusedError as error:
            problems += [Problem(spot_of(tree, c.path), c.what, c.path) for c in error.complaints]
    if problems:
        raise ScenarioError(problems)
    return placed


def _given(design: Design, file: Path, factors: list[Factor], tree: Node) -> np.ndarray | None:
    if design.method != "given" or design.given is None:
        return None
    from joinedup_experiments.sweep.sample import PointsError, read_points

    try:
        return read_points(file.parent / design.given, factors)
    except PointsError as error:
        raise ScenarioError(Problem(spot_of(tree, ("given",)), str(error), ("given",))) from None
