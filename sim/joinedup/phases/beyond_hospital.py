"""Places between a hospital bed and home, given at the day's end; and the urgent response."""

from __future__ import annotations

from joinedup.codes import Activity
from joinedup.engine.draws import purpose
from joinedup.engine.inbox import Message, send_to_hospital
from joinedup.engine.jit import kernel
from joinedup.engine.schedule import NOBODY, schedule
from joinedup.phases.clocks import next_event_time
from joinedup.phases.hospital_queues import remove_from_queue
from joinedup.phases.interfaces import place_of
from joinedup.phases.markers import mark_discharge
from joinedup.phases.records import log_event, log_need_event
from joinedup.phases.resident_draws import uniform_draw
from joinedup.phases.team_messages import THOUSAND, thousandths
from joinedup.rules.beyond_hospital import (
    BeyondActivity,
    chance_of_response,
    suits_virtual_ward,
)
from joinedup.state.hospital import BEYONDS, LINK, Beyond, Queue, Stay
from joinedup.state.residents import Clock

SUITS = purpose("beyond_hospital.suits")
RESPONSE = purpose("beyond_hospital.response")
BEYOND_LINK = LINK[Queue.BEYOND]


@kernel
def is_in_bed(resident):
    """Whether a person is in a bed, of whichever hospital, and not at home or in a place beyond."""
    return resident.stay > Stay.NO and resident.stay < Stay.STEP_DOWN


@kernel
def ask_beyond(world, who, t, wants):
    """Wait in a hospital bed for one of these kinds of place, of those that there are here."""
    resident, place = world.residents[who], place_of(world, who)
    there = 0
    for kind in range(BEYONDS):
        if place.beyond[kind] > 0:
            there |= 1 << kind
    if wants & there == 0:
        stop_waiting(world, who, t)
        return
    if resident.wants == 0:
        send_to_hospital(world, t, Message.JOIN, who, 0 + Queue.BEYOND)
    resident.wants = wants & there


@kernel
def stop_waiting(world, who, t):
    """Wait no longer for a place between hospital and home."""
    if world.residents[who].wants != 0:
        send_to_hospital(world, t, Message.LEAVE, who, 0 + Queue.BEYOND)
        world.residents[who].wants = 0


@kernel
def ask_virtual_ward(world, who, t, days_left):
    """The later part of a stay can be at home, where it suits and a place is free."""
    p = world.globals[0].p.beyond_hospital
    draw = uniform_draw(world, SUITS, who, 0, world.residents[who].stays)
    if suits_virtual_ward(p, draw, days_left):
        ask_beyond(world, who, t, 1 << Beyond.VIRTUAL_WARD)


@kernel
def ask_for_way_out(world, who, t, needs_package):
    """Fit to leave and delayed: a step-down bed, or home to be assessed for a package there."""
    wants = 1 << Beyond.STEP_DOWN
    if needs_package:
        wants |= 1 << Beyond.ASSESS_AT_HOME
    ask_beyond(world, who, t, wants)


@kernel
def give_places_beyond(world, day):
    """Free places go to those who wait for them in a bed, as they came; home before a bed.

    Who leaves anyway as tomorrow begins takes none.
    """
    at = world.globals[0].hospital.queue_first[Queue.BEYOND]
    while at != NOBODY:
        resident, place = world.residents[at], place_of(world, at)
        after = resident.queue_next[BEYOND_LINK]
        stays = world.clocks[at, Clock.STAY] > day + 1.0
        for kind in range(BEYONDS - 1, -1, -1):
            if (
                stays
                and (resident.wants >> kind) & 1
                and place.beyond_taken[kind] < place.beyond[kind]
            ):
                go_beyond(world, at, day + 1.0, kind)
                break
        at = after


@kernel
def go_beyond(world, who, t, kind):
    """Leave the hospital bed for a place between it and home; the stay ends when it would have."""
    resident, hospital = world.residents[who], world.globals[0].hospital
    remove_from_queue(world, who, 0 + Queue.BEYOND)
    resident.wants = 0
    hospital.occupied -= 1
    if resident.stay == Stay.READY:
        hospital.ready -= 1
    place_of(world, who).beyond_taken[kind] += 1
    resident.stay = Stay.STEP_DOWN + kind
    resident.left_bed_at = t
    mark_discharge(world, who, t)
    log_event(world, who, t, Activity.DISCHARGE, resident.stay_cause)
    log_event(world, who, t, BeyondActivity.WENT_BEYOND, 0)
    schedule(world.calendar, who, max(next_event_time(world, who), t))


@kernel
def leave_place_beyond(world, who, t, stay):
    """Out of a place between hospital and home."""
    place_of(world, who).beyond_taken[stay - Stay.STEP_DOWN] -= 1
    log_event(world, who, t, BeyondActivity.LEFT_BEYOND, 0)


@kernel
def urgent_response_comes(world, who, kind, t, nth):
    """Whether an urgent community response is called and comes; a full one comes to nobody."""
    p = world.globals[0].p.beyond_hospital
    place = place_of(world, who)
    chance = chance_of_response(p, place.response_backlog, place.response_minutes)
    if uniform_draw(world, RESPONSE, who, kind, nth) >= chance:
        return False
    place.response_today += thousandths(p.response_minutes)
    log_need_event(world, who, kind, t, BeyondActivity.URGENT_RESPONSE, 0)
    return True


@kernel
def work_off_responses(place):
    """A day's work of a neighbourhood's urgent community response."""
    asked = place.response_today / THOUSAND
    left = place.response_backlog + asked - place.response_minutes / 7.0
    place.response_backlog = max(0.0, left)
    place.response_today = 0
