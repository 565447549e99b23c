"""A person's experience of an acceptance or a start of care: counted, not acted on.

Nothing here changes what happens: only the monthly tallies of experience (004).
"""

from __future__ import annotations

from joinedup.codes import (
    DOMAIN_OF_NEED,
    NEEDS,
    Degree,
    Domain,
    Management,
    Organisation,
    Role,
)
from joinedup.engine.draws import purpose
from joinedup.engine.jit import kernel
from joinedup.phases.interfaces import (
    home_of,
    interface_between,
    is_there,
    sender_public,
    serves_with,
    team_for,
    type_as,
)
from joinedup.phases.need_state import in_care
from joinedup.phases.records import tally
from joinedup.phases.resident_draws import nth_of, uniform_draw, what_of
from joinedup.rules.experience import chance_of_one_voice
from joinedup.rules.survey import remembered
from joinedup.state.months import Tally

ALLY = purpose("experience.ally")


@kernel
def count_choice(world, who, kind, t):
    """At acceptance: whether another team would have been a choice."""
    resident = world.residents[who]
    resident.accepted_at = t
    resident.had_choice = 0
    tally(world, Tally.ACCEPTANCES, 1)
    for type_ in range(world.team_of.shape[0]):
        if could_go_to(world, who, kind, type_):
            tally(world, Tally.WITH_CHOICE, 1)
            resident.had_choice = 1
            return


@kernel
def remember_coordination(world, who, t, was):
    """A contact while two teams care for a person: they remember whether the teams knew."""
    resident = world.residents[who]
    resident.shared_at = t
    p = world.globals[0].p.survey
    resident.coordinated = remembered(p, float(resident.coordinated), was)


@kernel
def could_go_to(world, who, kind, type_):
    """Whether another type of team takes this need, reached separately and not merged."""
    need = world.needs[who, kind]
    number = team_for(world, who, type_)
    team = world.teams[number]
    if not serves_with(world, who, type_, kind):
        return False
    if type_as(world, who, number) != type_ or not is_there(world, who, number):
        return False
    if number == need.team or team.ages[kind, world.residents[who].age] == 0:
        return False
    if need.severity < team.low[kind] or need.severity > team.high[kind]:
        return False
    public = sender_public(world)
    spoa = interface_between(world, who, public, number).spoa
    if spoa and interface_between(world, who, public, need.team).spoa:
        return False
    return interface_between(world, who, type_, need.team).degree < Degree.MERGED


@kernel
def count_allies(world, who, kind):
    """At the start of care: whether mental health care and an ally outside it now speak as one."""
    need = world.needs[who, kind]
    what, nth = what_of(need, kind), nth_of(need, need.tries)
    for other in range(NEEDS):
        row = world.needs[who, other]
        if other == kind or not in_care(row):
            continue
        if row.team == need.team:
            if is_one_team_with_ally(world, who, kind, other):
                tally(world, Tally.ALLIES_LOST, 1)
                return
        elif is_ally(world, who, kind, other) or is_ally(world, who, other, kind):
            chance = one_voice(world, who, kind, other)
            if uniform_draw(world, ALLY, who, what, nth) < chance:
                tally(world, Tally.ALLIES_LOST, 1)
                return


@kernel
def is_one_team_with_ally(world, who, kind, other):
    """Whether one merged team has the mental health care and the social care of a person."""
    if not world.teams[world.needs[who, kind].team].merged:
        return False
    first, second = DOMAIN_OF_NEED[kind], DOMAIN_OF_NEED[other]
    mental, social = 0 + Domain.MENTAL, 0 + Domain.SOCIAL
    return (first == mental and second == social) or (first == social and second == mental)


@kernel
def is_ally(world, who, kind, other):
    """Whether ``kind`` is in NHS mental health care, and ``other`` with another organisation."""
    mental = world.teams[home_of_need(world, who, kind)]
    beside = world.teams[home_of_need(world, who, other)]
    if DOMAIN_OF_NEED[kind] != Domain.MENTAL or mental.role != Role.CASELOAD:
        return False
    return mental.organisation == Organisation.NHS and beside.organisation != Organisation.NHS


@kernel
def home_of_need(world, who, kind):
    """The row of the team that has a need, inside a merged one too."""
    return home_of(world, int(world.needs[who, kind].team), kind)


@kernel
def one_voice(world, who, kind, other):
    """The chance that two teams speak with one voice: merged, or under one manager."""
    first, second = int(world.needs[who, other].team), int(world.needs[who, kind].team)
    interface = interface_between(world, who, type_as(world, who, first), second)
    single = 0 + Management.SINGLE_MANAGER
    one_manager = (
        interface.degree > Degree.NONE
        and world.teams[home_of_need(world, who, other)].management == single
        and world.teams[home_of_need(world, who, kind)].management == single
    )
    return chance_of_one_voice(interface.degree == Degree.MERGED, one_manager, interface.fidelity)
