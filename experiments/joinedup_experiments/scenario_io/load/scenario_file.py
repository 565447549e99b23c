"""A scenario file: read with what it is based on, checked, written out whole, and hashed."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from joinedup.scenario.keys import keys_at
from joinedup.scenario.names import Path as Keys
from joinedup.scenario.scenario import Scenario
from joinedup.scenario.twins import TWINS, twins
from joinedup_experiments.scenario_io.load.blocks import asked, fragment
from joinedup_experiments.scenario_io.load.files import (
    base_of,
    file_called,
    scenario_file,
    shown,
    text_of,
)
from joinedup_experiments.scenario_io.load.in_place import (
    counted_in_place,
    for_30000,
    residents_of,
)
from joinedup_experiments.scenario_io.load.problems import (
    Problem,
    ScenarioError,
    Spot,
    clipped,
    closest,
)
from joinedup_experiments.scenario_io.load.translation import (
    FOR_FILES,
    validated,
    wrong_assumptions,
)
from joinedup_experiments.scenario_io.load.yaml_tree import Node, plain, tree_of

LONGEST_CHAIN = 20


@dataclass(frozen=True)
class Loaded:
    """A scenario and where it came from.

    ``files`` are the scenario's own file, then the one it is based on, and so on; ``tree`` is what
    they say, with the file and line of every part. ``name`` is short; a ``NAME:TWIN`` has the
    files and the tree of what it is a twin of. ``worlds`` is the table of the place's own plausible
    worlds; None where it has England's.
    """

    scenario: Scenario
    files: tuple[Path, ...]
    tree: Node
    name: str
    worlds: Path | None = None


def load_scenario(name_or_path: str | Path) -> Scenario:
    """The scenario alone: see `read_scenario`.

    >>> load_scenario("siloed_borough").place.residents
    30000
    """
    return read_scenario(name_or_path).scenario


def read_scenario(name_or_path: str | Path) -> Loaded:
    """Read a shipped scenario by its name, or any by its path; ``NAME:TWIN`` is a twin of it.

    `ScenarioError` has everything found wrong: file, line, reason and suggestion.

    >>> read_scenario("case_management:capacity_only").scenario.name
    'Case management: capacity alone'
    """
    asked = str(name_or_path)
    of, _, kind = asked.rpartition(":")
    meant = file_called(of) or closest(kind, list(TWINS))  # one of the two may be misspelt
    if of and meant and not file_called(asked):
        return _twin(read_scenario(of), kind)
    tree, files, worlds = _whole_tree(scenario_file(name_or_path))
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
    return Loaded(scenario, files, tree, files[0].stem, worlds)


def _twin(of: Loaded, kind: str) -> Loaded:
    made = twins(of.scenario)
    if kind not in made:
        adds = "no post" if made else "neither staff nor money"
        why = f": {of.scenario.name} adds {adds}" if kind in TWINS or not made else ""
        close = closest(kind, list(made)) if kind not in TWINS else None
        hint = f"did you mean `{of.name}:{close}`?" if close else ""
        if made and not close:
            hint = f"it has {' and '.join(f'`{of.name}:{one}`' for one in made)}"
        what = f"there is no twin `{clipped(kind)}`{why}"
        raise ScenarioError(Problem(Spot(shown(of.files[0])), what, (), hint))
    return replace(of, scenario=made[kind], name=f"{of.name}_{kind}")


def _whole_tree(path: Path) -> tuple[Node, tuple[Path, ...], Path | None]:
    """A scenario with everything it inherits, the files it came from, its own first, and worlds."""
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
        # A name and a description belong to one scenario.
        left = FOR_FILES if tree is trees[0] else (*FOR_FILES, "name", "about")
        own = {key: node for key, node in tree.value.items() if key not in left}
        if counted_in_place(tree, problems):
            whole = _over(merged, Node(tree.spot, own), (), [])
            own = for_30000(Node(tree.spot, own), residents_of(whole)).value
        if "add" in tree.value:  # of this place, and under what the file says of the arrangement
            after = {key: own.pop(key) for key in ("arrangement",) if key in own}
            merged = _over(merged, Node(tree.spot, own), (), problems)
            for one in asked(tree.value["add"], problems):
                merged = _over(merged, fragment(merged, one, problems), (), problems)
            own = after
        merged = _over(merged, Node(tree.spot, own), (), problems)
    if problems:
        raise ScenarioError(problems)
    named = ((f, t.value["worlds"]) for f, t in zip(files, trees, strict=True)
             if "worlds" in t.value)  # fmt: skip
    return merged, tuple(files), next((_worlds(file, node) for file, node in named), None)


def _worlds(file: Path, entry: Node) -> Path:
    """The table of plausible worlds that a scenario file names, beside it."""
    asked = entry.value if isinstance(entry.value, str) else ""
    table = file.parent / asked
    if table.suffix == ".csv" and table.is_file():
        return table
    what = f"`worlds` must name a table that is there: no file `{clipped(str(table), 200)}`"
    hint = "`joinedup fit` writes it beside the fitted place: keep the two together"
    raise ScenarioError(Problem(entry.spot, what, ("worlds",), hint))


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
            close = closest(key, [*entries, *keys_at(Scenario, path)])
            unlike = close in (None, key)
            hint = "give it a value, or take it out" if unlike else f"did you mean `{close}`?"
            what = f"`{clipped(key)}` is empty, and nothing inherited is there to be removed"
            problems.append(Problem(node.spot, what, here, hint))
    return Node(upper.spot, entries, "", removed)


def written_out(scenario: Scenario) -> str:
    """YAML that needs no other file and reads back as the same scenario."""
    return yaml_text(scenario.model_dump(exclude_none=True))


def yaml_text(values: dict[str, Any]) -> str:
    """YAML of plain values, laid out as scenarios are."""
    writer = YAML(typ="rt", pure=True)
    writer.width = 100
    writer.indent(mapping=2, sequence=4, offset=2)
    text = io.StringIO()
    writer.dump(_laid_out(values), text)
    return text.getvalue()


def _laid_out(value: Any) -> Any:
    """The same value; a table of numbers, and a list of what is no table or list, on one line."""
    made: Any = value
    if isinstance(value, dict):
        made = CommentedMap((key, _laid_out(item)) for key, item in value.items())
        if not any(isinstance(item, dict | list | str) for item in value.values()):
            made.fa.set_flow_style()
    elif isinstance(value, list):
        made = CommentedSeq(map(_laid_out, value))
        if not any(isinstance(item, dict | list) for item in value):
            made.fa.set_flow_style()
    return made


def scenario_hash(scenario: Scenario) -> str:
    """The SHA-256 of what the scenario says: the same whatever the order of keys or comments."""
    values = scenario.model_dump(exclude_none=True)
    canonical = json.dumps(values, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
