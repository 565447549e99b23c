"""How two scenarios differ in their teams."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from joinedup.scenario.place import Acceptance, Team
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.diff.phrases import (
    ORGANISATIONS,
    ByName,
    from_to,
    labels,
    listing,
    number,
    posts,
    staff_said,
    table_changes,
    words,
)

_COVERS = {
    "practice": "each practice has one",
    "neighbourhood": "each neighbourhood has one",
    "borough": "there is one for the whole borough",
}
_ROLES = {
    "caseload": "it carries a caseload",
    "general_practice": "it is general practice",
    "crisis": "it answers crises",
}


def of_teams(a: Scenario, b: Scenario) -> list[str]:
    """Teams added, taken out and changed."""
    said = []
    added = [name for name in b.teams if name not in a.teams]
    if added:
        said += [
            f"adds the team {b.teams[name].label}, of {ORGANISATIONS[b.teams[name].organisation]}, "
            f"with {staff_said(b.teams[name].staff)}; it takes {_taken(b.teams[name].accepts)}"
            for name in added
        ]
    gone = [name for name in a.teams if name not in b.teams]
    if gone:
        noun = "the team" if len(gone) == 1 else "the teams"
        said.append(f"takes out {noun} {labels((a,), gone)}")
    for name, team in a.teams.items():
        if name in b.teams and b.teams[name] != team:
            changed = _of_one(team, b.teams[name])
            said += changed
            if not changed:
                said.append(f"writes the team {team.label} in another way, which means the same")
    return said


def _of_one(before: Team, after: Team) -> list[str]:
    said, team = [], before.label
    if before.label != after.label:
        said.append(f'calls the team {team} "{after.label}"')
    if before.organisation != after.organisation:
        whose = f"{ORGANISATIONS[after.organisation]}, not {ORGANISATIONS[before.organisation]}"
        said.append(f"has {team} employed and paid by {whose}")
    if before.covers != after.covers:
        said.append(f"has {team} cover another area: {_COVERS[after.covers]}")
    if before.role != after.role:
        said.append(f"gives {team} another part: {_ROLES[after.role]}")
    said += staff_changes(team, before.staff, after.staff)
    said += _accepts(team, before.accepts, after.accepts)
    if before.threshold != after.threshold:
        entry_point = "raises" if after.threshold > before.threshold else "lowers"
        change = from_to(before.threshold, after.threshold)
        said.append(f"{entry_point} the severity below which {team} refuses a referral {change}")
    if before.process != after.process:
        said.append(f"has {team} work by {words(after.process)}, not by {words(before.process)}")
    if before.works_weekends != after.works_weekends:
        said.append(f"{'has' if after.works_weekends else 'stops'} {team} working at weekends")
    if before.direct_access != after.direct_access:
        door = "lets residents come to" if after.direct_access else "stops residents coming to"
        said.append(f"{door} {team} without a referral")
    return said


def staff_changes(team: str, before: ByName, after: ByName) -> list[str]:
    """Posts that a team gains and loses: "adds 2 psychologists (from 6.5 to 8.5) to ...".

    A profession with no posts is told apart from one that is not named.
    """
    more, fewer, said = [], [], []
    for profession, first, second in table_changes(before, after):
        change = (second or 0.0) - (first or 0.0)
        was = f"({from_to(first or 0.0, second or 0.0)})"
        if change > 0:
            more.append(f"{posts(float(f'{change:.9g}'), profession)} {was}")
        elif change < 0:
            fewer.append(f"{posts(float(f'{-change:.9g}'), profession)} {was}")
        else:
            entry_point = "no longer names" if second is None else "names"
            said.append(
                f"{entry_point} {words(profession)} among the staff of {team}, with no posts"
            )
    if more:
        said.append(f"adds {listing(more)} to {team}")
    if fewer:
        said.append(f"takes {listing(fewer)} out of {team}")
    return said


def _accepts(
    team: str, before: Mapping[Any, Acceptance], after: Mapping[Any, Acceptance]
) -> list[str]:
    said = []
    for need in dict.fromkeys([*before, *after]):
        first, second = before.get(need), after.get(need)
        if first == second:
            continue
        if first is None and second is not None:
            said.append(f"has {team} take {_one_taken(need, second)}")
        elif second is None:
            said.append(f"has {team} no longer take {words(need)}")
        elif first is not None:
            said.append(
                f"has {team} take {_one_taken(need, second)}, not {_one_taken(need, first)}"
            )
    return said


def _taken(accepts: Mapping[Any, Acceptance]) -> str:
    return listing(_one_taken(need, taken) for need, taken in accepts.items()) or "no referrals"


def _one_taken(need: str, taken: Acceptance) -> str:
    low, high = taken.severity
    ages = "all ages" if taken.ages is None else listing(taken.ages) or "no age"
    return f"{words(need)} of severity {number(low)} to {number(high)} at {ages}"
