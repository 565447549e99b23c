"""Care itself: a package starts when staff have time, contacts follow, it ends."""

from __future__ import annotations

from joinedup.codes import NEEDS, NO_WORKER, Activity, EpisodeStatus, Need, Role, Route, State
from joinedup.engine.draws import purpose
from joinedup.engine.jit import entry_point, kernel
from joinedup.phases.assessment import assess, minutes_of_assessment
from joinedup.phases.carers import support_carer
from joinedup.phases.clocks import accrue_hazard
from joinedup.phases.coordination import record_contact
from joinedup.phases.detection import opportunistic_detection
from joinedup.phases.eligibility import has_services, leave_hospital_with_package
from joinedup.phases.expectations import end_asking, referral_is_served
from joinedup.phases.experience import count_allies
from joinedup.phases.groups import bring_to_group
from joinedup.phases.incentives import paid_paperwork
from joinedup.phases.interfaces import (
    interface_between,
    is_with_another,
    record_handover,
    type_as,
)
from joinedup.phases.need_state import set_severity, set_state
from joinedup.phases.records import log_need_event, tally
from joinedup.phases.resident_draws import (
    hazard_threshold,
    nth_of,
    uniform_draw,
    what_of,
    what_of_care,
)
from joinedup.phases.review import fit_package, review
from joinedup.phases.team_messages import NOT_QUEUED
from joinedup.phases.team_time import add_overhead, ask_practice
from joinedup.phases.workers import worker_easing
from joinedup.rules.care import (
    care_length,
)
from joinedup.rules.skill import improvement_at_skill
from joinedup.rules.worsening import chance_of_improvement, one_step_better
from joinedup.state.months import Tally
from joinedup.state.needs import NeedEvent

SHORT_TERM = purpose("care.short_term")
REVIEWED = purpose("care.reviewed")
LENGTH = purpose("care.length")
EASED = purpose("care.eased")
CONTACT = purpose("care.contact")


@kernel
def record_joint_care(world, who, kind):
    """Both teams record care given jointly with another team as a good experience."""
    team = world.needs[who, kind].team
    for other in range(NEEDS):
        row = world.needs[who, other]
        if is_with_another(world, who, kind, other, team):
            sender = type_as(world, who, int(row.team))
            if interface_between(world, who, sender, team).joint > 0.0:
                record_handover(world, who, sender, team, True)


@kernel
def begin_care(world, who, kind, t, minutes):
    """A team with time to spare starts care: an assessment if there was none, then contacts.

    Called when a team serves its waiting list. Returns whether staff time is now committed.
    """
    p = world.globals[0].p
    need = world.needs[who, kind]
    accrue_hazard(need, t)
    need.queue_next = NOT_QUEUED
    what, nth = what_of(need, kind), nth_of(need, need.tries)
    takes = 0.0 if need.assessed else minutes_of_assessment(world, who, kind)
    if not need.assessed:
        found = assess(world, who, kind, t, takes)
        if not found or not has_services(world, who, kind, t):
            return False
    need.short = 0
    if kind == Need.DAILY_LIVING:
        draw = uniform_draw(world, SHORT_TERM, who, what, nth)
        need.short = 1 if draw < p.care.reablement_share else 0
    need.minutes = minutes
    need.contacts = 0
    need.since = t
    need.uncoordinated = 0
    if kind == Need.DAILY_LIVING and need.genuine and not need.short:
        need.status = EpisodeStatus.SUPPORTED
        set_state(world, who, kind, State.SUPPORTED)
    else:
        need.status = EpisodeStatus.IN_CARE
        set_state(world, who, kind, State.IN_CARE)
    log_need_event(world, who, kind, t, Activity.CARE_STARTED, need.short)
    referral_is_served(world, who, kind, t)
    end_asking(world, who, kind, t, True)
    record_joint_care(world, who, kind)
    count_allies(world, who, kind)
    support_carer(world, who, kind)
    add_overhead(world, need.team, paid_paperwork(world, who, kind))
    reviewed = uniform_draw(world, REVIEWED, who, what, nth) < world.teams[need.team].review[kind]
    draw = hazard_threshold(world, LENGTH, who, what, nth)
    length = care_length(p.care, kind, need.short, reviewed, draw)
    need.care_end = t + (length if need.genuine else p.care.false_length * length)
    need.next_event = NeedEvent.CONTACT
    need.next_event_at = min(t + p.care.contact_every[kind], need.care_end)
    leave_hospital_with_package(world, who, kind, t)
    return True


@entry_point
def contact(world, who, kind, t):
    """A contact: the need may ease, others may be detected; the package ends, or goes on."""
    p = world.globals[0].p
    need = world.needs[who, kind]
    accrue_hazard(need, t)
    team = world.teams[need.team]
    gap = t - need.since
    need.since = t
    in_practice = team.role == Role.GENERAL_PRACTICE
    every = p.general_practice.review_every[kind] if in_practice else p.care.contact_every[kind]
    if in_practice and team.appointment <= 0.0:  # nobody has time
        ask_practice(world, need.team)
        need.next_event_at = t + every
        return
    need.contacts = min(int(need.contacts) + 1, 60000)
    special = team.special
    if in_practice:
        ask_practice(world, need.team)
        tally(world, Tally.CONSULTATIONS, 1)
    else:
        tally(world, Tally.CONTACTS, 1)
        came = record_contact(world, who, kind, t)
        if came != NO_WORKER:
            special = world.staff[came].special
        if bring_to_group(world, who, kind):
            fit_package(world, who, kind, t)
    if world.globals[0].settings.contacts:
        log_need_event(world, who, kind, t, Activity.CONTACT, 0)
    what, nth = what_of_care(need, kind), nth_of(need, need.contacts)
    better = uniform_draw(world, EASED, who, what, nth)
    eased = improvement_at_skill(p.skill, special) * worker_easing(world, who, kind)
    if need.genuine and better < eased * chance_of_improvement(p.worsening, kind, gap):
        before = need.severity
        set_severity(world, who, kind, t, one_step_better(p.worsening, before))
        if world.globals[0].settings.contacts and need.severity < before:
            log_need_event(world, who, kind, t, Activity.IMPROVED, 0)
    detect_at_contact(world, who, kind, t)
    if t >= need.care_end - 1e-9:
        review(world, who, kind, t)
    else:
        need.next_event_at = min(t + every, need.care_end)


@kernel
def detect_at_contact(world, who, kind, t):
    """What a contact about one need shows of the others."""
    need = world.needs[who, kind]
    team = world.teams[need.team]
    in_practice = team.role == Role.GENERAL_PRACTICE
    route = Route.NOTICED_BY_PRACTICE if in_practice else Route.NOTICED_BY_TEAM
    what, nth = what_of_care(need, kind), nth_of(need, need.contacts)
    skill, novelty, sender = team.skill, team.novelty, type_as(world, who, int(need.team))
    opportunistic_detection(
        world, who, t, skill[0], skill[1], skill[2], novelty, sender, route, CONTACT, what, nth
    )
