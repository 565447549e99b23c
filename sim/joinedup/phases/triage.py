"""Triage of a referral at the receiving team: bounced, diverted, refused or accepted."""

from __future__ import annotations

from joinedup.codes import DOMAIN_MASKS, DOMAIN_OF_NEED, DOMAINS, Activity, EpisodeStatus
from joinedup.engine.draws import purpose
from joinedup.engine.jit import entry_point, kernel
from joinedup.phases.clocks import accrue_hazard
from joinedup.phases.episodes import recognise_false
from joinedup.phases.expectations import meet_obstacle, referral_comes_back
from joinedup.phases.experience import count_choice
from joinedup.phases.help_seeking import apply_barrier
from joinedup.phases.incentives import threshold_for
from joinedup.phases.interfaces import (
    interface_between,
    is_own_team,
    place_of,
    record_handover,
    sender_practice,
    team_for,
)
from joinedup.phases.judgement import severity_in_triage
from joinedup.phases.persistence import spend_persistence
from joinedup.phases.practice_care import begin_care_in_practice
from joinedup.phases.records import log_need_event, plan_at_meeting, tally
from joinedup.phases.resident_draws import nth_of, uniform_draw, what_of
from joinedup.phases.team_time import add_overhead
from joinedup.phases.tiers import serves_at_door
from joinedup.phases.waiting_list import enter_queue, wait_for_assessment, wait_for_care
from joinedup.rules.eligibility import is_below_threshold
from joinedup.rules.handover import chance_of_bounce
from joinedup.rules.team_process import next_joint_meeting
from joinedup.state.months import Tally
from joinedup.state.needs import NeedEvent

MISDIRECTED = purpose("triage.misdirected")
RECEPTION = purpose("triage.reception")
RECOGNISED_AT_RECEPTION = purpose("triage.recognised_at_reception")
RECORD_READ = purpose("triage.record_read")
BROUGHT_TO_MEETING = purpose("triage.brought_to_meeting")
ASSESSMENT = purpose("triage.assessment")


@entry_point
def triage(world, who, kind, t):
    """Triage a referral: bounce if misdirected, divert to the GP, refuse if below threshold."""
    p = world.globals[0].p
    need = world.needs[who, kind]
    accrue_hazard(need, t)
    if is_own_team(world, who, int(need.sender), need.team):  # they became one on the way
        accept(world, who, kind, t)
        return
    interface = interface_between(world, who, int(need.sender), need.team)
    add_overhead(world, need.team, interface.minutes * (1.0 - p.handover.written_by_sender))
    take_history(world, who, kind, interface)
    what, nth = what_of(need, kind), nth_of(need, need.tries)
    others = other_domains(world, who, kind, need.team)
    wrong = chance_of_bounce(interface.wrong_door, interface.misdirected, others)
    misdirected = uniform_draw(world, MISDIRECTED, who, what, nth) < wrong
    if misdirected and not serves_at_door(world, who, need.team):
        bounce(world, who, kind, t)
        return
    if seen_through_at_reception(world, who, kind):
        recognise_false(world, who, kind, t)
        return
    apparent = severity_in_triage(world, who, kind)
    from_gp = need.sender == sender_practice(world)
    if (
        apparent < place_of(world, who).back_to_gp[kind]
        and from_gp
        and practice_accepts(world, who, kind)
    ):
        log_need_event(world, who, kind, t, Activity.DIVERTED, 0)
        need.team = world.residents[who].practice
        begin_care_in_practice(world, who, kind, t)
    elif is_below_threshold(apparent, threshold_for(world, need.team, kind), interface.eligibility):
        log_need_event(world, who, kind, t, Activity.REFUSED, 0)
        world.teams[need.team].refused_week += 1
        referral_comes_back(world, who, kind)
        record_handover(world, who, int(need.sender), need.team, False)
        apply_barrier(world, who, kind, t, EpisodeStatus.REFUSED, interface.obstacle)
    else:
        accept(world, who, kind, t)


@kernel
def seen_through_at_reception(world, who, kind):
    """Whether a reception, where the team has one, recognises a false need."""
    p = world.globals[0].p.team_process
    need = world.needs[who, kind]
    what, nth = what_of(need, kind), nth_of(need, need.tries)
    if uniform_draw(world, RECEPTION, who, what, nth) >= world.teams[need.team].reception[kind]:
        return False
    add_overhead(world, need.team, p.reception_minutes)
    seen = uniform_draw(world, RECOGNISED_AT_RECEPTION, who, what, nth)
    return not need.genuine and seen < p.reception_recognises


@kernel
def take_history(world, who, kind, interface):
    """The person repeats their history, unless the team reads it in a shared record."""
    need = world.needs[who, kind]
    what, nth = what_of(need, kind), nth_of(need, need.tries)
    read = (
        interface.record and uniform_draw(world, RECORD_READ, who, what, nth) < interface.fidelity
    )
    if not read:
        world.residents[who].histories_repeated += 1
        world.residents[who].repeated_at = need.accrued_at
        tally(world, Tally.REPEATED_HISTORIES, 1)
        spend_persistence(world, who, kind, need.accrued_at, interface.retelling)
        meet_obstacle(need, interface.retelling)


@kernel
def other_domains(world, who, kind, team):
    """How many domains, beside this need's and those the team serves, the person needs help in."""
    resident = world.residents[who]
    row = world.teams[team]
    own = DOMAIN_OF_NEED[kind]
    others = 0
    for domain in range(DOMAINS):
        elsewhere = domain != own and not row.domains[domain]
        if elsewhere and resident.unserved & DOMAIN_MASKS[domain]:
            others += 1
    return others


@kernel
def practice_accepts(world, who, kind):
    """Whether the person's practice takes this kind of need into its own care."""
    practice = world.teams[team_for(world, who, world.globals[0].settings.practice_type)]
    return practice.low[kind] <= 1.0


@kernel
def bounce(world, who, kind, t):
    """The need belongs to another team: sent back, or resolved at the joint planning meeting."""
    place = place_of(world, who)
    need = world.needs[who, kind]
    log_need_event(world, who, kind, t, Activity.BOUNCED, 0)
    referral_comes_back(world, who, kind)
    record_handover(world, who, int(need.sender), need.team, False)
    interface = interface_between(world, who, int(need.sender), need.team)
    what, nth = what_of(need, kind), nth_of(need, need.tries)
    brought = uniform_draw(world, BROUGHT_TO_MEETING, who, what, nth) < interface.fidelity
    if interface.meets and brought and place.meeting_every > 0.0:
        place.brought += 1
        need.status = EpisodeStatus.BOUNCED
        need.next_event = NeedEvent.MEETING
        need.next_event_at = next_joint_meeting(t, float(place.met_at), place.meeting_every)
    else:
        apply_barrier(world, who, kind, t, EpisodeStatus.BOUNCED, interface.obstacle)


@entry_point
def meeting(world, who, kind, t):
    """The joint planning meeting decides which team takes the need."""
    need = world.needs[who, kind]
    accrue_hazard(need, t)
    plan_at_meeting(world, who)
    record_handover(world, who, int(need.sender), need.team, True)
    accept(world, who, kind, t)


@kernel
def accept(world, who, kind, t):
    """A team accepts a need: for an assessment first, if its process has one, or for care."""
    need = world.needs[who, kind]
    team = world.teams[need.team]
    log_need_event(world, who, kind, t, Activity.ACCEPTED, 0)
    count_choice(world, who, kind, t)
    if not is_own_team(world, who, int(need.sender), need.team):
        record_handover(world, who, int(need.sender), need.team, True)
    else:
        need.since = min(need.since, t)
    need.assessed = 0
    draw = uniform_draw(world, ASSESSMENT, who, what_of(need, kind), nth_of(need, need.tries))
    if draw < team.assessment[kind]:
        wait_for_assessment(world, who, kind, t)
    elif wait_for_care(world, who, kind, t):
        enter_queue(world, who, kind, t)
