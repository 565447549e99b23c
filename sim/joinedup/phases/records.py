"""Keeping records: rows of the event log, and the monthly tallies of what is too common for it."""

from __future__ import annotations

from joinedup.codes import MONTH_DAYS, NO_NEED, NONE_TEAM
from joinedup.engine.events import write
from joinedup.engine.jit import kernel
from joinedup.state.months import Tally


@kernel
def month_of(world):
    """The month that today falls in, counted from day 0 in twelfths of 365.25 days."""
    return int(world.globals[0].settings.today / MONTH_DAYS)


@kernel
def tally(world, item, amount):
    """Add to this month's count."""
    world.months[month_of(world)].tallies[item] += amount


@kernel
def mark(world, item, amount):
    """Add to this month's count of a ``Marker``."""
    world.months[month_of(world)].markers[item] += amount


@kernel
def mark_at(world, item, t):
    """Add one to the count of a ``Marker`` in the month of a time."""
    world.months[int(int(t) / MONTH_DAYS)].markers[item] += 1


@kernel
def plan_at_meeting(world, who):
    """A joint meeting makes a plan for who has none."""
    if not world.residents[who].plan:
        world.residents[who].plan = 1
        tally(world, Tally.PLANS, 1)


@kernel
def log_event(world, who, t, activity, cause):
    """Write a row about a resident, and no need in particular, to the event log."""
    generation = int(world.residents[who].generation)
    write(world, t, who, activity, NO_NEED, NONE_TEAM, generation, 0, 0 + cause)


@kernel
def log_need_event(world, who, kind, t, activity, cause):
    """Write a row about an episode of need to the event log."""
    need = world.needs[who, kind]
    episode = int(need.episode) if need.genuine else int(need.falses)
    team, genuine = int(need.team), int(need.genuine)
    write(world, t, who, activity, kind, team, episode, genuine, 0 + cause)
