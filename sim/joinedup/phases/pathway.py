"""The pathway of a need, and a resident's own clocks: what can happen, when, and what follows.

`PATHWAY`, `BY_OTHERS` and `OF_THE_PERSON` are what a reader should check against the drawing in
``docs/model.md`` (*The pathway of a need*). numba cannot call a function out of a table, so
`need_event` and `person_event` state the calls again; ``tests/same_lives/test_pathway.py`` holds
tables, calls, Mesa's agents and drawing together, and that nothing outside them ever happens.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from joinedup.codes import NEEDS, State
from joinedup.engine.jit import entry_point, kernel
from joinedup.phases.assessment_queue import serve_assessments
from joinedup.phases.care import contact
from joinedup.phases.case_management import receive_visit
from joinedup.phases.clocks import next_event_time, schedule_events
from joinedup.phases.closing import pass_on_from_closed
from joinedup.phases.crisis import carer_breakdown, crisis
from joinedup.phases.decline import lose_function
from joinedup.phases.demography import come_of_age, die, move_away
from joinedup.phases.detection import (
    holistic_assessment,
    opportunistic_detection,
    present_false_positive,
)
from joinedup.phases.general_practice import attend_clinic, attend_series, consult
from joinedup.phases.help_seeking import ask_gp, retry, seek_help, worry
from joinedup.phases.hospital import fall_ill
from joinedup.phases.illness import recover
from joinedup.phases.joint_meeting import refer_at_meeting
from joinedup.phases.natural_course import (
    move_into_care_home,
    onset,
    relapse,
    resolve,
    worsen,
)
from joinedup.phases.need_state import is_absent
from joinedup.phases.referral import chase, pass_on
from joinedup.phases.stays import ask_for_package, end_stay
from joinedup.phases.triage import meeting, triage
from joinedup.phases.waiting_list import allocate, renege, serve_queue
from joinedup.state.needs import NeedEvent
from joinedup.state.residents import Clock

(
    ABSENT, HIDDEN, ON_FILE, PRESENTED, REFERRED, WAITING_FOR_ASSESSMENT, WAITING_FOR_CARE,
    IN_CARE, SUPPORTED, MET, RESOLVED,
) = State  # fmt: skip
IDLE = (HIDDEN, ON_FILE)
WAITING = (WAITING_FOR_ASSESSMENT, WAITING_FOR_CARE)
CARED_FOR = (IN_CARE, SUPPORTED)
UNDER_WAY = (*IDLE, PRESENTED, REFERRED, *WAITING, *CARED_FOR)
GIVEN_UP = (ON_FILE, ABSENT)  # a true need is left on file, a false episode is over


class Step(NamedTuple):
    """What an event does: its function, and from each state of the need the states it leads to."""

    function: Any
    leads: dict[State, tuple[State, ...]]


PATHWAY = {
    # the need itself
    NeedEvent.ONSET: Step(
        onset,  # also while a false episode is under way, which it ends
        dict.fromkeys((ABSENT, RESOLVED, PRESENTED, REFERRED, *WAITING, IN_CARE), (HIDDEN,)),
    ),
    NeedEvent.WORSEN: Step(worsen, {s: (s,) for s in UNDER_WAY}),
    NeedEvent.CRISIS: Step(
        crisis,
        {
            **{s: (s, PRESENTED) for s in IDLE},
            **{s: (s,) for s in UNDER_WAY if s not in IDLE},
        },
    ),
    NeedEvent.RESOLVE: Step(resolve, dict.fromkeys((*UNDER_WAY, MET), (RESOLVED,))),
    NeedEvent.RELAPSE: Step(relapse, {MET: (ON_FILE,)}),
    # help-seeking
    NeedEvent.SEEK_HELP: Step(
        seek_help, {HIDDEN: (PRESENTED, ON_FILE, HIDDEN), ON_FILE: (PRESENTED, ON_FILE)}
    ),
    NeedEvent.WORRY: Step(
        worry, {ABSENT: (PRESENTED, ABSENT), RESOLVED: (PRESENTED, RESOLVED, ABSENT)}
    ),
    NeedEvent.ASK_GP: Step(ask_gp, {PRESENTED: (PRESENTED, *GIVEN_UP)}),
    NeedEvent.RETRY: Step(retry, {PRESENTED: (PRESENTED, *GIVEN_UP)}),
    # referral
    NeedEvent.PASS_ON: Step(
        pass_on, {PRESENTED: (PRESENTED, REFERRED, *WAITING, IN_CARE, *GIVEN_UP)}
    ),
    NeedEvent.CHASE: Step(chase, {REFERRED: (PRESENTED, *GIVEN_UP)}),
    NeedEvent.TRIAGE: Step(triage, {REFERRED: (REFERRED, PRESENTED, *WAITING, IN_CARE, *GIVEN_UP)}),
    NeedEvent.MEETING: Step(meeting, {REFERRED: WAITING}),
    # the waiting list and care
    NeedEvent.ALLOCATE: Step(allocate, {WAITING_FOR_CARE: (WAITING_FOR_CARE,)}),
    NeedEvent.RENEGE: Step(renege, dict.fromkeys(WAITING, GIVEN_UP)),
    NeedEvent.CONTACT: Step(
        contact,
        {IN_CARE: (*CARED_FOR, PRESENTED, MET, ABSENT), SUPPORTED: (SUPPORTED,)},
    ),
}

# What befalls a need in an event of its team, of the person or of another need.
IDLE_PRESENTED: dict[State, tuple[State, ...]] = dict.fromkeys(IDLE, (PRESENTED,))
BY_OTHERS = (
    Step(opportunistic_detection, IDLE_PRESENTED),
    Step(holistic_assessment, IDLE_PRESENTED),
    Step(present_false_positive, {ABSENT: (PRESENTED,), RESOLVED: (PRESENTED,)}),
    Step(
        serve_assessments,
        {WAITING_FOR_ASSESSMENT: (WAITING_FOR_CARE, SUPPORTED, PRESENTED, ON_FILE, ABSENT)},
    ),
    Step(serve_queue, {WAITING_FOR_CARE: (*CARED_FOR, *GIVEN_UP)}),
    Step(ask_for_package, IDLE_PRESENTED),
    Step(move_into_care_home, dict.fromkeys(UNDER_WAY, (MET,))),
    Step(lose_function, dict.fromkeys((ABSENT, RESOLVED), (HIDDEN,))),
    Step(refer_at_meeting, {ON_FILE: (REFERRED,), PRESENTED: (REFERRED,)}),
    Step(
        pass_on_from_closed,
        dict.fromkeys(
            (REFERRED, WAITING_FOR_ASSESSMENT, WAITING_FOR_CARE, IN_CARE, SUPPORTED), (PRESENTED,)
        ),
    ),
    Step(die, dict.fromkeys(State, (ABSENT, HIDDEN))),
    Step(move_away, dict.fromkeys(State, (ABSENT, HIDDEN))),
)

OF_THE_PERSON = {
    Clock.CONSULTATION: (consult,),
    Clock.CLINIC: (attend_clinic,),
    Clock.ACUTE: (fall_ill,),
    Clock.STAY: (end_stay,),
    Clock.DATE: (attend_series, receive_visit, recover, come_of_age, move_away, die),
    Clock.CARER: (carer_breakdown,),
    Clock.DEATH: (die,),
}


@entry_point
def first_clock(world, who):
    """The clock that is due first: a kind of need, or a ``Clock``."""
    soonest = next_event_time(world, who)
    clock = 0
    while world.clocks[who, clock] > soonest:
        clock += 1
    return clock


@entry_point
def next_need_event(world, who, kind):
    """Which ``NeedEvent`` is next: the scheduled one, or that of the course or of a hazard."""
    need = world.needs[who, kind]
    t = min(need.next_event_at, need.course_end)
    event = int(need.next_event) if need.next_event_at <= need.course_end else NeedEvent.RESOLVE + 0
    if need.hazard_rate > 0.0:
        at = need.accrued_at + need.hazard_threshold / need.hazard_rate
        if at < t:
            t = at
            absent = is_absent(need) or not need.genuine
            event = NeedEvent.ONSET + 0 if absent else NeedEvent.WORSEN + 0
    if need.crisis_rate > 0.0:
        at = need.accrued_at + need.crisis_threshold / need.crisis_rate
        if at < t:
            event = NeedEvent.CRISIS + 0
    return event


@kernel
def need_event(world, who, kind, event, t):  # noqa: C901 (the table, as calls)
    """Let an event happen to a need, as `PATHWAY` has it: the most frequent come first."""
    if event == NeedEvent.CONTACT:
        contact(world, who, kind, t)
    elif event == NeedEvent.ONSET:
        onset(world, who, kind, t)
    elif event == NeedEvent.WORSEN:
        worsen(world, who, kind, t)
    elif event == NeedEvent.CRISIS:
        crisis(world, who, kind, t)
    elif event == NeedEvent.RESOLVE:
        resolve(world, who, kind, t)
    elif event == NeedEvent.SEEK_HELP:
        seek_help(world, who, kind, t)
    elif event == NeedEvent.PASS_ON:
        pass_on(world, who, kind, t)
    elif event == NeedEvent.TRIAGE:
        triage(world, who, kind, t)
    elif event == NeedEvent.RENEGE:
        renege(world, who, kind, t)
    elif event == NeedEvent.RETRY:
        retry(world, who, kind, t)
    elif event == NeedEvent.RELAPSE:
        relapse(world, who, kind, t)
    elif event == NeedEvent.CHASE:
        chase(world, who, kind, t)
    elif event == NeedEvent.ALLOCATE:
        allocate(world, who, kind, t)
    elif event == NeedEvent.ASK_GP:
        ask_gp(world, who, kind, t)
    elif event == NeedEvent.WORRY:
        worry(world, who, kind, t)
    elif event == NeedEvent.MEETING:
        meeting(world, who, kind, t)


@kernel
def person_event(world, who, clock, t):
    """Let what one of a resident's own clocks is set for happen, as `OF_THE_PERSON` has it."""
    if clock == Clock.CONSULTATION:
        consult(world, who, t)
    elif clock == Clock.CLINIC:
        attend_clinic(world, who, t)
    elif clock == Clock.ACUTE:
        fall_ill(world, who, t)
    elif clock == Clock.STAY:
        end_stay(world, who, t)
    elif clock == Clock.DATE:
        dated_event(world, who, t)
    elif clock == Clock.CARER:
        carer_breakdown(world, who, t)
    elif clock == Clock.DEATH:
        die(world, who, t)


@kernel
def dated_event(world, who, t):
    """Let what has this date happen."""
    resident = world.residents[who]
    if resident.series_at <= t:
        attend_series(world, who, t)
    elif resident.visit_at <= t:
        receive_visit(world, who, t)
    elif resident.unwell_until <= t:
        recover(world, who, t)
    elif resident.birthday_at <= t:
        come_of_age(world, who, t)
    elif resident.leaves_at <= t:
        move_away(world, who, t)
    elif resident.dies_at <= t:
        die(world, who, t)


@kernel
def live_day(world, who, day):
    """Let all that is due today happen to a resident; returns when something is due next."""
    until = day + 1.0
    while True:
        t = next_event_time(world, who)
        if t >= until:
            return t
        clock = first_clock(world, who)
        if clock < NEEDS:
            world.residents[who].stale |= 1 << clock
            need_event(world, who, clock, next_need_event(world, who, clock), t)
        else:
            person_event(world, who, clock, t)
        schedule_events(world, who, max(t, float(day)))  # until today all is lived
