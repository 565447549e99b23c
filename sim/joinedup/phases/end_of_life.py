"""The last year of life: recognised by those who see a person, planned for, and where it ends."""

from __future__ import annotations

from joinedup.codes import Mechanism
from joinedup.engine.draws import purpose
from joinedup.engine.jit import kernel
from joinedup.phases.records import mark
from joinedup.phases.resident_draws import uniform_draw
from joinedup.phases.staff_posts import is_disabled
from joinedup.rules.end_of_life import chance_brought_in, chance_recognised
from joinedup.state.hospital import Stay
from joinedup.state.markers import Marker
from joinedup.state.residents import Clock

RECOGNISED = purpose("end_of_life.recognised")
BROUGHT_IN = purpose("end_of_life.brought_in")
AT_DISCHARGE, AT_VISIT, AT_MEETING = 0, 1, 2
YEAR = 365.0
DEATH_RATE = int(Clock.DEATH) - int(Clock.CONSULTATION)


@kernel
def recognise(world, who, where):
    """Whether a clinician who sees a person recognises that they may be in their last year.

    It holds for a year. Until the next stay in hospital a further look of the same kind sees no
    more than the last, unless the person is more likely to die.
    """
    resident = world.residents[who]
    if is_recognised(world, who):
        return
    p = world.globals[0].p.end_of_life
    chance = chance_recognised(p, float(resident.rates[DEATH_RATE]))
    if uniform_draw(world, RECOGNISED, who, where, resident.stays) < chance:
        resident.last_year_until = world.globals[0].settings.today + YEAR


@kernel
def is_recognised(world, who):
    """Whether a person is seen to be, perhaps, in their last year."""
    return world.globals[0].settings.today < world.residents[who].last_year_until


@kernel
def has_plan_for_last_year(world, who):
    """Whether a recognised last year has a care plan, made ahead."""
    planned = is_recognised(world, who) and world.residents[who].plan == 1
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
    if is_recognised(world, who):
        mark(world, Marker.LAST_YEAR_SEEN, 1)
    if planned:
        mark(world, Marker.LAST_YEAR_PLANNED, 1)
