"""A scenario file: read with what it is based on, checked, written out whole, and hashed."""

from __future__ import annotations

import hashlib
import io
import json
import shlex
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from joinedup.scenario.names import Path as Keys
from joinedup.scenario.scenario import Scenario
from joinedup.scenario.twins import TWINS, twins
from joinedup_experiments.scenario_io.load.blocks import COST, blocks
from joinedup_experiments.scenario_io.load.files import file_called, scenario_file, shown
from joinedup_experiments.scenario_io.load.inheriting import whole_of
from joinedup_experiments.scenario_io.load.problems import (
    Problem,
    ScenarioError,
    Spot,
    clipped,
    closest,
)
from joinedup_experiments.scenario_io.load.translation import (
    first_complaint,
    validated,
    wrong_assumptions,
)
from joinedup_experiments.scenario_io.load.yaml_tree import Node, plain

OF_OTHERS = {  # what files of other commands always have: what they are, and the command
    ("base", "method"): ("a sweep's design", "sweep"),
    ("questionnaire", "sites"): ("a readiness form", "readiness"),
}
ODD_ENDS = ("\x85", "\u2028", "\u2029")  # of lines


@dataclass(frozen=True)
class Loaded:
    """A scenario and where it came from.

    ``files`` are the scenario's own file, then the one it is based on, and so on; ``tree`` is what
    they say, with the file and line of every part. ``name`` is short; a ``NAME:TWIN`` has the
    files and the tree of what it is a twin of. ``worlds`` is the table of the place's own plausible
    worlds; None where it has England's. ``in_place``, ``added`` and ``notes`` are `Whole`'s.
    ``twin_of`` is what it is a twin of, and ``twin`` which.
    """

    scenario: Scenario
    files: tuple[Path, ...]
    tree: Node
    name: str
    worlds: Path | None = None
    in_place: bool = False
    added: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    twin_of: Loaded | None = None
    twin: str = ""

    def changed(self, change: Callable[[Scenario], Scenario]) -> Scenario:
        """The scenario with a change made; a twin is that of the changed proposal.

        A twin's posts follow from its proposal's years and money. `ScenarioError` where the
        changed proposal has no such twin.
        """
        if self.twin_of is None:
            return change(self.scenario)
        proposal = replace(self.twin_of, scenario=self.twin_of.changed(change))
        return _twin(proposal, self.twin).scenario


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
    whole = whole_of(scenario_file(name_or_path))
    tree, files = whole.tree, whole.files
    _refuse_others(plain(tree), shown(files[0]))
    name = clipped(files[0].stem.replace("_", " ")).capitalize()
    values: dict[str, Any] = {"name": name, **plain(tree)}
    problems = list(whole.problems)
    try:
        named = [shown(file) for file in files]
        scenario = validated(Scenario, values, tree, named, whole.in_place)
    except ScenarioError as error:
        problems += [one for one in error.problems if not problems or not _of_blocks(one)]
    refused = {problem.path[:2] for problem in problems}
    parts = ("assumptions", "outside_range")
    sound, outside = (_less(values.get(key), key, refused) for key in parts)
    problems += wrong_assumptions(sound, tree, outside)
    if problems:
        raise ScenarioError(sorted(problems, key=lambda problem: problem.spot))
    read = (whole.in_place, tuple(whole.added), (*whole.notes, *_outside(scenario)))
    return Loaded(scenario, files, tree, files[0].stem, whole.worlds, *read)


def _refuse_others(values: Mapping[str, Any], file: str) -> None:
    """Refuse a file that is for another command."""
    for keys, (what, command) in OF_OTHERS.items():
        if all(key in values for key in keys):
            typed = f"it is for: {shlex.join(['joinedup', command, file])}"
            raise ScenarioError(Problem(Spot(file), f"this is {what}, no scenario", (), typed))


def _less(given: Any, key: str, refused: Collection[Keys]) -> dict[str, Any]:
    """A table's entries, less those that were refused already."""
    table = given if isinstance(given, Mapping) else {}
    return {name: value for name, value in table.items() if (key, name) not in refused}


def _outside(scenario: Scenario) -> Iterable[str]:
    if not scenario.outside_range:
        return ()
    from joinedup.rules.collected import outside_range  # reading it takes longer than a scenario

    found = outside_range(scenario.assumptions, scenario.outside_range)
    idle = [f"{key} has a reason under outside_range, and is not outside its range"
            for key in scenario.outside_range if key not in found]  # fmt: skip
    return [*found.values(), *idle]


def _of_blocks(problem: Problem) -> bool:
    """Whether it may come of a block that is not there: a phase, or a team that blocks bring."""
    new = (
        f"`{team}`" for one in blocks().values() for team in one.arrangement.get("new_teams", ())
    )
    return problem.path[:2] == ("arrangement", "phases") or any(n in problem.what for n in new)


def _twin(of: Loaded, kind: str) -> Loaded:
    try:
        made = twins(of.scenario)
    except ValueError as error:  # more posts than can be, or fewer than none
        what = f"{of.scenario.name} has no twins: {first_complaint(error)}"
        raise ScenarioError(Problem(Spot(shown(of.files[0])), what)) from error
    if kind not in made:
        adds = "no post" if made else "neither staff nor money"
        adds += ", or more than a twin can have"
        why = f": {of.scenario.name} adds {adds}" if kind in TWINS or not made else ""
        close = closest(kind, list(made)) if kind not in TWINS else None
        hint = f"did you mean `{of.name}:{close}`?" if close else ""
        if made and not close:
            hint = f"it has {' and '.join(f'`{of.name}:{one}`' for one in made)}"
        what = f"there is no twin `{clipped(kind)}`{why}"
        raise ScenarioError(Problem(Spot(shown(of.files[0])), what, (), hint))
    notes = tuple(note for note in of.notes if COST not in note)  # no twin has such a cost
    name = f"{of.name}_{kind}"
    return replace(of, scenario=made[kind], name=name, notes=notes, twin_of=of, twin=kind)


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
    """The same value; a table of numbers, and a list of what is no table or list, on one line.

    Ends of lines that are not those of a file are escaped: as they are, they would read as blanks.
    """
    made: Any = value
    if isinstance(value, str) and any(end in value for end in ODD_ENDS):
        made = DoubleQuotedScalarString(value)
    elif isinstance(value, dict):
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
