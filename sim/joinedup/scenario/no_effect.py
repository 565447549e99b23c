"""What an arrangement says and nothing in the place would do: refused, so that it misleads nobody.

Merged teams are one team, so nothing lies between them any more; a team that closes has no staff.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from joinedup.codes import PER
from joinedup.scenario.arrangement import Arrangement
from joinedup.scenario.interface import HOSPITAL
from joinedup.scenario.names import Complaint, Path
from joinedup.scenario.place import Place, Team

Teams = Mapping[str, Team]
Group = frozenset[str]
_ABOUT = {"between", "degree"}
MOST_MERGED = 16
RESPONDERS = (
    "gp", "practice_nurse", "district_nurse", "therapist", "social_worker", "support_worker",
)  # fmt: skip


def complaints_about_no_effect(teams: Teams, arrangement: Arrangement) -> Iterator[Complaint]:
    """Everything that an arrangement says to no effect; ``teams`` with those that it adds."""
    groups = merged_groups(teams, arrangement)
    yield from _mergers(teams, arrangement, groups)
    yield from _inside_a_merger(arrangement, groups)
    yield from _closed(arrangement)
    for hub in arrangement.at_the_door:
        if hub in teams:
            yield from _hub(teams, arrangement, hub)
    yield from _doors_of_mergers(arrangement, groups)


def complaints_about_ways_out(place: Place, arrangement: Arrangement) -> Iterator[Complaint]:
    """What an arrangement says of ways out of hospital, and comes to nothing in this place."""
    path, ways = ("arrangement", "hospital"), arrangement.hospital
    if ways is None:
        return
    if not ways.model_fields_set:
        yield Complaint(path, "nothing is said of it", "give places or staff, or take it out")
    for name in ways.urgent_community_response:
        if name not in RESPONDERS:
            what = f"a {name} cannot meet a crisis of physical or social need"
            yield Complaint((*path, "urgent_community_response", name), what, "", name, RESPONDERS)
    people = place.residents * min(place.shares_of_residents)
    least = map(min, zip(*(ways.places_of(place, at) for at in range(place.neighbourhoods))))
    keys = ways.model_dump(exclude={"urgent_community_response"})
    for (key, number), there in zip(keys.items(), least, strict=True):
        if number > 0.0 and there == 0:
            what = f"{number:g} for every 1,000 of {people:,.0f} residents is less than one place"
            yield Complaint((*path, key), what, "each neighbourhood has its own: give more")


def complaints_about_staff(
    place: Place, teams: Teams, arrangement: Arrangement
) -> Iterator[Complaint]:
    """Staff taken away that are not there, and what stays after money that never ends."""
    programme, key = arrangement.programme, "staff_after_money"
    yield from _taken_away(place, teams, ("extra_staff",), arrangement.extra_staff)
    yield from _taken_away(place, teams, ("programme", key), programme.staff_after_money or {})
    if programme.staff_after_money is not None and programme.money_ends_month is None:
        what = f"`{key}` changes nothing: the money never ends"
        path: Path = ("arrangement", "programme", key)
        yield Complaint(path, what, "give `money_ends_month`, or take it out")


def _taken_away(
    place: Place, teams: Teams, above: Path, given: Mapping[str, Mapping[str, float]]
) -> Iterator[Complaint]:
    for name, changes in given.items():
        for profession, change in changes.items() if name in teams else ():
            there = teams[name].staff.get(profession, 0.0)
            if there + change < -1e-9:
                stated, whole = (
                    (f"{name} has {there * n:.6g} {profession} and cannot lose {-change * n:.6g}",
                     f"take away at most {there * n:.6g}")
                    for n in (1.0, place.residents / PER)
                )  # fmt: skip
                path = ("arrangement", *above, name, profession)
                yield Complaint(path, *stated, in_place=whole)


def merged_groups(teams: Teams, arrangement: Arrangement) -> list[list[str]]:
    """The teams that are merged, group by group, each by name."""
    groups: dict[str, Group] = {}
    for pair, joined in arrangement.pairs().items():
        closed = pair & set(arrangement.closed_teams)
        roles = {teams[name].role for name in pair if name in teams}
        teams_alone = HOSPITAL not in pair and roles == {"caseload"}
        if joined.degree == "merged" and not closed and teams_alone:
            one = pair.union(*(groups.get(name, pair) for name in pair))
            groups.update(dict.fromkeys(one, one))
    return sorted(sorted(group) for group in set(groups.values()))


def _mergers(
    teams: Teams, arrangement: Arrangement, groups: list[list[str]]
) -> Iterator[Complaint]:
    for number, joined in enumerate(arrangement.interfaces):
        path: Path = ("arrangement", "interfaces", number)
        if joined.degree != "merged":
            continue
        wrong = [name for name in joined.between if name in teams and not _merges(teams[name])]
        if HOSPITAL in joined.between:
            what = "the hospital cannot be merged with a team"
            yield Complaint((*path, "degree"), what, "co-locate them")
        for name in wrong:
            what = f"{name} cannot be merged: its role is {teams[name].role}"
            place = joined.between.index(name)
            yield Complaint((*path, "between", place), what, "co-locate it with the others")
        for key in joined.model_dump(exclude_none=True).keys() - _ABOUT:
            what = f"`{key}` says what is between teams, and merged teams are one team"
            yield Complaint((*path, key), what, "take it out")
        known = all(name in teams for name in joined.between)
        if known and not wrong and not any(len(set(joined.between) & set(g)) > 1 for g in groups):
            what = "nothing is left of this merger: its teams close, stay outside or are apart"
            yield Complaint(path, what, "write it last, or take it out")
    for group in groups:
        if len(group) > MOST_MERGED:
            what = f"{len(group)} teams would be one team, and at most {MOST_MERGED} can be"
            yield Complaint(("arrangement", "interfaces"), what, "merge fewer of them")


def _merges(team: Team) -> bool:
    return team.role == "caseload"


def _inside_a_merger(arrangement: Arrangement, groups: list[list[str]]) -> Iterator[Complaint]:
    merged: set[Group] = set()
    for number, joined in enumerate(arrangement.interfaces):
        pairs = arrangement.pairs_of(joined)
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
        for key in ("extra_staff", "at_the_door", "processes", "management"):
            if name in getattr(arrangement, key):
                what = f"{name} closes, so this changes nothing"
                yield Complaint(("arrangement", key, name), what, "take one of the two out")


def _hub(teams: Teams, arrangement: Arrangement, hub: str) -> Iterator[Complaint]:
    """A team at a door that has no staff, or would keep nothing though it is to keep something."""
    path: Path = ("arrangement", "at_the_door", hub)
    served = arrangement.at_the_door[hub]
    staff = dict(teams[hub].staff)
    for profession, more in arrangement.extra_staff.get(hub, {}).items():
        staff[profession] = staff.get(profession, 0.0) + more
    if not any(posts > 0.0 for posts in staff.values()):
        what = f"{hub} serves at the door and has no staff: nobody would get past it"
        yield Complaint(path, what, "give it `staff`")
    least = min((how.severity[0] for how in teams[hub].accepts.values()), default=0.0)
    if 0.0 < served.up_to_severity < least:
        what = f"{hub} accepts from severity {least:g} and so would keep nobody up to this"
        yield Complaint((*path, "up_to_severity"), what, "accept less severe needs, or write 0")


def _doors_of_mergers(arrangement: Arrangement, groups: list[list[str]]) -> Iterator[Complaint]:
    """Merged teams of which some only stand behind a door, or each behind another."""
    doors = {
        name: hub for hub, served in arrangement.at_the_door.items() for name in served.in_front_of
    }
    for group in groups:
        for name in (name for name in group if name in doors):
            path: Path = ("arrangement", "at_the_door", doors[name], "in_front_of")
            if doors[name] in group:
                what = f"{doors[name]} and {name} are merged: neither stands in front of the other"
                yield Complaint(path, what, "take one of the two out")
            for other in group:
                if doors.get(other) != doors[name] and doors[name] not in group:
                    what = f"{name} and {other} are one team, and {other} is not behind this door"
                    yield Complaint(path, what, "put both behind it, or neither")
