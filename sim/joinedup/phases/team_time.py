"""The time of a team that is not care."""

from __future__ import annotations

from joinedup.codes import Role
from joinedup.engine.jit import kernel


@kernel
def add_overhead(world, team, minutes):
    """Charge a team with whole minutes of work that is not care."""
    row = world.teams[team]
    whole = int(minutes + 0.5)
    row.overhead_today += whole
    if row.role == Role.GENERAL_PRACTICE:
        row.demand_today += whole


@kernel
def minutes_beyond_usual(row):
    """Minutes a week of meetings, management and training beyond its own usual meeting.

    That one is in a practice's published appointments already.
    """
    return row.fixed_overhead - row.usual_meeting
