"""The elective list: beds and day cases, filled at the end of each day."""

from __future__ import annotations

from joinedup.codes import Activity, Cause
from joinedup.engine.draws import purpose
from joinedup.engine.inbox import Message
from joinedup.engine.jit import entry_point, kernel
from joinedup.engine.schedule import NOBODY, schedule
from joinedup.phases.clocks import next_event_time
from joinedup.phases.records import log_event
from joinedup.phases.resident_draws import hazard_threshold
from joinedup.phases.team_messages import NOT_QUEUED
from joinedup.rules.acute import beds_for_elective
from joinedup.state.hospital import Stay
from joinedup.state.residents import Clock

ELECTIVE_STAY = purpose("elective_list.elective_stay")


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
            _append(world, message.who, message.lane)
        elif message.what == Message.LEAVE:
            _unlink(world, message.who, message.lane)
        at = message.next
    hospital.inbox_first = NOBODY
    if working:
        fill_beds(world, day)
        fill_day_slots(world, day)


@kernel
def _append(world, who, waiting_list):
    hospital = world.globals[0].hospital
    resident = world.residents[who]
    resident.queue_next = NOBODY
    resident.queue_before = hospital.queue_last[waiting_list]
    if hospital.queue_last[waiting_list] == NOBODY:
        hospital.queue_first[waiting_list] = who
    else:
        world.residents[hospital.queue_last[waiting_list]].queue_next = who
    hospital.queue_last[waiting_list] = who
    hospital.queue_length[waiting_list] += 1


@kernel
def _unlink(world, who, waiting_list):
    hospital = world.globals[0].hospital
    resident = world.residents[who]
    if resident.queue_next == NOT_QUEUED:
        return
    if resident.queue_before == NOBODY:
        hospital.queue_first[waiting_list] = resident.queue_next
    else:
        world.residents[resident.queue_before].queue_next = resident.queue_next
    if resident.queue_next == NOBODY:
        hospital.queue_last[waiting_list] = resident.queue_before
    else:
        world.residents[resident.queue_next].queue_before = resident.queue_before
    resident.queue_next = NOT_QUEUED
    hospital.queue_length[waiting_list] -= 1


@kernel
def fill_beds(world, day):
    """Call people in from the elective list while beds are free beyond the reserve."""
    p = world.globals[0].p
    hospital = world.globals[0].hospital
    free = beds_for_elective(p.acute, hospital.beds, hospital.occupied)
    at = hospital.queue_first[0]
    t = day + p.planned.called_at
    least = p.planned.stay_least_days
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
            log_event(world, at, t, Activity.ELECTIVE_INPATIENT, 0)
            left = hazard_threshold(world, ELECTIVE_STAY, at, 0, resident.stays)
            world.clocks[at, Clock.STAY] = t + least + (p.planned.stay_days - least) * left
            schedule(world.calendar, at, max(next_event_time(world, at), day + 1.0))
        at = after


@kernel
def fill_day_slots(world, day):
    """Call people in for day cases while today's slots last."""
    hospital = world.globals[0].hospital
    t = day + world.globals[0].p.planned.called_at
    hospital.day_credit = min(hospital.day_credit, hospital.day_slots) + hospital.day_slots
    at = hospital.queue_first[1]
    while hospital.day_credit >= 1.0 and at != NOBODY:
        resident = world.residents[at]
        after = resident.queue_next
        if resident.stay == Stay.NO:
            _unlink(world, at, 1)
            resident.listed = 0
            hospital.day_credit -= 1.0
            log_event(world, at, t, Activity.DAY_CASE, 0)
        at = after
