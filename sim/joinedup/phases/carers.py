"""Unpaid carers: what they carry, how strained they are, support, and the end of caring.

Strain moves towards the load between events, so the clock of breakdowns runs at the highest rate
until the next event, and a candidate counts with the share that strain then has of it.
"""

from __future__ import annotations

from joinedup.codes import DOMAIN_OF_NEED, NEEDS, Domain, Need, Role
from joinedup.engine.draws import purpose
from joinedup.engine.jit import kernel
from joinedup.phases.records import mark
from joinedup.phases.resident_draws import nth_of, uniform_draw
from joinedup.phases.team_time import add_overhead
from joinedup.rules.carer import carer_load, strain_after
from joinedup.rules.crisis import carer_breakdown_rate
from joinedup.state.markers import Marker
from joinedup.state.residents import Change

OFFERED = purpose("carers.offered")
GIVES_WAY = purpose("carers.gives_way")
STOPS = purpose("carers.stops")
HEAVY = (1 << Need.DAILY_LIVING) | (1 << Need.COGNITIVE)


@kernel
def no_carer_yet(resident, t):
    """A newcomer's carer is fresh, and not supported."""
    resident.carer_strain = 0.0
    resident.strain_at = t
    resident.carer_load = 0.0
    resident.carer_support = 0


@kernel
def is_cared_for(resident):
    """Whether an unpaid carer cares for a resident: at home, with a need that takes caring for."""
    heavy = (resident.unserved | resident.served) & HEAVY
    return resident.carer == 1 and resident.care_home == 0 and heavy != 0


@kernel
def strain_now(world, who, t):
    """The carer's strain at ``t``."""
    resident = world.residents[who]
    strain, load = float(resident.carer_strain), float(resident.carer_load)
    days = max(0.0, t - resident.strain_at)
    return strain_after(world.globals[0].p.carer, strain, load, days)


@kernel
def settle_strain(world, who, t):
    """Work out the carer's strain up to ``t``."""
    world.residents[who].carer_strain = strain_now(world, who, t)
    world.residents[who].strain_at = max(float(world.residents[who].strain_at), t)


@kernel
def highest_strain(resident):
    """The highest that strain can be until the load changes."""
    return max(float(resident.carer_strain), float(resident.carer_load))


@kernel
def breakdown_rate(world, who, t):
    """Candidates for a breakdown a day from ``t``, after needs have changed."""
    resident = world.residents[who]
    cared_for = is_cared_for(resident)
    if not cared_for and resident.carer_strain == 0.0 and resident.carer_load == 0.0:
        return 0.0
    settle_strain(world, who, t)
    if not cared_for:
        resident.carer_load = 0.0
        return 0.0
    if resident.served == 0:
        resident.carer_support = 0
    unserved, served, others = 0.0, 0.0, 0.0
    for kind in range(NEEDS):
        bit, severity = 1 << kind, float(world.needs[who, kind].severity)
        if not resident.unserved & bit:
            if resident.served & bit & HEAVY:
                served += severity
        elif HEAVY & bit:
            unserved += severity
        else:
            others += severity
    p = world.globals[0].p
    supported = resident.carer_support == 1
    resident.carer_load = carer_load(p.carer, unserved, served, others, supported)
    return carer_breakdown_rate(p.crisis, highest_strain(resident))


@kernel
def gives_way(world, who, t):
    """Whether a carer breaks down at a candidate; strain is worked out up to it."""
    resident = world.residents[who]
    highest = highest_strain(resident)
    settle_strain(world, who, t)
    resident.changed = Change.NEEDS
    draw = uniform_draw(world, GIVES_WAY, who, 0, resident.carer_breaks)
    return draw * highest < resident.carer_strain


@kernel
def rest_or_stop(world, who):
    """After a breakdown the carer rests, and may not go on caring."""
    resident = world.residents[who]
    p = world.globals[0].p.carer
    resident.carer_strain = resident.carer_strain * p.rests
    if uniform_draw(world, STOPS, who, 0, resident.carer_breaks) < p.stops:
        resident.carer = 0
        mark(world, Marker.CARERS_STOPPED, 1)


@kernel
def support_carer(world, who, kind):
    """As social care or a link worker begins: the carer may be assessed, and supported."""
    resident, need = world.residents[who], world.needs[who, kind]
    social = DOMAIN_OF_NEED[kind] == Domain.SOCIAL and need.genuine == 1
    if not social or resident.carer_support == 1 or not is_cared_for(resident):
        return
    if world.teams[need.team].role != Role.CASELOAD:
        return
    p = world.globals[0].p.carer
    draw = uniform_draw(world, OFFERED, who, kind, nth_of(need, need.tries))
    if draw < p.offered:
        add_overhead(world, need.team, p.minutes)
        resident.carer_support = 1
        resident.changed = Change.NEEDS
        mark(world, Marker.CARERS_SUPPORTED, 1)
