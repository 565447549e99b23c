"""How two scenarios differ in what is put in place: doors, records, meetings, people."""

from __future__ import annotations

from collections.abc import Sequence

from joinedup.scenario.arrangement import CaseManagement, JointMeetings, SinglePointOfAccess
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.diff.of_teams import staff_changes
from joinedup_experiments.scenario_io.diff.phrases import (
    ORGANISATIONS,
    count,
    from_to,
    hours_a_week,
    label,
    labels,
    listing,
    number,
    posts,
    staff_said,
    table_changes,
    words,
)


def of_organisations(a: Scenario, b: Scenario) -> list[str]:
    """Organisations that merge, whatever their teams do."""
    before, after = a.arrangement.organisations_merge, b.arrangement.organisations_merge
    if set(before) == set(after):
        return []
    if not after:
        return [f"no longer merges {_organisations(before)} into one organisation"]
    instead = f", not {_organisations(before)}" if before else ", whatever their teams do"
    return [f"merges {_organisations(after)} into one organisation{instead}"]


def _organisations(names: Sequence[str]) -> str:
    return listing(ORGANISATIONS[name] for name in names)


def of_door(a: Scenario, b: Scenario) -> list[str]:
    """The single point of access: whom it stands before, and who answers."""
    before, after = a.arrangement.single_point_of_access, b.arrangement.single_point_of_access
    if after is None:
        return [] if before is None else [f"takes away the {_door(a, before)}"]
    if before is None:
        staff = (
            f", answered by {staff_said(after.staff)}"
            if after.staff
            else ", answered by the teams themselves"
        )
        return [f"adds a {_door(b, after)}{staff}"]
    door = "what lies behind the single point of access"
    said = _members((a, b), door, before.in_front_of, after.in_front_of)
    return said + staff_changes("the single point of access", before.staff, after.staff)


def _door(scenario: Scenario, door: SinglePointOfAccess) -> str:
    teams = f"{count(len(door.in_front_of), 'team')}: {labels((scenario,), door.in_front_of)}"
    return f"single point of access in front of {teams}"


def of_record(a: Scenario, b: Scenario) -> list[str]:
    """Teams that read each other's record."""
    before, after = a.arrangement.shared_record, b.arrangement.shared_record
    return _joined_in((a, b), "one record shared by", "the shared record", before, after)


def of_form(a: Scenario, b: Scenario) -> list[str]:
    """Teams that share an assessment form."""
    before, after = a.arrangement.common_form, b.arrangement.common_form
    return _joined_in((a, b), "a common assessment form for", "the common form", before, after)


def of_meetings(a: Scenario, b: Scenario) -> list[str]:
    """Joint care planning meetings."""
    before, after = a.arrangement.joint_meetings, b.arrangement.joint_meetings
    if after is None:
        return [] if before is None else [f"takes away the {_meetings(a, before)}"]
    if before is None:
        return [f"adds {_meetings(b, after)}"]
    said = _members((a, b), "joint planning meetings", before.teams, after.teams)
    if before.every_days != after.every_days:
        change = from_to(before.every_days, after.every_days, "days")
        said.append(f"takes the time between joint planning meetings {change}")
    if before.hours_a_week != after.hours_a_week:
        change = from_to(before.hours_a_week, after.hours_a_week, "hours a week")
        said.append(f"takes what joint planning meetings cost each team {change}")
    return said


def _meetings(scenario: Scenario, meetings: JointMeetings) -> str:
    often = f"every {number(meetings.every_days)} days" if meetings.every_days > 1 else "every day"
    return (
        f"joint planning meetings {often} of {labels((scenario,), meetings.teams)}, "
        f"at {hours_a_week(meetings.hours_a_week)} for each team"
    )


def of_case_management(a: Scenario, b: Scenario) -> list[str]:
    """Case finding and case managers."""
    before, after = a.arrangement.case_management, b.arrangement.case_management
    if after is None:
        return [] if before is None else [f"takes away {_case_managers(before)}"]
    if before is None:
        return [f"adds {_case_managers(after)}"]
    said = []
    for key, what in (
        ("case_managers", "the number of case managers"),
        ("caseload_each", "how many people each case manager looks after"),
        ("share_of_residents", "the share of residents at highest risk who are enrolled"),
        ("visit_every_days", "the days between a case manager's visits"),
        ("search_again_every_days", "the days between searches for people at risk"),
    ):
        first, second = getattr(before, key), getattr(after, key)
        if first != second:
            said.append(f"takes {what} {from_to(first, second)}")
    return said


def _case_managers(managed: CaseManagement) -> str:
    return (
        f"{posts(managed.case_managers, 'case_manager')} for {number(managed.caseload_each)} "
        f"people each, found by searching for the {number(managed.share_of_residents * 100)}% of "
        f"residents at highest risk every {number(managed.search_again_every_days)} days and "
        f"visited every {number(managed.visit_every_days)} days"
    )


def of_coordinators(a: Scenario, b: Scenario) -> list[str]:
    """Care coordinators and boundary spanners."""
    said = []
    for key, singular in (
        ("care_coordinators", "care_coordinator"),
        ("boundary_spanners", "boundary_spanner"),
    ):
        before, after = getattr(a.arrangement, key), getattr(b.arrangement, key)
        if before != after:
            entry_point = "adds" if after > before else "takes away"
            was = f" ({from_to(before, after)})" if before and after else ""
            said.append(f"{entry_point} {posts(round(abs(after - before), 9), singular)}{was}")
    return said


def of_outside(a: Scenario, b: Scenario) -> list[str]:
    """Teams left out of every interface that names them."""
    before, after = a.arrangement.stays_outside, b.arrangement.stays_outside
    said = []
    out = [team for team in after if team not in before]
    if out:
        said.append(f"leaves {labels((b, a), out)} outside what is joined")
    back = [team for team in before if team not in after]
    if back:
        said.append(f"no longer leaves {labels((b, a), back)} outside what is joined")
    return said


def of_back_to_gp(a: Scenario, b: Scenario) -> list[str]:
    """Kinds of need that go back to the GP below a severity."""
    said = []
    changes = table_changes(a.arrangement.back_to_gp_below, b.arrangement.back_to_gp_below)
    for need, before, after in changes:
        if after is None:
            said.append(f"no longer sends milder {words(need)} back to the GP")
        elif before is None:
            said.append(f"sends {words(need)} below severity {number(after)} back to the GP")
        else:
            change = from_to(before, after)
            said.append(f"takes the severity below which {words(need)} goes back to GPs {change}")
    return said


def of_processes(a: Scenario, b: Scenario) -> list[str]:
    """Team processes that replace a team's own."""
    before, after = a.arrangement.processes, b.arrangement.processes
    said = []
    for team in dict.fromkeys([*before, *after]):
        if before.get(team) == after.get(team):
            continue
        who = label((b, a), team)
        if team in after:
            said.append(f"changes how {who} works to {words(after[team])}")
        else:
            said.append(f"leaves {who} to work as before, not by {words(before[team])}")
    return said


def of_extra_staff(a: Scenario, b: Scenario) -> list[str]:
    """Staff that the arrangement adds to teams or takes from them, with what that makes in all.

    Where the team itself differs as well, what the arrangement adds is told instead.
    """
    before, after = a.arrangement.extra_staff, b.arrangement.extra_staff
    said = []
    for team in dict.fromkeys([*before, *after]):
        first, second = dict(before.get(team, {})), dict(after.get(team, {}))
        who = label((b, a), team)
        if team in a.teams and team in b.teams and a.teams[team].staff == b.teams[team].staff:
            own = a.teams[team].staff
            touched = [p for p in dict.fromkeys([*first, *second]) if first.get(p) != second.get(p)]
            said += staff_changes(
                who,
                {p: own.get(p, 0.0) + first.get(p, 0.0) for p in touched},
                {p: own.get(p, 0.0) + second.get(p, 0.0) for p in touched},
            )
        else:
            said += staff_changes(f"what the arrangement adds to {who}", first, second)
    return said


def _joined_in(
    scenarios: tuple[Scenario, Scenario],
    new: str,
    known: str,
    before: Sequence[str],
    after: Sequence[str],
) -> list[str]:
    if not before and after:
        return [f"adds {new} {count(len(after), 'team')}: {labels(scenarios, after)}"]
    if before and not after:
        return [f"takes away {new} {count(len(before), 'team')}: {labels(scenarios, before)}"]
    return _members(scenarios, known, before, after)


def _members(
    scenarios: tuple[Scenario, Scenario],
    what: str,
    before: Sequence[str],
    after: Sequence[str],
) -> list[str]:
    said = []
    new = [team for team in after if team not in before]
    if new:
        said.append(f"brings {labels(scenarios, new)} into {what}")
    gone = [team for team in before if team not in after]
    if gone:
        said.append(f"takes {labels(scenarios, gone)} out of {what}")
    return said
