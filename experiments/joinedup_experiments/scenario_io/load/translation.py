"""From complaints about a file's values to problems with file, line and a hint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from itertools import takewhile
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from joinedup.scenario.arrangement import Arrangement
from joinedup.scenario.checks import complaints_about_assumptions
from joinedup.scenario.keys import Model, all_keys, bare, is_model, keys_at, kind_at, meaning_of
from joinedup.scenario.names import Complaint, Path
from joinedup.scenario.refusals import RefusedError, complaints_in, dotted
from joinedup.scenario.refusals import shortened as clipped
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.load.in_place import as_in_place
from joinedup_experiments.scenario_io.load.problems import (
    Problem,
    ScenarioError,
    Spot,
    closest,
    did_you_mean,
)
from joinedup_experiments.scenario_io.load.ways_out import is_taken, parted, way_out
from joinedup_experiments.scenario_io.load.yaml_tree import Node, at, spot_of

M = TypeVar("M", bound=BaseModel)
FOR_FILES = ("based_on", "worlds", "add", "posts")  # keys that only files have


def validated(
    root: type[M],
    values: Mapping[str, Any],
    tree: Node,
    files: Sequence[str] = ("",),
    in_place: bool = False,
) -> M:
    """What a file declares, made of its values; `ScenarioError` has every error and its line.

    ``tree`` is the file as read, ``files`` are the names in messages of the file and of what it is
    based on, and ``root`` declares the file as a whole. ``in_place`` says whether posts in messages
    are those of the whole place.
    """
    try:
        return root.model_validate(values, strict=True)
    except ValidationError as error:
        found = list(complaints_in(error, root))
        found += _names_beside(root, values, found)
        if in_place:
            found = [as_in_place(complaint, tree) for complaint in found]
        complaints, problems = _left_behind(found, tree, files)
    problems += _missing(complaints, tree, files, root)
    problems += [
        Problem(spot_of(tree, c.path), c.what, c.path, _hint(c, tree, root))
        for c in complaints
        if c.kind != "missing"
    ]
    raise ScenarioError(sorted(problems, key=lambda problem: problem.spot))


def first_complaint(error: ValueError) -> str:
    """What is the matter with an arrangement that was made, on a line."""
    if isinstance(error, ValidationError):
        error = RefusedError([*complaints_in(error, Arrangement)])
    return str(error).splitlines()[0]


def _names_beside(
    root: type[M], values: Mapping[str, Any], found: Sequence[Complaint]
) -> Iterator[Complaint]:
    """Names that mean nothing, which no one looks at while some value is no value at all.

    They are looked for in what is left less these values; what that leaves out is not complained
    of: other checks, phases, and teams that are there in ``values``.
    """
    left = deepcopy(dict(values))
    for path in (complaint.path for complaint in found if complaint.kind != "missing"):
        _take_out(left, tuple(takewhile(lambda key: isinstance(key, str), path)))
    if left == values:
        return
    there = str(values)
    try:
        root.model_validate(left, strict=True)
    except ValidationError as error:
        for one in complaints_in(error, root):
            if one.wrong and "phases" not in one.path and f"'{one.wrong}': " not in there:
                yield one


def _take_out(values: Any, path: Path) -> None:
    for key in path[:-1]:
        values = values.get(key) if isinstance(values, dict) else None
    if isinstance(values, dict) and path:
        values.pop(path[-1], None)


def _missing(
    complaints: Iterable[Complaint], tree: Node, files: Sequence[str], root: Model
) -> Iterator[Problem]:
    """What is missing, a problem for each place."""
    places: dict[tuple[Path, str], list[Path]] = {}
    for path in (complaint.path for complaint in complaints if complaint.kind == "missing"):
        key, holder = str(path[-1]), at(tree, path[:-1])
        if holder is not None and key in holder.removed:
            what = f"`{key}` is empty, which takes it out, and no scenario can be without it"
            yield Problem(holder.removed[key], what, path, "take the line out to inherit it")
        else:
            hint = _where_from(path, tree, len(files) > 1) if root is Scenario else ""
            places.setdefault((path[:-1], hint), []).append(path)
    for (above, hint), several in places.items():
        names, alone = " and ".join(f"`{path[-1]}`" for path in several), len(several) == 1
        what = f"{names} {'is' if alone else 'are'} missing"
        yield Problem(spot_of(tree, several[0]), what, several[0] if alone else above, hint)


def _where_from(path: Path, tree: Node, inherits: bool) -> str:
    """How a scenario comes by what is missing."""
    if len(path) == 1 or not inherits:
        return "write it, or start the file with `based_on: siloed_borough`"
    if path[0] != "teams":
        return ""
    team, teams = str(path[1]), at(tree, ("teams",))
    close = closest(team, [other for other in teams.value if other != team]) if teams else None
    meant = f"did you mean the team `{close}`? If not, " if close else ""
    return f"{meant}`{clipped(team)}` is not inherited, so it must say everything itself"


def _hint(complaint: Complaint, tree: Node, root: Model) -> str:
    path, _, advice, wrong, known, kind, _ = complaint
    node = at(tree, path)
    if advice:
        return _with_what_would_do(advice, node, path, root)
    if kind == "extra_forbidden":
        return _belongs(path, root)
    if known:
        spot = _teams_taken_out(tree).get(wrong)
        taken = f"it is taken out at {spot}: keep it there, or take it out here as well"
        return taken if spot else did_you_mean(wrong, known)
    if node is None:
        return ""
    if kind.endswith(("_type", "_from_float")):
        return way_out(node, path, root)
    return parted(node.value) if kind in ("too_short", "too_long") else ""


def _with_what_would_do(advice: str, node: Node | None, path: Path, root: Model) -> str:
    """Advice without a share that would not do."""
    before, mark, _ = advice.partition(": did you mean `")
    if not mark or node is None or not isinstance(node.value, int | float):
        return advice
    return advice if is_taken(advice, path, root) else before


def _belongs(path: Path, root: Model) -> str:
    """Where an unknown key belongs, or what it may have been meant to be."""
    key = str(path[-1])
    if key in FOR_FILES:
        return f"`{key}` can only stand at the top of a file"
    homes = [home[:-1] for home, _ in all_keys(root) if home[-1] == key]
    if not homes:
        inherits = FOR_FILES if root is Scenario and len(path) == 1 else ()
        return did_you_mean(key, (*keys_at(root, path[:-1]), *inherits))
    under = f"under `{'.'.join(map(str, homes[0])).replace('*', '<name>')}`"
    belongs = f"it belongs {'at the top of the file' if () in homes else under}"
    here = " or ".join(f"`{name}`" for name in _said_by(key, bare(kind_at(root, path[:-1]))))
    return f"did you mean {here}? If not, {belongs}" if here else belongs


def _said_by(word: str, block: Any) -> list[str]:
    """The keys of a block that mean what a word says, or have it for a part of theirs."""
    if not is_model(block):
        return []
    means = [name for name in block.model_fields if meaning_of(block, name).meaning == word]
    return means or [name for name in block.model_fields if f"_{word}_" in f"_{name}_"]


def _teams_taken_out(tree: Node) -> Mapping[str, Spot]:
    teams = at(tree, ("teams",))
    return teams.removed if teams else {}


def _left_behind(
    complaints: Iterable[Complaint], tree: Node, files: Sequence[str]
) -> tuple[list[Complaint], list[Problem]]:
    """Part references that dangle because a team was taken out from all other complaints.

    The file that took it out is at fault, not one of ``files`` below that refers to it: there is a
    problem for each team taken out, where it is taken out, with all that refers to it.
    """
    removed = _teams_taken_out(tree)
    others: list[Complaint] = []
    found: dict[str, list[Path]] = {}
    for complaint in complaints:
        spot, reference = removed.get(complaint.wrong), spot_of(tree, complaint.path)
        if spot is not None and files.index(reference.file) > files.index(spot.file):
            found.setdefault(complaint.wrong, []).append(complaint.path)
        else:
            others.append(complaint)
    return others, [_dangling(team, removed[team], paths, tree) for team, paths in found.items()]


def _dangling(team: str, spot: Spot, paths: Sequence[Path], tree: Node) -> Problem:
    """A team is taken out at ``spot``, and there are references to it below."""
    whose = ", ".join(f"`{dotted(path)}` ({spot_of(tree, path)})" for path in paths)
    what = f"team `{clipped(team)}` is taken out here, but what is inherited refers to it: {whose}"
    # A list is replaced whole, a key of a table can be left empty.
    keys: dict[bool, dict[str, None]] = {True: {}, False: {}}
    for path in paths:
        key = tuple(takewhile(lambda part: isinstance(part, str), path))
        keys[key == path][f"`{dotted(key)}`"] = None
    ways = [f"write {', '.join(keys[False])} without it"] if keys[False] else []
    ways += [f"leave {', '.join(keys[True])} empty"] if keys[True] else []
    return Problem(
        spot, what, ("teams", team), f"keep the team, or here as well {' and '.join(ways)}"
    )


def wrong_assumptions(
    assumptions: Mapping[str, Any], tree: Node, outside: Mapping[str, str] | None = None
) -> list[Problem]:
    """What is wrong with a file's assumptions, and with its reasons for some ``outside`` range."""
    problems = []
    for path, what, advice, *_ in complaints_about_assumptions(assumptions, outside):
        if advice.startswith("one of "):
            advice = did_you_mean(str(path[-1]), advice.removeprefix("one of ").split(", "))
        if not advice or "outside_range" in advice:
            about = _about_assumption(str(path[1]), at(tree, path))
            advice = f"{about}; {advice}" if advice else about
        problems.append(Problem(spot_of(tree, path), what, path, advice))
    return problems


def _about_assumption(key: str, node: Node | None) -> str:
    """What to do about an assumption that nothing looks like, or that is out of its range."""
    from joinedup.rules.collected import declared

    known = declared()
    if key not in known:
        close = closest(key.rpartition(".")[2], [name.rpartition(".")[2] for name in known])
        near = [name for name in known if close and name.endswith(f".{close}")]
        hint = f"did you mean `{near[0]}`? " if len(near) == 1 else ""
        return hint + "`joinedup parameters` lists them all"
    advice = f"`joinedup explain {key}` says what it is"
    value = node.value if node else None
    in_parts = known[key].unit.startswith(("share", "chance"))  # what people give in per cent
    if known[key].per or not in_parts or not isinstance(value, int | float):
        return advice
    low, high = known[key].bounds(float(known[key].default))
    meant = f"did you mean `{value / 100:.10g}`? "
    return meant + advice if high <= 1 and low <= value / 100 <= high else advice
