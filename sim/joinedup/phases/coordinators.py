"""Whom care coordinators carry: people with needs in several domains, the most mixed first."""

from __future__ import annotations

from joinedup.codes import DOMAIN_MASKS, DOMAINS
from joinedup.engine.jit import kernel
from joinedup.phases.carried import NONE, free_post, pick_up, with_most_room
from joinedup.phases.ranking import known_needs, list_resident, threshold_among, tie_breaker
from joinedup.phases.records import tally
from joinedup.phases.self_funders import count_self_funder
from joinedup.state.months import Tally
from joinedup.state.residents import Clock

COUNTED_EVERY = 28
CARER_RATE = int(Clock.CARER) - int(Clock.CONSULTATION)
DOMAIN_COUNTS = 5.0  # a further domain makes needs more mixed than any number within one


@kernel
def count_every_four_weeks(world):
    """Count strained carers, enrolled residents and self-funders; share out coordinators."""
    for who in range(world.residents.shape[0]):
        resident = world.residents[who]
        if resident.rates[CARER_RATE] > 0.0:
            tally(world, Tally.CARER_STRAIN_DAYS, COUNTED_EVERY)
        if resident.enrolled:
            tally(world, Tally.ENROLLED_DAYS, COUNTED_EVERY)
        count_self_funder(world, who)
    if world.globals[0].settings.index_day < 0:
        return  # coordinators come with an arrangement
    for number in range(world.places.shape[0]):
        place = world.places[number]
        if place.after_coordinators > place.first_coordinator:
            share_out_coordinators(world, place)


@kernel
def known_domains(resident):
    """In how many domains a resident has needs that services know of."""
    known = (resident.unserved ^ resident.hidden) | resident.served
    domains = 0
    for domain in range(DOMAINS):
        if known & DOMAIN_MASKS[domain]:
            domains += 1
    return domains


@kernel
def share_out_coordinators(world, place):
    """Coordinators keep whom they carry as long as needs are mixed, and take on the most mixed."""
    p = world.globals[0].p.joining
    count = 0
    for who in range(place.first, place.after):
        resident = world.residents[who]
        domains = known_domains(resident)
        post = resident.coordinator - 1
        if post >= 0 and (domains < 2 or world.staff[post].post <= 0.0):
            resident.coordinator = free_post(world, resident.coordinator)
        if domains >= 2 and resident.coordinator == 0 and not resident.enrolled:
            rank = DOMAIN_COUNTS * domains + known_needs(world, who) + tie_breaker(world, who)
            count = list_resident(world, count, who, rank)
    room = 0
    first, after = int(place.first_coordinator), int(place.after_coordinators)
    for member in range(first, after):
        row = world.staff[member]
        row.new_cases = 0
        if row.post > 0.0 and row.in_post:
            room += max(0, int(p.coordinator_people * row.post - row.cases))
    if room <= 0 or count <= 0:
        return
    lowest = threshold_among(world, count, room)
    for row in range(count):
        who = world.due[row]
        if world.residents[who].rank >= lowest:
            member = with_most_room(world, first, after, p.coordinator_people, 1e9)
            if member == NONE:
                return
            pick_up(world, member)
            world.residents[who].coordinator = member + 1
