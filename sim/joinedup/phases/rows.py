"""Keeping one resident's rows in order: states, masks, fuses and clocks."""

from __future__ import annotations

from joinedup.codes import DOMAIN_OF_NEED, DOMAINS, NEEDS, NO_NEED, NONE_TEAM, Need, Occasion, State
from joinedup.engine import draws as chance
from joinedup.engine.events import write
from joinedup.engine.jit import inlined, inner, verb
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
def soul(world, who):
    """The key of whoever lives in this row now: a newcomer has luck of their own."""
    return int(who) + (int(world.residents[who].generation) << 32)


@inlined
def luck(world, occasion, who, what, nth):
    """The keyed uniform number of a resident's occasion."""
    seed = world.one[0].settings.seed
    return chance.uniform(seed, occasion, soul(world, who), int(what), int(nth))


@inlined
def fuse(world, occasion, who, what, nth):
    """The keyed unit-exponential number of a resident's occasion."""
    seed = world.one[0].settings.seed
    return chance.fuse(seed, occasion, soul(world, who), int(what), int(nth))


@inlined
def noise(world, occasion, who, what, nth):
    """The keyed standard normal number of a resident's occasion."""
    seed = world.one[0].settings.seed
    return chance.normal(seed, occasion, soul(world, who), int(what), int(nth))


@inner
def what_of(need, kind):
    """The key of an episode's kind: false episodes have keys of their own."""
    return kind if need.genuine else kind + 16


@inner
def nth_of(need, count):
    """The key of the ``count``-th occasion within the present episode."""
    episode = need.occasion if need.genuine else need.falses
    return int(episode) * 1024 + int(count)


@inner
def record(world, who, t, activity, cause):
    """Write a row about a resident, and no need in particular, to the ledger."""
    generation = int(world.residents[who].generation)
    write(world, t, who, activity, NO_NEED, NONE_TEAM, generation, 0, 0 + cause)


@inner
def band(severity):
    """Severity band of the stock: 0 mild, 1 moderate, 2 severe."""
    if severity < 0.35:
        return 0
    return 1 if severity < 0.65 else 2


@inner
def is_absent(need):
    """Whether no episode, true or false, is under way or met."""
    return need.state == State.ABSENT or need.state == State.RESOLVED


@inner
def count(world, resident, need, kind, step):
    """Add ``step`` to the stock of needs where this one stands."""
    if is_absent(need):
        return
    world.one[0].stock[need.genuine, kind, need.state, band(need.severity), resident.quintile] += (
        step
    )


@inner
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


@inner
def set_severity(world, who, kind, severity):
    """Change a need's severity, in its row and the stock."""
    resident = world.residents[who]
    need = world.needs[who, kind]
    count(world, resident, need, kind, -1)
    need.severity = severity
    count(world, resident, need, kind, 1)
    resident.stale |= 1 << kind


@inner
def fed(world, resident, kind):
    """The product of what the resident's other needs do to the pace of this one."""
    domain = DOMAIN_OF_NEED[kind]
    others = 511 ^ (1 << kind)
    product = 1.0
    for source in range(DOMAINS):
        mask = DOMAIN_MASKS[source] & others
        if resident.unserved & mask:
            product *= world.one[0].feeding[source, domain, 2]
        elif resident.served & mask:
            product *= world.one[0].feeding[source, domain, 1]
    return product


@inner
def burn(need, t):
    """Use up both fuses at the rates that held until now."""
    days = t - need.burnt_at
    if days > 0.0:
        need.fuse = max(0.0, need.fuse - need.fuse_rate * days)
        need.crisis = max(0.0, need.crisis - need.crisis_rate * days)
        need.burnt_at = t


@inner
def refresh_need(world, who, kind, t):
    """Burn a need's fuses up to now, set the rates that hold from now, wind its clock."""
    p = world.one[0].p
    resident = world.residents[who]
    need = world.needs[who, kind]
    burn(need, t)
    feeding = fed(world, resident, kind)
    ring = min(need.step_at, need.course_end)
    if is_absent(need) or not need.genuine:
        inclination = world.one[0].gradients[kind, resident.quintile]
        need.fuse_rate = onset_rate(p.onset, kind, resident.age, inclination, feeding)
        need.crisis_rate = 0.0
    else:
        served = need.state == State.IN_CARE or need.state == State.MET
        need.fuse_rate = worsening_rate(p.worsening, kind, need.severity, feeding, served)
        need.crisis_rate = crisis_rate(p.crisis, kind, need.severity, feeding, served)
        if need.state == State.MET:
            need.fuse_rate = 0.0
            need.crisis_rate = 0.0
    if need.fuse_rate > 0.0:
        ring = min(ring, t + need.fuse / need.fuse_rate)
    if need.crisis_rate > 0.0:
        ring = min(ring, t + need.crisis / need.crisis_rate)
    world.clocks[who, kind] = ring


@inner
def retime(world, who, clock, rate, t):
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
        wind(world, who, clock, t)
    else:
        world.clocks[who, clock] = t + (world.clocks[who, clock] - t) * before / rate


@inner
def wind(world, who, clock, t):
    """Wind a resident's clock anew with the fuse of its next occasion."""
    resident = world.residents[who]
    rate = resident.rates[clock - _FIRST_RATED]
    if rate <= 0.0:
        world.clocks[who, clock] = NEVER
        return
    if clock == Clock.CONSULTATION:
        left = fuse(world, Occasion.CONSULTATION, who, 0, resident.consultations)
    elif clock == Clock.CLINIC:
        left = fuse(world, Occasion.CLINIC, who, 0, resident.clinics)
    elif clock == Clock.ACUTE:
        left = fuse(world, Occasion.ACUTE_ILLNESS, who, 0, resident.acutes)
    elif clock == Clock.CARER:
        left = fuse(world, Occasion.CARER_BREAKDOWN, who, 0, resident.carer_breaks)
    else:
        left = fuse(world, Occasion.DEATH, who, 0, 0)
    world.clocks[who, clock] = t + left / rate


@inner
def wind_errand(world, who):
    """Wind the clock that a case manager's visits and a series of clinics share."""
    resident = world.residents[who]
    world.clocks[who, Clock.ERRAND] = min(resident.visit_at, resident.series_at)


@inner
def is_frail(world, who):
    """Whether a resident is at least moderately frail."""
    need = world.needs[who, Need.FRAILTY]
    return need.genuine and not is_absent(need) and need.severity >= FRAIL_FROM


@inner
def advised(world, who, need):
    """The share of questions about a need that go to the community team and not to a clinic."""
    p = world.one[0].p
    share = 0.0
    if need.state == State.IN_CARE:
        practice = world.one[0].settings.practice_type
        where = world.residents[who].neighbourhood
        share = world.interfaces[where, practice, world.teams[need.team].type].advice
    if world.residents[who].enrolled:
        share = max(share, p.joining.plan_advice)
    return share


@verb
def wind_up(world, who, t):
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


@inner
def refresh_person(world, who, t):
    """Refresh every need and every rated clock of a resident whose needs have changed."""
    p = world.one[0].p
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
    retime(world, who, Clock.CONSULTATION, consultations, t)
    retime(world, who, Clock.CLINIC, clinics, t)
    retime(world, who, Clock.ACUTE, illness_rate(world, who, frail), t)
    retime(world, who, Clock.DEATH, mortality_rate(p.people, age, frail), t)
    retime(world, who, Clock.CARER, carer, t)


@inner
def illness_rate(world, who, frail):
    """Background acute illnesses a day: those that come to A&E and those admitted directly."""
    p = world.one[0].p
    resident = world.residents[who]
    inclination = world.one[0].gradients[NEEDS, resident.quintile]
    rate = acute_rate(p.acute, resident.age, inclination, frail, resident.care_home)
    return rate * (1.0 + p.acute.admitted[resident.age] * p.acute.direct)


@verb
def next_ring(world, who):
    """When a resident's earliest clock rings."""
    ring = NEVER
    for clock in range(world.clocks.shape[1]):
        ring = min(ring, world.clocks[who, clock])
    return ring
