"""How choices on the page join teams: what each changes of a scenario, and what goes with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Any

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.scenario_io.scenario_keys import paths

Changed = dict[str, Any]
NONE, UNMERGED, MERGED = "none", "co_located", "merged"
INTERFACES = "arrangement.interfaces"
AT_THE_DOOR = {"mental_health_nurse": 0.5, "social_worker": 0.5, "support_worker": 1.0}
PRACTICE = "general_practice"
DEGREES: tuple[str, ...] = tuple(paths()["arrangement", "interfaces", "*", "degree"]["enum"])


def joined(scenario: Scenario) -> tuple[str, ...]:
    """The teams that any interface of the arrangement names, in the scenario's own order."""
    named = {team for one in scenario.arrangement.interfaces for team in one.between}
    return tuple(team for team in scenario.all_teams if team in named)


def degrees(scenario: Scenario) -> dict[tuple[str, str], str]:
    """How far each two of the joined teams are: the last interface with both says it."""
    now = scenario.arrangement
    held = {pair: one.degree for pair, one in now.pairs().items()}
    inside = [team for team in joined(scenario) if team not in now.stays_outside]
    return {pair: held.get(frozenset(pair), NONE) for pair in combinations(inside, 2)}


def degree_of(scenario: Scenario) -> str:
    """How far most pairs are joined that are; of equals the furthest.

    Pairs of teams that can be merged say it, where any of those is joined.
    """
    pairs = {pair: degree for pair, degree in degrees(scenario).items() if degree != NONE}
    able = [degree for pair, degree in pairs.items() if all(merges(scenario, one) for one in pair)]
    found = able or [*pairs.values()]
    return max(found, key=lambda one: (found.count(one), DEGREES.index(one)), default=NONE)


def usual_degrees(scenario: Scenario) -> dict[str, str]:
    """Each two of the joined teams, as ``a/b``, joined as far as most: merged if both can be."""
    usual = degree_of(scenario)
    return {
        "/".join(pair): UNMERGED
        if usual == MERGED and not all(merges(scenario, team) for team in pair)
        else usual
        for pair in degrees(scenario)
    }


def other_pairs(scenario: Scenario) -> tuple[str, ...]:
    """Pairs that are joined otherwise than most are, as a bookmark has them: ``a/b:none``."""
    found = zip(usual_degrees(scenario).items(), degrees(scenario).values(), strict=True)
    return tuple(f"{pair}:{degree}" for (pair, usual), degree in found if degree != usual)


def pair_here(scenario: Scenario, other: str) -> str:
    """A pair such as ``b/a:none``, in the scenario's order; `InputError` if it is not joined."""
    teams, _, degree = other.partition(":")
    named = {*teams.split("/")}
    inside = dict.fromkeys(team for pair in degrees(scenario) for team in pair)
    if apart := sorted(named - inside.keys()):
        joined_here = f"joined are {', '.join(inside)}" if inside else "nothing is"
        raise InputError(f"pairs={other}: {apart[0]} is not joined here; {joined_here}")
    return f"{'/'.join(team for team in inside if team in named)}:{degree}"


def pairs_changed(scenario: Scenario, others: Sequence[str]) -> Changed:
    """These pairs are joined so far, and all others of the joined teams as far as most are.

    `InputError` where one is not joined here, or two would be one team, by a third that both are
    merged with.
    """
    now = degrees(scenario)
    here = (pair_here(scenario, one) for one in others)
    becomes = usual_degrees(scenario) | dict(one.split(":") for one in here)
    _whole_mergers({pair for pair in now if becomes["/".join(pair)] == MERGED}, list(now))
    new = {pair: becomes["/".join(pair)] for pair in now if becomes["/".join(pair)] != now[pair]}
    left = [
        one.model_dump(exclude_none=True)
        for one in scenario.arrangement.interfaces
        if any({*pair} <= {*one.between} for pair in now.keys() - new.keys())
        or not {*one.between} <= {*joined(scenario)}
    ]
    more = [
        {"between": list(pair), "degree": degree}
        for pair, degree in new.items()
        if degree != NONE or any({*pair} <= {*one["between"]} for one in left)
    ]
    return {INTERFACES: [*left, *more]}


def _whole_mergers(merged: set[tuple[str, str]], pairs: Sequence[tuple[str, str]]) -> None:
    """Refuse a pair that is not merged though both are merged with the same team."""
    beside: dict[str, set[str]] = {team: set() for pair in pairs for team in pair}
    for one, other in merged:
        beside[one].add(other)
        beside[other].add(one)
    for one, other in pairs:
        if (one, other) not in merged and (third := beside[one] & beside[other]):
            named = [team.replace("_", " ") for team in (one, other, min(third))]
            raise InputError(
                "Pairs that are joined otherwise: {} and {} are one team, since both are merged "
                "with {}; merge these two as well, or part one of them from it".format(*named)
            )


def teams_changed(scenario: Scenario, teams: tuple[str, ...]) -> Changed:
    """Other teams are joined, and what the joined share goes with them."""
    now, before = scenario.arrangement, joined(scenario)

    def still(mine: Sequence[str]) -> list[str]:
        those = [team for team in teams if team in mine or team not in before]
        return those if mine and len(those) > 1 else []

    changes = _between(scenario, teams)
    changes["arrangement.stays_outside"] = [
        team for team in now.stays_outside if team not in teams or team in before
    ]
    changes["arrangement.shared_record"] = still(now.shared_record)
    changes["arrangement.common_form"] = still(now.common_form)
    if now.joint_meetings:
        held = now.joint_meetings.model_dump() | {"teams": still(now.joint_meetings.teams)}
        changes["arrangement.joint_meetings"] = held if held["teams"] else None
    if now.single_point_of_access:
        behind = still([*now.single_point_of_access.in_front_of, PRACTICE])
        behind = [team for team in behind if team != PRACTICE]
        door = now.single_point_of_access.model_dump() | {"in_front_of": behind}
        changes |= {"arrangement.single_point_of_access": door} if behind else _no_door(scenario)
    return changes


def _no_door(scenario: Scenario) -> Changed:
    """No single point of access; posts that teams gave it go back."""
    access, extra = scenario.arrangement.single_point_of_access, scenario.arrangement.extra_staff
    staff = dict(access.staff) if access else {}
    made: Changed = {"arrangement.single_point_of_access": None, "arrangement.extra_staff": {}}
    for team, posts in extra.items():
        left = {}
        for who, number in posts.items():
            back = min(max(-number, 0.0), staff.get(who, 0.0))
            staff[who] = staff.get(who, 0.0) - back
            left[who] = round(number + back, 6)
        if any(left.values()):
            made[f"arrangement.extra_staff.{team}"] = {who: n for who, n in left.items() if n}
    return made


def _between(scenario: Scenario, teams: Sequence[str]) -> Changed:
    """The interfaces that there are, of these teams; those that are in none join all that are.

    One that cannot be merged is co-located with the teams that nothing else joins it to.
    """
    known, degree = scenario.all_teams, degree_of(scenario)
    made = [
        one.model_dump(exclude_none=True)
        | {"between": [team for team in one.between if team in teams or team not in known]}
        for one in scenario.arrangement.interfaces
    ]
    made = [one for one in made if len(one["between"]) > 1]
    if not made:
        return interfaces(scenario, teams, DEGREES[1] if degree == NONE else degree)
    there = {team for one in made for team in one["between"]}
    for one in made:
        one["between"] += [
            team for team in teams
            if team not in there and (one["degree"] != MERGED or merges(scenario, team))
        ]  # fmt: skip
    apart = [
        {"between": list(pair), "degree": UNMERGED}
        for pair in combinations(teams, 2)
        if not there.issuperset(pair) and not any(set(pair) <= {*one["between"]} for one in made)
    ]
    return {INTERFACES: [*apart, *made]}


def merges(scenario: Scenario, team: str) -> bool:
    """Whether a team can be merged with others, which practices cannot."""
    return scenario.all_teams[team].role == "caseload"


def interfaces(scenario: Scenario, teams: Sequence[str], degree: str) -> Changed:
    """Every two of the teams joined so far; none where there are not two.

    Where several are merged, those that cannot be are co-located with them.
    """
    if degree == NONE or len(teams) < 2:
        return {INTERFACES: []}
    made = [{"between": list(teams), "degree": degree}]
    able = [team for team in teams if merges(scenario, team)]
    if degree == MERGED and 1 < len(able) < len(teams):
        made = [{"between": list(teams), "degree": UNMERGED}, {"between": able, "degree": MERGED}]
    return {INTERFACES: made}


def several(path: str) -> Callable[[Scenario, Any], Changed]:
    """What shares something among the joined teams, or among none."""
    return lambda one, on: {path: list(joined(one)) if on and len(joined(one)) > 1 else []}


def meetings(scenario: Scenario, days: float) -> Changed:
    """Meetings of the joined teams every so many days; none at 0."""
    teams = list(joined(scenario))
    held = {"teams": teams, "every_days": int(days)} if days and len(teams) > 1 else None
    return {"arrangement.joint_meetings": held}


def single_point(scenario: Scenario, on: bool) -> Changed:
    """A single point of access before the joined teams, practices aside, or none."""
    behind = [team for team in joined(scenario) if team != PRACTICE]
    if not on or not behind:
        return _no_door(scenario)
    return {"arrangement.single_point_of_access": {"in_front_of": behind, "staff": AT_THE_DOOR}}
