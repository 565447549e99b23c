"""Ranking residents: by a risk score, or by any other number noted with each."""

from __future__ import annotations

from joinedup.codes import NEEDS, Age, State
from joinedup.engine import draws
from joinedup.engine.draws import purpose
from joinedup.engine.jit import kernel
from joinedup.rules.joining import risk_score

TIE = purpose("ranking.tie")
SMALL = 0.01


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
def tie_breaker(world, who):
    """A small keyed number that sets apart residents of the same rank."""
    return SMALL * draws.uniform(world.globals[0].settings.seed, TIE, who, 0, 0)


@kernel
def risk_of(world, who, day):
    """A resident's risk score today, ties broken; below 0 for children and in care homes."""
    resident = world.residents[who]
    if resident.age == Age.CHILD or resident.care_home:
        return -1.0
    p = world.globals[0].p.joining
    recently = day - resident.admitted_at < p.recent_admission_days
    points = risk_score(p, known_needs(world, who), recently, resident.age)
    return points + tie_breaker(world, who)


@kernel
def threshold_among(world, count, wanted):
    """The rank that ``wanted`` of the first ``count`` listed in ``world.due`` reach.

    To within a billionth, by bisection.
    """
    low, high = 0.0, 64.0
    for _ in range(36):
        middle = 0.5 * (low + high)
        above = 0
        for row in range(count):
            if world.residents[world.due[row]].rank >= middle:
                above += 1
        if above >= wanted:
            low = middle
        else:
            high = middle
    return low


@kernel
def list_resident(world, count, who, rank):
    """Note a resident and their rank on the list; returns how long it is now.

    The list is made in ``world.due``, on which nobody is yet, or any more, when lists are made.
    """
    world.residents[who].rank = rank
    world.due[count] = who
    return count + 1
