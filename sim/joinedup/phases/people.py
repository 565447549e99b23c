"""One resident's day: whichever of their own clocks rings first, until none is due today."""

from __future__ import annotations

from joinedup.codes import NEEDS
from joinedup.engine.jit import entry_point, kernel
from joinedup.phases.arriving import die_for_one
from joinedup.phases.caring import contact_for_one
from joinedup.phases.consulting import clinic_for_one, consult_for_one, series_for_one
from joinedup.phases.crises import carer_breaks_for_one, crisis_for_one
from joinedup.phases.episodes import (
    onset_for_one,
    relapse_for_one,
    resolve_for_one,
    worsen_for_one,
)
from joinedup.phases.handing_over import (
    allocated_for_one,
    ask_gp_for_one,
    chase_for_one,
    meeting_for_one,
    renege_for_one,
    retry_for_one,
    seek_for_one,
    triage_for_one,
)
from joinedup.phases.hospital import fall_ill_for_one, stay_for_one
from joinedup.phases.presenting import pass_on_for_one
from joinedup.phases.rows import is_absent, schedule_events
from joinedup.phases.searching import visit_for_one
from joinedup.state.place import Clock, Step

ONSET, WORSEN, CRISIS, RESOLVE = 100, 101, 102, 103


@entry_point
def first_clock(world, who):
    """The clock that rings first."""
    first = 0
    for clock in range(1, world.clocks.shape[1]):
        if world.clocks[who, clock] < world.clocks[who, first]:
            first = clock
    return first


@entry_point
def next_need_event(world, who, kind):
    """Which of a need's four reasons makes its clock ring: its timer, its course or a fuse."""
    need = world.needs[who, kind]
    t = min(need.step_at, need.course_end)
    what = int(need.step) if need.step_at <= need.course_end else RESOLVE
    if need.hazard_rate > 0.0:
        at = need.accrued_at + need.hazard_threshold / need.hazard_rate
        if at < t:
            t = at
            what = ONSET if is_absent(need) or not need.genuine else WORSEN
    if need.crisis_rate > 0.0:
        at = need.accrued_at + need.crisis_threshold / need.crisis_rate
        if at < t:
            what = CRISIS
    return what


@kernel
def need_event_for_one(world, who, kind, what, t):
    """Do what a need's clock rings for."""
    if what == ONSET:
        onset_for_one(world, who, kind, t)
    elif what == WORSEN:
        worsen_for_one(world, who, kind, t)
    elif what == CRISIS:
        crisis_for_one(world, who, kind, t)
    elif what == RESOLVE:
        resolve_for_one(world, who, kind, t)
    else:
        step_for_one(world, who, kind, what, t)


@kernel
def step_for_one(world, who, kind, step, t):
    """Do the next step of a need's way through the services."""
    if step == Step.CONTACT:
        contact_for_one(world, who, kind, t)
    elif step == Step.SEEK:
        seek_for_one(world, who, kind, t)
    elif step == Step.PASS_ON:
        pass_on_for_one(world, who, kind, t)
    elif step == Step.TRIAGE:
        triage_for_one(world, who, kind, t)
    elif step == Step.RENEGE:
        renege_for_one(world, who, kind, t)
    elif step == Step.RETRY:
        retry_for_one(world, who, kind, t)
    elif step == Step.RELAPSE:
        relapse_for_one(world, who, kind, t)
    else:
        rarer_step_for_one(world, who, kind, step, t)


@kernel
def rarer_step_for_one(world, who, kind, step, t):
    """The steps that happen seldom."""
    if step == Step.CHASE:
        chase_for_one(world, who, kind, t)
    elif step == Step.ALLOCATED:
        allocated_for_one(world, who, kind, t)
    elif step == Step.SEEK_GP:
        ask_gp_for_one(world, who, kind, t)
    elif step == Step.MEETING:
        meeting_for_one(world, who, kind, t)


@kernel
def scheduled_visit_for_one(world, who, t):
    """A clinic of a series, or the case manager's visit: whichever comes first."""
    resident = world.residents[who]
    if resident.series_at <= resident.visit_at:
        series_for_one(world, who, t)
    else:
        visit_for_one(world, who, t)


@kernel
def clock_event_for_one(world, who, clock, t):
    """Do what one of a resident's own clocks rings for."""
    if clock == Clock.CONSULTATION:
        consult_for_one(world, who, t)
    elif clock == Clock.CLINIC:
        clinic_for_one(world, who, t)
    elif clock == Clock.ACUTE:
        fall_ill_for_one(world, who, t)
    elif clock == Clock.STAY:
        stay_for_one(world, who, t)
    elif clock == Clock.SCHEDULED_VISIT:
        scheduled_visit_for_one(world, who, t)
    elif clock == Clock.CARER:
        carer_breaks_for_one(world, who, t)
    elif clock == Clock.DEATH:
        die_for_one(world, who, t)


@kernel
def live_for_one(world, who, day):
    """Live one resident's day; returns when their next clock rings."""
    until = day + 1.0
    while True:
        clock = first_clock(world, who)
        t = world.clocks[who, clock]
        if t >= until:
            return t
        if clock < NEEDS:
            world.residents[who].stale |= 1 << clock
            need_event_for_one(world, who, clock, next_need_event(world, who, clock), t)
        else:
            clock_event_for_one(world, who, clock, t)
        schedule_events(world, who, t)
