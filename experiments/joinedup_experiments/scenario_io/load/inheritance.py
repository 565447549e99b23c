"""`based_on`: one scenario laid over another, each value remembering the file it came from."""

from __future__ import annotations

from pathlib import Path

from joinedup_experiments.scenario_io.load.file_text import text_of
from joinedup_experiments.scenario_io.load.finding import base_of, shown
from joinedup_experiments.scenario_io.load.known_names import keys_at
from joinedup_experiments.scenario_io.load.problems import Path as Keys
from joinedup_experiments.scenario_io.load.problems import Problem, ScenarioError, clipped, closest
from joinedup_experiments.scenario_io.load.tree import Entry, Leaf, Node, Table
from joinedup_experiments.scenario_io.load.yaml_tree import tree_of

LONGEST_CHAIN = 20

# Never inherited: `based_on` is followed, and a name and description belong to one scenario.
_FOLLOWED = frozenset({"based_on"})
_OF_ITS_OWN = frozenset({"based_on", "name", "about"})


def whole_tree(path: Path) -> tuple[Table, tuple[Path, ...]]:
    """A scenario with everything it inherits, and the files it came from, its own first.

    Raises
    ------
    ScenarioError
        When one of the files cannot be read, is not there, or is based on itself.
    """
    files: list[Path] = []
    trees: list[Table] = []
    following: Path | None = path
    while following is not None:
        files.append(following)
        tree = tree_of(text_of(following, shown(following)), shown(following))
        following = _base(tree, following, files)
        trees.append(tree)
    problems: list[Problem] = []
    merged = Table(trees[0].spot, {})
    for tree in reversed(trees):
        left = _FOLLOWED if tree is trees[0] else _OF_ITS_OWN
        merged = _over(merged, _without(left, tree), (), problems)
    if problems:
        raise ScenarioError(problems)
    return merged, tuple(files)


def _base(tree: Table, asker: Path, files: list[Path]) -> Path | None:
    entry = tree.entries.get("based_on")
    if entry is None:
        return None
    asked = entry.value.value if isinstance(entry.value, Leaf) else None
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


def _without(keys: frozenset[str], tree: Table) -> Table:
    entries = {k: e for k, e in tree.entries.items() if k not in keys}
    return Table(tree.spot, entries, tree.removed)


def _over(base: Node | None, upper: Table, path: Keys, problems: list[Problem]) -> Table:
    """``upper`` laid over ``base``: tables merge, anything else replaces, empty removes."""
    entries = dict(base.entries) if isinstance(base, Table) else {}
    removed = dict(base.removed) if isinstance(base, Table) else {}
    for key, entry in upper.entries.items():
        here = (*path, key)
        inherited = entries.get(key)
        removed.pop(key, None)
        if isinstance(entry.value, Leaf) and entry.value.value is None:
            if inherited is None:
                what = f"`{clipped(key)}` is empty, and nothing inherited is there to be removed"
                close = closest(key, [*entries, *keys_at(path)])
                meant = close is not None and close != key
                hint = f"did you mean `{close}`?" if meant else "give it a value, or take it out"
                problems.append(Problem(entry.spot, what, here, hint))
            else:
                removed[key] = entry.spot
            entries.pop(key, None)
        elif isinstance(entry.value, Table):
            below = inherited.value if inherited else None
            entries[key] = Entry(entry.spot, _over(below, entry.value, here, problems))
        else:
            entries[key] = entry
    return Table(upper.spot, entries, removed)
