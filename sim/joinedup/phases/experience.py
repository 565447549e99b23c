"""A person's experience of a contact, an acceptance or a start of care: counted, not acted on.

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
from joinedup.phases.interfaces import has_coordinator, interface_between, sender_public, team_for
from joinedup.phases.need_state import in_care
from joinedup.phases.records import tally
from joinedup.phases.resident_draws import nth_of, uniform_draw, what_of
from joinedup.rules.experience import (
    chance_of_either,
    chance_of_one_voice,
    chance_of_usual_staff,
    chance_of_working_together,
)
from joinedup.state.months import Tally

USUAL_STAFF = purpose("experience.usual_staff")
COORDINATED = purpose("experience.coordinated")
ALLY = purpose("experience.ally")

WEEK = 7.0


@kernel
def record_contact_experience(world, who, kind, every):
    """At a contact: whether the usual person comes, and whether care is coordinated."""
    p = world.globals[0].p
    need = world.needs[who, kind]
    team = world.teams[need.team]
    what, nth = what_of(need, kind), nth_of(need, need.contacts)
    joint, known, elsewhere = 0.0, 0.0, False
    for other in range(NEEDS):
        row = world.needs[who, other]
        if other == kind or not in_care(row) or row.team == need.team:
            continue
        elsewhere = True
        interface = interface_between(world, who, int(world.teams[row.team].type), need.team)
        joint = max(joint, interface.joint)
        chance = chance_of_working_together(p.experience, int(interface.degree), interface.fidelity)
        known = max(known, chance)
    usual = chance_of_usual_staff(
        p.experience,
        team.absent,
        team.vacant,
        team.newcomers,
        every / WEEK,
        chance_of_either(team.generic, joint),
    )
    tally(world, Tally.CONTINUITY_CONTACTS, 1)
    if uniform_draw(world, USUAL_STAFF, who, what, nth) < usual:
        tally(world, Tally.USUAL_STAFF_CONTACTS, 1)
    if not elsewhere:
        return
    if world.residents[who].plan:
        known = chance_of_either(known, p.experience.by_plan)
    if has_coordinator(world, who):
        known = chance_of_either(known, p.experience.by_coordinator)
    tally(world, Tally.SHARED_CONTACTS, 1)
    if uniform_draw(world, COORDINATED, who, what, nth) < known:
        tally(world, Tally.COORDINATED, 1)


@kernel
def count_choice(world, who, kind):
    """At acceptance: whether another team would have been a choice."""
    tally(world, Tally.ACCEPTANCES, 1)
    for type_ in range(world.team_of.shape[0]):
        if could_go_to(world, who, kind, type_):
            tally(world, Tally.WITH_CHOICE, 1)
            return


@kernel
def could_go_to(world, who, kind, type_):
    """Whether another type of team takes this need, reached separately and not merged."""
    need = world.needs[who, kind]
    chosen = world.teams[need.team]
    team = world.teams[team_for(world, who, type_)]
    if type_ == chosen.type or team.ages[kind, world.residents[who].age] == 0:
        return False
    if need.severity < team.low[kind] or need.severity > team.high[kind]:
        return False
    where = world.residents[who].neighbourhood
    public = sender_public(world)
    spoa = world.interfaces[where, public, type_].spoa
    if spoa and world.interfaces[where, public, chosen.type].spoa:
        return False
    return world.interfaces[where, type_, chosen.type].degree < Degree.MERGED


@kernel
def count_allies(world, who, kind):
    """At the start of care: whether mental health care and an ally outside it now speak as one."""
    need = world.needs[who, kind]
    what, nth = what_of(need, kind), nth_of(need, need.tries)
    for other in range(NEEDS):
        row = world.needs[who, other]
        if other == kind or not in_care(row) or row.team == need.team:
            continue
        if is_ally(world, who, kind, other) or is_ally(world, who, other, kind):
            chance = one_voice(world, who, int(row.team), int(need.team))
            if uniform_draw(world, ALLY, who, what, nth) < chance:
                tally(world, Tally.ALLIES_LOST, 1)
                return


@kernel
def is_ally(world, who, kind, other):
    """Whether ``kind`` is in NHS mental health care, and ``other`` with another organisation."""
    mental = world.teams[world.needs[who, kind].team]
    beside = world.teams[world.needs[who, other].team]
    if DOMAIN_OF_NEED[kind] != Domain.MENTAL or mental.role != Role.CASELOAD:
        return False
    return mental.organisation == Organisation.NHS and beside.organisation != Organisation.NHS


@kernel
def one_voice(world, who, first, second):
    """The chance that two teams speak with one voice: merged, or under one manager."""
    interface = interface_between(world, who, int(world.teams[first].type), second)
    single = 0 + Management.SINGLE_MANAGER
    one_manager = (
        interface.degree > Degree.NONE
        and world.teams[first].management == single
        and world.teams[second].management == single
    )
    return chance_of_one_voice(interface.degree == Degree.MERGED, one_manager, interface.fidelity)
