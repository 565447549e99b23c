"""The reference network: its numbers, what is known about it, and whether a result agrees.

One locality has 10,000 residents and three teams. Everybody is well at time 0 and has at most
one active need. Every tool of this folder simulates the same network and returns the same
array, ``monthly[locality, month, measure]``, which :func:`agreement` compares with the means
published over 2,000 replications. The network is written out in ``README.md``.
"""

from __future__ import annotations

from enum import IntEnum
from math import sqrt
from typing import NamedTuple

import numpy as np

LOCALITY = 10_000
HORIZON = 1825
MONTHS = 60
MONTH = 365.0 / 12.0

WELL_MEAN = 365.0
SEEK_MEAN = 30.0
CRISIS_MEAN = 3650.0
SERVICE_MEAN = 0.55
OVERLOADED_SERVICE_MEAN = 1.0
KIND_SHARES = (0.5, 0.3, 0.2)
PHYSICAL_SHARE, PHYSICAL_OR_MENTAL_SHARE = 0.5, 0.8
SERVERS = (7, 5, 4)
KINDS = 3
BOUNCE_CHANCE = 0.25
BOUNCES_AT_MOST = 2
BOUNCE_DAYS = 14.0
STAY_DAYS = 7.0


class Measure(IntEnum):
    """What is counted each month; the last axis of a tool's result."""

    ONSETS = 0
    REFERRALS = 1
    BOUNCES = 2
    COMPLETED = 3
    ADMISSIONS = 4
    STARTS = 5
    WAITED = 6
    QUEUE = 7


MEASURES = len(Measure)


class Known(NamedTuple):
    """What is known of one replication at 10,000 residents."""

    mean: float  # published, over 2,000 replications
    rounding: float  # half of the published mean's last digit
    # Of one replication, over 2,000 replications of the engine. Theory gives nearly the same
    # where it has a closed form: a renewal count has variance N T sd**2 / mean**3 of the cycle,
    # here 196**2 for onsets, and rare admissions are nearly Poisson, 20.6**2
    sd: float


PUBLISHED_REPLICATIONS = 2_000
USUAL = {
    "onsets": Known(45_680, 5, 197.6),
    "referrals": Known(44_580, 5, 195.0),
    "bounces": Known(13_900, 5, 133.7),
    "completed": Known(44_380, 5, 194.1),
    "admissions": Known(424.2, 0.05, 20.9),
    "queue": Known(10.39, 0.005, 1.227),
    "wait": Known(0.423, 0.0005, 0.0357),
}
OVERLOADED = {
    "completed": Known(28_920, 5, 170.5),
    "admissions": Known(1_565, 0.5, 41.2),
    "queue": Known(2_527, 0.5, 41.0),
    "wait": Known(143.5, 0.05, 2.86),
}
STANDARD_ERRORS = 4.0
"""Accepted distance: 49 comparisons of a right tool then fail by chance once in 300 runs."""

BY_THE_DAY = 0.002
"""Further allowance, as a part of the mean, for a tool that steps by the day: rounding to days
moved throughput by 0.15 per cent when it was measured."""


class Comparison(NamedTuple):
    """One measure of one tool against what is known."""

    measure: str
    found: float
    expected: float
    tolerance: float

    @property
    def agrees(self) -> bool:
        """Whether the measure lies within the tolerance."""
        return abs(self.found - self.expected) <= self.tolerance


def localities(people: int) -> int:
    """How many localities ``people`` residents make; the last may be smaller."""
    return -(-people // LOCALITY)


def nothing_counted(people: int) -> np.ndarray:
    """Zeros of shape (localities, months, measures) for a tool to count in."""
    return np.zeros((localities(people), MONTHS, MEASURES))


def month_of(time: float) -> int:
    """The month, 0 to 59, that ``time`` (days) falls in."""
    return min(int(time / MONTH), MONTHS - 1)


def last_days_of_months() -> dict[int, int]:
    """For a tool that steps by the day: each month's last day, and the month."""
    return {round((month + 1) * MONTH) - 1: month for month in range(MONTHS)}


def events(monthly: np.ndarray) -> int:
    """Events by the definition of the network: a bounce and an admission have two ends."""
    totals = monthly.sum(axis=(0, 1))
    twice = totals[Measure.BOUNCES] + totals[Measure.ADMISSIONS]
    once = totals[Measure.ONSETS] + totals[Measure.REFERRALS] + totals[Measure.COMPLETED]
    return int(once + 2 * twice)


def findings(monthly: np.ndarray) -> dict[str, float]:
    """Means over replications (first axis): totals, mean wait and mean month-end queue.

    Parameters
    ----------
    monthly : ndarray, shape (replications, months, measures)
        Localities of 10,000 residents share nothing, so each is a replication.
    """
    totals = monthly.sum(axis=1).mean(axis=0)
    found = {
        measure.name.lower(): float(totals[measure])
        for measure in Measure
        if measure not in (Measure.WAITED, Measure.QUEUE)
    }
    found["queue"] = float(monthly[:, :, Measure.QUEUE].mean())
    found["wait"] = float(totals[Measure.WAITED] / totals[Measure.STARTS])
    return found


def compare(monthly: np.ndarray, known: dict[str, Known], allowance: float) -> list[Comparison]:
    """Compare a result with the published means.

    The tolerance is ``STANDARD_ERRORS`` standard errors of the difference between a mean over
    these replications and a published one, plus the published rounding, plus ``allowance``
    times the mean.
    """
    found = findings(monthly)
    share = sqrt(1.0 / len(monthly) + 1.0 / PUBLISHED_REPLICATIONS)
    return [
        Comparison(
            measure,
            found[measure],
            it.mean,
            STANDARD_ERRORS * it.sd * share + it.rounding + allowance * it.mean,
        )
        for measure, it in known.items()
    ]


def has_months(monthly: np.ndarray) -> bool:
    """Whether every month of every locality was counted."""
    shape_is_right = monthly.shape[1:] == (MONTHS, MEASURES)
    flows = monthly[:, :, [Measure.ONSETS, Measure.REFERRALS, Measure.STARTS, Measure.COMPLETED]]
    return bool(shape_is_right and (flows > 0).all())
