"""A stay in hospital: how long, its planned end, delay, and leaving. Beyond the beds: corridors."""

from __future__ import annotations

from joinedup.codes import Activity, Age, Cause, Need, Route, State
from joinedup.engine.draws import purpose
from joinedup.engine.inbox import Message, send_to_hospital
from joinedup.engine.jit import entry_point, kernel
from joinedup.phases.beyond_hospital import (
    ask_for_way_out,
    ask_virtual_ward,
    leave_place_beyond,
    stop_waiting,
)
from joinedup.phases.dates import set_date
from joinedup.phases.decline import decline, is_overnight
from joinedup.phases.end_of_life import AT_DISCHARGE, recognise
from joinedup.phases.help_seeking import hand_to, present
from joinedup.phases.interfaces import place_of, sender_hospital
from joinedup.phases.markers import mark_discharge
from joinedup.phases.natural_course import move_into_care_home
from joinedup.phases.need_state import frailty_grade, is_idle, is_waiting, rates_change
from joinedup.phases.other_beds import send_out_of_area
from joinedup.phases.records import log_event
from joinedup.phases.resident_draws import hazard_threshold, uniform_draw
from joinedup.phases.team_messages import join_queue, leave_queue
from joinedup.rules.incentives import undisputed_share
from joinedup.rules.mental_health_beds import BedActivity
from joinedup.rules.stays import above_full, chance_of_no_bed, share_cut, stay_length
from joinedup.state.hospital import HomePlace, Queue, Stay
from joinedup.state.needs import NeedEvent
from joinedup.state.residents import NEVER, Clock

STAY = purpose("stays.stay")
NO_BED = purpose("stays.no_bed")
CORRIDOR_DEATH = purpose("stays.corridor_death")
CORRIDOR_DEATH_DAY = purpose("stays.corridor_death_day")
HELD_BACK = purpose("stays.held_back")
HELD_BACK_DAYS = purpose("stays.held_back_days")
OTHER_DELAY = purpose("stays.other_delay")
OTHER_DELAY_DAYS = purpose("stays.other_delay_days")


@kernel
def begin_stay(world, who, t):
    """How long a stay is, and the day on which it ends or its discharge is planned."""
    p = world.globals[0].p
    resident = world.residents[who]
    resident.early = 0.0
    rates_change(resident)
    resident.stay_left = 0.0
    draw = hazard_threshold(world, STAY, who, 0, resident.stays)
    overnight = is_overnight(world, who)
    days = stay_length(p.stays, resident.age, frailty_grade(world, who), draw, overnight)
    if overnight:
        if gets_no_bed(world, who):
            days += p.stays.corridor_days
            lie_in_a_corridor(world, who, t)
        resident.stay_left = days * (1.0 - p.stays.reviewed_at)
    world.clocks[who, Clock.STAY] = t + days - resident.stay_left


@kernel
def above_full_today(world):
    """How far above full the hospital was at the last day's end, as a share of its beds."""
    hospital = world.globals[0].hospital
    return above_full(hospital.beds, hospital.occupied)


@kernel
def gets_no_bed(world, who):
    """Whether a person admitted today is left in a corridor or in A&E."""
    above = above_full_today(world)
    if above <= 0.0:
        return False
    draw = uniform_draw(world, NO_BED, who, 0, world.residents[who].stays)
    return draw < chance_of_no_bed(world.globals[0].p.stays, above)


@kernel
def lie_in_a_corridor(world, who, t):
    """Waiting for a bed harms: some die within 30 days who would not have."""
    resident = world.residents[who]
    deaths = world.globals[0].p.stays.corridor_deaths[resident.age]
    if uniform_draw(world, CORRIDOR_DEATH, who, 0, resident.stays) < deaths:
        days = 30.0 * uniform_draw(world, CORRIDOR_DEATH_DAY, who, 0, resident.stays)
        resident.dies_at = min(resident.dies_at, t + days)
        set_date(world, who)


@entry_point
def end_stay(world, who, t):
    """The stay is over: home, or fit to leave and delayed. Before, its discharge is planned."""
    resident = world.residents[who]
    if resident.stay_left > 0.0:
        plan_discharge(world, who, t)
        return
    if resident.stay == Stay.AWAITING:
        send_out_of_area(world, who, t)
        return
    moves = resident.home_place == HomePlace.KEPT
    if moves:
        move_into_care_home(world, who, t)
    old = resident.stay == Stay.EMERGENCY and resident.age >= Age.YOUNG_OLD
    if old and not moves and is_overnight(world, who) and is_delayed(world, who, t):
        return
    decline(world, who, t)
    if resident.stay != Stay.NO and resident.stay_cause != Cause.NONE:
        recognise(world, who, AT_DISCHARGE)
    discharge(world, who, t)


@kernel
def plan_discharge(world, who, t):
    """The ward sets the day of discharge: sooner, the further the hospital is above full."""
    p = world.globals[0].p.stays
    resident = world.residents[who]
    whole = resident.stay_left / (1.0 - p.reviewed_at)
    resident.early = share_cut(p, above_full_today(world)) * whole
    rates_change(resident)
    left = resident.stay_left - resident.early
    world.clocks[who, Clock.STAY] = t + left
    resident.stay_left = 0.0
    ask_virtual_ward(world, who, t, left)


@kernel
def is_delayed(world, who, t):
    """Whether discharge is delayed: for a care home or a package of care, or another reason."""
    p = world.globals[0].p.stays
    resident = world.residents[who]
    needs_package = resident.unserved & ((1 << Need.DAILY_LIVING) | (1 << Need.FRAILTY))
    package = needs_package != 0 and not resident.care_home
    if package:
        package = uniform_draw(world, HELD_BACK, who, 0, resident.stays) < p.delayed
    days = 0.0
    if package or resident.home_place == HomePlace.LISTED:
        days = longest_wait(world, who)
    if days == 0.0:
        if uniform_draw(world, OTHER_DELAY, who, 0, resident.stays) >= p.other_delay:
            return False
        left = hazard_threshold(world, OTHER_DELAY_DAYS, who, 0, resident.stays)
        days = p.other_delay_days * left
        needs_package = 0
    wait_for_discharge(world, who, t, days, needs_package)
    return True


@kernel
def longest_wait(world, who):
    """Days after which a delayed person leaves without what they wait for."""
    p = world.globals[0].p
    left = hazard_threshold(world, HELD_BACK_DAYS, who, 0, world.residents[who].stays)
    budgets = place_of(world, who).budgets
    kept = undisputed_share(p.incentives, p.incentives.funding_delay, budgets)
    return p.stays.delay_least_days + p.stays.longest_waiting_days * left * kept


@kernel
def wait_for_discharge(world, who, t, days, needs_package):
    """Fit to leave and in a bed, for so many days at most; a package is asked for."""
    resident = world.residents[who]
    resident.stay = Stay.READY
    world.globals[0].hospital.ready_today += 1
    ask_for_way_out(world, who, t, needs_package)
    log_event(world, who, t, Activity.READY_FOR_DISCHARGE, 1 if needs_package else 0)
    world.clocks[who, Clock.STAY] = t + days
    if needs_package:
        kind = 0 + Need.FRAILTY
        if needs_package & (1 << Need.DAILY_LIVING):
            kind = 0 + Need.DAILY_LIVING
        ask_for_package(world, who, kind, t)


@kernel
def ask_for_package(world, who, kind, t):
    """The ward asks for a package of care, as urgent."""
    need = world.needs[who, kind]
    if is_waiting(need) and need.next_event == NeedEvent.RENEGE:
        if not need.urgent:
            leave_queue(world, who, kind, t)
            need.urgent = 1
            join_queue(world, who, kind, t)
        return
    if is_idle(need):
        present(world, who, kind, t, sender_hospital(world), Route.AT_DISCHARGE)
    elif need.state == State.PRESENTED:
        hand_to(need, t, sender_hospital(world))
        world.residents[who].stale |= 1 << kind
    need.urgent = 1


@kernel
def discharge(world, who, t):
    """Leave the bed; nothing happens to who is in none."""
    resident, hospital = world.residents[who], world.globals[0].hospital
    stay = resident.stay
    resident.stay = Stay.NO
    world.clocks[who, Clock.STAY] = NEVER
    if stay == Stay.NO:
        return
    resident.callable_at = t
    stop_waiting(world, who, t)
    if stay >= Stay.STEP_DOWN:
        leave_place_beyond(world, who, t, stay)
        return
    mark_discharge(world, who, t)
    if stay >= Stay.MENTAL_HEALTH:
        if stay == Stay.MENTAL_HEALTH:
            hospital.mental_taken -= 1
        else:
            hospital.out_of_area -= 1
        log_event(world, who, t, BedActivity.MENTAL_HEALTH_DISCHARGE, 0)
        return
    if stay == Stay.AWAITING:
        send_to_hospital(world, t, Message.LEAVE, who, 0 + Queue.MENTAL_HEALTH)
    if stay == Stay.READY:
        hospital.ready_today -= 1
    hospital.came_today -= 1
    log_event(world, who, t, Activity.DISCHARGE, resident.stay_cause)
