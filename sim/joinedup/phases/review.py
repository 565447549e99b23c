"""The review at the end of a plan of care: it ends, steps up, turns to support, or goes on."""

from __future__ import annotations

from joinedup.codes import NO_WORKER, Activity, EpisodeStatus, Need, Role, State
from joinedup.engine.draws import purpose
from joinedup.engine.jit import kernel
from joinedup.phases.coordination import AT_REVIEW, minutes_of_package
from joinedup.phases.episodes import recognise_false
from joinedup.phases.need_state import set_state
from joinedup.phases.practice_care import support_in_practice
from joinedup.phases.records import log_need_event
from joinedup.phases.resident_draws import hazard_threshold, nth_of, uniform_draw, what_of_care
from joinedup.phases.team_messages import release_care, resize_package
from joinedup.phases.tiers import hand_on, has_next_step
from joinedup.phases.workers import minutes_by
from joinedup.rules.care import CareActivity, care_length, chance_met, relapse_rate
from joinedup.state.needs import NeedEvent
from joinedup.state.residents import NEVER

MET = purpose("review.met")
LENGTH = purpose("review.length")
REVIEWED = purpose("review.reviewed")
RELAPSE = purpose("review.relapse")


@kernel
def review(world, who, kind, t):
    """End the plan by how the person is: met, stepped up, supported for good, or prolonged."""
    p = world.globals[0].p
    need = world.needs[who, kind]
    if not need.genuine:
        recognise_false(world, who, kind, t)
        return
    if need.state == State.SUPPORTED:
        prolong(world, who, kind, t)
        return
    what, nth = what_of_care(need, kind), nth_of(need, need.contacts)
    draw = uniform_draw(world, MET, who, what, nth)
    if draw < chance_met(p.care, kind, need.severity):
        end_care(world, who, kind, t)
    elif has_next_step(world, who, kind, need.severity):
        step_up(world, who, kind, t)
    elif kind == Need.DAILY_LIVING:
        need.short = 0
        need.status = EpisodeStatus.SUPPORTED
        set_state(world, who, kind, State.SUPPORTED)
        prolong(world, who, kind, t)
    elif p.care.lifelong[kind] > 0.0:
        log_need_event(world, who, kind, t, CareActivity.PRACTICE_SUPPORTS, 0)
        release_care(world, who, kind, t)
        support_in_practice(world, who, kind, t)
    else:
        prolong(world, who, kind, t)


@kernel
def end_care(world, who, kind, t):
    """The need is met, for now; what is left of it may bring it back."""
    need = world.needs[who, kind]
    log_need_event(world, who, kind, t, Activity.CARE_ENDED, 0)
    release_care(world, who, kind, t)
    world.globals[0].closed[1, kind, EpisodeStatus.MET] += 1
    need.status = EpisodeStatus.MET
    need.care_end = NEVER
    set_state(world, who, kind, State.MET)
    need.next_event = NeedEvent.RELAPSE
    left = hazard_threshold(world, RELAPSE, who, kind, int(need.episode))
    rate = relapse_rate(world.globals[0].p.care, kind)
    need.next_event_at = t + left / rate if rate > 0.0 else NEVER


@kernel
def step_up(world, who, kind, t):
    """Care at this step has not helped: the team refers to the next."""
    need = world.needs[who, kind]
    log_need_event(world, who, kind, t, Activity.STEPPED_UP, 0)
    release_care(world, who, kind, t)
    need.step = world.teams[need.team].step[kind]
    hand_on(world, who, kind, t)


@kernel
def prolong(world, who, kind, t):
    """Care goes on with another plan; in the practice by its own reviews."""
    p = world.globals[0].p
    need = world.needs[who, kind]
    team = world.teams[need.team]
    what, nth = what_of_care(need, kind), nth_of(need, need.contacts)
    length = hazard_threshold(world, LENGTH, who, what, nth)
    if team.role == Role.GENERAL_PRACTICE:
        every, days = p.general_practice.review_every[kind], p.general_practice.care_years[kind]
        days *= 365.25 * length
    else:
        reviewed = uniform_draw(world, REVIEWED, who, what, nth) < team.review[kind]
        every = p.care.contact_every[kind]
        days = care_length(p.care, kind, need.short, reviewed, length)
        fit_package(world, who, kind, t)
    need.care_end = t + days
    need.next_event_at = min(t + every, need.care_end)


@kernel
def fit_package(world, who, kind, t):
    """Fit a package under way to how the person is now, and to what other teams do for them."""
    need = world.needs[who, kind]
    if need.worker == NO_WORKER:
        return
    team = int(need.team)
    minutes = minutes_of_package(world, who, kind, team, AT_REVIEW, int(need.contacts))
    given = int(world.staff[need.worker].profession)
    minutes = minutes_by(world, int(need.wanted), given, minutes)
    resize_package(world, who, kind, t, minutes)
