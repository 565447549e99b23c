"""The hospital's front door: A&E, and who is admitted as an emergency."""

from __future__ import annotations

from joinedup.codes import NO_NEED, Activity, Cause, Route
from joinedup.engine.draws import purpose
from joinedup.engine.jit import entry_point, kernel
from joinedup.phases.beyond_hospital import is_in_bed, leave_place_beyond
from joinedup.phases.clocks import schedule_next
from joinedup.phases.decline import decline
from joinedup.phases.detection import opportunistic_detection
from joinedup.phases.end_of_life import has_plan_for_last_year
from joinedup.phases.illness import (
    begin_spell,
    cause_of_spell,
    counts_now,
    is_sudden,
    is_unwell,
    share_admitted,
)
from joinedup.phases.interfaces import sender_hospital
from joinedup.phases.markers import mark_admission
from joinedup.phases.need_state import note_concern
from joinedup.phases.other_beds import await_mental_health_bed
from joinedup.phases.records import log_event, tally
from joinedup.phases.resident_draws import uniform_draw
from joinedup.phases.stays import begin_stay
from joinedup.state.hospital import Stay
from joinedup.state.months import Tally
from joinedup.state.residents import Clock

DIRECT = purpose("hospital.direct")
ADMITTED = purpose("hospital.admitted")
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
    """A sudden illness, the beginning of a spell, or a turn for the worse in one."""
    resident = world.residents[who]
    resident.acutes += 1
    number = resident.acutes
    sudden = is_sudden(world, who, number)
    schedule_next(world, who, Clock.ACUTE, t)
    worse = is_unwell(resident) and not sudden
    if not worse and not counts_now(world, who, t, number):
        return
    if not worse and not sudden:
        begin_spell(world, who, t)
    elif not is_in_bed(resident) and not (worse and stays_at_home(world, who, number)):
        cause = cause_of_spell(world, who) if worse else Cause.BACKGROUND + 0
        go_to_hospital(world, who, t, number, cause, worse)


@kernel
def stays_at_home(world, who, number):
    """Whether a plan for the last year of life has ready at home what an illness takes.

    It foresees what comes of the illness that a person is in, and nothing sudden.
    """
    if not has_plan_for_last_year(world, who):
        return False
    chance = world.globals[0].p.end_of_life.at_home
    if uniform_draw(world, READY_AT_HOME, who, 0, number) >= chance:
        return False
    tally(world, Tally.KEPT_AT_HOME, 1)
    return True


@kernel
def goes_straight_to_a_ward(world, who, number, spell):
    """Whether an acute illness, by its number, bypasses A&E."""
    straight = share_admitted(world, who, spell) * world.globals[0].p.acute.direct
    return uniform_draw(world, DIRECT, who, 0, number) < straight / (1.0 + straight)


@kernel
def needs_bed(world, who, number, spell):
    """Whether A&E would admit for an acute illness, by its number."""
    return uniform_draw(world, ADMITTED, who, 0, number) < share_admitted(world, who, spell)


@kernel
def go_to_hospital(world, who, t, number, cause, spell):
    """With an acute illness, sudden or in a spell, to A&E, or straight to a ward."""
    direct = goes_straight_to_a_ward(world, who, number, spell)
    if not direct:
        attend_ae(world, who, t)
    if direct or needs_bed(world, who, number, spell):
        world.residents[who].stay_kind = NO_NEED
        admit(world, who, t, cause)


@kernel
def admit(world, who, t, cause):
    """An emergency admission, with its cause: nobody is turned away for want of a bed."""
    if not is_in_bed(world.residents[who]):
        note_admission(world, who, t, cause)
        begin_stay(world, who, t)


@kernel
def admit_in_mental_crisis(world, who, t, cause):
    """An emergency admission that needs a mental health bed."""
    if not is_in_bed(world.residents[who]):
        note_admission(world, who, t, cause)
        await_mental_health_bed(world, who, t)


@kernel
def note_admission(world, who, t, cause):
    """A person is in hospital now, and their clinicians know; a place beyond it is free."""
    resident = world.residents[who]
    if resident.stay >= Stay.STEP_DOWN:
        decline(world, who, t)
        leave_place_beyond(world, who, t, resident.stay)
    resident.stay = Stay.EMERGENCY
    resident.stay_cause = cause
    resident.stays += 1
    resident.admitted_at = t
    note_concern(world, who, t)
    mark_admission(world, who, cause)
    log_event(world, who, t, Activity.EMERGENCY_ADMISSION, cause)
    world.globals[0].hospital.came_today += 1
