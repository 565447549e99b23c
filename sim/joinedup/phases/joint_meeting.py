"""The joint care planning meeting: whom the teams discuss, and what they change.

As many are discussed as the hours allow, the worst first: those enrolled, and those known to have
needs in several domains. As far as those at the table have taken the change up, they agree on a
plan; what is on file or on its way goes to the right team of theirs, with no barrier between; and
what one team has assessed the others may read.
"""

from __future__ import annotations

from joinedup.codes import NEEDS, NONE_TEAM, EpisodeStatus, Role, Route, State
from joinedup.engine.draws import purpose
from joinedup.engine.jit import kernel
from joinedup.phases.clocks import accrue_hazard, wake
from joinedup.phases.coordinators import known_domains
from joinedup.phases.end_of_life import AT_MEETING, recognise
from joinedup.phases.help_seeking import present
from joinedup.phases.interfaces import interface_between, sender_practice, serves_with, team_for
from joinedup.phases.need_state import count_try, in_care, set_state
from joinedup.phases.ranking import list_resident, threshold_among, tie_breaker
from joinedup.phases.records import plan_at_meeting, tally
from joinedup.phases.resident_draws import uniform_draw
from joinedup.state.months import Tally
from joinedup.state.needs import NeedEvent
from joinedup.state.residents import NEVER

HEEDED = purpose("joint_meeting.heeded")
WEEK = 7.0


@kernel
def hold_meeting(world, place, day):
    """Discuss as many of a neighbourhood's people as the hours allow, the worst first.

    The hours are those of the weeks since the last meeting. Bounced referrals come first, and take
    as long as a person each; what they take beyond the hours is taken from the next meeting's.
    """
    p = world.globals[0].p.case_management
    weeks = (day - place.met_at) / WEEK
    minutes = place.meeting_left + place.meeting_minutes * weeks
    minutes -= place.brought * p.minutes_discussed
    place.brought = 0
    room = max(0, int(minutes / p.minutes_discussed))
    place.meeting_left = minutes - room * p.minutes_discussed
    place.met_at = day
    if room <= 0:
        return
    count = 0
    for who in range(place.first, place.after):
        resident = world.residents[who]
        if day - resident.discussed_at < p.discussed_again_days:
            continue
        if resident.enrolled or known_domains(resident) >= 2:
            rank = severity_known(world, who) + tie_breaker(world, who)
            count = list_resident(world, count, who, rank)
    lowest = threshold_among(world, count, room)
    for row in range(count):
        who = int(world.due[row])
        if world.residents[who].rank >= lowest and room > 0:
            room -= 1
            discuss(world, who, day)


@kernel
def severity_known(world, who):
    """The severities of a resident's needs that services know of, added up."""
    resident = world.residents[who]
    known = (resident.unserved ^ resident.hidden) | resident.served
    total = 0.0
    for kind in range(NEEDS):
        if known & (1 << kind):
            total += world.needs[who, kind].severity
    return total


@kernel
def discuss(world, who, day):
    """What a meeting changes for one person: plan, referrals, an assessment for all to read.

    A plan is made when anything is decided about any need of theirs, if they have none.
    """
    resident = world.residents[who]
    resident.discussed_at = day
    tally(world, Tally.DISCUSSED, 1)
    recognise(world, who, AT_MEETING)
    decided = False
    for kind in range(NEEDS):
        need = world.needs[who, kind]
        if in_care(need) and world.teams[need.team].meets:
            resident.assessed_at = day
            decided |= is_heeded(world, who, kind, int(need.team), day)
        on_the_way = need.state == State.PRESENTED or need.state == State.REFERRED
        if need.state == State.ON_FILE or (on_the_way and need.next_event != NeedEvent.MEETING):
            decided |= refer_at_meeting(world, who, kind, day)
    if decided:
        plan_at_meeting(world, who)
        tally(world, Tally.CHANGED_AT_MEETING, 1)
    wake(world, who, float(day), float(day))


@kernel
def is_heeded(world, who, kind, team, day):
    """Whether practice and team do as a meeting says: as far as both have taken it up."""
    fidelity = interface_between(world, who, sender_practice(world), team).fidelity
    return uniform_draw(world, HEEDED, who, kind, day) < fidelity


@kernel
def refer_at_meeting(world, who, kind, day):
    """A need goes straight to the team at the table that is there for it, if there is one.

    Returns whether it does.
    """
    team = team_at_table(world, who, kind)
    if team == NONE_TEAM or not is_heeded(world, who, kind, team, day):
        return False
    need = world.needs[who, kind]
    accrue_hazard(need, float(day))
    if need.state == State.ON_FILE:
        present(world, who, kind, float(day), sender_practice(world), Route.NOTICED_BY_TEAM)
    if need.state == State.PRESENTED and need.next_event != NeedEvent.PASS_ON:
        need.since = NEVER  # a referral that came back waits no more
    need.sender = sender_practice(world)
    need.team = team
    count_try(need)
    need.since = min(need.since, float(day))
    need.status = EpisodeStatus.IN_PROGRESS
    set_state(world, who, kind, State.REFERRED)
    need.next_event = NeedEvent.MEETING
    need.next_event_at = float(day)
    return True


@kernel
def team_at_table(world, who, kind):
    """The first team at the table that takes a need of this kind, age and severity."""
    need = world.needs[who, kind]
    age = world.residents[who].age
    for type_ in range(world.team_of.shape[0]):
        number = team_for(world, who, type_)
        team = world.teams[number]
        takes = team.low[kind] <= need.severity <= team.high[kind] and team.ages[kind, age]
        there = team.meets and team.live and team.role == Role.CASELOAD
        if takes and there and serves_with(world, who, type_, kind):
            return number
    return NONE_TEAM
