"""The hospital: A&E, emergency beds, the way home, and the elective list that fills the rest."""

from __future__ import annotations

from joinedup.codes import (
    Activity,
    Age,
    Cause,
    Need,
    Occasion,
    Route,
    State,
)
from joinedup.engine.inbox import Message
from joinedup.engine.jit import inner, verb
from joinedup.engine.schedule import NOBODY, put_down
from joinedup.phases.interfaces import sender_hospital
from joinedup.phases.lines import NOT_IN_LINE, join_line, leave_line
from joinedup.phases.presenting import hand_to, look, present_for_one
from joinedup.phases.rows import fuse, luck, next_ring, record, wind
from joinedup.rules.acute import beds_for_elective, stay_length
from joinedup.rules.incentives import about_money
from joinedup.state.place import NEVER, Clock, Stay, Step

SKILL = (0.4, 0.6, 0.4)


@inner
def attend_ae(world, who, t):
    """An A&E attendance; somebody there may notice a need."""
    resident = world.residents[who]
    record(world, who, t, Activity.AE_ATTENDANCE, 0)
    resident.attendances += 1
    number = resident.attendances
    look(
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


@verb
def fall_ill_for_one(world, who, t):
    """Background acute illness: to A&E, or straight to a ward."""
    p = world.one[0].p
    resident = world.residents[who]
    resident.acutes += 1
    number = resident.acutes
    wind(world, who, Clock.ACUTE, t)
    if resident.stay != Stay.NO:
        return
    admitted = p.acute.admitted[resident.age]
    straight = admitted * p.acute.direct
    direct = luck(world, Occasion.ACUTE_ADMISSION, who, 1, number) < straight / (1.0 + straight)
    if not direct:
        attend_ae(world, who, t)
    if direct or luck(world, Occasion.ACUTE_ADMISSION, who, 0, number) < admitted:
        admit(world, who, t, Cause.BACKGROUND)


@inner
def admit(world, who, t, cause):
    """An emergency admission, with its cause. An emergency always gets a bed."""
    p = world.one[0].p
    resident = world.residents[who]
    if resident.stay != Stay.NO:
        return
    resident.stay = Stay.EMERGENCY
    resident.stay_cause = cause
    resident.stays += 1
    resident.admitted_at = t
    record(world, who, t, Activity.EMERGENCY_ADMISSION, cause)
    world.one[0].hospital.came_today += 1
    days = stay_length(
        p.acute,
        resident.age,
        fuse(world, Occasion.STAY, who, 0, resident.stays),
        luck(world, Occasion.STAY, who, 1, resident.stays),
    )
    world.clocks[who, Clock.STAY] = t + days


@verb
def stay_for_one(world, who, t):
    """The stay is over: home, or fit to leave and waiting."""
    p = world.one[0].p
    resident = world.residents[who]
    if resident.stay == Stay.EMERGENCY and resident.age >= Age.YOUNG_OLD:
        same_day = luck(world, Occasion.STAY, who, 1, resident.stays) < p.acute.zero_day
        if not same_day and is_held_back(world, who, t):
            return
    discharge(world, who, t)


@inner
def is_held_back(world, who, t):
    """Whether somebody fit to leave must wait: for a package, or for anything else."""
    p = world.one[0].p
    resident = world.residents[who]
    needs_package = resident.unserved & ((1 << Need.DAILY_LIVING) | (1 << Need.FRAILTY))
    days = 0.0
    if needs_package and not resident.care_home:
        draw = luck(world, Occasion.DISCHARGE_DELAY, who, 0, resident.stays)
        if draw < p.acute.held_back:
            left = fuse(world, Occasion.DISCHARGE_DELAY, who, 1, resident.stays)
            budgets = world.one[0].settings.budgets
            kept = about_money(p.incentives, p.incentives.held_for_money, budgets)
            days = 1.0 + p.acute.longest_wait_days * left * kept
    if days == 0.0:
        if luck(world, Occasion.DISCHARGE_DELAY, who, 2, resident.stays) >= p.acute.other_delay:
            return False
        left = fuse(world, Occasion.DISCHARGE_DELAY, who, 3, resident.stays)
        days = p.acute.other_delay_days * left
        needs_package = 0
    resident.stay = Stay.READY
    resident.ready_at = t
    world.one[0].hospital.ready_today += 1
    record(world, who, t, Activity.READY_FOR_DISCHARGE, 1 if needs_package else 0)
    world.clocks[who, Clock.STAY] = t + days
    if needs_package:
        kind = 0 + Need.FRAILTY
        if needs_package & (1 << Need.DAILY_LIVING):
            kind = 0 + Need.DAILY_LIVING
        ask_for_package(world, who, kind, t)
    return True


@inner
def ask_for_package(world, who, kind, t):
    """The ward asks for a package, ahead of the ordinary line."""
    need = world.needs[who, kind]
    if need.state == State.WAITING and need.step == Step.TIRED:
        if not need.urgent and need.line_next != NOT_IN_LINE:
            leave_line(world, who, kind, t)
            need.urgent = 1
            join_line(world, who, kind, t)
        return
    need.urgent = 1
    if need.state == State.LATENT:
        present_for_one(world, who, kind, t, sender_hospital(world), Route.AT_DISCHARGE)
    elif need.state == State.PRESENTED:
        hand_to(need, t, sender_hospital(world))
        world.residents[who].stale |= 1 << kind


@inner
def discharge(world, who, t):
    """Leave the hospital."""
    resident = world.residents[who]
    if resident.stay == Stay.READY:
        world.one[0].hospital.ready_today -= 1
    resident.stay = Stay.NO
    world.one[0].hospital.came_today -= 1
    world.clocks[who, Clock.STAY] = NEVER
    record(world, who, t, Activity.DISCHARGE, resident.stay_cause)


@verb
def settle_hospital(world, day, working):
    """Beds at the end of the day; then free ones are filled from the elective list."""
    hospital = world.one[0].hospital
    hospital.occupied += hospital.came_today
    hospital.ready += hospital.ready_today
    hospital.came_today = 0
    hospital.ready_today = 0
    at = hospital.desk_first
    while at != NOBODY:
        message = world.desk[at]
        if message.what == Message.JOIN:
            _append(world, message.who, message.urgent)
        elif message.what == Message.LEAVE:
            _unlink(world, message.who, message.urgent)
        at = message.next
    hospital.desk_first = NOBODY
    if working:
        fill_beds(world, day)
        fill_day_slots(world, day)


@inner
def _append(world, who, line):
    hospital = world.one[0].hospital
    resident = world.residents[who]
    resident.line_next = NOBODY
    resident.line_before = hospital.line_last[line]
    if hospital.line_last[line] == NOBODY:
        hospital.line_first[line] = who
    else:
        world.residents[hospital.line_last[line]].line_next = who
    hospital.line_last[line] = who
    hospital.line_length[line] += 1


@inner
def _unlink(world, who, line):
    hospital = world.one[0].hospital
    resident = world.residents[who]
    if resident.line_next == NOT_IN_LINE:
        return
    if resident.line_before == NOBODY:
        hospital.line_first[line] = resident.line_next
    else:
        world.residents[resident.line_before].line_next = resident.line_next
    if resident.line_next == NOBODY:
        hospital.line_last[line] = resident.line_before
    else:
        world.residents[resident.line_next].line_before = resident.line_before
    resident.line_next = NOT_IN_LINE
    hospital.line_length[line] -= 1


@inner
def fill_beds(world, day):
    """Call people in from the elective list while beds are free beyond the reserve."""
    p = world.one[0].p
    hospital = world.one[0].hospital
    free = beds_for_elective(p.acute, hospital.beds, hospital.occupied)
    at = hospital.line_first[0]
    t = day + 0.4
    while free > 0 and at != NOBODY:
        resident = world.residents[at]
        after = resident.line_next
        if resident.stay == Stay.NO:
            _unlink(world, at, 0)
            resident.listed = 0
            resident.stay = Stay.ELECTIVE
            resident.stay_cause = Cause.NONE
            resident.stays += 1
            hospital.occupied += 1
            free -= 1
            record(world, at, t, Activity.ELECTIVE_INPATIENT, 0)
            left = fuse(world, Occasion.ELECTIVE_STAY, at, 0, resident.stays)
            world.clocks[at, Clock.STAY] = t + 0.5 + (p.planned.stay_days - 0.5) * left
            put_down(world.calendar, at, max(next_ring(world, at), day + 1.0))
        at = after


@inner
def fill_day_slots(world, day):
    """Call people in for day cases while today's slots last."""
    hospital = world.one[0].hospital
    hospital.day_credit = min(hospital.day_credit, hospital.day_slots) + hospital.day_slots
    at = hospital.line_first[1]
    while hospital.day_credit >= 1.0 and at != NOBODY:
        resident = world.residents[at]
        after = resident.line_next
        if resident.stay == Stay.NO:
            _unlink(world, at, 1)
            resident.listed = 0
            hospital.day_credit -= 1.0
            record(world, at, day + 0.4, Activity.DAY_CASE, 0)
        at = after
