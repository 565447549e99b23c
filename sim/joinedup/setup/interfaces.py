"""From what a scenario says to the interfaces between teams: degrees and their barriers."""

from __future__ import annotations

from itertools import permutations, product

import numpy as np

from joinedup.codes import Degree
from joinedup.engine.tables import Table
from joinedup.rules.incentives import undisputed_share
from joinedup.scenario.arrangement import Interface
from joinedup.scenario.interface import HOSPITAL
from joinedup.scenario.scenario import Scenario
from joinedup.setup.paying import budgets_of
from joinedup.state.world import World

OUTSIDE_SENDERS = 3
_GAINS = ("degree", "spoa", "record", "meets", "joint", "advice", "fidelity", "trust")
SENDER_HOSPITAL, CASE_MANAGERS = 1, 2  # of the outside senders, counted from 0


def set_interfaces(world: World, interfaces: Table, scenario: Scenario) -> None:
    """Set one neighbourhood's interfaces, [sender, receiver], as the arrangement has them."""
    p, arrangement, names = world.globals[0].p, scenario.arrangement, scenario.team_names
    baseline_interface(p, interfaces)
    left = undisputed_share(p.incentives, p.incentives.funding_disputes, budgets_of(scenario))
    for pair, target in arrangement.pairs().items():
        for a, b in permutations(pair):
            if b == HOSPITAL:  # what goes there needs no referral
                continue
            sender = len(names) + SENDER_HOSPITAL if a == HOSPITAL else names.index(a)
            interface = interfaces[sender, names.index(b)]
            _set_degree(p, interface, target.degree)
            if _organisation(scenario, a) != _organisation(scenario, b):
                interface.wrong_door *= left
            _override_barriers(interface, target)
    for receiver in range(len(names)):  # a case manager refers as a coordinated team would
        _set_degree(p, interfaces[len(names) + CASE_MANAGERS, receiver], "coordinated")
    _set_spoa(p, interfaces, scenario)
    _share_records(p, interfaces, scenario)
    meetings = arrangement.joint_meetings
    for first, second in product(meetings.teams if meetings else (), repeat=2):
        interfaces[names.index(first), names.index(second)].meets = 1


def _organisation(scenario: Scenario, name: str) -> str:
    return "nhs" if name == HOSPITAL else scenario.all_teams[name].organisation


def baseline_interface(p: Table, interfaces: Table) -> None:
    """Set interfaces as they are where nothing is joined."""
    for column in ("degree", "spoa", "record", "meets", "joint", "advice"):
        interfaces[column] = 0
    interfaces["eligibility"] = 1.0
    h = p.handover
    interfaces["minutes"], interfaces["days"] = h.paperwork_minutes, h.paperwork_days
    for column in ("wrong_door", "misdirected", "loss", "obstacle", "retelling"):
        interfaces[column] = h[column]


def _set_degree(p: Table, interface: Table, degree: str) -> None:
    """What a degree of joining leaves of each barrier, and what it adds; none leaves them whole."""
    number = Degree[degree.upper()]
    if number == Degree.NONE:
        baseline_interface(p, interface)
        return
    h = p.handover
    interface.degree = number
    interface.eligibility = min(1.0, h.eligibility_multiplier[number])
    interface.wrong_door = h.wrong_door * h.wrong_door_multiplier[number]
    interface.misdirected = h.misdirected * h.wrong_door_multiplier[number]
    interface.minutes = h.paperwork_minutes * h.paperwork_multiplier[number]
    interface.days = h.paperwork_days * h.paperwork_multiplier[number]
    interface.loss = h.loss * h.loss_multiplier[number]
    interface.obstacle = h.obstacle * h.obstacle_multiplier[number]
    interface.retelling = h.retelling * h.obstacle_multiplier[number]
    interface.joint = h.joint_visits[number]
    interface.advice = h.advice_share[number]


def set_inside(p: Table, interfaces: Table, lead: int, types: list[int]) -> None:
    """Merged teams as one: joint work inside; outside, the lowest barriers that any of them has."""
    _set_degree(p, interfaces[lead, lead], "merged")
    outside = [number for number in range(len(interfaces)) if number not in types]
    for column in interfaces.dtype.names:
        best = np.max if column in _GAINS else np.min
        interfaces[column][outside, lead] = best(interfaces[column][np.ix_(outside, types)], axis=1)
        there = [number for number in outside if number < interfaces.shape[1]]
        interfaces[column][lead, there] = best(interfaces[column][np.ix_(types, there)], axis=0)


def _override_barriers(interface: Table, target: Interface) -> None:
    """Barriers that the scenario states by themselves."""
    for barrier in ("eligibility", "wrong_door", "loss", "obstacle"):
        if getattr(target, barrier) is not None:
            setattr(interface, barrier, getattr(target, barrier))
    if target.paperwork_hours is not None:
        interface.minutes = 60.0 * target.paperwork_hours
    if target.paperwork_days is not None:
        interface.days = target.paperwork_days


def _set_spoa(p: Table, interfaces: Table, scenario: Scenario) -> None:
    """A single point of access sorts referrals from outside the teams behind it."""
    spoa, names = scenario.arrangement.single_point_of_access, scenario.team_names
    behind = [names.index(team) for team in spoa.in_front_of] if spoa else []
    for receiver, sender in product(behind, range(len(names) + OUTSIDE_SENDERS)):
        interface = interfaces[sender, receiver]
        if sender in behind and interface.degree == Degree.MERGED:
            continue
        interface.spoa = 1
        interface.wrong_door *= p.joining.sorting_error
        interface.misdirected *= p.joining.sorting_error
        interface.loss *= p.joining.loss_multiplier


def _share_records(p: Table, interfaces: Table, scenario: Scenario) -> None:
    """What a shared record, or a common form, saves between two teams that have it."""
    arrangement, names = scenario.arrangement, scenario.team_names
    record, form = set(arrangement.shared_record), set(arrangement.common_form)
    for first, second in product(sorted(record | form), repeat=2):
        interface = interfaces[names.index(first), names.index(second)]
        if first in record and second in record:
            interface.record = 1
            interface.loss *= p.joining.loss_multiplier
        elif first in form and second in form:
            interface.retelling *= p.joining.form_retelling
