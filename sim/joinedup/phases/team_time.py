"""The time of a team: what packages of care commit, and what is not care."""

from __future__ import annotations

from joinedup.codes import PROFESSIONS, Role
from joinedup.engine.jit import kernel

THOUSAND = 1000.0


@kernel
def commit(row, kind, minutes, sign):
    """Commit a package's time of each profession, or release it (``sign`` -1)."""
    for profession in range(PROFESSIONS):
        share = int(minutes * row.mix[kind, profession] * THOUSAND + 0.5)
        row.committed[profession] += sign * share


@kernel
def fits(row, kind, minutes):
    """Whether every profession that the package needs has the time for it."""
    if row.minutes <= 0.0:
        return False
    usable = max(0.0, 1.0 - (row.overhead + row.fixed_overhead) / row.minutes)
    for profession in range(PROFESSIONS):
        share = int(minutes * row.mix[kind, profession] * THOUSAND + 0.5)
        if share > 0:
            room = int(row.capacity[profession] * usable)
            if row.committed[profession] + share > room and row.committed[profession] > 0:
                return False
            if room <= 0:
                return False
    return True


@kernel
def add_overhead(world, team, minutes):
    """Charge a team with whole minutes of work that is not care."""
    row = world.teams[team]
    whole = int(minutes + 0.5)
    row.overhead_today += whole
    if row.role == Role.GENERAL_PRACTICE:
        row.demand_today += whole
