"""The last year of life: recognised by those who see a person, planned for, and where it ends."""

from __future__ import annotations

from joinedup.codes import NEEDS, Mechanism, Need
from joinedup.engine.draws import purpose
from joinedup.engine.jit import kernel
from joinedup.phases.records import mark
from joinedup.phases.resident_draws import uniform_draw
from joinedup.phases.staff_posts import is_disabled
from joinedup.rules.end_of_life import chance_brought_in, chance_recognised
from joinedup.state.hospital import Stay
from joinedup.state.markers import Marker

RECOGNISED = purpose("end_of_life.recognised")
BROUGHT_IN = purpose("end_of_life.brought_in")
AT_DISCHARGE, AT_VISIT, AT_MEETING = 0, 1, 2
LATELY = 90.0


@kernel
def recognise(world, who, t, where, nth):
    """Whether a clinician who sees a person recognises that they may be in their last year."""
    resident = world.residents[who]
    if resident.last_year:
        return
    there, frailty, worst = resident.unserved | resident.served, 0.0, 0.0
    for kind in range(NEEDS):
        if there & (1 << kind):
            worst = max(worst, float(world.needs[who, kind].severity))
    if there & (1 << Need.FRAILTY):
        frailty = float(world.needs[who, Need.FRAILTY].severity)
    lately = 1.0 if t - resident.admitted_at <= LATELY else 0.0
    chance = chance_recognised(world.globals[0].p.end_of_life, frailty, worst, lately)
    if uniform_draw(world, RECOGNISED, who, where, nth) < chance:
        resident.last_year = 1


@kernel
def has_plan_for_last_year(world, who):
    """Whether a recognised last year has a care plan, made ahead."""
    resident = world.residents[who]
    planned = resident.last_year == 1 and resident.plan == 1
    return planned and not is_disabled(world, Mechanism.CARE_PLANS)


@kernel
def mark_death(world, who):
    """Where a person dies: in the bed they are in, or brought in, or where they live."""
    resident = world.residents[who]
    planned = has_plan_for_last_year(world, who)
    chance = chance_brought_in(world.globals[0].p.end_of_life, resident.care_home == 1, planned)
    brought = uniform_draw(world, BROUGHT_IN, who, 0, 0) < chance
    in_bed = resident.stay != Stay.NO and resident.stay < Stay.STEP_DOWN
    if in_bed or brought:
        mark(world, Marker.DIED_IN_HOSPITAL, 1)
    if resident.last_year:
        mark(world, Marker.LAST_YEAR_SEEN, 1)
    if planned:
        mark(world, Marker.LAST_YEAR_PLANNED, 1)
    resident.last_year = 0
