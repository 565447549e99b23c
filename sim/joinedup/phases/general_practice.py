"""Consultations and clinics: people attend for something else, and needs are detected."""

from __future__ import annotations

from joinedup.codes import Activity, Route
from joinedup.engine.draws import purpose
from joinedup.engine.inbox import Message, send_to_hospital
from joinedup.engine.jit import entry_point, kernel
from joinedup.phases.beyond_hospital import is_in_bed
from joinedup.phases.clocks import schedule_next
from joinedup.phases.dates import set_date
from joinedup.phases.detection import opportunistic_detection
from joinedup.phases.hospital import attend_ae
from joinedup.phases.illness import is_unwell
from joinedup.phases.interfaces import place_of, sender_practice
from joinedup.phases.need_state import note_concern
from joinedup.phases.records import log_event, tally
from joinedup.phases.resident_draws import hazard_threshold, uniform_draw
from joinedup.phases.team_time import ask_practice
from joinedup.rules.incentives import further_attendances
from joinedup.rules.planned import chance_of_listing, weeks_to_wait
from joinedup.state.months import Tally
from joinedup.state.residents import NEVER, Clock

APPOINTMENT = purpose("general_practice.appointment")
AE_INSTEAD = purpose("general_practice.ae_instead")
QUESTION = purpose("general_practice.question")
SERIES_LENGTH = purpose("general_practice.series_length")
PART_OF_SERIES = purpose("general_practice.part_of_series")
FIRST_OF_SERIES = purpose("general_practice.first_of_series")
NEXT_OF_SERIES = purpose("general_practice.next_of_series")
LISTED = purpose("general_practice.listed")
DAY_CASE = purpose("general_practice.day_case")
CLINIC = purpose("general_practice.clinic")
SERIES = purpose("general_practice.series")
CONSULTATION = purpose("general_practice.consultation")


@entry_point
def consult(world, who, t):
    """A consultation about something outside this model: an appointment, or none."""
    p = world.globals[0].p
    resident = world.residents[who]
    number = resident.consultations
    resident.consultations = number + 1
    schedule_next(world, who, Clock.CONSULTATION, t)
    if is_in_bed(resident):
        return
    practice = world.teams[resident.practice]
    ask_practice(world, resident.practice)
    if uniform_draw(world, APPOINTMENT, who, 0, number) >= practice.appointment:
        tally(world, Tally.NO_APPOINTMENT, 1)
        if uniform_draw(world, AE_INSTEAD, who, 0, number) < p.seeking.ae_instead:
            attend_ae(world, who, t)
        return
    tally(world, Tally.CONSULTATIONS, 1)
    if is_unwell(resident):
        note_concern(world, who, t)
    if world.globals[0].settings.contacts:
        log_event(world, who, t, Activity.CONSULTATION, 0)
    ask_specialist(world, who, t, number)
    skill, novelty = practice.skill, practice.novelty
    sender, route = sender_practice(world), Route.NOTICED_BY_PRACTICE
    opportunistic_detection(
        world, who, t, skill[0], skill[1], skill[2], novelty, sender, route, CONSULTATION, 0, number
    )


@kernel
def ask_specialist(world, who, t, number):
    """Some consultations end in a question to a clinic."""
    p = world.globals[0].p
    resident = world.residents[who]
    if uniform_draw(world, QUESTION, who, 0, number) >= p.planned.question:
        return
    more = hazard_threshold(world, SERIES_LENGTH, who, 0, number)
    ratio = 1.0 - p.incentives.omitted_follow_ups[place_of(world, who).payment]
    part = uniform_draw(world, PART_OF_SERIES, who, 0, number)
    resident.series_left += 1 + further_attendances(p.planned.series, more, ratio, part)
    if resident.series_at == NEVER:
        first = hazard_threshold(world, FIRST_OF_SERIES, who, 0, number)
        resident.series_at = t + p.planned.series_every * first
        set_date(world, who)


@entry_point
def attend_clinic(world, who, t):
    """A clinic attendance, and perhaps a place on the elective list."""
    resident = world.residents[who]
    number = resident.clinics
    resident.clinics = number + 1
    schedule_next(world, who, Clock.CLINIC, t)
    clinic_attendance(world, who, t, CLINIC, number)


@entry_point
def attend_series(world, who, t):
    """The next attendance of a series that began with a GP's question."""
    resident = world.residents[who]
    resident.series_left -= 1
    resident.series += 1
    resident.series_at = NEVER
    if resident.series_left > 0:
        gap = hazard_threshold(world, NEXT_OF_SERIES, who, 0, resident.series)
        resident.series_at = t + world.globals[0].p.planned.series_every * gap
    set_date(world, who)
    clinic_attendance(world, who, t, SERIES, resident.series)


@kernel
def clinic_attendance(world, who, t, encounter, number):
    """Attend a clinic; ``encounter`` and ``number`` are its key."""
    p = world.globals[0].p
    resident = world.residents[who]
    if is_in_bed(resident):
        return
    log_event(world, who, t, Activity.OUTPATIENT, 0)
    if resident.listed:
        return
    day_case = uniform_draw(world, DAY_CASE ^ encounter, who, 0, number) < p.planned.day_case
    hospital = world.globals[0].hospital
    queue = 1 if day_case else 0
    weeks = weeks_to_wait(hospital.queue_length[queue], hospital.done_a_week[queue])
    listed = chance_of_listing(p.planned, weeks, p.planned.usual_wait[queue])
    if uniform_draw(world, LISTED ^ encounter, who, 0, number) < listed:
        resident.listed = 2 if day_case else 1
        resident.callable_at = t
        log_event(world, who, t, Activity.ELECTIVE_LISTED, 0)
        send_to_hospital(world, t, Message.JOIN, who, queue)
