"""A person seeks help for a need: when, from whom, and what a barrier costs."""

from __future__ import annotations

from joinedup.codes import Activity, EpisodeStatus, Route, State
from joinedup.engine.draws import purpose
from joinedup.engine.jit import entry_point, kernel
from joinedup.phases.care_hazards import asking_managed
from joinedup.phases.carried import has_coordinator
from joinedup.phases.clocks import accrue_hazard
from joinedup.phases.episodes import (
    begin_false_episode,
    close_episode,
    nth_worry,
    schedule_worry,
)
from joinedup.phases.expectations import (
    begin_asking,
    cost_they_expect,
    end_asking,
    meet_obstacle,
)
from joinedup.phases.interfaces import sender_practice, sender_public
from joinedup.phases.need_state import count_try, set_state
from joinedup.phases.persistence import begin_with_what_is_left, spend_persistence
from joinedup.phases.records import log_need_event, tally
from joinedup.phases.resident_draws import hazard_threshold, nth_of, uniform_draw, what_of
from joinedup.phases.team_time import ask_practice
from joinedup.rules.expectations import rate_at_least_cost, share_who_still_ask
from joinedup.rules.seeking import seeking_rate
from joinedup.state.months import Tally
from joinedup.state.needs import NeedEvent
from joinedup.state.residents import NEVER

SEEKING = purpose("help_seeking.seeking")
ASKS_GP = purpose("help_seeking.asks_gp")
APPOINTMENT = purpose("help_seeking.appointment")
RETRY = purpose("help_seeking.retry")
STILL_ASKS = purpose("help_seeking.still_asks")
TAKES_WORRY = purpose("help_seeking.takes_worry")

SURE = 255  # thoughts of asking of a person whose request is settled


@kernel
def schedule_help_seeking(world, who, kind, t):
    """Schedule when the person next thinks of asking: as often as they would if help cost least.

    Whether they do is drawn then, so that nothing need be scheduled anew when word spreads.
    """
    p = world.globals[0].p
    need = world.needs[who, kind]
    rate = seeking_rate(p.seeking, kind, need.severity)
    rate = rate_at_least_cost(p.expectations, rate, p.expectations.usual_cost[kind])
    need.next_event = NeedEvent.SEEK_HELP
    need.next_event_at = NEVER
    world.residents[who].stale |= 1 << kind
    if rate > 0.0:
        nth = nth_of(need, int(need.tries) * 256 + int(need.asks))
        left = hazard_threshold(world, SEEKING, who, kind, nth)
        need.next_event_at = t + left / rate


@entry_point
def present(world, who, kind, t, sender, route):
    """Present a need to a sender, who passes it on or takes it into care.

    ``sender`` is the type of the team that holds it, or one of the senders that are no team.
    """
    need = world.needs[who, kind]
    accrue_hazard(need, t)
    begin_with_what_is_left(world, who, kind, t)
    need.route = route
    need.status = EpisodeStatus.IN_PROGRESS
    set_state(world, who, kind, State.PRESENTED)
    begin_asking(need, t)
    log_need_event(world, who, kind, t, Activity.PRESENTED, route)
    hand_to(need, t, sender)


@kernel
def hand_to(need, t, sender):
    """Let a sender pass the need on: a referral of its own, urgent only if found so anew."""
    need.urgent = 0
    need.since = NEVER
    need.sender = sender
    need.next_event = NeedEvent.PASS_ON
    need.next_event_at = t


@entry_point
def seek_help(world, who, kind, t):
    """The person thinks of seeking help, and does unless it is expected to cost too much."""
    need = world.needs[who, kind]
    accrue_hazard(need, t)
    sure = need.asks == SURE
    draw = uniform_draw(world, STILL_ASKS, who, kind, nth_of(need, need.asks))
    count_thought(need)
    if sure or draw < chance_of_asking(world, who, kind):
        ask(world, who, kind, t)
    else:
        schedule_help_seeking(world, who, kind, t)


@kernel
def count_thought(need):
    """Count one more thought of asking, so that the next has another key."""
    need.asks = 1 if need.asks == SURE else min(int(need.asks) + 1, SURE - 1)


@entry_point
def worry(world, who, kind, t):
    """A person without the need fears that they have it, and asks unless that costs too much."""
    need = world.needs[who, kind]
    accrue_hazard(need, t)
    draw = uniform_draw(world, TAKES_WORRY, who, kind, nth_worry(need))
    if draw < chance_of_asking(world, who, kind):
        begin_false_episode(world, who, kind, t, Route.SOUGHT_HELP)
        ask(world, who, kind, t)
    else:
        need.asks = min(int(need.asks) + 1, SURE - 1)
        schedule_worry(world, who, kind, t)


@kernel
def chance_of_asking(world, who, kind):
    """The share who ask at the cost that this person expects, of those who think of it."""
    cost = cost_they_expect(world, who, kind)
    asking = share_who_still_ask(world.globals[0].p.expectations, cost)
    return asking * asking_managed(world, who)


@kernel
def ask(world, who, kind, t):
    """A request for help: to the GP, or to a service directly."""
    p = world.globals[0].p
    need = world.needs[who, kind]
    tally(world, Tally.REQUESTS + 0 if need.genuine else Tally.FALSE_REQUESTS + 0, 1)
    what, nth = what_of(need, kind), nth_of(need, need.tries)
    present(world, who, kind, t, sender_public(world), Route.SOUGHT_HELP)
    if uniform_draw(world, ASKS_GP, who, what, nth) < p.seeking.gp_first[kind]:
        need.sender = sender_practice(world)
        ask_gp(world, who, kind, t)


@entry_point
def ask_gp(world, who, kind, t):
    """The person asks their GP for an appointment; without one, a barrier."""
    p = world.globals[0].p
    resident = world.residents[who]
    need = world.needs[who, kind]
    accrue_hazard(need, t)
    practice = world.teams[resident.practice]
    ask_practice(world, resident.practice)
    what, nth = what_of(need, kind), nth_of(need, need.tries)
    if uniform_draw(world, APPOINTMENT, who, what, nth) < practice.appointment:
        tally(world, Tally.CONSULTATIONS, 1)
        log_need_event(world, who, kind, t, Activity.CONSULTATION, 0)
        hand_to(need, t, sender_practice(world))
        return
    tally(world, Tally.NO_APPOINTMENT, 1)
    log_need_event(world, who, kind, t, Activity.NO_APPOINTMENT, 0)
    apply_barrier(world, who, kind, t, EpisodeStatus.DETERRED, p.seeking.no_appointment)


@kernel
def apply_barrier(world, who, kind, t, status, cost):
    """One barrier: persistence is spent; then another try, later, or giving up."""
    p = world.globals[0].p
    need = world.needs[who, kind]
    if has_coordinator(world, who):
        cost *= p.joining.coordinator_multiplier
    meet_obstacle(need, cost)
    spend_persistence(world, who, kind, t, cost)
    need.status = status
    count_try(need)
    if need.patience <= 0.0:
        give_up(world, who, kind, t, status)
        return
    set_state(world, who, kind, State.PRESENTED)
    need.next_event = NeedEvent.RETRY
    wait = hazard_threshold(world, RETRY, who, what_of(need, kind), nth_of(need, need.tries))
    need.next_event_at = t + p.seeking.retry_least_days + p.seeking.retry_days * wait


@entry_point
def retry(world, who, kind, t):
    """The person tries again: through their GP, unless it was to a service directly."""
    need = world.needs[who, kind]
    accrue_hazard(need, t)
    if need.sender == sender_public(world):
        hand_to(need, t, int(need.sender))
    else:
        ask_gp(world, who, kind, t)


@kernel
def give_up(world, who, kind, t, status):
    """The person stops seeking help."""
    log_need_event(world, who, kind, t, Activity.GAVE_UP, 0)
    leave_unanswered(world, who, kind, t, status)


@kernel
def leave_unanswered(world, who, kind, t, status):
    """An asking ends without help: a true need is left on file, a false one is over."""
    need = world.needs[who, kind]
    end_asking(world, who, kind, t, False)
    if not need.genuine:
        close_episode(world, who, kind, t, status)
        return
    accrue_hazard(need, t)
    need.status = status
    count_try(need)
    count_thought(need)
    set_state(world, who, kind, State.ON_FILE)
    schedule_help_seeking(world, who, kind, t)
