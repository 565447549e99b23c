"""Case finding and case management: risk stratification, enrolment, visits."""

from __future__ import annotations

from joinedup.codes import DOMAIN_MASKS, DOMAINS, NEEDS, Activity, Age, Route, State
from joinedup.engine import draws
from joinedup.engine.draws import purpose
from joinedup.engine.jit import entry_point, kernel
from joinedup.engine.schedule import schedule
from joinedup.phases.clocks import next_event_time, schedule_events, schedule_visit
from joinedup.phases.detection import holistic_assessment, opportunistic_detection
from joinedup.phases.interfaces import place_of, sender_case_manager
from joinedup.phases.records import log_event, tally
from joinedup.phases.resident_draws import uniform_draw
from joinedup.phases.urgent_visit import look_for_what_cannot_wait
from joinedup.rules.joining import risk_score, share_covered
from joinedup.state.hospital import Stay
from joinedup.state.months import Tally
from joinedup.state.residents import NEVER, Clock

TIE = purpose("case_management.tie")
FIRST_VISIT = purpose("case_management.first_visit")
VISIT = purpose("case_management.visit")

COUNTED_EVERY = 28
CARER_RATE = int(Clock.CARER) - int(Clock.CONSULTATION)


@kernel
def known_needs(world, who):
    """How many needs of a resident are known to services."""
    known = 0
    for kind in range(NEEDS):
        state = world.needs[who, kind].state
        if state >= State.ON_FILE and state <= State.MET:
            known += 1
    return known


@kernel
def risk_of(world, who, day):
    """A resident's risk score today, with a keyed draw to break ties; below 0 for children."""
    resident = world.residents[who]
    if resident.age == Age.CHILD or resident.care_home:
        return -1.0
    p = world.globals[0].p.joining
    recently = day - resident.admitted_at < p.recent_admission_days
    points = risk_score(p, known_needs(world, who), recently, resident.age)
    tie = draws.uniform(world.globals[0].settings.seed, TIE, who, 0, 0)
    return points + 0.01 * tie


@kernel
def threshold_among(world, count, wanted):
    """The score that ``wanted`` of the first ``count`` listed in ``world.due`` reach.

    To within a billionth, by bisection.
    """
    low, high = 0.0, 64.0
    for _ in range(36):
        middle = 0.5 * (low + high)
        above = 0
        for row in range(count):
            if world.residents[world.due[row]].risk >= middle:
                above += 1
        if above >= wanted:
            low = middle
        else:
            high = middle
    return low


@entry_point
def find_cases(world, place, day):
    """Stratify a neighbourhood by risk; on the index day mark the cohort as well.

    The same people are marked in every arrangement, enrolled or not: they are each other's
    controls.
    """
    people = int(place.after - place.first)
    wanted = int(place.share_searched * people)
    if wanted <= 0:
        return
    for row in range(people):
        who = int(place.first) + row
        world.residents[who].risk = risk_of(world, who, day)
        world.due[row] = who  # a list to look through: nobody is due yet on this day
    bar = threshold_among(world, people, wanted)
    if day == world.globals[0].settings.index_day:
        mark_cohort(world, people, bar)
    if place.case_management:
        fill_places(world, people, bar, int(place.managed_places), day)


@kernel
def mark_cohort(world, count, bar):
    """Mark those listed who reach the bar as the cohort."""
    for row in range(count):
        resident = world.residents[world.due[row]]
        if resident.risk >= bar:
            resident.cohort = 1
            resident.cohort_generation = resident.generation


@kernel
def fill_places(world, count, bar, room, day):
    """Enrol those at highest risk of the listed who reach the bar, as far as there is room."""
    waiting = 0
    for row in range(count):
        who = world.due[row]
        room -= world.residents[who].enrolled
        if world.residents[who].risk >= bar and not world.residents[who].enrolled:
            world.due[waiting] = who
            waiting += 1
    if room <= 0:
        return
    lowest = threshold_among(world, waiting, room)
    for row in range(waiting):
        who = int(world.due[row])
        if world.residents[who].risk >= lowest and room > 0:
            room -= 1
            enrol(world, who, float(day))


@entry_point
def enrol(world, who, t):
    """Enrol a resident; the first visit follows within one interval between visits."""
    settings = world.globals[0].settings
    resident = world.residents[who]
    resident.enrolled = 1
    log_event(world, who, t, Activity.ENROLLED, 0)
    first = uniform_draw(world, FIRST_VISIT, who, 0, 0)
    resident.visit_at = (
        t + world.globals[0].p.joining.first_visit_days + first * place_of(world, who).visit_every
    )
    schedule_visit(world, who)
    resident.changed = 1
    schedule_events(world, who, t)
    schedule(world.calendar, who, max(next_event_time(world, who), float(settings.today)))


@entry_point
def receive_visit(world, who, t):
    """A case manager's visit: an assessment at the first of so many, and what cannot wait."""
    place = place_of(world, who)
    resident = world.residents[who]
    if not place.case_management:
        resident.enrolled = 0
        resident.changed = 1
    if not resident.enrolled:
        resident.visit_at = NEVER
        schedule_visit(world, who)
        return
    number = resident.visits
    resident.visits = number + 1
    resident.visit_at = t + place.visit_every
    schedule_visit(world, who)
    if resident.stay != Stay.NO:
        return
    tally(world, Tally.VISITS, 1)
    assess_at_visit(world, who, t, number)
    look_for_what_cannot_wait(world, who, t, number)


@kernel
def assess_at_visit(world, who, t, number):
    """A holistic assessment at the first of so many visits, at the others what a contact shows."""
    p = world.globals[0].p
    sender, route = sender_case_manager(world), Route.SEARCHED_FOR
    if number % int(p.joining.visits_an_assessment) == 0:
        world.residents[who].plan = 1
        tally(world, Tally.PLANS, 1)
        holistic_assessment(world, who, t, sender, route, VISIT, 0, number, 1.0)
    else:
        skill = p.noticing.case_manager_skill
        opportunistic_detection(
            world, who, t, skill[0], skill[1], skill[2], 0.0, sender, route, VISIT, 0, number
        )


@kernel
def count_mixed_needs(world):
    """Count strained carers, enrolled residents and mixed needs; share out the coordinators."""
    p = world.globals[0].p.joining
    for number in range(world.places.shape[0]):
        world.places[number].mixed = 0
    for who in range(world.residents.shape[0]):
        resident = world.residents[who]
        known = (resident.unserved ^ resident.hidden) | resident.served
        domains = 0
        for domain in range(DOMAINS):
            if known & DOMAIN_MASKS[domain]:
                domains += 1
        if domains >= 2:
            place_of(world, who).mixed += 1
        if resident.rates[CARER_RATE] > 0.0:
            tally(world, Tally.CARER_STRAIN_DAYS, COUNTED_EVERY)
        if resident.enrolled:
            tally(world, Tally.ENROLLED_DAYS, COUNTED_EVERY)
    for number in range(world.places.shape[0]):
        place = world.places[number]
        people = float(place.mixed)
        place.covered = share_covered(place.coordinators, p.coordinator_people, people)
