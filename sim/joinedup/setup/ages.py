"""Ages in years: how many there are of each, who leaves, and who takes their place.

A place has a fixed number of rows: who dies or moves away makes room for a newborn or a person
who moves in. Where the population is to be steady, newcomers are of the ages that keep the number
of each age as it is; where it is left to age, births and moves go on at the usual rates.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import brentq

from joinedup.rules.life_course import BAND_BEGINS, OLDEST
from joinedup.state.world import World

YEARS = OLDEST + 1
MOST_LEAVING = 0.5  # a year, where a place's ages are such that no moves keep them
LAST_BALANCED = 95  # beyond which so few live that chance settles it


def shares_by_year(shares: np.ndarray, going: np.ndarray) -> np.ndarray:
    """Share of residents of each year of age, from the shares by band: ndarray [YEARS].

    Within a band the logarithm is a straight line, from one band to the next without a step where
    that can be; the oldest fall away as ``going`` a year. Each band has the share that is given.
    """
    years, edge = np.empty(YEARS), np.nan
    for number in reversed(range(len(shares))):
        first, after = (*BAND_BEGINS, YEARS)[number : number + 2]
        share, ages = shares[number] / shares.sum(), np.arange(after - first)
        if number == len(shares) - 1:
            growth = -going[number]
        else:
            growth = _growth_to(edge * len(ages) / share if share > 0.0 else 1.0)
        shape = np.exp(growth * (ages + 0.5) / (1.0 if number == len(shares) - 1 else len(ages)))
        years[first:after] = share * shape / shape.sum()
        edge = years[first]
    return years


def _growth_to(ratio: float) -> float:
    """Logarithm of the end of a band against its beginning, whose end is so much of its mean."""
    steepest = 3.0
    if not 0.2 < ratio < 2.5:
        return 0.0
    return float(brentq(lambda g: g / (1.0 - np.exp(-g)) - ratio, -steepest, steepest + 1e-9))


def band_of_year() -> np.ndarray:
    """The age band of each year of age: ndarray of int [YEARS]."""
    return np.searchsorted(np.array(BAND_BEGINS), np.arange(YEARS), "right") - 1


def steady_leaving(ages: np.ndarray, dying: np.ndarray, usual: np.ndarray) -> np.ndarray:
    """Moves away a year by age band, so many that no age needs fewer than no newcomers."""
    band = band_of_year()
    before = np.concatenate([[0.0], ages[:-1]])
    surplus = np.where(ages > 1e-12, before / np.maximum(ages, 1e-12) - 1.0, 0.0) - dying[band]
    surplus[0] = 0.0
    surplus = np.where(np.arange(YEARS) > LAST_BALANCED, 0.0, surplus)
    needed = [max(0.0, surplus[band == number].max()) for number in range(len(usual))]
    return np.minimum(np.maximum(usual, needed), MOST_LEAVING)


def newcomers_of_steady(ages: np.ndarray, gone: np.ndarray) -> np.ndarray:
    """Newcomers by year of age, of whom ``gone`` a year of each age leave or die."""
    before = np.concatenate([[0.0], ages[:-1]])
    wanted = ages * (1.0 + gone) - before
    return np.maximum(wanted, 0.0)


def newcomers_of_growing(
    ages: np.ndarray, dying: np.ndarray, leaving: np.ndarray, births: float
) -> np.ndarray:
    """Newcomers by year of age where births and moves go on as usual."""
    arriving = ages * leaving
    room = float((ages * (dying + leaving)).sum()) - births
    arriving[0] = 0.0
    arriving *= max(0.0, room) / arriving.sum()
    arriving[0] = births
    return arriving


def set_ages(world: World, practice: int, shares: np.ndarray) -> None:
    """Set the ages on a practice's list, and who leaves and comes, from its shares by age band."""
    p, rows = world.globals[0].p.life_course, world.ages[practice]
    usual, deaths = np.asarray(p.leaving), np.asarray(p.deaths)
    band, ages = band_of_year(), shares_by_year(shares, deaths + usual)
    leaving = steady_leaving(ages, deaths, usual)
    steady = newcomers_of_steady(ages, (deaths + leaving)[band])
    growing = newcomers_of_growing(ages, deaths[band], usual[band], float(p.births))
    rows.leaving = leaving[band]
    rows.upto = np.cumsum(ages) / ages.sum()
    rows.arriving = np.cumsum(steady) / steady.sum()
    rows.arriving_growing = np.cumsum(growing) / growing.sum()
