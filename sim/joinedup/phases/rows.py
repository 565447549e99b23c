"""Keeping one resident's rows in order: states, masks, fuses and clocks."""

from __future__ import annotations

from joinedup.codes import (
    DOMAIN_OF_NEED,
    DOMAINS,
    NEEDS,
    NO_NEED,
    NONE_TEAM,
    DrawPurpose,
    Need,
    State,
)
from joinedup.engine import draws
from joinedup.engine.events import write
from joinedup.engine.jit import entry_point, inlined, kernel
from joinedup.rules.acute import acute_rate
from joinedup.rules.crisis import carer_breakdown_rate, crisis_rate
from joinedup.rules.onset import onset_rate
from joinedup.rules.people import mortality_rate
from joinedup.rules.planned import clinic_rate_of_need
from joinedup.rules.worsening import worsening_rate
from joinedup.state.place import NEVER, Clock

DOMAIN_MASKS = (0b000000111, 0b000011000, 0b111100000)
FRAIL_FROM = 0.35
_FIRST_RATED = int(Clock.CONSULTATION)


@inlined
def rng_key(world, who):
    """The key of whoever lives in this row now: a newcomer has luck of their own."""
    return int(who) + (int(world.residents[who].generation) << 32)


@inlined
def uniform_draw(world, purpose, who, what, nth):
    """The keyed uniform number of a resident's occasion."""
    seed = world.globals[0].settings.seed
    return draws.uniform(seed, purpose, rng_key(world, who), int(what), int(nth))


@inlined
def hazard_threshold(world, purpose, who, what, nth):
    """The keyed unit-exponential number of a resident's occasion."""
    seed = world.globals[0].settings.seed
    return draws.hazard_threshold(seed, purpose, rng_key(world, who), int(what), int(nth))


@inlined
def normal_draw(world, purpose, who, what, nth):
    """The keyed standard normal number of a resident's occasion."""
    seed = world.globals[0].settings.seed
    return draws.normal(seed, purpose, rng_key(world, who), int(what), int(nth))


@kernel
def what_of(need, kind):
    """The key of an episode's kind: false episodes have keys of their own."""
    return kind if need.genuine else kind + 16


@kernel
def nth_of(need, count):
    """The key of the ``count``-th occasion within the present episode."""
    episode = need.episode if need.genuine else need.falses
    return int(episode) * 1024 + int(count)


@kernel
def record(world, who, t, activity, cause):
    """Write a row about a resident, and no need in particular, to the ledger."""
    generation = int(world.residents[who].generation)
    write(world, t, who, activity, NO_NEED, NONE_TEAM, generation, 0, 0 + cause)


@kernel
def band(severity):
    """Severity band of the stock: 0 mild, 1 moderate, 2 severe."""
    if severity < 0.35:
        return 0
    return 1 if severity < 0.65 else 2


@kernel
def is_absent(need):
    """Whether no episode, true or false, is under way or met."""
    return need.state == State.ABSENT or need.state == State.RESOLVED


@kernel
def count(world, resident, need, kind, step):
    """Add ``step`` to the stock of needs where this one stands."""
    if is_absent(need):
        return
    world.globals[0].stock[
        need.genuine, kind, need.state, band(need.severity), resident.quintile
    ] += step


@kernel
def set_state(world, who, kind, state):
    """Move a need to another state, in its row, the stock and the resident's masks."""
    resident = world.residents[who]
    need = world.needs[who, kind]
    count(world, resident, need, kind, -1)
    need.state = state
    count(world, resident, need, kind, 1)
    bit = 1 << kind
    keep = 511 ^ bit
    before = int(resident.unserved) + (int(resident.served) << 16)
    resident.unserved &= keep
    resident.latent &= keep
    resident.served &= keep
    resident.stale |= bit
    if need.genuine:
        if state == State.LATENT:
            resident.latent |= bit
        if state >= State.LATENT and state <= State.WAITING:
            resident.unserved |= bit
        elif state == State.IN_CARE or state == State.MET:
            resident.served |= bit
    if int(resident.unserved) + (int(resident.served) << 16) != before:
        resident.changed = 1


@kernel
def set_severity(world, who, kind, severity):
    """Change a need's severity, in its row and the stock."""
    resident = world.residents[who]
    need = world.needs[who, kind]
    count(world, resident, need, kind, -1)
    need.severity = severity
    count(world, resident, need, kind, 1)
    resident.stale |= 1 << kind


@kernel
def interaction_ratio(world, resident, kind):
    """The product of what the resident's other needs do to the pace of this one."""
    domain = DOMAIN_OF_NEED[kind]
    others = 511 ^ (1 << kind)
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
    """Use up both fuses at the rates that held until now."""
    days = t - need.accrued_at
    if days > 0.0:
        need.hazard_threshold = max(0.0, need.hazard_threshold - need.hazard_rate * days)
        need.crisis_threshold = max(0.0, need.crisis_threshold - need.crisis_rate * days)
        need.accrued_at = t


@kernel
def refresh_need(world, who, kind, t):
    """Burn a need's fuses up to now, set the rates that hold from now, wind its clock."""
    p = world.globals[0].p
    resident = world.residents[who]
    need = world.needs[who, kind]
    accrue_hazard(need, t)
    interactions = interaction_ratio(world, resident, kind)
    next_time = min(need.step_at, need.course_end)
    if is_absent(need) or not need.genuine:
        inclination = world.globals[0].gradients[kind, resident.quintile]
        need.hazard_rate = onset_rate(p.onset, kind, resident.age, inclination, interactions)
        need.crisis_rate = 0.0
    else:
        served = need.state == State.IN_CARE or need.state == State.MET
        need.hazard_rate = worsening_rate(p.worsening, kind, need.severity, interactions, served)
        need.crisis_rate = crisis_rate(p.crisis, kind, need.severity, interactions, served)
        if need.state == State.MET:
            need.hazard_rate = 0.0
            need.crisis_rate = 0.0
    if need.hazard_rate > 0.0:
        next_time = min(next_time, t + need.hazard_threshold / need.hazard_rate)
    if need.crisis_rate > 0.0:
        next_time = min(next_time, t + need.crisis_threshold / need.crisis_rate)
    world.clocks[who, kind] = next_time


@kernel
def reschedule(world, who, clock, rate, t):
    """Let a resident's clock run at another rate from now: what is left of its fuse is kept."""
    resident = world.residents[who]
    index = clock - _FIRST_RATED
    before = resident.rates[index]
    if rate == before:
        return
    resident.rates[index] = rate
    if rate <= 0.0:
        world.clocks[who, clock] = NEVER
    elif before <= 0.0:
        schedule_next(world, who, clock, t)
    else:
        world.clocks[who, clock] = t + (world.clocks[who, clock] - t) * before / rate


@kernel
def schedule_next(world, who, clock, t):
    """Wind a resident's clock anew with the fuse of its next occasion."""
    resident = world.residents[who]
    rate = resident.rates[clock - _FIRST_RATED]
    if rate <= 0.0:
        world.clocks[who, clock] = NEVER
        return
    if clock == Clock.CONSULTATION:
        left = hazard_threshold(world, DrawPurpose.CONSULTATION, who, 0, resident.consultations)
    elif clock == Clock.CLINIC:
        left = hazard_threshold(world, DrawPurpose.CLINIC, who, 0, resident.clinics)
    elif clock == Clock.ACUTE:
        left = hazard_threshold(world, DrawPurpose.ACUTE_ILLNESS, who, 0, resident.acutes)
    elif clock == Clock.CARER:
        left = hazard_threshold(world, DrawPurpose.CARER_BREAKDOWN, who, 0, resident.carer_breaks)
    else:
        left = hazard_threshold(world, DrawPurpose.DEATH, who, 0, 0)
    world.clocks[who, clock] = t + left / rate


@kernel
def schedule_visit(world, who):
    """Wind the clock that a case manager's visits and a series of clinics share."""
    resident = world.residents[who]
    world.clocks[who, Clock.SCHEDULED_VISIT] = min(resident.visit_at, resident.series_at)


@kernel
def is_frail(world, who):
    """Whether a resident is at least moderately frail."""
    need = world.needs[who, Need.FRAILTY]
    return need.genuine and not is_absent(need) and need.severity >= FRAIL_FROM


@kernel
def advised(world, who, need):
    """The share of questions about a need that go to the community team and not to a clinic."""
    p = world.globals[0].p
    share = 0.0
    if need.state == State.IN_CARE:
        practice = world.globals[0].settings.practice_type
        where = world.residents[who].neighbourhood
        share = world.interfaces[where, practice, world.teams[need.team].type].advice
    if world.residents[who].enrolled:
        share = max(share, p.joining.plan_advice)
    return share


@entry_point
def schedule_events(world, who, t):
    """After anything that happened to a resident: wind the clocks of what has changed.

    Every verb only changes rows; this is called once after it, by whoever called the verb.
    """
    resident = world.residents[who]
    if resident.changed:
        refresh_person(world, who, t)
    elif resident.stale:
        for kind in range(NEEDS):
            if resident.stale & (1 << kind):
                refresh_need(world, who, kind, t)
    resident.changed = 0
    resident.stale = 0


@kernel
def refresh_person(world, who, t):
    """Refresh every need and every rated clock of a resident whose needs have changed."""
    p = world.globals[0].p
    resident = world.residents[who]
    age = resident.age
    consultations = p.general_practice.rate[age] / 365.25
    clinics = p.planned.clinic_rate[age] / 365.25
    carer = 0.0
    for kind in range(NEEDS):
        refresh_need(world, who, kind, t)
        bit = 1 << kind
        if (resident.unserved | resident.served) & bit:
            need = world.needs[who, kind]
            share = advised(world, who, need)
            clinics += clinic_rate_of_need(p.planned, kind, share)
            if resident.unserved & bit:
                consultations += p.general_practice.by_unmet_need[kind] / 365.25
                heavy = kind == Need.DAILY_LIVING or kind == Need.COGNITIVE
                if heavy and resident.carer and not resident.care_home:
                    carer = max(carer, carer_breakdown_rate(p.crisis, need.severity))
    frail = is_frail(world, who)
    reschedule(world, who, Clock.CONSULTATION, consultations, t)
    reschedule(world, who, Clock.CLINIC, clinics, t)
    reschedule(world, who, Clock.ACUTE, illness_rate(world, who, frail), t)
    reschedule(world, who, Clock.DEATH, mortality_rate(p.people, age, frail), t)
    reschedule(world, who, Clock.CARER, carer, t)


@kernel
def illness_rate(world, who, frail):
    """Background acute illnesses a day: those that come to A&E and those admitted directly."""
    p = world.globals[0].p
    resident = world.residents[who]
    inclination = world.globals[0].gradients[NEEDS, resident.quintile]
    rate = acute_rate(p.acute, resident.age, inclination, frail, resident.care_home)
    return rate * (1.0 + p.acute.admitted[resident.age] * p.acute.direct)


@entry_point
def next_event_time(world, who):
    """When a resident's earliest clock rings."""
    next_time = NEVER
    for clock in range(world.clocks.shape[1]):
        next_time = min(next_time, world.clocks[who, clock])
    return next_time
