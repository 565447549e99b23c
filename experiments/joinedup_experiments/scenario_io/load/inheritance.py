"""`based_on`: one scenario laid over another, each value remembering the file it came from."""

from __future__ import annotations

from pathlib import Path

from joinedup.scenario.keys import keys_at
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.load.file_text import text_of
from joinedup_experiments.scenario_io.load.finding import base_of, shown
from joinedup_experiments.scenario_io.load.problems import Path as Keys
from joinedup_experiments.scenario_io.load.problems import Problem, ScenarioError, clipped, closest
from joinedup_experiments.scenario_io.load.tree import Node
from joinedup_experiments.scenario_io.load.yaml_tree import tree_of

LONGEST_CHAIN = 20

# Never inherited: `based_on` is followed, and a name and description belong to one scenario.
_FOLLOWED = frozenset({"based_on"})
_OF_ITS_OWN = frozenset({"based_on", "name", "about"})


def whole_tree(path: Path) -> tuple[Node, tuple[Path, ...]]:
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
        tree = tree_of(text_of(following, shown(following)), shown(following))
        following = _base(tree, following, files)
        trees.append(tree)
    problems: list[Problem] = []
    merged = Node(trees[0].spot, {})
    for tree in reversed(trees):
        left = _FOLLOWED if tree is trees[0] else _OF_ITS_OWN
        merged = _over(merged, _without(left, tree), (), problems)
    if problems:
        raise ScenarioError(problems)
    return merged, tuple(files)


def _base(tree: Node, asker: Path, files: list[Path]) -> Path | None:
    entry = tree.value.get("based_on")
    if entry is None:
        return None
    asked = entry.value
    if not isinstance(asked, str) or not asked:
        what = "`based_on` must name one scenario"
        hint = "write, for example, `based_on: siloed_borough`"
        raise ScenarioError(Problem(entry.spot, what, ("based_on",), hint))
    path = base_of(asked, asker, entry.spot)
    chain = [file.resolve() for file in files]
    if path.resolve() in chain:
        circle = [*files[chain.index(path.resolve()) :], path]
        what = "scenarios are based on each other in a circle: " if len(circle) > 2 else ""
        what = what or "this scenario is based on itself: "
        what += " → ".join(file.name for file in circle)
        hint = "one of them must stand on its own, or be based on a shipped scenario"
        raise ScenarioError(Problem(entry.spot, what, ("based_on",), hint))
    if len(files) >= LONGEST_CHAIN:
        what = f"more than {LONGEST_CHAIN} scenarios are based on one another"
        raise ScenarioError(Problem(entry.spot, what, ("based_on",)))
    return path


def _without(keys: frozenset[str], tree: Node) -> Node:
    return Node(tree.spot, {key: node for key, node in tree.value.items() if key not in keys})


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
    what = f"`{clipped(key)}` is empty, and nothing inherited is there to be removed"
    close = closest(key, [*there, *keys_at(Scenario, path[:-1])])
    meant = close is not None and close != key
    hint = f"did you mean `{close}`?" if meant else "give it a value, or take it out"
    return Problem(node.spot, what, path, hint)
