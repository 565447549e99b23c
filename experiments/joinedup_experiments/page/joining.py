"""How choices on the page join teams: what each changes of a scenario, and what goes with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.scenario_keys import paths

Changed = dict[str, Any]
NONE = "none"
AT_THE_DOOR = {"mental_health_nurse": 0.5, "social_worker": 0.5, "support_worker": 1.0}
PRACTICE = "general_practice"
DEGREES: tuple[str, ...] = tuple(paths()["arrangement", "interfaces", "*", "degree"]["enum"])


def joined(scenario: Scenario) -> tuple[str, ...]:
    """The teams that any interface of the arrangement names, in the scenario's own order."""
    named = {team for one in scenario.arrangement.interfaces for team in one.between}
    return tuple(team for team in scenario.all_teams if team in named)


def degree_of(scenario: Scenario) -> str:
    """How far teams are joined: the furthest of all interfaces."""
    degrees = [one.degree for one in scenario.arrangement.interfaces]
    return max(degrees, key=DEGREES.index, default=NONE)


def teams_changed(scenario: Scenario, teams: tuple[str, ...]) -> Changed:
    """Other teams are joined, and what the joined share goes with them."""
    degree, now, before = degree_of(scenario), scenario.arrangement, joined(scenario)

    def still(mine: Sequence[str]) -> list[str]:
        those = [team for team in teams if team in mine or team not in before]
        return those if mine and len(those) > 1 else []

    changes = interfaces(teams, DEGREES[1] if degree == NONE else degree)
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


def interfaces(teams: tuple[str, ...], degree: str) -> Changed:
    """Every two of the teams joined so far; none where there are not two."""
    both = degree != NONE and len(teams) > 1
    return {"arrangement.interfaces": [{"between": list(teams), "degree": degree}] if both else []}


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
