"""How an episode of need, true or false, begins and ends."""

from __future__ import annotations

from joinedup.codes import EPISODE_STATUSES, NO_WORKER, NONE_TEAM, Activity, EpisodeStatus, State
from joinedup.engine.draws import purpose
from joinedup.engine.jit import kernel
from joinedup.phases.clocks import accrue_hazard
from joinedup.phases.expectations import end_asking
from joinedup.phases.need_state import in_care, is_waiting, set_state
from joinedup.phases.records import log_need_event
from joinedup.phases.resident_draws import hazard_threshold, nth_of, uniform_draw
from joinedup.phases.team_messages import leave_queue, release_care
from joinedup.rules.expectations import rate_at_least_cost
from joinedup.rules.noticing import apparent_false_severity
from joinedup.rules.onset import natural_length
from joinedup.state.needs import NeedEvent
from joinedup.state.residents import NEVER

WORSENING = purpose("episodes.worsening")
CRISIS = purpose("episodes.crisis")
NATURAL_COURSE = purpose("episodes.natural_course")
FALSE_SEVERITY = purpose("episodes.false_severity")
ONSET = purpose("episodes.onset")
WORRY = purpose("episodes.worry")


@kernel
def clear_episode(need, t):
    """Clear what belongs to one episode only."""
    need.tries = 0
    need.worsenings = 0
    need.crises = 0
    need.contacts = 0
    need.asked_at = 0
    need.obstacles = 0
    need.asks = 0
    need.urgent = 0
    need.short = 0
    need.assessed = 0
    need.step = 0
    need.minutes = 0.0
    need.patience = 0.0
    need.team = NONE_TEAM
    need.worker = NO_WORKER
    need.next_event = NeedEvent.NONE
    need.next_event_at = NEVER
    need.course_end = NEVER
    need.care_end = NEVER
    need.since = t
    need.status = EpisodeStatus.HIDDEN


@kernel
def begin_episode(world, who, kind, t, severity):
    """Begin a true episode, hidden, with its thresholds and its natural course."""
    p = world.globals[0].p
    need = world.needs[who, kind]
    clear_episode(need, t)
    need.genuine = 1
    need.episode += 1
    need.severity = severity
    need.hazard_threshold = hazard_threshold(world, WORSENING, who, kind, nth_of(need, 0))
    need.crisis_threshold = hazard_threshold(world, CRISIS, who, kind, nth_of(need, 0))
    length = hazard_threshold(world, NATURAL_COURSE, who, kind, nth_of(need, 0))
    need.course_end = t + natural_length(p.onset, kind, length)
    need.accrued_at = t
    set_state(world, who, kind, State.HIDDEN)
    world.globals[0].closed[1, kind, EPISODE_STATUSES] += 1


@kernel
def begin_false_episode(world, who, kind, t, route):
    """Begin a false episode, presented at once: a need is assumed that is not there."""
    p = world.globals[0].p
    need = world.needs[who, kind]
    accrue_hazard(need, t)
    clear_episode(need, t)
    need.genuine = 0
    need.falses += 1
    chance = uniform_draw(world, FALSE_SEVERITY, who, kind, need.falses)
    need.severity = apparent_false_severity(p.noticing, chance)
    need.route = route
    set_state(world, who, kind, State.PRESENTED)
    world.globals[0].closed[0, kind, EPISODE_STATUSES] += 1


@kernel
def close_episode(world, who, kind, t, status):
    """End the episode under way, with its row of the barrier ledger, and leave its team."""
    need = world.needs[who, kind]
    if is_waiting(need):
        leave_queue(world, who, kind, t)
    elif in_care(need):
        release_care(world, who, kind, t)
    if status == EpisodeStatus.RESOLVED:
        end_asking(world, who, kind, t, False)
    if need.state != State.MET:
        world.globals[0].closed[need.genuine, kind, status] += 1
    end_episode(world, who, kind, t, status == EpisodeStatus.RESOLVED)


@kernel
def end_episode(world, who, kind, t, by_itself):
    """No episode any more: the hazard of the next onset starts, or goes on, accruing."""
    need = world.needs[who, kind]
    was_true = need.genuine
    accrue_hazard(need, t)
    set_state(world, who, kind, State.RESOLVED if by_itself else State.ABSENT)
    clear_episode(need, t)
    if was_true:
        need.hazard_threshold = hazard_threshold(world, ONSET, who, kind, int(need.episode) + 1)
        need.genuine = 0
    schedule_worry(world, who, kind, t)


@kernel
def schedule_worry(world, who, kind, t):
    """Schedule when a person without a need may fear that they have it, if at their age any do."""
    p = world.globals[0].p
    need = world.needs[who, kind]
    at_their_age = p.people.prevalence[kind, world.residents[who].age] > 0.0
    usual = p.expectations.usual_cost[kind]
    rate = rate_at_least_cost(p.expectations, p.expectations.worries[kind] / 365.25, usual)
    need.next_event = NeedEvent.NONE
    need.next_event_at = NEVER
    if at_their_age and rate > 0.0:
        left = hazard_threshold(world, WORRY, who, kind, nth_worry(need))
        need.next_event = NeedEvent.WORRY
        need.next_event_at = t + left / rate


@kernel
def nth_worry(need):
    """The key of what a person without a need fears: of this time, after every episode so far."""
    return (int(need.episode) + int(need.falses)) * 65_536 + int(need.asks)


@kernel
def recognise_false(world, who, kind, t):
    """A false need is recognised as such: an answer to who came with it."""
    end_asking(world, who, kind, t, True)
    log_need_event(world, who, kind, t, Activity.FOUND_FALSE, 0)
    close_episode(world, who, kind, t, EpisodeStatus.FALSE)
