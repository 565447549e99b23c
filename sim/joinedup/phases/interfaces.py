"""Senders, the interfaces between them and the teams, and how handovers went."""

from __future__ import annotations

from joinedup.codes import Degree
from joinedup.engine.jit import kernel


@kernel
def sender_practice(world):
    """The number of general practice in the table of interfaces."""
    return int(world.globals[0].settings.practice_type)


@kernel
def sender_public(world):
    """The number of the public in the table of interfaces."""
    return int(world.globals[0].settings.types)


@kernel
def sender_hospital(world):
    """The number of the hospital in the table of interfaces."""
    return int(world.globals[0].settings.types) + 1


@kernel
def sender_case_manager(world):
    """The number of the case managers in the table of interfaces."""
    return int(world.globals[0].settings.types) + 2


@kernel
def place_of(world, who):
    """The neighbourhood that this resident lives in, as the arrangement has it."""
    return world.places[world.residents[who].neighbourhood]


@kernel
def team_for(world, who, type_):
    """The team of one type that serves this resident."""
    resident = world.residents[who]
    if type_ == world.globals[0].settings.practice_type:
        return resident.practice
    return world.team_of[type_, resident.neighbourhood]


@kernel
def is_own_team(world, who, sender, team):
    """Whether a sender is the team itself, or has become one with it."""
    return sender < world.globals[0].settings.types and team_for(world, who, sender) == team


@kernel
def interface_between(world, who, sender, team):
    """The interface, for this resident, between a sender and a team."""
    return world.interfaces[world.residents[who].neighbourhood, sender, world.teams[team].type]


@kernel
def record_handover(world, who, sender, team, well):
    """Both sides record how a handover went."""
    if sender >= world.globals[0].settings.types:
        return
    interface = interface_between(world, who, sender, team)
    writer = world.teams[team_for(world, who, sender)]
    reader = world.teams[team]
    joined = interface.degree > Degree.NONE
    if well:
        interface.good_week += 1
        writer.good_week += joined
        reader.good_week += joined
    else:
        interface.bad_week += 1
        writer.bad_week += joined
        reader.bad_week += joined
