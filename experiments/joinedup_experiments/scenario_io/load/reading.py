"""Reads a scenario: its file, what it inherits, and whether it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.load.assumptions import wrong_assumptions
from joinedup_experiments.scenario_io.load.finding import scenario_file, shown
from joinedup_experiments.scenario_io.load.inheritance import whole_tree
from joinedup_experiments.scenario_io.load.problems import Problem, ScenarioError, clipped
from joinedup_experiments.scenario_io.load.translation import translated
from joinedup_experiments.scenario_io.load.tree import Node, plain, spot_of


@dataclass(frozen=True)
class Loaded:
    """A scenario and where it came from.

    Parameters
    ----------
    scenario
        What the files say, validated.
    files
        The scenario's own file, then the one it is based on, and so on.
    tree
        What the files say, with the file and line of every part.
    """

    scenario: Scenario
    files: tuple[Path, ...]
    tree: Node

    def where(self, *path: str | int) -> str:
        """The file and line that a value came from: ``loaded.where("place", "residents")``."""
        return str(spot_of(self.tree, path))


def read_scenario(name_or_path: str | Path) -> Loaded:
    """Read a shipped scenario by its name, or any scenario by its path.

    Raises
    ------
    ScenarioError
        With everything found wrong: file, line, reason and suggestion.
    """
    tree, files = whole_tree(scenario_file(name_or_path))
    values: dict[str, Any] = {"name": _name_from(files[0]), **plain(tree)}
    problems: list[Problem] = []
    scenario = None
    try:
        scenario = Scenario.model_validate(values, strict=True)
    except ValidationError as error:
        problems = translated(error, tree, [shown(file) for file in files])
    refused = {problem.path[:2] for problem in problems}
    assumptions = values.get("assumptions")
    if isinstance(assumptions, Mapping):
        sound = {k: v for k, v in assumptions.items() if ("assumptions", k) not in refused}
        problems += wrong_assumptions(sound, tree)
    if problems or scenario is None:
        raise ScenarioError(sorted(problems, key=lambda problem: problem.spot))
    return Loaded(scenario, files, tree)


def _name_from(file: Path) -> str:
    """What a scenario is called that gives itself no name."""
    return clipped(file.stem.replace("_", " ")).capitalize()


def load_scenario(name_or_path: str | Path) -> Scenario:
    """The scenario alone: see `read_scenario`."""
    return read_scenario(name_or_path).scenario
