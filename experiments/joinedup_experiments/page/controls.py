"""What can be changed on the page: each control, its words, and what it does to a scenario.

A control reads its value from a scenario and says what changes make another one. Labels are the
scenario language's own meanings.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from joinedup.codes import Age
from joinedup.labels import labels
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.page.joining import (
    DEGREES,
    degree_of,
    interfaces,
    joined,
    meetings,
    other_pairs,
    pairs_changed,
    several,
    single_point,
    teams_changed,
)
from joinedup_experiments.scenario_io.scenario_keys import Path, Schema, paths

Kind = Literal["share", "number", "switch", "choice", "teams", "pairs"]
Value = float | bool | str | tuple[str, ...]
Group = Literal["place", "joining", "pairs", "people", "bringing in", "money"]
NEVER = 0.0
AS_IT_IS = "as it is"
DEGREE = "How far they are joined, but for pairs named below (practices: at most co-located)"
MIXES = {  # shares by quintile, the least deprived first
    "less deprived": [0.35, 0.30, 0.20, 0.10, 0.05],
    "like England": [0.20, 0.20, 0.20, 0.20, 0.20],
    "more deprived": [0.05, 0.10, 0.20, 0.30, 0.35],
}


@dataclass(frozen=True)
class Control:
    """A switch, slider or list: how it is named in a bookmark, and what it reads and changes.

    ``changes`` gives what `Scenario.with_` takes. Limits are of sliders and numbers.
    """

    key: str
    group: Group
    kind: Kind
    label: str
    read: Callable[[Scenario], Value]
    changes: Callable[[Scenario, Any], dict[str, Any]]
    limits: tuple[float, float, float] = (0.0, 1.0, 0.05)  # lowest, highest, step
    choices: tuple[str, ...] = ()
    relative: bool = False  # beside what stands in the scenario, so that it reads the same after


def _schema(path: str) -> Schema:
    parts: Path = tuple(path.split("."))
    return paths()[parts]


def _at(scenario: Scenario, path: str) -> Any:
    value: Any = scenario
    for part in path.split("."):
        value = getattr(value, part)
    return value


def _plain(key: str, group: Group, path: str, low: float, high: float, step: float) -> Control:
    """A number of the scenario as it is."""
    schema = _schema(path)
    kind = int if schema["type"] == "integer" else float
    return Control(
        key, group, "number", _label(schema, schema.get("unit", "")),
        lambda one: float(_at(one, path)), lambda one, value: {path: kind(value)},
        (low, high, step),
    )  # fmt: skip


def _share(key: str, group: Group, path: str) -> Control:
    return Control(
        key, group, "share", _label(_schema(path)), lambda one: float(_at(one, path)),
        lambda one, value: {path: value},
    )  # fmt: skip


def _choice(key: str, group: Group, path: str) -> Control:
    schema = _schema(path)
    return Control(
        key, group, "choice", _label(schema), lambda one: str(_at(one, path)),
        lambda one, value: {path: value}, choices=tuple(schema["enum"]),
    )  # fmt: skip


def _switch(key: str, group: Group, path: str) -> Control:
    label = _label(_schema(path)).removeprefix("Whether ")
    return Control(
        key, group, "switch", label[:1].upper() + label[1:], lambda one: bool(_at(one, path)),
        lambda one, value: {path: value},
    )  # fmt: skip


def _label(schema: Schema, unit: str = "") -> str:
    meaning = schema["meaning"].partition(";")[0]
    known = not unit or unit == "people" or unit.rstrip("s") in meaning
    text = meaning if known else f"{meaning} ({unit})"
    return text[:1].upper() + text[1:]


def _managers(scenario: Scenario, many: float) -> dict[str, Any]:
    found = {"case_managers": many} if many else None
    return {"arrangement.case_management": found}


def _added(scenario: Scenario, share: float) -> dict[str, Any]:
    """Posts for the joined teams, as a share of what they have, beside those added already."""
    added = {team: dict(posts) for team, posts in scenario.arrangement.extra_staff.items()}
    for team in joined(scenario):
        for who, posts in scenario.all_teams[team].staff.items():
            mine = added.setdefault(team, {})
            mine[who] = round(mine.get(who, 0.0) + share * posts, 3)
    return {"arrangement.extra_staff": added} if share else {}


def _aged(scenario: Scenario, times: float) -> dict[str, Any]:
    """So many times the share of people of 65 and over; all shares add up to one."""
    names = labels(Age)
    tilted = {
        name: share * (times if names.index(name) >= Age.YOUNG_OLD else 1.0)
        for name, share in scenario.place.ages.items()
    }
    whole = sum(tilted.values())
    return {"place.ages": {name: share / whole for name, share in tilted.items()}}


def _mix(scenario: Scenario) -> str:
    mine = list(scenario.place.deprivation)
    return next((name for name, shares in MIXES.items() if shares == mine), AS_IT_IS)


def _staffed(scenario: Scenario, times: float) -> dict[str, Any]:
    teams = {
        name: {"staff": {who: round(posts * times, 4) for who, posts in team.staff.items()}}
        for name, team in scenario.teams.items()
    }
    return {"teams": teams}


PLACE = (
    _plain("residents", "place", "place.residents", 1_000.0, 1_000_000.0, 1_000.0),
    Control("older", "place", "number", "People of 65 and over, beside the scenario (times)",
            lambda one: 1.0, _aged, (0.5, 1.8, 0.1), relative=True),
    Control("deprived", "place", "choice", "Deprivation", _mix,
            lambda one, name: {} if name == AS_IT_IS else {"place.deprivation": MIXES[name]},
            choices=(AS_IT_IS, *MIXES)),
    Control("staff", "place", "number", "Staff of all teams, beside the scenario (times)",
            lambda one: 1.0, _staffed, (0.6, 1.4, 0.05), relative=True),
    _switch("growing", "place", "place.growing"),
    _switch("winters", "place", "place.winters"),
    _plain("years", "place", "run.years", 1.0, 7.0, 1.0),
)  # fmt: skip
ARRANGEMENT = (
    Control("teams", "joining", "teams", "Teams that are joined", joined, teams_changed),
    Control("degree", "joining", "choice", DEGREE, degree_of,
            lambda one, degree: interfaces(one, joined(one), degree), choices=DEGREES),
    Control("record", "joining", "switch", "They read each other's record",
            lambda one: bool(one.arrangement.shared_record), several("arrangement.shared_record")),
    Control("form", "joining", "switch", "They share an assessment form",
            lambda one: bool(one.arrangement.common_form), several("arrangement.common_form")),
    Control("door", "joining", "switch", "A single point of access stands in front of them",
            lambda one: one.arrangement.single_point_of_access is not None, single_point),
    Control("meetings", "joining", "number", "Days between their joint meetings (0: none)",
            lambda one: float(one.arrangement.joint_meetings.every_days)
            if one.arrangement.joint_meetings else NEVER, meetings, (0.0, 56.0, 7.0)),
    Control("pairs", "pairs", "pairs", "Pairs that are joined otherwise", other_pairs,
            pairs_changed, relative=True),
    Control("managers", "people", "number", "Case managers, who look for people at high risk "
            "(posts for 30,000 residents; 0: none)",
            lambda one: one.arrangement.case_management.case_managers
            if one.arrangement.case_management else NEVER, _managers, (0.0, 20.0, 0.5)),
    _plain("coordinators", "people", "arrangement.care_coordinators", 0.0, 20.0, 0.5),
    _plain("spanners", "people", "arrangement.boundary_spanners", 0.0, 10.0, 0.5),
    Control("extra", "people", "share", "Posts added to the joined teams, as a share of theirs",
            lambda one: 0.0, _added, (0.0, 0.5, 0.05), relative=True),
    _plain("live", "bringing in", "arrangement.programme.go_live_month", 0.0, 36.0, 1.0),
    _choice("leadership", "bringing in", "arrangement.programme.leadership"),
    _share("engagement", "bringing in", "arrangement.programme.engagement"),
    _share("purpose", "bringing in", "arrangement.programme.shared_purpose"),
    _share("upheaval", "bringing in", "arrangement.programme.upheaval"),
    _plain("training", "bringing in", "arrangement.programme.training_hours_a_week", 0.0, 4.0, 0.5),
    _plain("cost", "money", "arrangement.programme_cost_a_year", 0.0, 2_000_000.0, 10_000.0),
    Control("ends", "money", "number", "Month in which the money ends (0: never)",
            lambda one: one.arrangement.programme.money_ends_month or NEVER,
            lambda one, month: {"arrangement.programme.money_ends_month": month or None},
            (0.0, 84.0, 6.0)),
    _choice("budgets", "money", "arrangement.paying.budgets"),
)  # fmt: skip
