"""How the practices of a place differ on day 0: in age, deprivation, proneness to illness."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import exp, inf, sqrt
from statistics import NormalDist

import numpy as np

from joinedup.codes import Age, labels
from joinedup.engine import draws
from joinedup.engine.draws import purpose
from joinedup.scenario.place import Neighbourhood, Place
from joinedup.state.world import World

DEPRIVATION = purpose("practices.deprivation")
AGES = purpose("practices.ages")
PRONENESS = purpose("practices.proneness")
_NORMAL = NormalDist()
_FURTHEST, _HALVINGS = 12.0, 50


def set_proneness(world: World, place: Place) -> None:
    """How prone to acute illness the people of each practice are, beyond what is recorded."""
    p, types = world.globals[0].p.practices, np.asarray(world.teams.type)
    practices = np.flatnonzero(types == world.globals[0].settings.practice_type)
    weights = np.repeat(place.shares_of_residents, place.practices_each)
    scores = _scores(world, PRONENESS, range(len(practices)))
    world.teams.proneness = 1.0
    world.teams.proneness[practices] = proneness_of(scores, weights, float(p.proneness_spread))


def _scores(world: World, why: np.int64, units: Iterable[int]) -> list[float]:
    """A standard normal number for each practice, by its unit."""
    seed = int(world.globals[0].settings.seed)
    return [_NORMAL.inv_cdf(draws.uniform(seed, why, unit, 0, 0)) for unit in units]


def ages_by_practice(world: World, place: Place) -> np.ndarray:
    """Share of each practice's list of each age or younger: [practices, ages]."""
    clustering = float(world.globals[0].p.practices.age_clustering)

    def shares(one: Neighbourhood) -> list[float]:
        stated = {str(k): v for k, v in (one.ages or place.ages).items()}
        return [stated.get(name, 0.0) for name in labels(Age)]

    return _by_practice(world, place, AGES, [shares(one) for one in place.each], clustering)


def quintiles_by_practice(world: World, place: Place) -> np.ndarray:
    """Share of each practice's list no more deprived than each quintile: [practices, quintiles]."""
    clustering = float(world.globals[0].p.practices.deprivation_clustering)
    shares = [one.deprivation or place.deprivation for one in place.each]
    return _by_practice(world, place, DEPRIVATION, shares, clustering)


def _by_practice(
    world: World, place: Place, why: np.int64, shares: list[list[float]], clustering: float
) -> np.ndarray:
    each = place.practices_each
    made = [
        shares_by_practice(own, _scores(world, why, range(n * each, (n + 1) * each)), clustering)
        for n, own in enumerate(shares)
    ]
    return np.concatenate(made)


def shares_by_practice(
    shares: Sequence[float], scores: Sequence[float], clustering: float
) -> np.ndarray:
    """Cumulative shares of each practice's list, of groups in order: [practices, groups].

    A person's place in the order is ``sqrt(clustering)`` of the practice's score and
    ``sqrt(1 - clustering)`` of their own, both standard normal (a Gaussian copula), and is cut
    where the practices together, their lists being as long, have the shares.

    >>> shares_by_practice([0.5, 0.5], [0.0, 0.0], 0.3).round(9).tolist()
    [[0.5, 1.0], [0.5, 1.0]]
    """
    cumulative = np.cumsum(shares) / np.sum(shares)
    if clustering <= 0.0:
        return np.tile(cumulative, (len(scores), 1))
    own = sqrt(1.0 - clustering)
    shifts = [sqrt(clustering) * score / own for score in scores]
    cuts = [_cut(float(wanted), shifts) for wanted in cumulative[:-1]]
    made = [[_NORMAL.cdf(cut - shift) for cut in cuts] + [1.0] for shift in shifts]
    return np.asarray(made)


def _cut(wanted: float, shifts: Sequence[float]) -> float:
    """Where the mean over practices of what lies below is a wanted share."""
    if not 0.0 < wanted < 1.0:
        return inf if wanted >= 1.0 else -inf
    low = min(shifts) - _FURTHEST
    high = max(shifts) + _FURTHEST
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        below = sum(_NORMAL.cdf(middle - shift) for shift in shifts) / len(shifts)
        low, high = (middle, high) if below < wanted else (low, middle)
    return 0.5 * (low + high)


def proneness_of(scores: Sequence[float], weights: np.ndarray, spread: float) -> np.ndarray:
    """Each practice's factor on acute illness: lognormal, with mean 1 over all who are registered.

    >>> proneness_of([-1.0, 1.0], np.ones(2), 0.2).round(3).tolist()
    [0.803, 1.197]
    """
    factors = np.array([exp(spread * score) for score in scores])
    return np.asarray(factors / np.average(factors, weights=weights))
