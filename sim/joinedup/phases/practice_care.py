"""Care in the practice: a need that the practice looks after itself, for a time or for good."""

from __future__ import annotations

from joinedup.codes import NO_WORKER, Activity, EpisodeStatus, State
from joinedup.engine.draws import purpose
from joinedup.engine.jit import kernel
from joinedup.phases.clocks import accrue_hazard
from joinedup.phases.episodes import recognise_false
from joinedup.phases.expectations import end_asking
from joinedup.phases.need_state import set_state
from joinedup.phases.records import log_need_event
from joinedup.phases.resident_draws import hazard_threshold, nth_of, uniform_draw, what_of
from joinedup.state.needs import NeedEvent
from joinedup.state.residents import NEVER

RECOGNISED = purpose("practice_care.recognised")
LENGTH = purpose("practice_care.length")


@kernel
def begin_care_in_practice(world, who, kind, t):
    """The practice takes the need into its own care, or sees that it is none."""
    p = world.globals[0].p.general_practice
    need = world.needs[who, kind]
    what, nth = what_of(need, kind), nth_of(need, need.tries)
    if not need.genuine and uniform_draw(world, RECOGNISED, who, what, nth) < p.recognised:
        recognise_false(world, who, kind, t)
        return
    need.contacts = 0
    need.status = EpisodeStatus.IN_CARE
    take_into_practice(world, who, kind, t, State.IN_CARE)
    log_need_event(world, who, kind, t, Activity.CARE_STARTED, 0)
    end_asking(world, who, kind, t, True)
    length = hazard_threshold(world, LENGTH, who, what, nth)
    years = p.care_years[kind] if need.genuine else p.false_years
    need.care_end = t + years * 365.25 * length
    need.next_event_at = min(need.next_event_at, need.care_end)


@kernel
def support_in_practice(world, who, kind, t):
    """The practice supports for good what its team cannot end: reviews, and no package."""
    need = world.needs[who, kind]
    need.team = world.residents[who].practice
    need.status = EpisodeStatus.SUPPORTED
    need.care_end = NEVER
    take_into_practice(world, who, kind, t, State.SUPPORTED)


@kernel
def take_into_practice(world, who, kind, t, state):
    """The need joins the practice's caseload; its reviews begin."""
    need = world.needs[who, kind]
    accrue_hazard(need, t)
    need.minutes = 0.0
    need.since = t
    need.worker = NO_WORKER
    set_state(world, who, kind, state)
    need.next_event = NeedEvent.CONTACT
    need.next_event_at = t + world.globals[0].p.general_practice.review_every[kind]
    world.teams[need.team].caseload += 1
