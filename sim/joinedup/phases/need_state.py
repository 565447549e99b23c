"""Changing the state and the severity of a need: in its row, the stock and the masks."""

from __future__ import annotations

from joinedup.codes import ALL_NEEDS, NONE_TEAM, Need, State
from joinedup.engine.draws import purpose
from joinedup.engine.jit import kernel
from joinedup.phases.resident_draws import nth_of, uniform_draw
from joinedup.rules.conditions import MOST
from joinedup.rules.worsening import one_step_worse, severity_band
from joinedup.state.needs import NeedEvent
from joinedup.state.residents import NEVER, Change

ONE_MORE = purpose("need_state.one_more")
MOST_TRIES, MOST_CRISES = 250, 250  # of an episode with keys of their own, in a byte each


@kernel
def is_absent(need):
    """Whether no episode, true or false, is under way or met."""
    return need.state == State.ABSENT or need.state == State.RESOLVED


@kernel
def is_idle(need):
    """Whether nobody acts on the need: it is hidden, or on file."""
    return need.state == State.HIDDEN or need.state == State.ON_FILE


@kernel
def in_care(need):
    """Whether a team cares for the need, for a time or for good."""
    cared = need.state == State.IN_CARE or need.state == State.SUPPORTED
    return cared and need.team != NONE_TEAM


@kernel
def is_waiting(need):
    """Whether the need is in, or on its way to, one of a team's lines."""
    return need.state == State.WAITING_FOR_ASSESSMENT or need.state == State.WAITING_FOR_CARE


@kernel
def count_try(need):
    """The need is put forward once more: draws of what follows are others."""
    need.tries = min(int(need.tries) + 1, MOST_TRIES)


@kernel
def count_crisis(need):
    """The need comes to a crisis once more, or nearly; returns how often in this episode."""
    need.crises = min(int(need.crises) + 1, MOST_CRISES)
    return int(need.crises)


@kernel
def note_concern(world, who, t):
    """A clinician sees that a person has got worse, and thinks of them for a while."""
    world.residents[who].concern_at = t


@kernel
def count_in_stock(world, resident, need, kind, step):
    """Add ``step`` to the stock of needs in this need's cell."""
    if is_absent(need):
        return
    band = severity_band(world.globals[0].p.worsening, need.severity)
    world.globals[0].stock[need.genuine, kind, need.state, band, resident.quintile] += step


@kernel
def set_state(world, who, kind, state):
    """Move a need to another state, in its row, the stock and the resident's masks."""
    resident = world.residents[who]
    need = world.needs[who, kind]
    if need.state == State.MET or state == State.MET:  # no longer in care, or anew
        rates_change(resident)
    count_in_stock(world, resident, need, kind, -1)
    need.state = state
    count_in_stock(world, resident, need, kind, 1)
    bit = 1 << kind
    keep = ALL_NEEDS ^ bit
    before = int(resident.unserved) + (int(resident.served) << 16)
    resident.unserved &= keep
    resident.hidden &= keep
    resident.idle &= keep
    resident.served &= keep
    resident.buys &= keep
    resident.stale |= bit
    if need.genuine:
        if state == State.HIDDEN:
            resident.hidden |= bit
        if state == State.HIDDEN or state == State.ON_FILE:
            resident.idle |= bit
        if state >= State.HIDDEN and state <= State.WAITING_FOR_CARE:
            resident.unserved |= bit
        elif state >= State.IN_CARE and state <= State.MET:
            resident.served |= bit
    if int(resident.unserved) + (int(resident.served) << 16) != before:
        resident.changed = Change.NEEDS
    if kind == Need.ISOLATION and resident.in_group and state != State.IN_CARE:
        resident.in_group = 0
        world.places[resident.address].group_members -= 1


@kernel
def rates_change(resident):
    """What a person carries has changed in degree: their own rates are to be set."""
    resident.changed = max(int(resident.changed), Change.RATES + 0)


@kernel
def all_rates_change(resident):
    """What acts on all that a person has, has changed: their rates and their needs' hazards."""
    resident.stale |= int(resident.unserved) | int(resident.served)
    rates_change(resident)


@kernel
def set_severity(world, who, kind, t, severity):
    """Change a need's severity, in its row and the stock, with what comes of its getting worse.

    Help is sought sooner, as long as nobody acts on the need; conditions may be one more.
    """
    resident = world.residents[who]
    need = world.needs[who, kind]
    before = need.severity
    count_in_stock(world, resident, need, kind, -1)
    need.severity = severity
    count_in_stock(world, resident, need, kind, 1)
    resident.stale |= 1 << kind
    rates_change(resident)
    if need.severity <= before:
        return
    need.worsenings += 1
    if is_idle(need) and need.next_event == NeedEvent.SEEK_HELP and need.next_event_at < NEVER:
        need.next_event_at = t + (need.next_event_at - t) * before / need.severity
    if kind == Need.LONG_TERM_CONDITION:
        one_more_condition(world, who, nth_of(need, need.worsenings))


@kernel
def one_more_condition(world, who, nth):
    """Conditions that got worse are one more, or not."""
    resident = world.residents[who]
    chance = world.globals[0].p.conditions.new_with_worsening[resident.age]
    if resident.conditions < MOST and uniform_draw(world, ONE_MORE, who, 0, nth) < chance:
        resident.conditions += 1
        resident.changed = Change.NEEDS


@kernel
def is_true(need):
    """Whether there is a true need, met or not."""
    return need.genuine and not is_absent(need)


@kernel
def has_need(resident, kind):
    """Whether a resident has a true need, met or not, by the masks: its row is not read."""
    return (resident.unserved | resident.served) & (1 << kind) != 0


@kernel
def severity_of(world, who, kind):
    """Severity of a true need, met or not; 0 where there is none."""
    return world.needs[who, kind].severity if has_need(world.residents[who], kind) else 0.0


@kernel
def frailty_grade(world, who):
    """A resident's ``codes.FrailtyGrade``, by the severity band of the need."""
    if not has_need(world.residents[who], Need.FRAILTY):
        return 0
    severity = world.needs[who, Need.FRAILTY].severity
    return 1 + severity_band(world.globals[0].p.worsening, severity)


@kernel
def can_get_worse(need):
    """Whether there is a true need that can get worse: not one that is met."""
    return is_true(need) and need.state != State.MET


@kernel
def one_worse(world, who, kind, t):
    """A true need gets one step worse, if it can."""
    need = world.needs[who, kind]
    if can_get_worse(need):
        severity = one_step_worse(world.globals[0].p.worsening, need.severity)
        set_severity(world, who, kind, t, severity)
