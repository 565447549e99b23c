"""From what a scenario says to the place: teams, interfaces, neighbourhoods of an arrangement.

Applied on day 0 for the siloed arrangement, and on the dates of change for the new one. What a
team carries with it is left alone: its waiting list, its caseload, its counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from joinedup.codes import PER, Need, Profession
from joinedup.engine.tables import Table
from joinedup.scenario.beyond_hospital import BeyondHospital
from joinedup.scenario.in_force import InForce
from joinedup.scenario.joined import teams_joined
from joinedup.scenario.scenario import Scenario
from joinedup.setup.areas import covers_any, ways_of_working, works_as
from joinedup.setup.culture import set_culture
from joinedup.setup.interfaces import set_interfaces
from joinedup.setup.paying import budgets_of, payment_of
from joinedup.setup.teams import WEEK_MINUTES, set_team, set_threat
from joinedup.state.world import World


def apply_arrangement(world: World, force: InForce, coming: Sequence[InForce] = ()) -> None:
    """Set teams, interfaces and neighbourhoods as what is in force has them.

    A team of the whole borough works as the arrangement has it as soon as it holds anywhere, at
    those interfaces only. Staff know what is ``coming``: what is in force from each later day.
    """
    known = [force, *coming]
    joined = set[str]().union(*(teams_joined(at.arrangement) for one in known for at in one.at))
    names, live = force.planned.team_names, np.array(force.live)
    for number, row in enumerate(world.teams):
        name = names[row.type]
        set_team(world, number, works_as(force, row), name)
        set_threat(world.globals[0].p, row, force.planned, name, ways_of_working(known, row))
        set_culture(row, force.planned, name, joined)
        here = ways_of_working([force], row)
        waits = row.joined and not any(name in teams_joined(way) for way in here)
        row.live = covers_any(force.planned, row, live) and not waits
    for neighbourhood, place in enumerate(world.places):
        scenario, target_interfaces = (
            force.at[neighbourhood],
            world.target_interfaces[neighbourhood],
        )
        set_interfaces(world, target_interfaces, scenario)
        for column in ("degree", "spoa", "record", "meets"):  # these need no adoption
            world.interfaces[neighbourhood][column] = target_interfaces[column]
        place.live = force.live[neighbourhood]
        _set_place(world, place, scenario)
        ways = scenario.arrangement.hospital or BeyondHospital()
        place.beyond = ways.places_of(scenario.place, neighbourhood)


def _set_place(world: World, place: Table, scenario: Scenario) -> None:
    """What of an arrangement holds in one neighbourhood, beside its teams and interfaces."""
    arrangement = scenario.arrangement
    scale = float(place.after - place.first) / PER
    place.budgets = budgets_of(scenario)
    place.payment = payment_of(scenario)
    _set_spoa(world, place, scenario, scale)
    staff = (arrangement.hospital or BeyondHospital()).urgent_community_response
    place.response_minutes = _direct_minutes(world, staff) * scale
    if not staff:
        place.response_backlog = 0.0
    place.back_to_gp = 0.0
    for need_name, below in arrangement.back_to_gp_below.items():
        place.back_to_gp[Need[need_name.upper()]] = below
    meetings = arrangement.joint_meetings
    place.meeting_every = meetings.every_days if meetings else 0.0
    place.meeting_minutes = 60.0 * meetings.hours_a_week * scale if meetings else 0.0
    if not meetings:
        place.meeting_left = place.brought = 0
    managed = arrangement.case_management
    place.case_management = managed is not None
    place.share_searched = managed.share_of_residents if managed else 0.0
    place.visit_every = managed.visit_every_days if managed else 0.0
    place.search_every = managed.search_again_every_days if managed else 0
    place.caseload_each = managed.caseload_each if managed else 0.0
    place.by_clinicians = managed.filled_by_clinicians if managed else 0.0
    place.offered_to = managed.offered_to if managed else 1.0


def _set_spoa(world: World, place: Table, scenario: Scenario, scale: float) -> None:
    """The single point of access: whether there is one, and its minutes a week."""
    spoa = scenario.arrangement.single_point_of_access
    place.spoa = spoa is not None
    place.spoa_minutes = 0.0
    if spoa is None:
        place.spoa_backlog = 0.0
        return
    place.spoa_minutes = _direct_minutes(world, spoa.staff) * scale


def _direct_minutes(world: World, staff: Mapping[str, float]) -> float:
    """Minutes a week that posts have for people."""
    direct = world.globals[0].p.care.direct_share
    return sum(
        posts * WEEK_MINUTES * float(direct[Profession[profession.upper()]])
        for profession, posts in sorted(staff.items())
    )
