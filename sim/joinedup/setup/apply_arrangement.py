"""From what a scenario says to the rows of teams and interfaces: how the place is joined.

Called on day 0 with the siloed arrangement, and on the day of change with the new one. It
touches what an arrangement sets and leaves alone what a team carries with it: its line, its
caseload, its books.
"""

from __future__ import annotations

from itertools import product

import numpy as np

from joinedup.codes import (
    AGE_NAMES,
    DOMAIN_OF_NEED,
    NEEDS,
    PER,
    PROFESSIONS,
    WEEK_HOURS,
    Budgets,
    Degree,
    Management,
    Need,
    Organisation,
    Payment,
    Process,
    Profession,
    Role,
    State,
)
from joinedup.engine.tables import Table
from joinedup.rules.incentives import about_money
from joinedup.rules.joining import share_covered
from joinedup.rules.management import threat_of_degree
from joinedup.scenario.arrangement import Arrangement
from joinedup.scenario.place import Team
from joinedup.scenario.scenario import Scenario
from joinedup.state.world import World

WEEK_MINUTES = WEEK_HOURS * 60.0
OUTSIDE_SENDERS = 3


def arrange(world: World, scenario: Scenario, live: np.ndarray) -> None:
    """Set the place's teams and interfaces as the scenario's arrangement says.

    Parameters
    ----------
    live : ndarray of bool, [neighbourhood]
        Where the arrangement holds; elsewhere teams work as before. A team of the whole
        borough works in the new way as soon as anybody does.
    """
    names = scenario.team_names
    siloed = scenario.siloed
    for number, row in enumerate(world.teams):
        before = row.mix.copy()
        name = names[row.type]
        row.live = works_where(scenario, row, live)
        _set_team(world, number, scenario if row.live else siloed, name)
        _tell(world.globals[0].p, row, scenario, name)
        if row.caseload > 0 and not np.array_equal(row.mix, before):
            _share_out_anew(world, number, row)
    for where, holds in enumerate(live):
        interfaces = world.target_interfaces[where]
        _set_interfaces(world, interfaces, scenario if holds else siloed, names)
        _carry_over(world.interfaces[where], interfaces)
    _set_settings(world, scenario if live.any() else siloed, names)


def works_where(scenario: Scenario, row: Table, marked: np.ndarray) -> bool:
    """Whether a team works in any of the neighbourhoods that are ``marked``."""
    covers, unit = scenario.teams[scenario.team_names[row.type]].covers, int(row.unit)
    if covers == "borough":
        return bool(marked.any())
    return bool(marked[unit // scenario.place.practices_each if covers == "practice" else unit])


def _carry_over(interfaces: Table, target_interface: Table) -> None:
    """What holds at an interface from the first day, whoever works in the new way."""
    for column in ("degree", "spoa", "record", "meets"):
        interfaces[column] = target_interface[column]


def staff_of(scenario: Scenario, name: str) -> dict[str, float]:
    """Whole-time equivalents per 30,000 residents, the arrangement's extra staff included."""
    staff = {str(k): v for k, v in scenario.teams[name].staff.items()}
    for profession, extra in scenario.arrangement.extra_staff.get(name, {}).items():
        staff[profession] = max(0.0, staff.get(profession, 0.0) + extra)
    return staff


def _set_team(world: World, number: int, scenario: Scenario, name: str) -> None:
    row = world.teams[number]
    p = world.globals[0].p
    team = scenario.teams[name]
    arrangement = scenario.arrangement
    covered = residents_covered(world, number, team)
    paid = np.zeros(PROFESSIONS)
    for profession, posts in staff_of(scenario, name).items():
        paid[Profession[profession.upper()]] = posts * covered / PER * WEEK_MINUTES
    minutes = paid * p.care.direct_share
    row.usual = np.round(minutes * 1000.0)
    row.capacity = row.usual.astype(np.int64)
    row.minutes = minutes.sum()
    row.paid_minutes = paid.sum()
    row.organisation = Organisation[team.organisation.upper()]
    row.role = Role[team.role.upper()]
    row.weekends = team.works_weekends
    row.direct = team.direct_access
    row.threshold = team.threshold
    row.threshold_now = max(float(row.threshold_now), team.threshold)
    row.low, row.high = 2.0, -1.0
    row.ages = 0
    row.domains = 0
    for need_name, taken in team.accepts.items():
        kind = Need[need_name.upper()]
        row.low[kind], row.high[kind] = taken.severity
        for age in taken.ages or AGE_NAMES:
            row.ages[kind, AGE_NAMES.index(age)] = 1
        row.domains[DOMAIN_OF_NEED[kind]] = 1
    row.mix = _mix(p.care.mix, paid)
    _set_process(p, row, arrangement.processes.get(name, team.process))
    row.record = name in arrangement.shared_record
    row.form = 2 if name in arrangement.common_form else 0
    meetings = arrangement.joint_meetings
    row.meets = bool(meetings and name in meetings.teams)
    row.meeting_minutes = 60.0 * p.team_process.meeting_hours * row.allocation
    if meetings and name in meetings.teams:
        row.meeting_minutes += 60.0 * meetings.hours_a_week * covered / PER
    row.fixed_overhead = row.meeting_minutes
    row.management = Management[_managed(arrangement, name)]


def _tell(p: Table, row: Table, scenario: Scenario, name: str) -> None:
    """What staff hear of the arrangement: whether it is a new way of working, and a threat."""
    arrangement = scenario.arrangement
    row.joined = name in _joined_up(arrangement)
    highest = max((Degree[d.upper()] for n, d in _degrees(arrangement) if n == name), default=0)
    by_structure = p.management.threatens[Management[_managed(arrangement, name)]]
    threat = threat_of_degree(
        p.management, highest / Degree.MERGED, by_structure, arrangement.programme.upheaval
    )
    if scenario.teams[name].organisation in arrangement.organisations_merge:
        threat = max(threat, p.management.merger)
    row.threat = threat


def _managed(arrangement: Arrangement, name: str) -> str:
    return arrangement.management.get(name, "profession_managed").upper()


def residents_covered(world: World, number: int, team: Team) -> float:
    """Residents that one team, by its number, covers."""
    row = world.teams[number]
    people = len(world.residents)
    if team.covers == "practice":
        return float(np.count_nonzero(world.residents.practice == number))
    if team.covers == "neighbourhood":
        places = world.team_of.shape[1]  # neighbourhoods are blocks of residents
        first = -(-int(row.unit) * people // places)
        return float(-(-(int(row.unit) + 1) * people // places) - first)
    return float(people)


def _mix(table: np.ndarray, paid: np.ndarray) -> np.ndarray:
    """Each kind's package by profession, shared among those that the team has."""
    have = (paid > 0.0).astype(float)
    mix = table * have
    for kind in range(NEEDS):
        total = mix[kind].sum()
        if total > 0.0:
            mix[kind] /= total
        elif have.sum() > 0.0:
            mix[kind] = paid / paid.sum()
    return mix


def _share_out_anew(world: World, number: int, row: Table) -> None:
    """Packages under way are given by the professions that the team now has."""
    under_way = (np.asarray(world.needs.state) == State.IN_CARE) & (
        np.asarray(world.needs.team) == number
    )
    minutes = np.asarray(world.needs.minutes)[under_way].astype(float)
    mix = row.mix[np.nonzero(under_way)[1]]
    shares = (minutes[:, None] * mix * 1000.0 + 0.5).astype(np.int64)
    row.committed = shares.sum(axis=0)


def _set_process(p: Table, row: Table, process: str) -> None:
    number = Process[process.upper()]
    row.reception = p.team_process.reception[number]
    row.allocation = p.team_process.allocation[number]
    row.assessment = p.team_process.assessment[number]
    row.review = p.team_process.review[number]


BARRIERS = ("eligibility", "wrong_door", "loss", "paperwork_hours", "paperwork_days", "obstacle")


def _degrees(arrangement: Arrangement) -> list[tuple[str, str]]:
    """Each team that an interface names, and the degree of joining there."""
    return [
        (team, target_interface.degree)
        for target_interface in arrangement.interfaces
        for team in target_interface.between
        if team not in arrangement.stays_outside
    ]


def _joined_up(arrangement: Arrangement) -> set[str]:
    """Teams for whose staff the arrangement is a new way of working."""
    found = {team for team, degree in _degrees(arrangement) if degree != "none"}
    for target_interface in arrangement.interfaces:
        if any(getattr(target_interface, barrier) is not None for barrier in BARRIERS):
            found |= set(target_interface.between) - set(arrangement.stays_outside)
    if arrangement.single_point_of_access:
        found |= set(arrangement.single_point_of_access.in_front_of)
    if arrangement.joint_meetings:
        found |= set(arrangement.joint_meetings.teams)
    return found | set(arrangement.shared_record) | set(arrangement.common_form)


def _set_interfaces(world: World, interfaces: Table, scenario: Scenario, names: list[str]) -> None:
    baseline_interface(world.globals[0].p, interfaces)
    arrangement = scenario.arrangement
    p = world.globals[0].p.incentives
    left = about_money(p, p.whose_money, budgets_of(scenario))
    for target_interface in arrangement.interfaces:
        members = [t for t in target_interface.between if t not in arrangement.stays_outside]
        for a in members:
            for b in members:
                if a != b:
                    interface = interfaces[names.index(a), names.index(b)]
                    _joined(world.globals[0].p, interface, target_interface.degree)
                    if scenario.teams[a].organisation != scenario.teams[b].organisation:
                        interface.wrong_door *= left
                    _as_arranged(interface, target_interface)
    _case_managers(world, interfaces, names)
    _set_spoa(world, interfaces, scenario, names)
    _records_and_meetings(world, interfaces, scenario, names)


def budgets_of(scenario: Scenario) -> int:
    """How the organisations' money is held; separately where incentives are left out."""
    is_disabled = "incentives" in scenario.disable_mechanisms
    return Budgets.SEPARATE if is_disabled else Budgets[scenario.arrangement.paying.budgets.upper()]


def payment_of(scenario: Scenario) -> int:
    """How providers are paid; by activity where incentives are left out."""
    is_disabled = "incentives" in scenario.disable_mechanisms
    return Payment.ACTIVITY if is_disabled else Payment[scenario.arrangement.paying.payment.upper()]


def baseline_interface(p: Table, interfaces: Table) -> None:
    """Set interfaces as they are where nothing is joined."""
    for column in ("degree", "spoa", "record", "meets", "joint", "advice"):
        interfaces[column] = 0
    interfaces["eligibility"] = 1.0
    h = p.handover
    interfaces["minutes"], interfaces["days"] = h.paperwork_minutes, h.paperwork_days
    for column in ("wrong_door", "misdirected", "loss", "obstacle", "retelling"):
        interfaces[column] = h[column]


def _joined(p: Table, interface: Table, degree: str) -> None:
    """What a degree of joining leaves of each barrier, and what it adds."""
    number = Degree[degree.upper()]
    h = p.handover
    interface.degree = number
    interface.eligibility = min(1.0, h.eligibility_kept[number])
    interface.wrong_door = h.wrong_door * h.wrong_door_kept[number]
    interface.misdirected = h.misdirected * h.wrong_door_kept[number]
    interface.minutes = h.paperwork_minutes * h.paperwork_kept[number]
    interface.days = h.paperwork_days * h.paperwork_kept[number]
    interface.loss = h.loss * h.loss_kept[number]
    interface.obstacle = h.obstacle * h.obstacle_kept[number]
    interface.retelling = h.retelling * h.obstacle_kept[number]
    interface.joint = h.joint_kept[number]
    interface.advice = h.advice_kept[number]


def _as_arranged(interface: Table, target_interface) -> None:
    """Barriers that the scenario sets by hand."""
    for barrier in ("eligibility", "wrong_door", "loss", "obstacle"):
        if getattr(target_interface, barrier) is not None:
            setattr(interface, barrier, getattr(target_interface, barrier))
    if target_interface.paperwork_hours is not None:
        interface.minutes = 60.0 * target_interface.paperwork_hours
    if target_interface.paperwork_days is not None:
        interface.days = target_interface.paperwork_days


def _case_managers(world: World, interfaces: Table, names: list[str]) -> None:
    """A case manager hands over as a coordinated team would."""
    for receiver in range(len(names)):
        _joined(world.globals[0].p, interfaces[len(names) + 2, receiver], "coordinated")


def _set_spoa(world: World, interfaces: Table, scenario: Scenario, names: list[str]) -> None:
    """A single point of access sorts referrals from outside the joined-up teams."""
    front = scenario.arrangement.single_point_of_access
    if front is None:
        return
    p = world.globals[0].p
    behind = [names.index(t) for t in front.in_front_of]
    for receiver in behind:
        for sender in range(len(names) + OUTSIDE_SENDERS):
            interface = interfaces[sender, receiver]
            if sender in behind and interface.degree == Degree.MERGED:
                continue
            interface.spoa = 1
            interface.wrong_door *= p.joining.sorting_error
            interface.misdirected *= p.joining.sorting_error
            interface.loss *= p.joining.followed_up


def _records_and_meetings(
    world: World, interfaces: Table, scenario: Scenario, names: list[str]
) -> None:
    p = world.globals[0].p
    arrangement = scenario.arrangement
    record, form = set(arrangement.shared_record), set(arrangement.common_form)
    meetings = arrangement.joint_meetings
    for first, second in product(sorted(record | form), repeat=2):
        interface = interfaces[names.index(first), names.index(second)]
        if first in record and second in record:
            interface.record = 1
            interface.loss *= p.joining.followed_up
        elif first in form and second in form:
            interface.retelling *= p.joining.form_retelling
    for first, second in product(meetings.teams if meetings else (), repeat=2):
        interfaces[names.index(first), names.index(second)].meets = 1


def _spoa_minutes(world: World, scenario: Scenario) -> float:
    """Minutes a week of the single point of access's own staff, per 30,000 residents."""
    front = scenario.arrangement.single_point_of_access
    if front is None:
        return 0.0
    direct = world.globals[0].p.care.direct_share
    return sum(
        posts * WEEK_MINUTES * float(direct[Profession[profession.upper()]])
        for profession, posts in sorted(front.staff.items())
    )


def _set_settings(world: World, scenario: Scenario, names: list[str]) -> None:
    settings = world.globals[0].settings
    arrangement = scenario.arrangement
    scale = len(world.residents) / PER
    settings.spoa = arrangement.single_point_of_access is not None
    settings.budgets = budgets_of(scenario)
    settings.payment = payment_of(scenario)
    settings.spoa_kinds = 0
    settings.spoa_minutes = _spoa_minutes(world, scenario) * scale
    if arrangement.single_point_of_access:
        for team in arrangement.single_point_of_access.in_front_of:
            for need_name in scenario.teams[team].accepts:
                settings.spoa_kinds[Need[need_name.upper()]] = 1
    settings.back_to_gp = 0.0
    for need_name, below in arrangement.back_to_gp_below.items():
        settings.back_to_gp[Need[need_name.upper()]] = below
    meetings = arrangement.joint_meetings
    settings.meeting_every = meetings.every_days if meetings else 0.0
    settings.coordinators = arrangement.care_coordinators * scale
    p = world.globals[0].p.joining
    settings.covered = share_covered(
        settings.coordinators, p.coordinator_people, float(settings.mixed)
    )
    managed = arrangement.case_management
    settings.case_management = managed is not None
    settings.share_searched = managed.share_of_residents if managed else p.cohort_share
    settings.visit_every = managed.visit_every_days if managed else 0.0
    settings.search_every = managed.search_again_every_days if managed else 0
    posts = managed.case_managers * managed.caseload_each * scale if managed else 0.0
    settings.places = int(posts)
