"""Which share of an eventual effect is reached when, with intervals over replications.

The share reached in a year is a ratio of two means over the same replications: that year's mean
difference from the siloed world over the eventual one's. Its 95% interval is Fieller's, which
keeps the two in their pairs and has ends only where the eventual effect is itself
distinguishable from zero. The difference between two such shares has no closed form: its
interval is the jackknife's, over replications, with Student's t.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from joinedup.outcomes.measures import measure
from joinedup_experiments.compare.comparison import Comparison
from joinedup_experiments.compare.statistics import Interval, interval_of, t_quantile

FEWEST = 3  # replications with which a share is given


@dataclass(frozen=True)
class Outcome:
    """What is followed: a sum of measures.

    Attributes
    ----------
    good : {"less", "more"}
        Which way is better.
    """

    key: str
    label: str
    measures: tuple[str, ...]
    good: str


OUTCOMES = (
    Outcome("handovers", "People bounced or lost at handovers", ("bounced", "lost"), "less"),
    Outcome("repeat_history_taking", "Repeat history-taking", ("repeat_history_taking",), "less"),
    Outcome("unmet_latent", "Unmet need that no service knows", ("unmet_latent",), "less"),
    Outcome("qaly_lost", "Quality of life lost to need", ("qaly_lost",), "less"),
    Outcome("satisfaction", "Satisfaction of staff", ("satisfaction",), "more"),
    Outcome("adoption", "Staff of joined teams in the new way", ("adoption",), "more"),
    Outcome("fidelity", "How far joined interfaces work as arranged", ("fidelity",), "more"),
)


@dataclass(frozen=True)
class Course:
    """One outcome's paired differences from the siloed world.

    Attributes
    ----------
    by_year : ndarray [replications, years]
        A year's difference.
    base : float
        The siloed world's mean over the same years.
    """

    outcome: Outcome
    by_year: np.ndarray
    base: float

    @property
    def eventual(self) -> np.ndarray:
        """The eventual effect, one for each replication: the mean of the last two years."""
        return self.by_year[:, -2:].mean(axis=1)

    @property
    def told(self) -> bool:
        """Whether the eventual effect is distinguishable from zero."""
        found = interval_of(self.eventual)
        return found.excludes_zero and found.replications >= FEWEST

    def share(self, year: int) -> Interval | None:
        """The share reached in a year from 1, with Fieller's interval; None where none is told."""
        return fieller(self.by_year[:, year - 1], self.eventual) if self.told else None


def course(result: Comparison, outcome: Outcome, arm: int = 1, base: int = 0) -> Course:
    """How an outcome differs between two arms, year by year."""
    years = range(1, result.whole_years + 1)

    def values(of: int) -> np.ndarray:
        parts = [[result.yearly(of, measure(k), y) for y in years] for k in outcome.measures]
        return np.sum(parts, axis=0).T

    before = values(base)
    return Course(outcome, values(arm) - before, float(before.mean()))


def fieller(above: np.ndarray, below: np.ndarray) -> Interval | None:
    """The ratio of two paired means, with Fieller's 95% interval.

    Parameters
    ----------
    above, below : ndarray [replications]

    Returns
    -------
    Interval or None
        None where the interval of the mean of ``below`` holds zero: no end could be given.

    Examples
    --------
    >>> found = fieller(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0]))
    >>> found is None
    True
    >>> fieller(np.array([5.0, 5.5, 4.5]), np.array([10.0, 11.0, 9.0])).mean
    0.5
    """
    many = len(above)
    if many < 2:
        return None
    covariance = np.cov(above, below, ddof=1) / many
    x, y = float(above.mean()), float(below.mean())
    t2 = t_quantile(many) ** 2
    a = y * y - t2 * covariance[1, 1]
    if a <= 0.0:
        return None
    b = x * y - t2 * covariance[0, 1]
    c = x * x - t2 * covariance[0, 0]
    root = np.sqrt(max(b * b - a * c, 0.0))
    return Interval(x / y, float((b - root) / a), float((b + root) / a), many)


def difference_of_shares(course_: Course, other: Course, year: int) -> Interval | None:
    """``course_``'s share reached in a year less ``other``'s, with a jackknife interval.

    Both must have the same replications in the same order; None where either has no share.
    """
    if not (course_.told and other.told):
        return None
    many = len(course_.by_year)

    def gap(rows: Sequence[int] | np.ndarray) -> float:
        one, two = (
            c.by_year[rows, year - 1].mean() / c.eventual[rows].mean() for c in (course_, other)
        )
        return float(one - two)

    everyone = np.arange(many)
    whole = gap(everyone)
    without_one = np.array([gap(np.delete(everyone, i)) for i in everyone])
    pseudo = many * whole - (many - 1) * without_one
    half = t_quantile(many) * float(pseudo.std(ddof=1)) / np.sqrt(many)
    return Interval(whole, whole - half, whole + half, many)
