"""The hospital: A&E, emergency admission, the stay, and delayed discharge."""

from __future__ import annotations

from joinedup.codes import NO_NEED, Activity, Age, Cause, Need, Route, State
from joinedup.engine.draws import purpose
from joinedup.engine.jit import entry_point, kernel
from joinedup.phases.clocks import schedule_next
from joinedup.phases.detection import opportunistic_detection
from joinedup.phases.end_of_life import AT_DISCHARGE, has_plan_for_last_year, recognise
from joinedup.phases.help_seeking import hand_to, present
from joinedup.phases.interfaces import place_of, sender_hospital
from joinedup.phases.markers import mark_admission, mark_discharge
from joinedup.phases.need_state import is_idle, is_waiting, note_concern
from joinedup.phases.records import log_event, tally
from joinedup.phases.resident_draws import hazard_threshold, uniform_draw
from joinedup.phases.team_messages import NOT_QUEUED, join_queue, leave_queue
from joinedup.rules.acute import stay_length
from joinedup.rules.incentives import undisputed_share
from joinedup.state.hospital import Stay
from joinedup.state.months import Tally
from joinedup.state.needs import NeedEvent
from joinedup.state.residents import NEVER, Clock

DIRECT = purpose("hospital.direct")
ADMITTED = purpose("hospital.admitted")
STAY = purpose("hospital.stay")
SAME_DAY = purpose("hospital.same_day")
HELD_BACK = purpose("hospital.held_back")
HELD_BACK_DAYS = purpose("hospital.held_back_days")
OTHER_DELAY = purpose("hospital.other_delay")
OTHER_DELAY_DAYS = purpose("hospital.other_delay_days")
ATTENDANCE = purpose("hospital.attendance")
READY_AT_HOME = purpose("hospital.ready_at_home")


@kernel
def attend_ae(world, who, t):
    """An A&E attendance, at which needs may be detected."""
    resident = world.residents[who]
    log_event(world, who, t, Activity.AE_ATTENDANCE, 0)
    resident.attendances += 1
    skill = world.globals[0].p.noticing.ae_skill
    number = resident.attendances
    sender, route = sender_hospital(world), Route.NOTICED_IN_HOSPITAL
    opportunistic_detection(
        world, who, t, skill[0], skill[1], skill[2], 0.0, sender, route, ATTENDANCE, 0, number
    )


@entry_point
def fall_ill(world, who, t):
    """Background acute illness: to A&E, or straight to a ward."""
    resident = world.residents[who]
    resident.acutes += 1
    number = resident.acutes
    schedule_next(world, who, Clock.ACUTE, t)
    if resident.stay == Stay.NO and not stays_at_home(world, who, number):
        go_to_hospital(world, who, t, number, Cause.BACKGROUND)


@kernel
def stays_at_home(world, who, number):
    """Whether a plan for the last year of life has ready at home what this illness takes."""
    if not has_plan_for_last_year(world, who):
        return False
    chance = world.globals[0].p.end_of_life.at_home
    if uniform_draw(world, READY_AT_HOME, who, 0, number) >= chance:
        return False
    tally(world, Tally.KEPT_AT_HOME, 1)
    return True


@kernel
def goes_straight_to_a_ward(world, who, number):
    """Whether an acute illness, by its number, bypasses A&E."""
    p = world.globals[0].p.acute
    straight = p.admitted[world.residents[who].age] * p.direct
    return uniform_draw(world, DIRECT, who, 0, number) < straight / (1.0 + straight)


@kernel
def needs_bed(world, who, number):
    """Whether A&E would admit for an acute illness, by its number."""
    admitted = world.globals[0].p.acute.admitted[world.residents[who].age]
    return uniform_draw(world, ADMITTED, who, 0, number) < admitted


@kernel
def go_to_hospital(world, who, t, number, cause):
    """With an acute illness to A&E, or straight to a ward."""
    direct = goes_straight_to_a_ward(world, who, number)
    if not direct:
        attend_ae(world, who, t)
    if direct or needs_bed(world, who, number):
        world.residents[who].stay_kind = NO_NEED
        admit(world, who, t, cause)


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
    note_concern(world, who, t)
    mark_admission(world, who, cause)
    log_event(world, who, t, Activity.EMERGENCY_ADMISSION, cause)
    world.globals[0].hospital.came_today += 1
    days = stay_length(
        p.acute,
        resident.age,
        hazard_threshold(world, STAY, who, 0, resident.stays),
        uniform_draw(world, SAME_DAY, who, 0, resident.stays),
    )
    world.clocks[who, Clock.STAY] = t + days


@entry_point
def end_stay(world, who, t):
    """The stay is over: home, or fit to leave and delayed."""
    p = world.globals[0].p
    resident = world.residents[who]
    if resident.stay == Stay.EMERGENCY and resident.age >= Age.YOUNG_OLD:
        same_day = uniform_draw(world, SAME_DAY, who, 0, resident.stays) < p.acute.zero_day
        if not same_day and is_delayed(world, who, t):
            return
    discharge(world, who, t)


@kernel
def is_delayed(world, who, t):
    """Whether discharge is delayed: for a package of care, or for another reason."""
    p = world.globals[0].p
    resident = world.residents[who]
    needs_package = resident.unserved & ((1 << Need.DAILY_LIVING) | (1 << Need.FRAILTY))
    days = 0.0
    if needs_package and not resident.care_home:
        draw = uniform_draw(world, HELD_BACK, who, 0, resident.stays)
        if draw < p.acute.delayed:
            left = hazard_threshold(world, HELD_BACK_DAYS, who, 0, resident.stays)
            budgets = place_of(world, who).budgets
            kept = undisputed_share(p.incentives, p.incentives.funding_delay, budgets)
            days = p.acute.delay_least_days + p.acute.longest_waiting_days * left * kept
    if days == 0.0:
        if uniform_draw(world, OTHER_DELAY, who, 0, resident.stays) >= p.acute.other_delay:
            return False
        left = hazard_threshold(world, OTHER_DELAY_DAYS, who, 0, resident.stays)
        days = p.acute.other_delay_days * left
        needs_package = 0
    resident.stay = Stay.READY
    resident.ready_at = t
    world.globals[0].hospital.ready_today += 1
    log_event(world, who, t, Activity.READY_FOR_DISCHARGE, 1 if needs_package else 0)
    world.clocks[who, Clock.STAY] = t + days
    if needs_package:
        kind = 0 + Need.FRAILTY
        if needs_package & (1 << Need.DAILY_LIVING):
            kind = 0 + Need.DAILY_LIVING
        ask_for_package(world, who, kind, t)
    return True


@kernel
def ask_for_package(world, who, kind, t):
    """The ward asks for a package of care, as urgent."""
    need = world.needs[who, kind]
    if is_waiting(need) and need.next_event == NeedEvent.RENEGE:
        if not need.urgent and need.queue_next != NOT_QUEUED:
            leave_queue(world, who, kind, t)
            need.urgent = 1
            join_queue(world, who, kind, t)
        return
    need.urgent = 1
    if is_idle(need):
        present(world, who, kind, t, sender_hospital(world), Route.AT_DISCHARGE)
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
    mark_discharge(world, who, t)
    if resident.stay_cause != Cause.NONE:
        recognise(world, who, t, AT_DISCHARGE, resident.stays)
    log_event(world, who, t, Activity.DISCHARGE, resident.stay_cause)
