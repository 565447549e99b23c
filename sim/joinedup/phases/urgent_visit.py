"""What cannot wait: how ill a person is on the day of a visit, and what is done about it.

A crisis whose hazard threshold is nearly reached and an acute illness about to show can be seen
coming; so can an illness that would have passed by itself, which nobody can tell apart on the day.
What is seen goes the ways that urgent things go, and what would have come by itself is called off.
"""

from __future__ import annotations

from joinedup.codes import DOMAIN_OF_NEED, NEEDS, Cause, Domain, Route
from joinedup.engine.draws import purpose
from joinedup.engine.jit import entry_point, kernel
from joinedup.phases.beyond_hospital import is_in_bed
from joinedup.phases.clocks import accrue_hazard, schedule_next
from joinedup.phases.crisis import kept_at_home, respond, seen_by_gp
from joinedup.phases.episodes import CRISIS
from joinedup.phases.help_seeking import present
from joinedup.phases.hospital import go_to_hospital, goes_straight_to_a_ward, needs_bed
from joinedup.phases.illness import (
    cause_of_spell,
    illness_of_the_time,
    illness_rate,
    is_sudden,
    is_unwell,
    share_admitted,
)
from joinedup.phases.interfaces import sender_case_manager
from joinedup.phases.need_state import count_crisis
from joinedup.phases.records import tally
from joinedup.phases.resident_draws import hazard_threshold, nth_of, uniform_draw
from joinedup.rules.case_management import chance_of_passing_signs, chance_signs_are_seen
from joinedup.state.months import Tally
from joinedup.state.residents import Clock

SIGNS_SEEN = purpose("urgent_visit.signs_seen")
PASSING = purpose("urgent_visit.passing")
AVERTABLE = purpose("urgent_visit.avertable")
GP_CALLED = purpose("urgent_visit.gp_called")
PASSING_NUMBERS = 1_000_000  # numbers of illnesses that pass by themselves, apart from the others


@entry_point
def look_for_what_cannot_wait(world, who, t, visit):
    """What the ``visit``-th visit sees of crises and illness to come, and what follows.

    Returns 1 where something could not wait, else 0.
    """
    p = world.globals[0].p
    found = 0
    skill = p.noticing.case_manager_skill
    for kind in range(NEEDS):
        need = world.needs[who, kind]
        if days_to_crisis(need, t) > p.case_management.signs_days:
            continue
        seen = chance_signs_are_seen(p.case_management, skill[DOMAIN_OF_NEED[kind]], need.severity)
        if uniform_draw(world, SIGNS_SEEN, who, kind, visit) < seen:
            found = 1
            meet_crisis_early(world, who, kind, t)
            if is_in_bed(world.residents[who]):
                return found
    seen = chance_signs_are_seen(p.case_management, skill[Domain.PHYSICAL], 1.0)
    if uniform_draw(world, SIGNS_SEEN, who, NEEDS, visit) >= seen:
        return found
    if illness_shows(world, who, t):
        meet_illness_early(world, who, t)
        return 1
    of_peak = illness_of_the_time(world, t) / world.globals[0].settings.peak
    passing = chance_of_passing_signs(p.case_management, illness_rate(world, who, of_peak))
    if uniform_draw(world, PASSING, who, 0, visit) < passing:
        tally(world, Tally.PASSING_SIGNS, 1)
        treat_or_send(world, who, t, PASSING_NUMBERS + visit, False)
        return 1
    return found


@kernel
def illness_shows(world, who, t):
    """Whether a spell of illness is about to bring a visit to hospital; sudden ones cannot show."""
    resident = world.residents[who]
    soon = world.clocks[who, Clock.ACUTE] - t <= world.globals[0].p.case_management.signs_days
    return soon and is_unwell(resident) and not is_sudden(world, who, resident.acutes + 1)


@kernel
def days_to_crisis(need, t):
    """Days until a true need comes to a crisis, as things stand; far off where it cannot."""
    if need.crisis_rate <= 0.0 or not need.genuine:
        return 1e9
    return need.accrued_at + need.crisis_threshold / need.crisis_rate - t


@kernel
def meet_crisis_early(world, who, kind, t):
    """A crisis is met before it comes: the same ways to go, but nothing has worsened yet."""
    need = world.needs[who, kind]
    accrue_hazard(need, t)
    nth = nth_of(need, count_crisis(need))
    need.crisis_threshold = hazard_threshold(world, CRISIS, who, kind, nth)
    world.residents[who].stale |= 1 << kind
    tally(world, Tally.SEEN_EARLY, 1)
    respond(world, who, kind, t, nth, Cause.FOUND)
    if (world.residents[who].idle >> kind) & 1:
        present(world, who, kind, t, sender_case_manager(world), Route.SEARCHED_FOR)


@kernel
def meet_illness_early(world, who, t):
    """An acute illness is met before it shows; the next one comes in its own time."""
    resident = world.residents[who]
    resident.acutes += 1
    number = resident.acutes
    schedule_next(world, who, Clock.ACUTE, t)
    tally(world, Tally.SEEN_EARLY, 1)
    treat_or_send(world, who, t, number, True)


@kernel
def treat_or_send(world, who, t, number, spell):
    """Treat an acute illness at home or at the practice, where that can do; else to hospital."""
    p = world.globals[0].p
    admitted = goes_straight_to_a_ward(world, who, number, spell)
    admitted |= needs_bed(world, who, number, spell)
    spared = uniform_draw(world, AVERTABLE, who, 0, number) < p.case_management.avertable
    if (spared and cause_of_spell(world, who) == Cause.SENSITIVE) or not admitted:
        if kept_at_home(world, who, NEEDS, number, share_admitted(world, who, spell)):
            return
        if seen_by_gp(world, who, t, uniform_draw(world, GP_CALLED, who, 0, number)):
            return
    go_to_hospital(world, who, t, number, Cause.FOUND, spell)
