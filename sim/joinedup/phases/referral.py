"""A need is passed on: to which team, whether it arrives, and what triage makes of it."""

from __future__ import annotations

from joinedup.codes import NONE_TEAM, Activity, EpisodeStatus, Role, Route, State
from joinedup.engine.draws import purpose
from joinedup.engine.jit import entry_point, kernel
from joinedup.phases.carried import has_coordinator
from joinedup.phases.choice_of_team import choose_team
from joinedup.phases.clocks import accrue_hazard
from joinedup.phases.expectations import cost_practice_expects, referral_comes_back
from joinedup.phases.help_seeking import apply_barrier, give_up, leave_unanswered
from joinedup.phases.interfaces import (
    home_of,
    interface_between,
    is_own_team,
    place_of,
    record_handover,
    sender_public,
    team_for,
)
from joinedup.phases.need_state import count_try, set_state
from joinedup.phases.practice_care import begin_care_in_practice
from joinedup.phases.records import log_need_event, tally
from joinedup.phases.resident_draws import (
    hazard_threshold,
    normal_draw,
    nth_of,
    uniform_draw,
    what_of,
)
from joinedup.phases.team_messages import thousandths
from joinedup.phases.team_time import add_overhead
from joinedup.phases.triage import accept
from joinedup.rules.eligibility import apparent_severity
from joinedup.rules.expectations import ExpectationActivity, chance_of_referral
from joinedup.rules.joining import spoa_delay_days
from joinedup.state.months import Tally
from joinedup.state.needs import NeedEvent

APPARENT_SEVERITY = purpose("referral.apparent_severity")
BACK_TO_GP = purpose("referral.back_to_gp")
HELD_BACK = purpose("referral.held_back")
LOST = purpose("referral.lost")
MISSED = purpose("referral.missed")
CHASED = purpose("referral.chased")


@entry_point
def pass_on(world, who, kind, t):
    """The sender refers the need to the team that seems right, or takes it into care."""
    p = world.globals[0].p
    need = world.needs[who, kind]
    settings = world.globals[0].settings
    sender = int(need.sender)
    accrue_hazard(need, t)
    error = normal_draw(
        world, APPARENT_SEVERITY, who, what_of(need, kind), nth_of(need, need.tries)
    )
    apparent = apparent_severity(need.severity, p.eligibility.judgement_error, error)
    if sender != settings.practice_type and apparent < place_of(world, who).back_to_gp[kind]:
        send_back_to_gp(world, who, kind, t)
        return
    team = choose_team(world, who, kind, apparent)
    if team != NONE_TEAM and not is_open_to(world, who, sender, team):
        send_back_to_gp(world, who, kind, t)
    elif team == NONE_TEAM:
        count_try(need)
        log_need_event(world, who, kind, t, Activity.DIVERTED, 0)
        give_up(world, who, kind, t, EpisodeStatus.DIVERTED)
    elif world.teams[team].role == Role.GENERAL_PRACTICE:
        need.team = team
        begin_care_in_practice(world, who, kind, t)
    elif is_own_team(world, who, sender, team):
        world.teams[team].good_week += world.teams[team].merged
        need.team = team
        accept(world, who, kind, t)
    elif sender == settings.practice_type and holds_back(world, who, kind, team, apparent):
        count_try(need)
        log_need_event(world, who, kind, t, ExpectationActivity.HELD, 0)
        leave_unanswered(world, who, kind, t, EpisodeStatus.HELD)
    else:
        if need.route == Route.NOTICED_BY_TEAM and sender < settings.types:
            ask_beyond_skill(world, who, sender)
        refer(world, who, kind, t, sender, team)


@kernel
def holds_back(world, who, kind, team, apparent):
    """Whether a practice holds a referral back, from what became of its others to that team."""
    p = world.globals[0].p
    if apparent >= p.eligibility.urgent_from:
        return False
    need = world.needs[who, kind]
    cost = cost_practice_expects(world, world.residents[who].practice, world.teams[team].type)
    draw = uniform_draw(world, HELD_BACK, who, what_of(need, kind), nth_of(need, need.tries))
    return draw >= chance_of_referral(p.expectations, apparent, cost)


@kernel
def is_open_to(world, who, sender, team):
    """Whether a sender may refer to a team: residents themselves only where it has direct access.

    A single point of access takes referrals from anyone.
    """
    if sender != sender_public(world) or world.teams[team].direct:
        return True
    return bool(interface_between(world, who, sender, team).spoa)


@kernel
def ask_beyond_skill(world, who, sender):
    """A professional has detected a need beyond their own skill: a question, and pressure."""
    holder = team_for(world, who, sender)
    world.teams[holder].beyond_week += 1
    add_overhead(world, holder, world.globals[0].p.skill.triage_minutes)


@kernel
def send_back_to_gp(world, who, kind, t):
    """Ask the person to see their GP about it (000: mild depression)."""
    p = world.globals[0].p
    need = world.needs[who, kind]
    need.status = EpisodeStatus.DIVERTED
    count_try(need)
    log_need_event(world, who, kind, t, Activity.DIVERTED, 0)
    set_state(world, who, kind, State.PRESENTED)
    need.next_event = NeedEvent.ASK_GP
    wait = hazard_threshold(world, BACK_TO_GP, who, what_of(need, kind), nth_of(need, need.tries))
    need.next_event_at = t + p.seeking.retry_days * p.seeking.back_to_gp * wait


@kernel
def refer(world, who, kind, t, sender, team):
    """Send a referral across an interface: time, paperwork, and the risk of being lost."""
    p = world.globals[0].p
    resident = world.residents[who]
    need = world.needs[who, kind]
    interface = interface_between(world, who, sender, team)
    need.team = team
    need.sender = sender
    count_try(need)
    if sender < world.globals[0].settings.types:
        writer = team_for(world, who, sender)
        add_overhead(world, writer, interface.minutes * p.handover.written_by_sender)
    resident.crossed += 1
    tally(world, Tally.CROSSED, 1)
    need.since = min(need.since, t)
    need.status = EpisodeStatus.IN_PROGRESS
    set_state(world, who, kind, State.REFERRED)
    log_need_event(world, who, kind, t, Activity.REFERRED, 0)
    what, nth = what_of(need, kind), nth_of(need, need.tries)
    loss = interface.loss
    if has_coordinator(world, who):
        loss *= p.joining.coordinator_multiplier
    if uniform_draw(world, LOST, who, what, nth) < loss:
        need.status = EpisodeStatus.LOST
        log_need_event(world, who, kind, t, Activity.LOST, 0)
        record_handover(world, who, sender, team, False)
        lose(world, who, kind, t, team)
    else:
        need.next_event = NeedEvent.TRIAGE
        need.next_event_at = (
            t + p.handover.transit_days + interface.days + days_at_spoa(world, who, interface, team)
        )


@kernel
def lose(world, who, kind, t, team):
    """A referral is lost: an accountable team notices within days, or the person does in weeks."""
    p = world.globals[0].p
    need = world.needs[who, kind]
    what, nth = what_of(need, kind), nth_of(need, need.tries)
    home = home_of(world, team, kind)
    missed = p.management.accountability[world.teams[home].management]
    if uniform_draw(world, MISSED, who, what, nth) < missed:
        need.next_event = NeedEvent.TRIAGE
        need.next_event_at = t + p.handover.transit_days + p.management.detection_days
    else:
        need.next_event = NeedEvent.CHASE
        wait = hazard_threshold(world, CHASED, who, what, nth)
        need.next_event_at = t + p.handover.transit_days + p.handover.chasing_days * wait


@kernel
def days_at_spoa(world, who, interface, team):
    """Days that a referral waits at a single point of access, and whose work it is to sort it.

    Without staff of its own, or where it is too far behind, teams sort their own.
    """
    place = place_of(world, who)
    if not interface.spoa:
        return 0.0
    joining = world.globals[0].p.joining
    if place.spoa_minutes <= 0.0:
        add_overhead(world, team, joining.sorting_minutes)
        return 0.0
    longest = joining.longest_sorting_days
    days = spoa_delay_days(place.spoa_backlog, place.spoa_minutes, longest)
    if days >= longest:
        add_overhead(world, team, joining.sorting_minutes)
    else:
        place.spoa_today += thousandths(joining.sorting_minutes)
    return days


@entry_point
def chase(world, who, kind, t):
    """The person finds out that the referral was lost."""
    need = world.needs[who, kind]
    accrue_hazard(need, t)
    referral_comes_back(world, who, kind)
    interface = interface_between(world, who, int(need.sender), need.team)
    apply_barrier(world, who, kind, t, EpisodeStatus.LOST, interface.obstacle)
