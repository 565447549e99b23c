"""Senders, the interfaces between them and the teams, and how handovers went."""

from __future__ import annotations

from joinedup.codes import Degree
from joinedup.engine.jit import kernel
from joinedup.phases.need_state import in_care


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
    """The neighbourhood whose practices have this resident, as the arrangement has it."""
    return world.places[world.residents[who].neighbourhood]


@kernel
def team_for(world, who, type_):
    """The team of one type that serves this resident: the NHS by practice, others by address."""
    resident = world.residents[who]
    if type_ == world.globals[0].settings.practice_type:
        return resident.practice
    if world.types[type_].by_address:
        return world.team_of[type_, resident.address]
    return world.team_of[type_, resident.neighbourhood]


@kernel
def home_of(world, team, kind):
    """The row of the team that brought a kind of need into a merged one; any other's own."""
    row = world.teams[team]
    for number in range(world.teams.shape[0] if row.merged else 0):
        home = world.teams[number]
        if home.type == row.origin[kind] and (home.place < 0 or home.place == row.place):
            return number
    return team


@kernel
def straddles(world, who):
    """Whether a resident lives in another neighbourhood than that of their practice."""
    return world.residents[who].address != world.residents[who].neighbourhood


@kernel
def type_as(world, who, team):
    """The type by which a team is known to this resident: of a merged one, of one of its members.

    That of a merged team may have brought in a service that others give a resident who straddles.
    """
    type_ = int(world.teams[team].type)
    if straddles(world, who) and team_for(world, who, type_) != team:
        for other in range(world.team_of.shape[0]):
            if team_for(world, who, other) == team:
                return other
    return type_


@kernel
def is_there(world, who, team):
    """Whether a team is there for this resident: one that is added, only where they are live."""
    return not world.teams[team].added or place_of(world, who).live == 1


@kernel
def serves_with(world, who, type_, kind):
    """Whether the team of a type has its members for a kind of need also for this resident.

    A team merged of the NHS and others has not, where it serves by practice alone or by address.
    """
    if not straddles(world, who):
        return True
    origin = world.teams[team_for(world, who, type_)].origin[kind]
    return world.types[origin].by_address == world.types[type_].by_address


@kernel
def is_own_team(world, who, sender, team):
    """Whether a sender is the team itself, or has become one with it."""
    return sender < world.globals[0].settings.types and team_for(world, who, sender) == team


@kernel
def is_with_another(world, who, kind, other, team):
    """Whether a need is in care of another team than the one that has this kind.

    Those that are merged are still teams to each other: by which of them brought a kind in.
    """
    row = world.needs[who, other]
    if other == kind or not in_care(row):
        return False
    origin = world.teams[team].origin
    return row.team != team or origin[other] != origin[kind]


@kernel
def interface_between(world, who, sender, team):
    """The interface, for this resident, between a sender and a team.

    Nothing that is arranged in one neighbourhood holds between its teams and another's.
    """
    where, type_ = int(world.residents[who].neighbourhood), int(world.teams[team].type)
    if not straddles(world, who):
        return world.interfaces[where, sender, type_]
    here, there = -1, int(world.teams[team].place)
    if sender < world.globals[0].settings.types:
        writer = world.teams[team_for(world, who, sender)]
        here, sender = int(writer.place), int(writer.type)
    if here >= 0 and there >= 0 and here != there:
        return world.baseline_interfaces[0]
    where = max(here, there) if max(here, there) >= 0 else where
    return world.interfaces[where, sender, type_]


@kernel
def record_handover(world, who, sender, team, well):
    """Both sides record how a handover went; inside a merged team, they are one."""
    if sender >= world.globals[0].settings.types:
        return
    interface = interface_between(world, who, sender, team)
    writer = world.teams[team_for(world, who, sender)]
    reader = world.teams[team]
    joined = interface.degree > Degree.NONE
    both = joined and not is_own_team(world, who, sender, team)
    if well:
        interface.good_week += 1
        writer.good_week += joined
        reader.good_week += both
    else:
        interface.bad_week += 1
        writer.bad_week += joined
        reader.bad_week += both
