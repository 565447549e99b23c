"""A person seeks help for a need: when, from whom, and what a barrier costs."""

from __future__ import annotations

from joinedup.codes import Activity, EpisodeStatus, Route, State
from joinedup.engine.draws import purpose
from joinedup.engine.jit import entry_point, kernel
from joinedup.phases.clocks import accrue_hazard
from joinedup.phases.episodes import close_episode
from joinedup.phases.interfaces import (
    has_coordinator,
    place_of,
    sender_practice,
    sender_public,
)
from joinedup.phases.need_state import is_idle, set_state
from joinedup.phases.records import log_need_event, tally
from joinedup.phases.resident_draws import hazard_threshold, nth_of, uniform_draw, what_of
from joinedup.rules.seeking import persistence_left, seeking_rate
from joinedup.state.months import Tally
from joinedup.state.needs import NeedEvent
from joinedup.state.residents import NEVER

SEEKING = purpose("help_seeking.seeking")
ASKS_GP = purpose("help_seeking.asks_gp")
APPOINTMENT = purpose("help_seeking.appointment")
RETRY = purpose("help_seeking.retry")


@kernel
def schedule_help_seeking(world, who, kind, t):
    """Schedule when the person seeks help without being prompted."""
    p = world.globals[0].p
    need = world.needs[who, kind]
    ease = p.joining.easier_door if place_of(world, who).spoa_kinds[kind] else 1.0
    rate = seeking_rate(p.seeking, kind, need.severity, need.gave_up, ease)
    need.next_event = NeedEvent.SEEK_HELP
    need.next_event_at = NEVER
    world.residents[who].stale |= 1 << kind
    if rate > 0.0:
        left = hazard_threshold(world, SEEKING, who, kind, nth_of(need, need.tries))
        need.next_event_at = t + left / rate


@entry_point
def present(world, who, kind, t, sender, route):
    """Present a need to a sender, who passes it on or takes it into care.

    ``sender`` is the type of the team that holds it, or one of the senders that are no team.
    """
    resident = world.residents[who]
    need = world.needs[who, kind]
    accrue_hazard(need, t)
    need.patience = resident.persistence
    need.route = route
    need.status = EpisodeStatus.IN_PROGRESS
    set_state(world, who, kind, State.PRESENTED)
    log_need_event(world, who, kind, t, Activity.PRESENTED, route)
    hand_to(need, t, sender)


@kernel
def hand_to(need, t, sender):
    """Let a sender pass the need on at once."""
    need.sender = sender
    need.next_event = NeedEvent.PASS_ON
    need.next_event_at = t


@entry_point
def seek_help(world, who, kind, t):
    """The person seeks help, from the GP or from a service directly."""
    p = world.globals[0].p
    need = world.needs[who, kind]
    accrue_hazard(need, t)
    what, nth = what_of(need, kind), nth_of(need, need.tries)
    if uniform_draw(world, ASKS_GP, who, what, nth) < p.seeking.gp_first[kind]:
        ask_gp(world, who, kind, t)
    else:
        present(world, who, kind, t, sender_public(world), Route.SOUGHT_HELP)


@entry_point
def ask_gp(world, who, kind, t):
    """The person asks their GP for an appointment; without one, a barrier."""
    p = world.globals[0].p
    resident = world.residents[who]
    need = world.needs[who, kind]
    accrue_hazard(need, t)
    practice = world.teams[resident.practice]
    practice.demand_today += int(p.general_practice.gp_minutes + 0.5)
    what, nth = what_of(need, kind), nth_of(need, need.tries)
    if uniform_draw(world, APPOINTMENT, who, what, nth) < practice.appointment:
        tally(world, Tally.CONSULTATIONS, 1)
        log_need_event(world, who, kind, t, Activity.CONSULTATION, 0)
        if is_idle(need):
            present(world, who, kind, t, sender_practice(world), Route.SOUGHT_HELP)
        else:
            hand_to(need, t, sender_practice(world))
        return
    tally(world, Tally.NO_APPOINTMENT, 1)
    log_need_event(world, who, kind, t, Activity.NO_APPOINTMENT, 0)
    if is_idle(need):
        need.patience = resident.persistence
        set_state(world, who, kind, State.PRESENTED)
    apply_barrier(world, who, kind, t, EpisodeStatus.DETERRED, p.seeking.no_appointment)


@kernel
def apply_barrier(world, who, kind, t, status, cost):
    """One barrier: persistence is spent; then another try, later, or giving up."""
    p = world.globals[0].p
    need = world.needs[who, kind]
    if has_coordinator(world, who):
        cost *= p.joining.coordinator_multiplier
    need.patience = persistence_left(need.patience, cost)
    need.status = status
    need.tries = min(int(need.tries) + 1, 250)
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
    """The person stops seeking help: a true need is left on file, a false one is over."""
    need = world.needs[who, kind]
    log_need_event(world, who, kind, t, Activity.GAVE_UP, 0)
    if not need.genuine:
        close_episode(world, who, kind, t, status)
        return
    accrue_hazard(need, t)
    need.status = status
    need.gave_up = 1
    need.tries = min(int(need.tries) + 1, 250)
    set_state(world, who, kind, State.ON_FILE)
    schedule_help_seeking(world, who, kind, t)
