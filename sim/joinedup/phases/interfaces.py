"""The interface between who sends and who receives, and what they make of it."""

from __future__ import annotations

from joinedup.codes import Degree, Occasion
from joinedup.engine.jit import inner
from joinedup.phases.rows import luck


@inner
def sender_practice(world):
    """The number of general practice in the table of interfaces."""
    return int(world.one[0].settings.practice_type)


@inner
def sender_public(world):
    """The number of the public in the table of interfaces."""
    return int(world.one[0].settings.types)


@inner
def sender_hospital(world):
    """The number of the hospital in the table of interfaces."""
    return int(world.one[0].settings.types) + 1


@inner
def sender_case_manager(world):
    """The number of the case managers in the table of interfaces."""
    return int(world.one[0].settings.types) + 2


@inner
def team_for(world, who, type_):
    """The team of one type that serves this resident."""
    resident = world.residents[who]
    if type_ == world.one[0].settings.practice_type:
        return resident.practice
    return world.team_of[type_, resident.neighbourhood]


@inner
def face_between(world, who, sender, team):
    """What stands, for this resident, between a sender and a team."""
    return world.interfaces[world.residents[who].neighbourhood, sender, world.teams[team].type]


@inner
def has_coordinator(world, who):
    """Whether a care coordinator deals with this person's obstacles."""
    covered = world.one[0].settings.covered
    if covered <= 0.0:
        return world.residents[who].enrolled == 1
    return world.residents[who].enrolled == 1 or luck(world, Occasion.PLAN, who, 0, 0) < covered


@inner
def went(world, who, sender, team, well):
    """Both sides remember how a handover went."""
    if sender >= world.one[0].settings.types:
        return
    face = face_between(world, who, sender, team)
    writer = world.teams[team_for(world, who, sender)]
    reader = world.teams[team]
    joined = face.degree > Degree.NONE
    if well:
        face.good_week += 1
        writer.good_week += joined
        reader.good_week += joined
    else:
        face.bad_week += 1
        writer.bad_week += joined
        reader.bad_week += joined
