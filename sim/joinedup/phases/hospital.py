"""The hospital: A&E, emergency beds, the way home, and the elective list that fills the rest."""

from __future__ import annotations

from joinedup.codes import (
    Activity,
    Age,
    Cause,
    DrawPurpose,
    Need,
    Route,
    State,
)
from joinedup.engine.inbox import Message
from joinedup.engine.jit import entry_point, kernel
from joinedup.engine.schedule import NOBODY, schedule
from joinedup.phases.interfaces import sender_hospital
from joinedup.phases.lines import NOT_QUEUED, join_queue, leave_queue
from joinedup.phases.presenting import hand_to, opportunistic_detection, present_for_one
from joinedup.phases.rows import (
    hazard_threshold,
    next_event_time,
    record,
    schedule_next,
    uniform_draw,
)
from joinedup.rules.acute import beds_for_elective, stay_length
from joinedup.rules.incentives import about_money
from joinedup.state.place import NEVER, Clock, Stay, Step

SKILL = (0.4, 0.6, 0.4)


@kernel
def attend_ae(world, who, t):
    """An A&E attendance; somebody there may notice a need."""
    resident = world.residents[who]
    record(world, who, t, Activity.AE_ATTENDANCE, 0)
    resident.attendances += 1
    number = resident.attendances
    opportunistic_detection(
        world,
        who,
        t,
        SKILL[0],
        SKILL[1],
        SKILL[2],
        0.0,
        sender_hospital(world),
        Route.NOTICED_IN_HOSPITAL,
        2,
        number,
    )


@entry_point
def fall_ill_for_one(world, who, t):
    """Background acute illness: to A&E, or straight to a ward."""
    p = world.globals[0].p
    resident = world.residents[who]
    resident.acutes += 1
    number = resident.acutes
    schedule_next(world, who, Clock.ACUTE, t)
    if resident.stay != Stay.NO:
        return
    admitted = p.acute.admitted[resident.age]
    straight = admitted * p.acute.direct
    direct = uniform_draw(world, DrawPurpose.ACUTE_ADMISSION, who, 1, number) < straight / (
        1.0 + straight
    )
    if not direct:
        attend_ae(world, who, t)
    if direct or uniform_draw(world, DrawPurpose.ACUTE_ADMISSION, who, 0, number) < admitted:
        admit(world, who, t, Cause.BACKGROUND)


@kernel
def admit(world, who, t, cause):
    """An emergency admission, with its cause. An emergency always gets a bed."""
    p = world.globals[0].p
    resident = world.residents[who]
    if resident.stay != Stay.NO:
        return
    resident.stay = Stay.EMERGENCY
    resident.stay_cause = cause
    resident.stays += 1
    resident.admitted_at = t
    record(world, who, t, Activity.EMERGENCY_ADMISSION, cause)
    world.globals[0].hospital.came_today += 1
    days = stay_length(
        p.acute,
        resident.age,
        hazard_threshold(world, DrawPurpose.STAY, who, 0, resident.stays),
        uniform_draw(world, DrawPurpose.STAY, who, 1, resident.stays),
    )
    world.clocks[who, Clock.STAY] = t + days


@entry_point
def stay_for_one(world, who, t):
    """The stay is over: home, or fit to leave and waiting."""
    p = world.globals[0].p
    resident = world.residents[who]
    if resident.stay == Stay.EMERGENCY and resident.age >= Age.YOUNG_OLD:
        same_day = uniform_draw(world, DrawPurpose.STAY, who, 1, resident.stays) < p.acute.zero_day
        if not same_day and is_held_back(world, who, t):
            return
    discharge(world, who, t)


@kernel
def is_held_back(world, who, t):
    """Whether somebody fit to leave must wait: for a package, or for anything else."""
    p = world.globals[0].p
    resident = world.residents[who]
    needs_package = resident.unserved & ((1 << Need.DAILY_LIVING) | (1 << Need.FRAILTY))
    days = 0.0
    if needs_package and not resident.care_home:
        draw = uniform_draw(world, DrawPurpose.DISCHARGE_DELAY, who, 0, resident.stays)
        if draw < p.acute.held_back:
            left = hazard_threshold(world, DrawPurpose.DISCHARGE_DELAY, who, 1, resident.stays)
            budgets = world.globals[0].settings.budgets
            kept = about_money(p.incentives, p.incentives.held_for_money, budgets)
            days = 1.0 + p.acute.longest_wait_days * left * kept
    if days == 0.0:
        if (
            uniform_draw(world, DrawPurpose.DISCHARGE_DELAY, who, 2, resident.stays)
            >= p.acute.other_delay
        ):
            return False
        left = hazard_threshold(world, DrawPurpose.DISCHARGE_DELAY, who, 3, resident.stays)
        days = p.acute.other_delay_days * left
        needs_package = 0
    resident.stay = Stay.READY
    resident.ready_at = t
    world.globals[0].hospital.ready_today += 1
    record(world, who, t, Activity.READY_FOR_DISCHARGE, 1 if needs_package else 0)
    world.clocks[who, Clock.STAY] = t + days
    if needs_package:
        kind = 0 + Need.FRAILTY
        if needs_package & (1 << Need.DAILY_LIVING):
            kind = 0 + Need.DAILY_LIVING
        ask_for_package(world, who, kind, t)
    return True


@kernel
def ask_for_package(world, who, kind, t):
    """The ward asks for a package, ahead of the ordinary line."""
    need = world.needs[who, kind]
    if need.state == State.WAITING and need.step == Step.RENEGE:
        if not need.urgent and need.queue_next != NOT_QUEUED:
            leave_queue(world, who, kind, t)
            need.urgent = 1
            join_queue(world, who, kind, t)
        return
    need.urgent = 1
    if need.state == State.LATENT:
        present_for_one(world, who, kind, t, sender_hospital(world), Route.AT_DISCHARGE)
    elif need.state == State.PRESENTED:
        hand_to(need, t, sender_hospital(world))
        world.residents[who].stale |= 1 << kind


@kernel
def discharge(world, who, t):
    """Leave the hospital."""
    resident = world.residents[who]
    if resident.stay == Stay.READY:
        world.globals[0].hospital.ready_today -= 1
    resident.stay = Stay.NO
    world.globals[0].hospital.came_today -= 1
    world.clocks[who, Clock.STAY] = NEVER
    record(world, who, t, Activity.DISCHARGE, resident.stay_cause)


@entry_point
def settle_hospital(world, day, working):
    """Beds at the end of the day; then free ones are filled from the elective list."""
    hospital = world.globals[0].hospital
    hospital.occupied += hospital.came_today
    hospital.ready += hospital.ready_today
    hospital.came_today = 0
    hospital.ready_today = 0
    at = hospital.inbox_first
    while at != NOBODY:
        message = world.inbox[at]
        if message.what == Message.JOIN:
            _append(world, message.who, message.urgent)
        elif message.what == Message.LEAVE:
            _unlink(world, message.who, message.urgent)
        at = message.next
    hospital.inbox_first = NOBODY
    if working:
        fill_beds(world, day)
        fill_day_slots(world, day)


@kernel
def _append(world, who, line):
    hospital = world.globals[0].hospital
    resident = world.residents[who]
    resident.queue_next = NOBODY
    resident.queue_before = hospital.queue_last[line]
    if hospital.queue_last[line] == NOBODY:
        hospital.queue_first[line] = who
    else:
        world.residents[hospital.queue_last[line]].queue_next = who
    hospital.queue_last[line] = who
    hospital.queue_length[line] += 1


@kernel
def _unlink(world, who, line):
    hospital = world.globals[0].hospital
    resident = world.residents[who]
    if resident.queue_next == NOT_QUEUED:
        return
    if resident.queue_before == NOBODY:
        hospital.queue_first[line] = resident.queue_next
    else:
        world.residents[resident.queue_before].queue_next = resident.queue_next
    if resident.queue_next == NOBODY:
        hospital.queue_last[line] = resident.queue_before
    else:
        world.residents[resident.queue_next].queue_before = resident.queue_before
    resident.queue_next = NOT_QUEUED
    hospital.queue_length[line] -= 1


@kernel
def fill_beds(world, day):
    """Call people in from the elective list while beds are free beyond the reserve."""
    p = world.globals[0].p
    hospital = world.globals[0].hospital
    free = beds_for_elective(p.acute, hospital.beds, hospital.occupied)
    at = hospital.queue_first[0]
    t = day + 0.4
    while free > 0 and at != NOBODY:
        resident = world.residents[at]
        after = resident.queue_next
        if resident.stay == Stay.NO:
            _unlink(world, at, 0)
            resident.listed = 0
            resident.stay = Stay.ELECTIVE
            resident.stay_cause = Cause.NONE
            resident.stays += 1
            hospital.occupied += 1
            free -= 1
            record(world, at, t, Activity.ELECTIVE_INPATIENT, 0)
            left = hazard_threshold(world, DrawPurpose.ELECTIVE_STAY, at, 0, resident.stays)
            world.clocks[at, Clock.STAY] = t + 0.5 + (p.planned.stay_days - 0.5) * left
            schedule(world.calendar, at, max(next_event_time(world, at), day + 1.0))
        at = after


@kernel
def fill_day_slots(world, day):
    """Call people in for day cases while today's slots last."""
    hospital = world.globals[0].hospital
    hospital.day_credit = min(hospital.day_credit, hospital.day_slots) + hospital.day_slots
    at = hospital.queue_first[1]
    while hospital.day_credit >= 1.0 and at != NOBODY:
        resident = world.residents[at]
        after = resident.queue_next
        if resident.stay == Stay.NO:
            _unlink(world, at, 1)
            resident.listed = 0
            hospital.day_credit -= 1.0
            record(world, at, day + 0.4, Activity.DAY_CASE, 0)
        at = after
