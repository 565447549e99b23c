"""Case finding and case management: who is searched for, enrolled and visited."""

from __future__ import annotations

from joinedup.codes import (
    DOMAINS,
    NEEDS,
    Activity,
    Age,
    Cause,
    Occasion,
    Route,
    State,
)
from joinedup.engine import draws as chance
from joinedup.engine.jit import inner, verb
from joinedup.engine.schedule import put_down
from joinedup.phases.counting import tally
from joinedup.phases.hospital import admit
from joinedup.phases.interfaces import sender_case_manager
from joinedup.phases.presenting import look, search
from joinedup.phases.rows import DOMAIN_MASKS, luck, next_ring, record, wind_errand, wind_up
from joinedup.rules.joining import risk_score, share_covered
from joinedup.state.place import NEVER, Clock, Stay, Tally

MENTAL, PHYSICAL, SOCIAL = 0.5, 0.6, 0.7
COUNTED_EVERY = 28
CARER_RATE = int(Clock.CARER) - int(Clock.CONSULTATION)


@inner
def known_needs(world, who):
    """How many needs of a resident services know of."""
    known = 0
    for kind in range(NEEDS):
        state = world.needs[who, kind].state
        if state >= State.PRESENTED and state <= State.MET:
            known += 1
    return known


@inner
def score(world, who, day):
    """A resident's risk score today, with a keyed draw to break ties; below 0 for children."""
    resident = world.residents[who]
    if resident.age == Age.CHILD or resident.care_home:
        return -1.0
    recently = day - resident.admitted_at < 365.0
    points = risk_score(world.one[0].p.joining, known_needs(world, who), recently, resident.age)
    tie = chance.uniform(world.one[0].settings.seed, Occasion.PLAN, who, 7, 0)
    return points + 0.01 * tie


@inner
def bar_for(world, wanted):
    """The score that ``wanted`` residents reach, to within a billionth: by halving."""
    low, high = 0.0, 64.0
    for _ in range(36):
        middle = 0.5 * (low + high)
        above = 0
        for who in range(world.residents.shape[0]):
            if world.residents[who].risk >= middle:
                above += 1
        if above >= wanted:
            low = middle
        else:
            high = middle
    return low


@verb
def search_place(world, day):
    """Risk stratification of the whole place; on the day of change it also marks the cohort.

    The same people are marked in every arrangement, enrolled or not: they are each other's
    controls.
    """
    settings = world.one[0].settings
    people = world.residents.shape[0]
    wanted = int(settings.share_searched * people)
    if wanted <= 0:
        return
    for who in range(people):
        world.residents[who].risk = score(world, who, day)
    bar = bar_for(world, wanted)
    room = settings.places
    for who in range(people):
        room -= world.residents[who].enrolled
    for who in range(people):
        resident = world.residents[who]
        if resident.risk < bar:
            continue
        if day == settings.changed_at:
            resident.cohort = 1
            resident.cohort_generation = resident.generation
        if settings.case_management and room > 0 and not resident.enrolled:
            room -= 1
            enrol_for_one(world, who, float(day))


@verb
def enrol_for_one(world, who, t):
    """Put a resident on a case manager's list; the first visit follows within a month."""
    settings = world.one[0].settings
    resident = world.residents[who]
    resident.enrolled = 1
    record(world, who, t, Activity.ENROLLED, 0)
    first = luck(world, Occasion.CONTACT, who, 0, 0)
    resident.visit_at = t + 1.0 + first * settings.visit_every
    wind_errand(world, who)
    resident.changed = 1
    wind_up(world, who, t)
    put_down(world.calendar, who, max(next_ring(world, who), float(settings.today)))


@verb
def visit_for_one(world, who, t):
    """A case manager's visit: at first and twice a year a holistic assessment, else a look."""
    p = world.one[0].p
    settings = world.one[0].settings
    resident = world.residents[who]
    if not settings.case_management:
        resident.enrolled = 0
        resident.changed = 1
    if not resident.enrolled:
        resident.visit_at = NEVER
        wind_errand(world, who)
        return
    number = resident.visits
    resident.visits = number + 1
    resident.visit_at = t + settings.visit_every
    wind_errand(world, who)
    if resident.stay != Stay.NO:
        return
    tally(world, Tally.VISITS, 1)
    sender = sender_case_manager(world)
    if number % 6 == 0:
        resident.plan = 1
        tally(world, Tally.PLANS, 1)
        search(world, who, t, sender, Route.SEARCHED_FOR, 3, number, 1.0)
    else:
        look(world, who, t, MENTAL, PHYSICAL, SOCIAL, 0.0, sender, Route.SEARCHED_FOR, 3, number)
    worst = 0.0
    for kind in range(NEEDS):
        if resident.unserved & (1 << kind) or resident.served & (1 << kind):
            worst = max(worst, world.needs[who, kind].severity)
    if luck(world, Occasion.FOUND, who, 200, number) < p.joining.found_urgent * worst:
        admit(world, who, t, Cause.FOUND)


@inner
def count_mixed(world):
    """Every four weeks: count strained carers and mixed needs; share out the coordinators."""
    p = world.one[0].p
    settings = world.one[0].settings
    mixed = 0
    for who in range(world.residents.shape[0]):
        resident = world.residents[who]
        known = (resident.unserved ^ resident.latent) | resident.served
        domains = 0
        for domain in range(DOMAINS):
            if known & DOMAIN_MASKS[domain]:
                domains += 1
        if domains >= 2:
            mixed += 1
        if resident.rates[CARER_RATE] > 0.0:
            tally(world, Tally.CARER_STRAIN_DAYS, COUNTED_EVERY)
        if resident.enrolled:
            tally(world, Tally.ENROLLED_DAYS, COUNTED_EVERY)
    settings.mixed = mixed
    settings.covered = share_covered(
        settings.coordinators, p.joining.coordinator_people, float(mixed)
    )
