"""Beds beside the general hospital's: mental health beds, and places in care homes.

They are given at the day's end, in the order in which people came to need them.
"""

from __future__ import annotations

from joinedup.codes import Activity
from joinedup.engine.draws import purpose
from joinedup.engine.inbox import Message, send_to_hospital
from joinedup.engine.jit import kernel
from joinedup.engine.schedule import NOBODY, schedule
from joinedup.phases.clocks import next_event_time
from joinedup.phases.hospital_queues import remove_from_queue
from joinedup.phases.need_state import rates_change
from joinedup.phases.records import log_event, tally
from joinedup.phases.resident_draws import hazard_threshold
from joinedup.rules.mental_health_beds import BedActivity, mental_health_stay
from joinedup.state.hospital import HomePlace, Queue, Stay
from joinedup.state.months import Tally
from joinedup.state.residents import Clock

STAY = purpose("other_beds.stay")


@kernel
def await_mental_health_bed(world, who, t):
    """In a general bed or in A&E until a mental health bed is free, or one is found elsewhere."""
    resident = world.residents[who]
    resident.stay = Stay.AWAITING
    resident.early = 0.0
    rates_change(resident)
    resident.stay_left = 0.0
    send_to_hospital(world, t, Message.JOIN, who, 0 + Queue.MENTAL_HEALTH)
    days = world.globals[0].p.mental_health_beds.sent_away_after
    world.clocks[who, Clock.STAY] = t + days


@kernel
def give_mental_health_beds(world, day):
    """Free mental health beds go to those who wait for one, as they came."""
    hospital = world.globals[0].hospital
    t = day + 1.0
    while hospital.mental_taken < hospital.mental_beds:
        who = hospital.queue_first[Queue.MENTAL_HEALTH]
        if who == NOBODY:
            return
        remove_from_queue(world, who, 0 + Queue.MENTAL_HEALTH)
        hospital.mental_taken += 1
        hospital.occupied -= 1
        enter_mental_health_bed(world, who, t, 0 + Stay.MENTAL_HEALTH)
        schedule(world.calendar, who, max(next_event_time(world, who), t))


@kernel
def enter_mental_health_bed(world, who, t, stay):
    """Leave the general hospital for a mental health bed here, or out of area."""
    resident = world.residents[who]
    log_event(world, who, t, Activity.DISCHARGE, resident.stay_cause)
    log_event(world, who, t, BedActivity.MENTAL_HEALTH_ADMISSION, 0)
    resident.stay = stay
    left = hazard_threshold(world, STAY, who, 0, resident.stays)
    days = mental_health_stay(world.globals[0].p.mental_health_beds, left)
    world.clocks[who, Clock.STAY] = t + days


@kernel
def send_out_of_area(world, who, t):
    """No mental health bed has come free: one is found elsewhere, often far away."""
    hospital = world.globals[0].hospital
    send_to_hospital(world, t, Message.LEAVE, who, 0 + Queue.MENTAL_HEALTH)
    hospital.came_today -= 1
    hospital.out_of_area += 1
    tally(world, Tally.SENT_OUT_OF_AREA, 1)
    enter_mental_health_bed(world, who, t, 0 + Stay.OUT_OF_AREA)


@kernel
def give_care_home_places(world, day):
    """Free places in care homes are kept for those who wait for one; they move in tomorrow.

    Who is ill in hospital moves in when they are fit to leave.
    """
    settings, hospital = world.globals[0].settings, world.globals[0].hospital
    while settings.care_homes < hospital.care_home_beds:
        who = hospital.queue_first[Queue.CARE_HOME]
        if who == NOBODY:
            return
        resident = world.residents[who]
        remove_from_queue(world, who, 0 + Queue.CARE_HOME)
        settings.care_homes += 1
        resident.home_place = HomePlace.KEPT
        at_home = resident.stay == Stay.NO or resident.stay >= Stay.STEP_DOWN
        if at_home or resident.stay == Stay.READY:
            world.clocks[who, Clock.STAY] = day + 1.0
            schedule(world.calendar, who, max(next_event_time(world, who), day + 1.0))
