"""Reads a scenario: its file, what it is based on, and whether it holds.

`based_on` lays one scenario over another, each value remembering the file it came from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from joinedup.scenario.keys import keys_at
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.load.files import base_of, scenario_file, shown, text_of
from joinedup_experiments.scenario_io.load.problems import Path as Keys
from joinedup_experiments.scenario_io.load.problems import Problem, ScenarioError, clipped, closest
from joinedup_experiments.scenario_io.load.translation import validated, wrong_assumptions
from joinedup_experiments.scenario_io.load.tree import Node, plain, spot_of
from joinedup_experiments.scenario_io.load.yaml_tree import tree_of

LONGEST_CHAIN = 20
_OF_ITS_OWN = frozenset({"name", "about"})


@dataclass(frozen=True)
class Loaded:
    """A scenario and where it came from.

    ``files`` are the scenario's own file, then the one it is based on, and so on; ``tree`` is what
    they say, with the file and line of every part.
    """

    scenario: Scenario
    files: tuple[Path, ...]
    tree: Node

    def where(self, *path: str | int) -> str:
        """The file and line that a value came from: ``loaded.where("place", "residents")``."""
        return str(spot_of(self.tree, path))


def load_scenario(name_or_path: str | Path) -> Scenario:
    """The scenario alone: see `read_scenario`."""
    return read_scenario(name_or_path).scenario


def read_scenario(name_or_path: str | Path) -> Loaded:
    """Read a shipped scenario by its name, or any scenario by its path.

    Raises
    ------
    ScenarioError
        With everything found wrong: file, line, reason and suggestion.
    """
    tree, files = _whole_tree(scenario_file(name_or_path))
    name = clipped(files[0].stem.replace("_", " ")).capitalize()
    values: dict[str, Any] = {"name": name, **plain(tree)}
    problems: list[Problem] = []
    try:
        scenario = validated(Scenario, values, tree, [shown(file) for file in files])
    except ScenarioError as error:
        problems += error.problems
    refused = {problem.path[:2] for problem in problems}
    assumptions = values.get("assumptions")
    if isinstance(assumptions, Mapping):
        sound = {k: v for k, v in assumptions.items() if ("assumptions", k) not in refused}
        problems += wrong_assumptions(sound, tree)
    if problems:
        raise ScenarioError(sorted(problems, key=lambda problem: problem.spot))
    return Loaded(scenario, files, tree)


def _whole_tree(path: Path) -> tuple[Node, tuple[Path, ...]]:
    """A scenario with everything it inherits, and the files it came from, its own first.

    Raises
    ------
    ScenarioError
        When one of the files cannot be read, is not there, or is based on itself.
    """
    files: list[Path] = []
    trees: list[Node] = []
    following: Path | None = path
    while following is not None:
        files.append(following)
        trees.append(tree_of(text_of(following), shown(following)))
        following = _base(trees[-1].value.get("based_on"), files)
    problems: list[Problem] = []
    merged = Node(trees[0].spot, {})
    for tree in reversed(trees):
        left = {"based_on"} if tree is trees[0] else {"based_on", *_OF_ITS_OWN}
        own = {key: node for key, node in tree.value.items() if key not in left}
        merged = _over(merged, Node(tree.spot, own), (), problems)
    if problems:
        raise ScenarioError(problems)
    return merged, tuple(files)


def _base(entry: Node | None, files: list[Path]) -> Path | None:
    """What the last of ``files`` is based on."""
    if entry is None:
        return None

    def refused(what: str, hint: str = "") -> ScenarioError:
        return ScenarioError(Problem(entry.spot, what, ("based_on",), hint))

    if not isinstance(entry.value, str) or not entry.value:
        hint = "write, for example, `based_on: siloed_borough`"
        raise refused("`based_on` must name one scenario", hint)
    path = base_of(entry.value, files[-1], entry.spot)
    chain = [file.resolve() for file in files]
    if path.resolve() in chain:
        circle = [*files[chain.index(path.resolve()) :], path]
        what = "scenarios are based on each other in a circle: "
        what = what if len(circle) > 2 else "this scenario is based on itself: "
        hint = "one of them must stand on its own, or be based on a shipped scenario"
        raise refused(what + " → ".join(file.name for file in circle), hint)
    if len(files) >= LONGEST_CHAIN:
        raise refused(f"more than {LONGEST_CHAIN} scenarios are based on one another")
    return path


def _over(base: Node | None, upper: Node, path: Keys, problems: list[Problem]) -> Node:
    """``upper`` laid over ``base``: tables merge, anything else replaces, empty removes."""
    table = base if base and isinstance(base.value, dict) else Node(upper.spot, {})
    entries, removed = dict(table.value), dict(table.removed)
    for key, node in upper.value.items():
        here, inherited = (*path, key), entries.get(key)
        removed.pop(key, None)
        if isinstance(node.value, dict):
            entries[key] = _over(inherited, node, here, problems)
        elif node.value is not None:
            entries[key] = node
        elif inherited is not None:
            removed[key] = node.spot
            del entries[key]
        else:
            problems.append(_nothing_to_remove(node, here, list(entries)))
    return Node(upper.spot, entries, "", removed)


def _nothing_to_remove(node: Node, path: Keys, there: list[str]) -> Problem:
    key = str(path[-1])
    close = closest(key, [*there, *keys_at(Scenario, path[:-1])])
    hint = "give it a value, or take it out" if close in (None, key) else f"did you mean `{close}`?"
    what = f"`{clipped(key)}` is empty, and nothing inherited is there to be removed"
    return Problem(node.spot, what, path, hint)
