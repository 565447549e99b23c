"""The time of a team that is not care, in whole thousandths: in any order they add up alike."""

from __future__ import annotations

from joinedup.codes import Role
from joinedup.engine.jit import kernel
from joinedup.phases.team_messages import thousandths


@kernel
def add_overhead(world, team, minutes):
    """Charge a team with minutes of work that is not care."""
    row = world.teams[team]
    row.overhead_today += thousandths(minutes)
    if row.role == Role.GENERAL_PRACTICE:
        row.demand_today += thousandths(minutes)


@kernel
def minutes_beyond_usual(row):
    """Minutes a week of meetings, management and training beyond its own usual meeting.

    That one is in a practice's published appointments already.
    """
    return row.fixed_overhead - row.usual_meeting


@kernel
def ask_practice(world, practice):
    """Ask a practice for the time of one consultation."""
    minutes = world.globals[0].p.general_practice.gp_minutes
    world.teams[practice].demand_today += thousandths(minutes)
