"""Tiers of care: who sees a need first, and when it is handed on.

Two ways lead up: stepped care, when care at one step has not helped, and a team that serves at the
door of others, which hands on what is too bad, or not of a kind, for its own care.
"""

from __future__ import annotations

from joinedup.codes import EpisodeStatus, State
from joinedup.engine.jit import kernel
from joinedup.phases.help_seeking import hand_to
from joinedup.phases.interfaces import (
    is_there,
    place_of,
    sender_hospital,
    serves_with,
    team_for,
    type_as,
)
from joinedup.phases.need_state import count_try, set_state
from joinedup.rules.at_the_door import cares_itself


@kernel
def serves_at_door(world, who, team):
    """Whether a team serves at the door of others, for this resident."""
    return world.teams[team].at_door > 0 and place_of(world, who).live == 1


@kernel
def first_seen_by(world, who, sender, team):
    """The team that a referral to ``team`` comes to: the one at its door, or itself.

    Teams that share a door refer to each other straight, and a ward asks for a package where it is
    given. Nobody is at the door of a team of the whole place where that holds elsewhere only.
    """
    front = int(world.teams[team].front)
    if front == 0 or not place_of(world, who).live or sender == sender_hospital(world):
        return int(team)
    if sender < world.globals[0].settings.types:
        own = world.teams[team_for(world, who, sender)]
        if own.front == front or own.at_door == front:
            return int(team)
    hub = int(team_for(world, who, front - 1))
    return hub if world.teams[hub].at_door == front else int(team)


@kernel
def keeps(world, who, kind, severity):
    """Whether the need's team cares for it itself at this severity: only one at a door may not."""
    team = world.teams[world.needs[who, kind].team]
    if not serves_at_door(world, who, world.needs[who, kind].team):
        return True
    if team.ages[kind, world.residents[who].age] == 0:
        return False
    return cares_itself(severity, team.low[kind], team.high[kind], team.keeps_to)


@kernel
def has_next_step(world, who, kind, severity):
    """Whether another team takes this kind, as bad as it is: at a higher step, or behind the door.

    Those behind the door are the next step only for what the team at the door does not keep.
    """
    mine = int(world.needs[who, kind].team)
    team, age = world.teams[mine], world.residents[who].age
    kept = keeps(world, who, kind, severity)
    for type_ in range(world.team_of.shape[0]):
        number = int(team_for(world, who, type_))
        other = world.teams[number]
        behind = not kept and number != mine and other.front == team.at_door
        higher = behind or other.step[kind] > team.step[kind]
        takes = other.ages[kind, age] and severity >= other.low[kind]
        there = is_there(world, who, number) and serves_with(world, who, type_, kind)
        if higher and takes and there:
            return True
    return False


@kernel
def hand_on(world, who, kind, at):
    """The need's team refers it on, at a time: the person is on the way again.

    They wait on from when they were referred to it; care of its own ended that wait.
    """
    need = world.needs[who, kind]
    count_try(need)
    need.status = EpisodeStatus.IN_PROGRESS
    set_state(world, who, kind, State.PRESENTED)
    since = need.since
    hand_to(need, at, type_as(world, who, int(need.team)))
    need.since = since
