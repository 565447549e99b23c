"""From complaints about a file's values to problems with file, line and a hint."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import ValidationError

from joinedup.scenario.keys import Model, all_keys, keys_at
from joinedup.scenario.names import Complaint
from joinedup.scenario.refusals import complaints_in
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.load.problems import (
    Path,
    Problem,
    clipped,
    closest,
    did_you_mean,
)
from joinedup_experiments.scenario_io.load.removals import left_behind, taken_out_nearby
from joinedup_experiments.scenario_io.load.tree import Node, at, spot_of
from joinedup_experiments.scenario_io.load.ways_out import parted, way_out


def translated(
    error: ValidationError, tree: Node, files: Sequence[str], root: Model = Scenario
) -> list[Problem]:
    """Every error of validation as a problem, in the order of the lines.

    ``tree`` is the file as read, ``files`` are the names in messages of the file and of what it is
    based on, and ``root`` declares the file as a whole, when it is not a scenario.
    """
    complaints, problems = left_behind(complaints_in(error, root), tree, files)
    problems += _missing([c for c in complaints if c.kind == "missing"], tree, files, root)
    problems += [
        Problem(spot_of(tree, c.path), c.what, c.path, _hint(c, tree, root))
        for c in complaints
        if c.kind != "missing"
    ]
    return sorted(problems, key=lambda problem: problem.spot)


def _missing(
    complaints: Sequence[Complaint], tree: Node, files: Sequence[str], root: Model
) -> Iterator[Problem]:
    """What is missing, a problem for each place."""
    places: dict[tuple[Path, str], list[Path]] = {}
    for path in (complaint.path for complaint in complaints):
        key, holder = str(path[-1]), at(tree, path[:-1])
        if holder is not None and key in holder.removed:
            what = f"`{key}` is empty, which takes it out, and no scenario can be without it"
            yield Problem(holder.removed[key], what, path, "take the line out to inherit it")
            continue
        hint = _where_from(path, tree, len(files) > 1) if root is Scenario else ""
        places.setdefault((path[:-1], hint), []).append(path)
    for (above, hint), several in places.items():
        names = " and ".join(f"`{path[-1]}`" for path in several)
        what = f"{names} {'is' if len(several) == 1 else 'are'} missing"
        path = several[0] if len(several) == 1 else above
        yield Problem(spot_of(tree, several[0]), what, path, hint)


def _where_from(path: Path, tree: Node, inherits: bool) -> str:
    """How a scenario comes by what is missing."""
    if len(path) == 1 or not inherits:
        return "write it, or start the file with `based_on: siloed_borough`"
    if path[0] != "teams":
        return ""
    teams = at(tree, ("teams",))
    others = [team for team in teams.value if team != path[1]] if teams else []
    close = closest(str(path[1]), others)
    meant = f"did you mean the team `{close}`? If not, " if close else ""
    return f"{meant}`{clipped(str(path[1]))}` is not inherited, so it must say everything itself"


def _hint(complaint: Complaint, tree: Node, root: Model) -> str:
    path, _, advice, wrong, known, kind = complaint
    node = at(tree, path)
    if advice:
        return advice
    if kind == "extra_forbidden":
        return _belongs(path, root)
    if known:
        return taken_out_nearby(wrong, tree) or did_you_mean(wrong, known)
    if node is None:
        return ""
    if kind.endswith(("_type", "_from_float")):
        return way_out(node, path, root)
    return parted(node.value) if kind in ("too_short", "too_long") else ""


def _belongs(path: Path, root: Model) -> str:
    """Where an unknown key belongs, or what it may have been meant to be."""
    key = str(path[-1])
    if key == "based_on":
        return "`based_on` can only stand at the top of a file"
    homes = [home[:-1] for home, _ in all_keys(root) if home[-1] == key]
    if () in homes:
        return "it belongs at the top of the file"
    if homes:
        return f"it belongs under `{'.'.join(map(str, homes[0])).replace('*', '<name>')}`"
    known = keys_at(root, path[:-1])
    inherits = root is Scenario and len(path) == 1
    return did_you_mean(key, (*known, *(("based_on",) if inherits else ())))
