"""What a stay in hospital costs an older person in strength and habit."""

from __future__ import annotations

from joinedup.codes import Age, Need
from joinedup.engine.draws import purpose
from joinedup.engine.jit import entry_point, kernel
from joinedup.phases.natural_course import onset
from joinedup.phases.need_state import can_get_worse, is_absent, one_worse
from joinedup.phases.resident_draws import uniform_draw
from joinedup.rules.stays import chance_of_decline
from joinedup.state.hospital import Stay

SAME_DAY = purpose("decline.same_day")
DECLINE = purpose("decline.decline")
DECLINE_IN = purpose("decline.decline_in")
DECLINE_ANEW = purpose("decline.decline_anew")


@kernel
def is_overnight(world, who):
    """Whether the present emergency stay is one that lasts overnight."""
    same_day = uniform_draw(world, SAME_DAY, who, 0, world.residents[who].stays)
    return same_day >= world.globals[0].p.stays.zero_day


@kernel
def decline(world, who, t):
    """Days in bed may leave an older person needing more help than before."""
    p = world.globals[0].p
    resident = world.residents[who]
    beyond = resident.stay >= Stay.STEP_DOWN
    general = resident.stay == Stay.EMERGENCY or resident.stay == Stay.READY or beyond
    if not general or resident.age < Age.YOUNG_OLD:
        return
    if not is_overnight(world, who):
        return
    until = resident.left_bed_at if beyond else t
    chance = chance_of_decline(p.stays, until - resident.admitted_at)
    if uniform_draw(world, DECLINE, who, 0, resident.stays) >= chance:
        return
    kind, other = 0 + Need.DAILY_LIVING, 0 + Need.FRAILTY
    if uniform_draw(world, DECLINE_IN, who, 0, resident.stays) < 0.5:
        kind, other = other, kind
    if not can_get_worse(world.needs[who, kind]):
        kind = other
    if can_get_worse(world.needs[who, kind]):
        one_worse(world, who, kind, t)
    elif uniform_draw(world, DECLINE_ANEW, who, 0, resident.stays) < p.stays.decline_anew:
        lose_function(world, who, kind, t)


@entry_point
def lose_function(world, who, kind, t):
    """A need begins in hospital; what was taken for one, or is met, stays as it is."""
    if is_absent(world.needs[who, kind]):
        onset(world, who, kind, t)
