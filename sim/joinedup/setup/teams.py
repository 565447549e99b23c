"""From what a scenario says of a team to its row: staff, acceptance, process, management."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from joinedup.codes import (
    CONNECTING,
    DOMAIN_OF_NEED,
    NEEDS,
    PER,
    PROFESSIONS,
    WEEK_HOURS,
    Age,
    Degree,
    Management,
    Need,
    Organisation,
    Process,
    Profession,
    Role,
    labels,
)
from joinedup.engine.tables import Table
from joinedup.rules.management import threat_of_degree
from joinedup.scenario.arrangement import Arrangement
from joinedup.scenario.joined import pairs_joined, teams_joined
from joinedup.scenario.place import Acceptance, Team
from joinedup.scenario.planned import staff_of
from joinedup.scenario.scenario import Scenario
from joinedup.setup.areas import residents_covered, staffing_of
from joinedup.setup.paying import payment_of
from joinedup.state.world import World

WEEK_MINUTES = WEEK_HOURS * 60.0


def set_team(world: World, number: int, scenario: Scenario, name: str) -> None:
    """Set a team's row as a scenario's arrangement has it; its caseload and queue stay."""
    row, p = world.teams[number], world.globals[0].p
    team, arrangement = scenario.all_teams[name], scenario.arrangement
    row.added = name in arrangement.new_teams
    row.closed = name in arrangement.closed_teams
    covered = residents_covered(world, number, team)
    _set_staff(p, row, scenario, name, covered * staffing_of(world, scenario, row))
    row.organisation = Organisation[team.organisation.upper()]
    row.role = Role[team.role.upper()]
    row.weekends = team.works_weekends
    row.direct = team.direct_access
    row.eligible_from = team.eligible_from
    row.means_tested = team.means_tested
    row.threshold_now = raised_as(row, team.threshold)
    row.threshold = team.threshold
    _set_acceptance(row, {} if row.closed else team.accepts)
    row.takes = sum(1 << kind for kind in range(NEEDS) if row.low[kind] <= 1.0)
    _set_process(p, row, arrangement.processes.get(name, team.process))
    _set_at_the_door(row, scenario, name)
    usual = p.team_process.assessment[Process[team.process.upper()]]
    waited = usual.any() or (row.to_be_assessed and not row.merged)  # before, for an assessment
    has_stage = row.assessment.any() or waited
    row.none_assess = not (row.usual @ p.team_process.may_assess > 0.0)
    lost = row.none_assess and _had_who_may_assess(p, team)
    row.assessing = team.assessing if has_stage and not lost else 0.0
    row.record = name in arrangement.shared_record
    row.form = 2 if name in arrangement.common_form else 0
    meetings = arrangement.joint_meetings
    row.meets = bool(meetings and name in meetings.teams)
    row.covered = max(1.0, covered) / PER
    meets = p.team_process.allocation[Process[team.process.upper()]]
    own = 60.0 * p.team_process.meeting_hours * row.covered
    row.usual_meeting, row.meeting_minutes = own * meets, own * row.allocation.max()
    if meetings and name in meetings.teams:
        row.meeting_minutes += 60.0 * meetings.hours_a_week * row.covered
    row.fixed_overhead = row.meeting_minutes
    row.management = _management_of(arrangement, name)
    row.payment = payment_of(scenario)


def raised_as(row: Table, threshold: float | np.ndarray) -> np.ndarray:
    """A threshold under the load of a team's row: raised by as much, to 1 at most."""
    raised = np.minimum(1.0, threshold + (row.threshold_now - row.threshold))
    return np.where(row.threshold == threshold, row.threshold_now, raised)


def _had_who_may_assess(p: Table, team: Team) -> bool:
    """Whether any of the staff that a team has by itself may assess, whatever is arranged."""
    may = p.team_process.may_assess
    return any(posts > 0.0 and may[Profession[one.upper()]] for one, posts in team.staff.items())


def set_apart(row: Table) -> None:
    """Set a team's row as that of one team: it is merged with no other."""
    row.merged = row.group = row.crew = row.pot = 0
    row.origin = row.type
    row.pot_takes = (1 << NEEDS) - 1
    row.own_share = 1.0
    row.doublings = row.further = 0.0


def _set_staff(p: Table, row: Table, scenario: Scenario, name: str, covered: float) -> None:
    """Capacity in thousandths of a minute a week, and packages by profession."""
    paid = np.zeros(PROFESSIONS)
    for profession, posts in staff_of(scenario, name).items():
        paid[Profession[profession.upper()]] = posts * covered / PER * WEEK_MINUTES
    minutes = paid * p.care.direct_share
    row.usual = np.round(minutes * 1000.0)
    row.capacity = row.usual.astype(np.int64)
    row.minutes = minutes.sum()
    row.paid_minutes = paid.sum()
    row.mix = mix_of(p.care.mix, paid)


def _set_acceptance(row: Table, accepts: Mapping[str, Acceptance]) -> None:
    """Kinds of need, severities, ages and domains that the team accepts."""
    row.low, row.high = 2.0, -1.0
    row.ages = 0
    row.domains = 0
    for need_name, accepted in accepts.items():
        kind = Need[need_name.upper()]
        row.low[kind], row.high[kind] = accepted.severity
        row.step[kind] = accepted.step
        for age in accepted.ages or labels(Age):
            row.ages[kind, labels(Age).index(age)] = 1
        row.domains[DOMAIN_OF_NEED[kind]] = 1


def _set_process(p: Table, row: Table, process: str) -> None:
    stages = p.team_process
    for stage in ("reception", "allocation", "assessment", "review"):
        row[stage] = stages[stage][Process[process.upper()]]


def _set_at_the_door(row: Table, scenario: Scenario, name: str) -> None:
    """At whose door the team serves, and who serves at its own; one that is closed does not."""
    arrangement = scenario.arrangement
    row.at_door = row.front = 0
    row.keeps_to = 0.0
    for hub, served in arrangement.at_the_door.items():
        number = 0 if hub in arrangement.closed_teams else 1 + scenario.team_names.index(hub)
        if name in served.in_front_of:
            row.front = number
        if name == hub and number:
            row.at_door, row.keeps_to = number, served.up_to_severity
            row.assessment = 1.0
            for kind in (
                k for team in served.in_front_of for k in scenario.all_teams[team].accepts
            ):
                row.domains[DOMAIN_OF_NEED[Need[kind.upper()]]] = 1


def mix_of(table: np.ndarray, paid: np.ndarray) -> np.ndarray:
    """Each kind's package by profession, shared among those that the team has.

    Where it has none that the kind calls for, all of the team give it, but those who only connect.
    """
    have = (paid > 0.0).astype(float)
    others = paid.copy()
    others[list(CONNECTING)] = 0.0
    mix = table * have
    for kind in range(NEEDS):
        total = mix[kind].sum()
        if total > 0.0:
            mix[kind] /= total
        elif others.sum() > 0.0:
            mix[kind] = others / others.sum()
    return mix


def set_threat(
    p: Table, row: Table, scenario: Scenario, name: str, ways: Sequence[Arrangement]
) -> None:
    """Whether the arrangement changes how a team's staff work, and the threat they see in it.

    ``ways`` are what holds where the team works, today and after each later change.
    """
    arrangement = scenario.arrangement
    row.joined = any(name in teams_joined(way) for way in ways)
    pairs = [held for way in ways for held in pairs_joined(way).items()]
    highest = max((Degree[one.degree.upper()] for pair, one in pairs if name in pair), default=0)
    by_structure = 1.0 + p.management.further_threat[_management_of(arrangement, name)]
    share, upheaval = highest / Degree.MERGED, arrangement.programme.upheaval
    threat = threat_of_degree(p.management, share, by_structure, upheaval)
    row.threat = threat
    merges = scenario.all_teams[name].organisation in arrangement.organisations_merge
    row.merger = p.management.merger_threat if merges else 0.0


def _management_of(arrangement: Arrangement, name: str) -> Management:
    return Management[arrangement.management.get(name, "profession_managed").upper()]
