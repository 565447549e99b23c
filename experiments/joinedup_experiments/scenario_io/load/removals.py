"""Teams that a file takes out while what it inherits still refers to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from joinedup.scenario.names import Complaint
from joinedup_experiments.scenario_io.load.problems import Path, Problem, Spot, clipped, dotted
from joinedup_experiments.scenario_io.load.tree import Node, at, spot_of

MOST_NAMED = 5


def left_behind(
    complaints: Iterable[Complaint], tree: Node, files: Sequence[str]
) -> tuple[list[Complaint], list[Problem]]:
    """Part references that dangle because a team was taken out from all other complaints.

    The first list has the others; the second a problem for each team taken out, where it is taken
    out, with all that refers to it: the file that took it out is at fault, not one of ``files``
    below that refers to it.
    """
    removed = _taken_out(tree)
    others: list[Complaint] = []
    found: dict[str, list[Path]] = {}
    for complaint in complaints:
        spot = removed.get(complaint.wrong)
        reference = spot_of(tree, complaint.path).file
        if spot is not None and files.index(reference) > files.index(spot.file):
            found.setdefault(complaint.wrong, []).append(complaint.path)
        else:
            others.append(complaint)
    return others, [_problem(team, removed[team], paths, tree) for team, paths in found.items()]


def _taken_out(tree: Node) -> dict[str, Spot]:
    teams = at(tree, ("teams",))
    return teams.removed if teams else {}


def taken_out_nearby(team: str, tree: Node) -> str:
    """What to say where a team is named that some file takes out; empty when none does."""
    spot = _taken_out(tree).get(team)
    return f"it is taken out at {spot}: keep it there, or take it out here as well" if spot else ""


def _problem(team: str, spot: Spot, paths: Sequence[Path], tree: Node) -> Problem:
    named = [f"`{dotted(path)}` ({spot_of(tree, path)})" for path in paths[:MOST_NAMED]]
    more = len(paths) - len(named)
    whose = ", ".join(named) + (f" and {more} more" if more else "")
    what = f"team `{clipped(team)}` is taken out here, but what is inherited refers to it: {whose}"
    hint = "keep the team, or here as well " + " and ".join(_ways_out(paths))
    return Problem(spot, what, ("teams", team), hint)


def _ways_out(paths: Sequence[Path]) -> Iterator[str]:
    """How to be rid of references: a list is replaced whole, a key of a table is left empty."""
    numbers = [next((n for n, part in enumerate(p) if isinstance(part, int)), 0) for p in paths]
    pairs = list(zip(paths, numbers, strict=True))
    lists = dict.fromkeys(f"`{dotted(path[:n])}`" for path, n in pairs if n)
    keys = [f"`{dotted(path)}`" for path, n in pairs if not n]
    if lists:
        yield f"write {', '.join(lists)} without it"
    if keys:
        yield f"leave {', '.join(keys)} empty"
