"""What an arrangement says and nothing in the place would do: refused, so that it misleads nobody.

Merged teams are one team, so nothing lies between them any more; a team that closes has no staff.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from joinedup.scenario.arrangement import Arrangement
from joinedup.scenario.interface import HOSPITAL, Interface
from joinedup.scenario.names import Complaint, Path
from joinedup.scenario.place import Team

Teams = Mapping[str, Team]
Group = frozenset[str]
_ABOUT = {"between", "degree"}


def complaints_about_no_effect(teams: Teams, arrangement: Arrangement) -> Iterator[Complaint]:
    """Everything that an arrangement says to no effect; ``teams`` with those that it adds."""
    yield from _mergers(teams, arrangement)
    yield from _inside_a_merger(teams, arrangement)
    yield from _closed(arrangement)
    for hub in arrangement.at_the_door:
        staff = dict(teams[hub].staff) if hub in teams else {"": 1.0}
        for profession, more in arrangement.extra_staff.get(hub, {}).items():
            staff[profession] = staff.get(profession, 0.0) + more
        if not any(posts > 0.0 for posts in staff.values()):
            what = f"{hub} serves at the door and has no staff: nobody would get past it"
            yield Complaint(("arrangement", "at_the_door", hub), what, "give it `staff`")


def merged_groups(teams: Teams, arrangement: Arrangement) -> list[list[str]]:
    """The teams that are merged, group by group, each by name."""
    degrees: dict[Group, str] = {}
    for joined in arrangement.interfaces:
        degrees |= dict.fromkeys(_pairs(arrangement, joined), joined.degree)
    groups: dict[str, Group] = {}
    for pair, degree in degrees.items():
        closed = pair & set(arrangement.closed_teams)
        roles = {teams[name].role for name in pair if name in teams}
        if degree == "merged" and not closed and roles == {"caseload"}:
            one = pair.union(*(groups.get(name, pair) for name in pair))
            groups.update(dict.fromkeys(one, one))
    return sorted(sorted(group) for group in set(groups.values()))


def _pairs(arrangement: Arrangement, joined: Interface) -> list[Group]:
    outside = {HOSPITAL, *arrangement.stays_outside}
    between = [team for team in joined.between if team not in outside]
    return [frozenset(pair) for pair in combinations(dict.fromkeys(between), 2)]


def _mergers(teams: Teams, arrangement: Arrangement) -> Iterator[Complaint]:
    for number, joined in enumerate(arrangement.interfaces):
        path: Path = ("arrangement", "interfaces", number)
        if joined.degree != "merged":
            continue
        if HOSPITAL in joined.between:
            what = "the hospital cannot be merged with a team"
            yield Complaint((*path, "degree"), what, "co-locate them")
        for place, name in enumerate(joined.between):
            if name in teams and teams[name].role != "caseload":
                what = f"{name} cannot be merged: its role is {teams[name].role}"
                yield Complaint((*path, "between", place), what, "co-locate it with the others")
        for key in joined.model_dump(exclude_none=True).keys() - _ABOUT:
            what = f"`{key}` says what is between teams, and merged teams are one team"
            yield Complaint((*path, key), what, "take it out")


def _inside_a_merger(teams: Teams, arrangement: Arrangement) -> Iterator[Complaint]:
    groups = merged_groups(teams, arrangement)
    merged: set[Group] = set()
    for number, joined in enumerate(arrangement.interfaces):
        pairs = _pairs(arrangement, joined)
        if joined.degree == "merged":
            merged |= set(pairs)
            continue
        for pair in pairs:
            if pair in merged and any(pair <= set(group) for group in groups):
                one, other = sorted(pair)
                path = ("arrangement", "interfaces", number, "between")
                what = f"{one} and {other} are one team: both are merged with the same others"
                yield Complaint(path, what, "merge those only that are to be one team")


def _closed(arrangement: Arrangement) -> Iterator[Complaint]:
    for name in arrangement.closed_teams:
        for key in ("extra_staff", "at_the_door"):
            if name in getattr(arrangement, key):
                what = f"{name} closes, so this changes nothing"
                yield Complaint(("arrangement", key, name), what, "take one of the two out")
