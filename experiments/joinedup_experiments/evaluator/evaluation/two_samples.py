"""Means and shares over evaluations, whose runs share one pool of comparator places.

What is by chance in the pool is in every run and does not average out over them. So each mean has
two errors, of the runs and of the pool, by what it would be without each run and without each
place: the jackknife of a statistic of two samples (Arvesen 1969, Annals of Mathematical Statistics
40, 2076-2100), which is too wide rather than too narrow (Efron and Stein 1981, Annals of Statistics
9, 586-596).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from joinedup_experiments.compare.intervals import (
    NORMAL_95,
    Interval,
    interval_of,
    t_quantile,
    wilson,
)
from joinedup_experiments.evaluator.evaluation.pool import EXCHANGED, NAMES

NOTHING = np.zeros(0)
Statistic = Callable[[np.ndarray, np.ndarray, np.ndarray, np.ndarray], np.ndarray]
"""Of estimates, the two ends of their intervals, and truths; a value of each."""


@dataclass(frozen=True)
class Share:
    """How often something comes out over worlds, with its 95% interval (Wilson 1927).

    Where worlds share a pool they are counted as so many fewer as makes up for it (the effective
    size of Korn and Graubard 1998, Survey Methodology 24, 193-201).
    """

    share: float
    low: float
    high: float
    worlds: int

    @classmethod
    def of(cls, came_out: np.ndarray, changes: np.ndarray = NOTHING) -> Share:
        """Of a truth value for each world, and ``changes`` of the share without each place."""
        many, part = len(came_out), float(np.count_nonzero(came_out))
        if np.isnan(pool := _variance(changes)):
            return cls(part / many, np.nan, np.nan, many)
        square = NORMAL_95 * NORMAL_95
        about = (part + square / 2.0) / (many + square)  # never 0 or 1
        worlds = about * (1.0 - about) / many
        effective = many * worlds / (worlds + pool)
        share, low, high = wilson(np.asarray(part * effective / many), effective)
        return cls(float(share), float(low), float(high), many)


def mean_of(values: np.ndarray, changes: np.ndarray = NOTHING) -> Interval:
    """A mean over runs with its 95% interval, and ``changes`` of it without each place.

    Degrees of freedom are Satterthwaite's (1946, Biometrics Bulletin 2, 110-114).
    """
    pool = _variance(changes)
    if np.isnan(pool):
        return Interval(float(np.mean(values)), np.nan, np.nan, len(values))
    if not pool > 0.0:
        return interval_of(values)
    runs = float(np.var(values, ddof=1)) / len(values)
    each = runs * runs / (len(values) - 1) + pool * pool / (len(changes) - 1)
    half = float(t_quantile((runs + pool) ** 2 / each + 1.0) * np.sqrt(runs + pool))
    mean = float(np.mean(values))
    return Interval(mean, mean - half, mean + half, len(values))


def _variance(changes: np.ndarray) -> float:
    """Of a mean, by the jackknife; 0 where there is no pool, NaN where none of it was spare."""
    if not len(changes):
        return 0.0
    return float((len(changes) - 1) * np.var(changes))


@dataclass(frozen=True)
class Evaluations:
    """Those of one design, outcome and window, of which ``pool`` places were had in turn.

    ``exchanged`` are estimates and their intervals without each comparator [3, runs, comparators],
    and ``places`` which these are, from 0 [runs, comparators].
    """

    found: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
    exchanged: np.ndarray
    places: np.ndarray
    pool: int

    @classmethod
    def of(cls, each: pd.DataFrame, pool: int) -> Evaluations:
        """Of rows as `over_worlds` gives them, all of which were answered."""
        estimate, low, high, truth = (
            each[name].to_numpy(float) for name in ("estimate", "low", "high", "truth")
        )
        if not pool or NAMES not in each or not len(each) or not len(each[NAMES].iloc[0]):
            return cls((estimate, low, high, truth), NOTHING, NOTHING, 0)
        exchanged = np.stack([np.stack(each[name].to_list()) for name in EXCHANGED])
        places = np.stack(each[NAMES].to_list()) - 1
        return cls((estimate, low, high, truth), exchanged, places, pool)

    def mean(self, statistic: Statistic) -> Interval:
        """Over runs and pool."""
        return mean_of(*self._both(statistic))

    def share(self, statistic: Statistic) -> Share:
        """Over runs and pool, of a statistic that is true or false."""
        return Share.of(*self._both(statistic))

    def _both(self, statistic: Statistic) -> tuple[np.ndarray, np.ndarray]:
        """A statistic of each run, and how its mean changes without each place of the pool."""
        values = statistic(*self.found)
        if not self.pool:
            return values, NOTHING
        if self.pool <= self.places.shape[1]:
            return values, np.full(self.pool, np.nan)  # no place is spare to take another's stead
        estimate, low, high = self.exchanged
        other = statistic(estimate, low, high, self.found[3][:, None])
        apart = other - values[:, None].astype(float)
        apart = np.where(np.isnan(estimate), 0.0, apart).ravel()
        return values, np.bincount(self.places.ravel(), apart, self.pool) / len(values)
