"""The clocks of one resident: hazards accrue, and what is next is scheduled."""

from __future__ import annotations

from joinedup.codes import ALL_NEEDS, DOMAIN_MASKS, DOMAIN_OF_NEED, DOMAINS, NEEDS, Need, State
from joinedup.engine.draws import purpose
from joinedup.engine.jit import entry_point, kernel
from joinedup.engine.schedule import schedule
from joinedup.phases.care_hazards import (
    asking_managed,
    crises_in_care,
    worsening_managed,
)
from joinedup.phases.carers import breakdown_rate
from joinedup.phases.illness import illness_rate, is_unwell
from joinedup.phases.interfaces import interface_between
from joinedup.phases.need_state import frailty_grade, has_need, in_care, is_absent
from joinedup.phases.resident_draws import hazard_threshold
from joinedup.rules.conditions import mental_ratio
from joinedup.rules.crisis import crisis_rate
from joinedup.rules.onset import onset_rate
from joinedup.rules.people import mortality_rate
from joinedup.rules.planned import clinic_rate_of_need
from joinedup.rules.worsening import worsening_rate
from joinedup.state.residents import CLOCKS, NEVER, Change, Clock

CONSULTATION = purpose("clocks.consultation")
CLINIC = purpose("clocks.clinic")
ACUTE_ILLNESS = purpose("clocks.acute_illness")
CARER_BREAKDOWN = purpose("clocks.carer_breakdown")
DEATH = purpose("clocks.death")

_FIRST_RATED = int(Clock.CONSULTATION)


@kernel
def interaction_ratio(world, resident, kind, others):
    """The product of what the resident's needs of some kinds do to the hazard of this one."""
    domain = DOMAIN_OF_NEED[kind]
    product = 1.0
    for source in range(DOMAINS):
        mask = DOMAIN_MASKS[source] & others
        if resident.unserved & mask:
            product *= world.globals[0].interactions[source, domain, 2]
        elif resident.served & mask:
            product *= world.globals[0].interactions[source, domain, 1]
    return product


@kernel
def accrue_hazard(need, t):
    """Subtract from both thresholds what has accrued at the rates that held until ``t``."""
    days = t - need.accrued_at
    if days > 0.0:
        need.hazard_threshold = max(0.0, need.hazard_threshold - need.hazard_rate * days)
        need.crisis_threshold = max(0.0, need.crisis_threshold - need.crisis_rate * days)
        need.accrued_at = t


@kernel
def refresh_need(world, who, kind, t):
    """Accrue a need's hazards up to ``t``, set the rates from now, and schedule its next event."""
    p = world.globals[0].p
    resident = world.residents[who]
    need = world.needs[who, kind]
    accrue_hazard(need, t)
    others = ALL_NEEDS ^ (1 << kind)
    next_time = min(need.next_event_at, need.course_end)
    if is_absent(need) or not need.genuine:
        inclination = world.globals[0].gradients[kind, resident.quintile]
        if kind == Need.COMMON_MENTAL_DISORDER or kind == Need.SEVERE_MENTAL_ILLNESS:
            inclination *= mental_ratio(p.conditions, int(resident.conditions))
            others ^= 1 << Need.LONG_TERM_CONDITION  # counted, each of them, by that ratio
        interactions = interaction_ratio(world, resident, kind, others)
        need.hazard_rate = onset_rate(p.onset, kind, resident.age, inclination, interactions)
        need.crisis_rate = 0.0
    else:
        served = need.state >= State.IN_CARE
        interactions = interaction_ratio(world, resident, kind, others)
        need.hazard_rate = worsening_rate(p.worsening, kind, need.severity, interactions, served)
        need.hazard_rate *= worsening_managed(world, who)
        need.crisis_rate = crisis_rate(p.crisis, kind, need.severity, interactions, served)
        need.crisis_rate *= crises_in_care(world, who, need)
        if need.state == State.MET:
            need.hazard_rate = 0.0
            need.crisis_rate = 0.0
    if need.hazard_rate > 0.0:
        next_time = min(next_time, need.accrued_at + need.hazard_threshold / need.hazard_rate)
    if need.crisis_rate > 0.0:
        next_time = min(next_time, need.accrued_at + need.crisis_threshold / need.crisis_rate)
    world.clocks[who, kind] = next_time


@kernel
def reschedule(world, who, clock, rate, t):
    """Let a resident's clock run at another rate from ``t``, with what is left of its threshold."""
    resident = world.residents[who]
    index = clock - _FIRST_RATED
    before = resident.rates[index]
    if rate == before:
        return
    resident.rates[index] = rate
    if rate <= 0.0:
        world.clocks[who, clock] = NEVER
        count_event(resident, clock)  # what is left is given up: the next threshold is another
    elif before <= 0.0:
        schedule_next(world, who, clock, t)
    else:
        world.clocks[who, clock] = t + (world.clocks[who, clock] - t) * before / rate


@kernel
def count_event(resident, clock):
    """Count one more of what a clock is set for, so that its next threshold has another key."""
    if clock == Clock.CONSULTATION:
        resident.consultations += 1
    elif clock == Clock.CLINIC:
        resident.clinics += 1
    elif clock == Clock.ACUTE:
        resident.acutes += 1
    elif clock == Clock.CARER:
        resident.carer_breaks += 1


@kernel
def schedule_next(world, who, clock, t):
    """Schedule the next event of a resident's clock, with a threshold of its own."""
    resident = world.residents[who]
    rate = resident.rates[clock - _FIRST_RATED]
    if rate <= 0.0:
        world.clocks[who, clock] = NEVER
        return
    if clock == Clock.CONSULTATION:
        left = hazard_threshold(world, CONSULTATION, who, 0, resident.consultations)
    elif clock == Clock.CLINIC:
        left = hazard_threshold(world, CLINIC, who, 0, resident.clinics)
    elif clock == Clock.ACUTE:
        left = hazard_threshold(world, ACUTE_ILLNESS, who, 0, resident.acutes)
    elif clock == Clock.CARER:
        left = hazard_threshold(world, CARER_BREAKDOWN, who, 0, resident.carer_breaks)
    else:
        left = hazard_threshold(world, DEATH, who, 0, 0)
    world.clocks[who, clock] = t + left / rate


@kernel
def advised(world, who, need):
    """The share of questions about a need that the community team answers, and no clinic."""
    share = 0.0
    if in_care(need):
        practice = world.globals[0].settings.practice_type
        share = interface_between(world, who, practice, need.team).advice
    return share


@entry_point
def schedule_events(world, who, t):
    """Set the clocks of whatever has changed: called once after every event of a resident."""
    resident = world.residents[who]
    if resident.changed == Change.NEEDS:
        resident.stale = ALL_NEEDS
    if resident.stale:
        for kind in range(NEEDS):
            if resident.stale & (1 << kind):
                refresh_need(world, who, kind, t)
    if resident.changed:
        refresh_person(world, who, t)
    resident.changed = Change.NOTHING
    resident.stale = 0


@kernel
def refresh_person(world, who, t):
    """Refresh every rated clock of a resident."""
    p = world.globals[0].p
    resident = world.residents[who]
    age = resident.age
    consultations = p.general_practice.rate[age]
    clinics = p.planned.clinic_rate[age] / 365.25
    for kind in range(NEEDS):
        bit = 1 << kind
        if (resident.unserved | resident.served) & bit:
            need = world.needs[who, kind]
            share = advised(world, who, need)
            clinics += clinic_rate_of_need(p.planned, kind, share)
            if resident.unserved & bit:
                consultations += p.general_practice.by_unmet_need[kind]
    if is_unwell(resident):
        consultations += p.illness.consultations
    consultations *= asking_managed(world, who) / 365.25
    reschedule(world, who, Clock.CONSULTATION, consultations, t)
    reschedule(world, who, Clock.CLINIC, clinics, t)
    reschedule(world, who, Clock.ACUTE, illness_rate(world, who, 1.0), t)
    reschedule(world, who, Clock.DEATH, death_rate(world, who), t)
    reschedule(world, who, Clock.CARER, breakdown_rate(world, who, t), t)


@kernel
def death_rate(world, who):
    """Deaths a day: by age, deprivation, frailty, mental illness, if unwell, in a care home."""
    resident = world.residents[who]
    return mortality_rate(
        world.globals[0].p.people,
        resident.age,
        resident.quintile,
        frailty_grade(world, who),
        has_need(resident, Need.SEVERE_MENTAL_ILLNESS),
        is_unwell(resident),
        resident.care_home == 1,
    )


@entry_point
def next_event_time(world, who):
    """When a resident's next event is due, days."""
    first, second, third, fourth = NEVER, NEVER, NEVER, NEVER  # so that none waits for another
    for clock in range(0, CLOCKS, 4):
        first = earlier(first, world.clocks[who, clock])
        second = earlier(second, world.clocks[who, clock + 1])
        third = earlier(third, world.clocks[who, clock + 2])
        fourth = earlier(fourth, world.clocks[who, clock + 3])
    return earlier(earlier(first, second), earlier(third, fourth))


@kernel
def earlier(one, other):
    """The earlier of two times: one instruction, where ``min`` looks for what is no number."""
    return one if one < other else other


@kernel
def wake(world, who, t, earliest):
    """Set a resident's clocks after others have acted, and the day on which they are next due.

    Until ``earliest`` they have lived with their rates as these were: other rates hold from then.
    """
    schedule_events(world, who, max(t, earliest))
    schedule(world.calendar, who, max(next_event_time(world, who), earliest))
