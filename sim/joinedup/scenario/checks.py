"""Whether the parts of a scenario hang together: every complaint, not only the first.

A complaint names the part it is about, so that the reader of a file can say on which line it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from joinedup.codes import CONNECTING, Need
from joinedup.scenario.arrangement import Arrangement
from joinedup.scenario.elements import complaints_about_phases
from joinedup.scenario.interface import HOSPITAL
from joinedup.scenario.most import complaints_about_most
from joinedup.scenario.names import Complaint, Path, names_of
from joinedup.scenario.no_effect import (
    complaints_about_no_effect,
    complaints_about_staff,
    complaints_about_ways_out,
)
from joinedup.scenario.place import Place, Team

_TEAM_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,59}")
_CONNECTING = {profession.name.lower() for profession in CONNECTING}
Teams = Mapping[str, Team]


def complaints_about(
    place: Place,
    teams: Teams,
    arrangement: Arrangement,
    disable_mechanisms: Sequence[str],
    assumptions: Mapping[str, Any],
) -> Iterator[Complaint]:
    """Everything in a scenario that refers to nothing, contradicts itself or is of no use.

    Its parts must each be valid.
    """
    yield from _general_practice(teams)
    yield from _each_team(teams, ("teams",))
    yield from _each_team(arrangement.new_teams, ("arrangement", "new_teams"))
    yield from _new_and_closed(teams, arrangement)
    for need in names_of(Need):
        if not any(need in team.accepts for team in teams.values()):
            what = f"no team accepts {need}"
            yield Complaint(("teams",), what, f"add `{need}: {{}}` to what some team `accepts`")
    for path, team in arrangement.teams_named():
        stands_in = team == HOSPITAL and path[0] == "interfaces"
        if not stands_in and team not in teams and team not in arrangement.new_teams:
            what = f"there is no team `{team[:60]}`"
            known = (*teams, *arrangement.new_teams)
            yield Complaint(("arrangement", *path), what, "", team, known)
    both = {**teams, **arrangement.new_teams}
    yield from _at_the_door(both, arrangement)
    yield from complaints_about_no_effect(both, arrangement)
    yield from complaints_about_ways_out(place, arrangement)
    yield from complaints_about_phases(place, teams, arrangement)
    yield from _repetitions(arrangement, disable_mechanisms)
    yield from _back_to_gp(teams, arrangement)
    yield from complaints_about_staff(place, both, arrangement)
    yield from complaints_about_most(place, both, arrangement, assumptions)
    yield from _neighbourhoods(place, arrangement)


def _general_practice(teams: Teams) -> Iterator[Complaint]:
    practices = [name for name, team in teams.items() if team.role == "general_practice"]
    if not practices:
        what = "no team is general practice"
        yield Complaint(("teams",), what, "give one team `role: general_practice`")
    for name in practices[1:]:
        what = f"both {practices[0]} and {name} are general practice"
        advice = "exactly one team must have `role: general_practice`"
        yield Complaint(("teams", name, "role"), what, advice)
    for name in practices:
        if teams[name].covers != "practice":
            what = f"{name} is general practice, so it must cover a practice"
            yield Complaint(("teams", name, "covers"), what, "write `covers: practice`")


def _each_team(teams: Teams, where: Path) -> Iterator[Complaint]:
    for name, team in teams.items():
        if not _TEAM_NAME.fullmatch(name):
            advice = "use letters, digits and `_`, a letter first; the label can be any text"
            yield Complaint((*where, name), "a team cannot have this name", advice)
        if name == HOSPITAL:
            what = "no team can be called hospital: it is the acute hospital"
            yield Complaint((*where, name), what, "give the team another name")
        if team.covers == "practice" and team.role != "general_practice":
            what = f"{name} cannot cover a practice: only general practice does"
            yield Complaint((*where, name, "covers"), what, "write `covers: neighbourhood`")
        if team.role == "caseload" and not team.accepts:
            what = f"no one can be referred to {name}: it accepts no need"
            advice = "say what it `accepts`, or take the team out"
            yield Complaint((*where, name), what, advice)
        staff = {profession for profession, posts in team.staff.items() if posts > 0.0}
        for need in team.accepts if staff and staff <= _CONNECTING else ():
            if not staff & Need[need.upper()].kind.care_mix.keys():
                what = f"{name} cannot care for {need}: {' and '.join(sorted(staff))} cannot"
                advice = "add another profession to its `staff`, or take the need out"
                yield Complaint((*where, name, "staff"), what, advice)


def _new_and_closed(teams: Teams, arrangement: Arrangement) -> Iterator[Complaint]:
    new, closed = arrangement.new_teams, arrangement.closed_teams
    for name, team in new.items():
        path: Path = ("arrangement", "new_teams", name)
        if name in teams:
            what = f"there is a team `{name}` already"
            yield Complaint(path, what, "give the new one a new name")
        if team.role != "caseload":
            what = f"a new team cannot have the role {team.role}"
            yield Complaint((*path, "role"), what, "leave `role` out")
    for number, name in enumerate(closed):
        if name in teams and teams[name].role != "caseload":
            what = f"{name} cannot close: its role is {teams[name].role}"
            path = ("arrangement", "closed_teams", number)
            yield Complaint(path, what, "only a team with a caseload can")
    there = [team for name, team in {**teams, **new}.items() if name not in closed]
    before, after = (
        {need for team in some for need in team.accepts} for some in (teams.values(), there)
    )
    for need in sorted(before - after) if closed else ():
        what = f"no team accepts {need} when these have closed"
        advice = f"add `{need}: {{}}` to what a new team `accepts`"
        yield Complaint(("arrangement", "closed_teams"), what, advice)


def _at_the_door(teams: Teams, arrangement: Arrangement) -> Iterator[Complaint]:
    access = arrangement.single_point_of_access
    stands = dict.fromkeys(access.in_front_of if access else (), "the single point of access")
    for hub, served in arrangement.at_the_door.items():
        path: Path = ("arrangement", "at_the_door", hub)
        if hub in teams and teams[hub].role != "caseload":
            what = f"{hub} cannot serve at a door: its role is {teams[hub].role}"
            yield Complaint(path, what, "only a team with a caseload can")
        for number, behind in enumerate(served.in_front_of):
            what, advice = "", "take it out"
            if behind == hub:
                what = f"{hub} cannot stand in front of itself"
            elif behind in arrangement.at_the_door:
                what = f"{behind} serves at a door itself, and {hub} cannot stand in front of it"
            elif behind in teams and teams[behind].role != "caseload":
                what = f"nobody can stand in front of {behind}: its role is {teams[behind].role}"
            elif stands.get(behind, hub) != hub:
                what = f"both {stands[behind]} and {hub} stand in front of {behind}"
                advice = "leave it to one of them"
            if what:
                yield Complaint((*path, "in_front_of", number), what, advice)
            stands.setdefault(behind, hub)


def _repetitions(
    arrangement: Arrangement, disable_mechanisms: Sequence[str]
) -> Iterator[Complaint]:
    named = [(("arrangement", *path), team) for path, team in arrangement.teams_named()]
    lists = {
        ("disable_mechanisms",): disable_mechanisms,
        ("arrangement", "organisations_merge"): arrangement.organisations_merge,
        ("arrangement", "programme", "led_by"): arrangement.programme.led_by,
    }
    named += [((*path, n), name) for path, names in lists.items() for n, name in enumerate(names)]
    seen: set[tuple[Path, str]] = set()
    for path, name in named:
        if isinstance(path[-1], int):
            if (path[:-1], name) in seen:
                yield Complaint(path, f"`{name[:60]}` is named twice", "name it once")
            seen.add((path[:-1], name))
    for key in ("shared_record", "common_form", "organisations_merge"):
        members = getattr(arrangement, key)
        if len(set(members)) == 1:
            what = f"`{key}` names only {members[0][:60]}: there is nothing to join it with"
            yield Complaint(("arrangement", key), what, "name at least two, or none")


def _back_to_gp(teams: Teams, arrangement: Arrangement) -> Iterator[Complaint]:
    practices = [team for team in teams.values() if team.role == "general_practice"]
    for need in arrangement.back_to_gp_below:
        if practices and not any(need in team.accepts for team in practices):
            what = f"{need} cannot go back to the GP: general practice does not accept it"
            path = ("arrangement", "back_to_gp_below", need)
            yield Complaint(path, what, "add it to what general practice `accepts`")


def _neighbourhoods(place: Place, arrangement: Arrangement) -> Iterator[Complaint]:
    where = place.neighbourhoods
    for key, one in (
        ("go_live_by_neighbourhood", "month"),
        ("readiness_by_neighbourhood", "share"),
    ):
        given = getattr(arrangement.programme, key)
        if given is not None and len(given) != where:
            places = "1 neighbourhood" if where == 1 else f"{where} neighbourhoods"
            what = f"{len(given)} {one}s are given for {places}"
            path = ("arrangement", "programme", key)
            yield Complaint(path, what, f"give one {one} for each neighbourhood, in order")
    if place.residents < 200 * where:
        what = f"{place.residents} residents are too few for {where} neighbourhoods"
        advice = "a neighbourhood needs at least 200 residents"
        yield Complaint(("place", "neighbourhoods"), what, advice)
    elif place.by_neighbourhood:
        yield from _each_neighbourhood(place)
    if place.straddling > 0.0 and where == 1:
        what = "no practice can straddle the boundary of 1 neighbourhood"
        yield Complaint(("place", "straddling"), what, "take it out, or give more neighbourhoods")


def _each_neighbourhood(place: Place) -> Iterator[Complaint]:
    path: Path = ("place", "by_neighbourhood")
    names = [one.name for one in place.by_neighbourhood if one.name is not None]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Complaint(path, f"{names.count(name)} neighbourhoods are called {name}")
    given, where = len(place.by_neighbourhood), place.neighbourhoods
    if given != where:
        what = f"{given} neighbourhood{'s are' if given > 1 else ' is'} described, of {where}"
        yield Complaint(path, what, f"describe all, or write `neighbourhoods: {given}`")
        return
    shares = [one.share_of_residents for one in place.by_neighbourhood]
    stated = [share for share in shares if share is not None]
    if stated and len(stated) < len(shares):
        what = f"`share_of_residents` is missing in neighbourhood {shares.index(None) + 1}"
        yield Complaint((*path, shares.index(None)), what, "give it for each, or for none")
    elif stated and abs(sum(stated) - 1.0) > 0.005:
        yield Complaint(path, f"the shares of residents add up to {sum(stated):.3f}, not 1")
    elif stated and min(stated) * place.residents < 200:
        number = stated.index(min(stated))
        what = f"neighbourhood {number + 1} has {min(stated) * place.residents:.0f} residents"
        advice = "a neighbourhood needs at least 200 residents"
        yield Complaint((*path, number, "share_of_residents"), what, advice)


def complaints_about_assumptions(
    assumptions: Mapping[str, Any], outside: Mapping[str, str] | None = None
) -> Iterator[Complaint]:
    """Assumptions on parameters that are not declared, or out of their declared range.

    Those that ``outside`` gives a reason for may be out of it, if anything can be so.

    The model's parameters are looked at only when there are some: reading them takes longer
    than reading all the rest of a scenario.
    """
    if not assumptions and not outside:
        return
    from joinedup.rules.collected import AssumptionError, declared, overridden

    for key in outside or ():
        if key not in declared():
            what = f"there is no parameter {key[:60]}"
            yield Complaint(("outside_range", key), what, "", key, tuple(declared()))
    try:
        overridden(assumptions, outside)
    except AssumptionError:
        for key, value in assumptions.items():
            try:
                overridden({key: value}, outside)
            except AssumptionError as error:
                what, _, advice = error.message.partition("; ")
                yield Complaint(("assumptions", *error.path), what, advice)
