"""The elective list: beds and day cases, filled at the end of each day."""

from __future__ import annotations

from joinedup.codes import NO_NEED, Activity, Cause
from joinedup.engine.draws import purpose
from joinedup.engine.inbox import Message
from joinedup.engine.jit import entry_point, kernel
from joinedup.engine.schedule import NOBODY, schedule
from joinedup.phases.beyond_hospital import give_places_beyond
from joinedup.phases.clocks import next_event_time
from joinedup.phases.hospital_queues import append_to_queue, remove_from_queue
from joinedup.phases.other_beds import give_care_home_places, give_mental_health_beds
from joinedup.phases.records import log_event, tally
from joinedup.phases.resident_draws import hazard_threshold
from joinedup.rules.stays import beds_for_elective
from joinedup.state.hospital import Queue, Stay
from joinedup.state.months import Tally
from joinedup.state.residents import Clock

ELECTIVE_STAY = purpose("elective_list.elective_stay")


@entry_point
def settle_hospital(world, day, working):
    """Beds at the end of the day; then free ones are given to those who wait for them."""
    hospital = world.globals[0].hospital
    hospital.occupied += hospital.came_today
    hospital.ready += hospital.ready_today
    hospital.came_today = 0
    hospital.ready_today = 0
    at = hospital.inbox_first
    while at != NOBODY:
        message = world.inbox[at]
        if message.what == Message.JOIN:
            append_to_queue(world, message.who, message.which)
        else:
            remove_from_queue(world, message.who, message.which)
        at = message.next
    hospital.inbox_first = NOBODY
    give_mental_health_beds(world, day)
    give_care_home_places(world, day)
    give_places_beyond(world, day)
    if working:
        fill_beds(world, day)
        fill_day_slots(world, day)


@kernel
def fill_beds(world, day):
    """Those called in for today come while there are beds; then others are called in.

    Who finds none is cancelled, and stays where they are on the list. People are called in for
    the next working day while beds are free beyond the reserve for emergencies.
    """
    p = world.globals[0].p
    hospital = world.globals[0].hospital
    free = max(0, hospital.beds - hospital.occupied)
    wanted = min(hospital.booked, hospital.queue_length[Queue.BED])
    tally(world, Tally.CANCELLED, max(0, wanted - free))
    came = call_in(world, day, min(wanted, free))
    count_done(world, Queue.BED, came)
    left = beds_for_elective(p.stays, hospital.beds, hospital.occupied)
    hospital.booked = max(0, min(left, hospital.queue_length[Queue.BED]))


@kernel
def count_done(world, queue, done):
    """The running mean of what is done a week, after one more working day."""
    hospital = world.globals[0].hospital
    mean = hospital.done_a_week[queue]
    hospital.done_a_week[queue] += (5.0 * done - mean) / world.globals[0].p.planned.counted_over


@kernel
def call_in(world, day, most):
    """Up to so many people come in from the list for beds; returns how many did."""
    p = world.globals[0].p
    hospital = world.globals[0].hospital
    came = 0
    at = hospital.queue_first[Queue.BED]
    t = day + p.planned.called_at
    least = p.planned.stay_least_days
    while came < most and at != NOBODY:
        resident = world.residents[at]
        after = resident.queue_next[0]
        if resident.stay == Stay.NO and resident.callable_at < t:
            remove_from_queue(world, at, 0)
            resident.listed = 0
            resident.stay = Stay.ELECTIVE
            resident.stay_cause = Cause.NONE
            resident.stay_kind = NO_NEED
            resident.stays += 1
            hospital.occupied += 1
            came += 1
            log_event(world, at, t, Activity.ELECTIVE_INPATIENT, 0)
            left = hazard_threshold(world, ELECTIVE_STAY, at, 0, resident.stays)
            days = least + (p.planned.stay_days - least) * left
            world.clocks[at, Clock.STAY] = max(t + days, day + 1.0)  # and tonight they are there
            schedule(world.calendar, at, max(next_event_time(world, at), day + 1.0))
        at = after
    return came


@kernel
def fill_day_slots(world, day):
    """Call people in for day cases while today's slots last.

    Slots that nobody took are kept for a day; a place with less than one a day saves up for one.
    """
    hospital = world.globals[0].hospital
    t = day + world.globals[0].p.planned.called_at
    kept = min(hospital.day_credit, max(1.0, hospital.day_slots))
    hospital.day_credit = kept + hospital.day_slots
    at = hospital.queue_first[Queue.DAY_CASE]
    done = 0
    while hospital.day_credit >= 1.0 and at != NOBODY:
        resident = world.residents[at]
        after = resident.queue_next[0]
        if resident.stay == Stay.NO and resident.callable_at < t:
            remove_from_queue(world, at, 1)
            resident.listed = 0
            hospital.day_credit -= 1.0
            done += 1
            log_event(world, at, t, Activity.DAY_CASE, 0)
        at = after
    count_done(world, Queue.DAY_CASE, done)
