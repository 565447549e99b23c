"""Teams that a file takes out while what it inherits still refers to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from joinedup.scenario.names import Complaint
from joinedup_experiments.scenario_io.load.problems import Path, Problem, Spot, clipped, dotted
from joinedup_experiments.scenario_io.load.tree import Table, at, spot_of

MOST_NAMED = 5


def left_behind(
    complaints: Iterable[Complaint], above: Path, tree: Table, files: Sequence[str]
) -> tuple[list[Complaint], list[Problem]]:
    """Tell references that dangle because a team was taken out from all other complaints.

    Parameters
    ----------
    complaints
        What does not fit.
    above
        The path to what they are about.
    tree
        The scenario as read.
    files
        As messages call them: the scenario's own, then what it is based on, and so on.

    Returns
    -------
    list of Complaint
        The others.
    list of Problem
        One for each team taken out, where it is taken out, with all that refers to it. Whoever
        took it out can mend that; whoever wrote the reference, in a file below, did no wrong.
    """
    teams = at(tree, ("teams",))
    removed = teams.removed if isinstance(teams, Table) else {}
    others: list[Complaint] = []
    found: dict[str, list[Path]] = {}
    for complaint in complaints:
        here = (*above, *complaint.path)
        spot = removed.get(complaint.wrong)
        if spot is not None and _below(spot_of(tree, here), spot, files):
            found.setdefault(complaint.wrong, []).append(here)
        else:
            others.append(complaint)
    return others, [_problem(team, removed[team], paths, tree) for team, paths in found.items()]


def taken_out_nearby(team: str, tree: Table) -> str:
    """What to say where a team is named that some file takes out; empty when none does."""
    teams = at(tree, ("teams",))
    spot = teams.removed.get(team) if isinstance(teams, Table) else None
    return f"it is taken out at {spot}: keep it there, or take it out here as well" if spot else ""


def _below(reference: Spot, removal: Spot, files: Sequence[str]) -> bool:
    """Whether the reference was inherited by the file that takes the team out."""
    return files.index(reference.file) > files.index(removal.file)


def _problem(team: str, spot: Spot, paths: Sequence[Path], tree: Table) -> Problem:
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
