"""Which team a need is referred to: by kind, age, apparent severity and step of stepped care."""

from __future__ import annotations

from joinedup.codes import NONE_TEAM
from joinedup.engine.draws import purpose
from joinedup.engine.jit import kernel
from joinedup.phases.interfaces import is_there, serves_with, team_for, type_as
from joinedup.phases.resident_draws import nth_of, uniform_draw, what_of
from joinedup.phases.tiers import first_seen_by

TEAM = purpose("choice_of_team.team")


@kernel
def choose_team(world, who, kind, apparent):
    """One of the teams that accept this need as it appears, by a keyed draw.

    The lowest step of stepped care that has not failed yet, the highest if urgent. Another team
    than last time; when no other accepts it at this severity, the same one again; when none does,
    one that accepts the kind at this age at all. A team at its door is asked in its stead.
    """
    need = world.needs[who, kind]
    draw = uniform_draw(world, TEAM, who, what_of(need, kind), nth_of(need, need.tries))
    for leniency in range(3):
        step = step_wanted(world, who, kind, apparent, leniency)
        found = 0
        for type_ in range(world.team_of.shape[0]):
            if takes(world, who, kind, type_, apparent, leniency, step):
                found += 1
        if found == 0:
            continue
        wanted = int(draw * found)
        for type_ in range(world.team_of.shape[0]):
            if takes(world, who, kind, type_, apparent, leniency, step):
                if wanted == 0:
                    team = team_for(world, who, type_)
                    return first_seen_by(world, who, int(need.sender), team)
                wanted -= 1
    return NONE_TEAM


@kernel
def step_wanted(world, who, kind, apparent, leniency):
    """The step of stepped care to ask for, of those that teams would accept the need at."""
    failed = world.needs[who, kind].step
    urgent = apparent >= world.globals[0].p.eligibility.urgent_from
    lowest, highest = 255, 0
    for type_ in range(world.team_of.shape[0]):
        if accepts(world, who, kind, type_, apparent, leniency):
            step = world.teams[team_for(world, who, type_)].step[kind]
            highest = max(highest, step)
            if step > failed:
                lowest = min(lowest, step)
    return highest if urgent or lowest == 255 else lowest


@kernel
def takes(world, who, kind, type_, apparent, leniency, step):
    """Whether a type of team accepts the need, at this step of stepped care."""
    if not accepts(world, who, kind, type_, apparent, leniency):
        return False
    return world.teams[team_for(world, who, type_)].step[kind] == step


@kernel
def accepts(world, who, kind, type_, apparent, leniency):
    """Whether a type of team accepts a kind of need at this age, and of this severity.

    ``leniency`` 0 leaves out the team tried last, 2 ignores severity.
    """
    need = world.needs[who, kind]
    number = team_for(world, who, type_)
    team = world.teams[number]
    if not serves_with(world, who, type_, kind):
        return False  # it does so for those on the same side of the boundary
    if type_as(world, who, number) != type_ or not is_there(world, who, number):
        return False  # merged into another, which is asked itself, or not there yet
    if team.low[kind] > 1.0 or team.ages[kind, world.residents[who].age] == 0:
        return False
    sent = need.team != NONE_TEAM and need.tries > 0 and world.teams[need.team].type == team.type
    if sent and team.at_door > 0 and need.sender == type_:
        return False  # it is this team that hands on
    if leniency == 2:
        return True
    if leniency == 0 and sent:
        return False
    return apparent >= team.low[kind] and apparent <= team.high[kind]
