"""What replications say and how surely: intervals, effects, and the one verdict on an effect."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

import numpy as np

from joinedup.outcomes.measures import Form, Measure

CONFIDENCE = 0.95
MOST_REPLICATIONS = 1_000_000
FEWEST_ALIKE = 3  # replications that must agree for an interval without width to be believed
ROUNDING = 1e-9  # a half-width this small beside the mean is the rounding of floats
SMALL = 0.01
RULED_OUT = 3.0 * SMALL
NEAR = 0.25
YEAR_DAYS = 365.25

Size = Literal["clear", "perhaps small", "small"]


class Verdict(StrEnum):
    """What may be said of a difference. It means the same wherever it is read.

    ``HIGHER`` and ``LOWER``: the 95% interval leaves out zero. ``NO_CHANGE``: the interval spans
    zero and is so narrow that a change of more than 3% of the base (0.03 of a share or a scale)
    is ruled out. ``UNCERTAIN``: it spans zero and is wider. ``IDENTICAL``: no difference in any
    replication. ``TOO_FEW``: a single replication, or two that happen to agree, so that there is
    no interval to judge by. ``NOT_COUNTED``: the results do not have the measure.
    """

    HIGHER = "higher"
    LOWER = "lower"
    NO_CHANGE = "no change shown"
    UNCERTAIN = "too uncertain to tell"
    IDENTICAL = "no difference at all"
    TOO_FEW = "too few replications"
    NOT_COUNTED = "not counted"


@dataclass(frozen=True)
class Interval:
    """A mean over replications with its 95% interval.

    Attributes
    ----------
    mean, low, high : float
        In the unit of what was averaged; ``low`` and ``high`` are NaN for a single replication.
    replications : int
        How many there were.
    """

    mean: float
    low: float
    high: float
    replications: int

    @property
    def known(self) -> bool:
        """Whether there is an interval at all: it takes two replications."""
        return self.replications > 1

    @property
    def without_width(self) -> bool:
        """Whether every replication has the same value, but for rounding."""
        return self.known and self.half_width <= ROUNDING * abs(self.mean)

    @property
    def identical(self) -> bool:
        """Whether every replication has exactly zero: as a difference, none at all."""
        return self.known and self.low == self.mean == self.high == 0.0

    @property
    def too_few(self) -> bool:
        """Whether there is no interval, or one of no width by chance: of two that agree."""
        alike = self.without_width and not self.identical
        return not self.known or (alike and self.replications < FEWEST_ALIKE)

    @property
    def excludes_zero(self) -> bool:
        """Whether zero lies outside an interval that says something."""
        return not self.too_few and (self.low > 0.0 or self.high < 0.0)

    @property
    def half_width(self) -> float:
        """Half the interval's width; NaN for a single replication."""
        return (self.high - self.low) / 2.0

    @property
    def deviation(self) -> float:
        """Standard deviation between replications; NaN for a single one."""
        if not self.known:
            return float("nan")
        return float(self.half_width / t_quantile(self.replications) * np.sqrt(self.replications))

    def times(self, factor: float) -> Interval:
        """The interval in another unit.

        >>> Interval(0.5, 0.25, 0.75, 8).times(100.0)
        Interval(mean=50.0, low=25.0, high=75.0, replications=8)
        """
        low, high = sorted((self.low * factor, self.high * factor))
        return Interval(self.mean * factor, low, high, self.replications)


def verdict_of(difference: Interval, ruled_out: float) -> Verdict:
    """What may be said of a difference.

    Parameters
    ----------
    ruled_out : float
        In the unit of the difference: an interval that spans zero shows no change where all of
        it is nearer to zero than this.

    Examples
    --------
    >>> verdict_of(Interval(2.0, 1.0, 3.0, 8), 0.5).value
    'higher'
    >>> verdict_of(Interval(0.1, -0.2, 0.4, 8), 0.5).value
    'no change shown'
    >>> verdict_of(Interval(0.1, -0.6, 0.8, 8), 0.5).value
    'too uncertain to tell'
    """
    if not np.isfinite(difference.mean):
        return Verdict.NOT_COUNTED
    if difference.identical:
        return Verdict.IDENTICAL
    if difference.too_few:
        return Verdict.TOO_FEW
    if difference.excludes_zero:
        return Verdict.HIGHER if difference.mean > 0.0 else Verdict.LOWER
    narrow = max(abs(difference.low), abs(difference.high)) <= ruled_out
    return Verdict.NO_CHANGE if narrow else Verdict.UNCERTAIN


@dataclass(frozen=True)
class Effect:
    """One measure in one arm beside the base, over one period.

    Attributes
    ----------
    measure : Measure
        What is measured; its label, unit and better direction are the effect's.
    base, other : Interval
        A year's value in each arm.
    difference : Interval
        ``other`` less ``base``, paired by replication.
    arm : int
        The number of the other arm.
    period : int
        A year after the change from 1, or 0 for the average year.
    """

    measure: Measure
    base: Interval
    other: Interval
    difference: Interval
    arm: int = 1
    period: int = 0

    @property
    def label(self) -> str:
        """The measure's name in the middle of a sentence."""
        return self.measure.phrase

    @property
    def unit(self) -> str:
        """What follows its numbers."""
        return self.measure.unit_in_words

    @property
    def form(self) -> Form:
        """How its numbers are written."""
        return self.measure.form

    @property
    def verdict(self) -> Verdict:
        """What may be said of it; an interval that spans zero is never a change."""
        return verdict_of(self.difference, RULED_OUT * self._whole)

    @property
    def changed(self) -> bool:
        """Whether a change is shown, of any size."""
        return self.verdict in (Verdict.HIGHER, Verdict.LOWER)

    @property
    def from_none(self) -> bool:
        """Whether the base has none, so that no share of it can be given."""
        return self.base.mean == 0.0

    @property
    def none_in_either(self) -> bool:
        """Whether neither arm has any."""
        return self.base.mean == 0.0 and self.other.mean == 0.0

    @property
    def of_base(self) -> Interval:
        """The difference as a share of the base. Not to be asked where the base has none."""
        return self.difference.times(1.0 / abs(self.base.mean))

    @property
    def size(self) -> Size:
        """How large a change is, as far as its interval says: small is under 1% of the base."""
        if self.from_none:
            return "clear"
        nearest, furthest = sorted((abs(self.difference.low), abs(self.difference.high)))
        small = SMALL * self._whole
        if furthest <= small:
            return "small"
        return "perhaps small" if nearest <= small else "clear"

    @property
    def for_the_better(self) -> bool | None:
        """Whether a change is for the better; None where there is none, or neither way is."""
        if not self.changed or self.measure.better is None:
            return None
        return self.verdict.value == self.measure.better

    @property
    def near_zero(self) -> bool:
        """Whether a few other replications could take a change away.

        So where the nearer end of the interval is less than a quarter of the mean from zero.
        """
        nearest = min(abs(self.difference.low), abs(self.difference.high))
        return self.changed and nearest < NEAR * abs(self.difference.mean)

    def as_read(self) -> Effect:
        """The same with person-days a year as needs on an average day."""
        if self.measure.unit != "person-days":
            return self
        return replace(
            self,
            measure=replace(self.measure, unit="needs", mean_of="days"),
            base=self.base.times(1.0 / YEAR_DAYS),
            other=self.other.times(1.0 / YEAR_DAYS),
            difference=self.difference.times(1.0 / YEAR_DAYS),
        )

    @property
    def _whole(self) -> float:
        """What "per cent" is of: the base, or the whole of a share or a scale."""
        return 1.0 if self.form in ("share", "scale") else abs(self.base.mean)


def paired(
    measure: Measure, base: np.ndarray, other: np.ndarray, arm: int = 1, period: int = 0
) -> Effect:
    """The effect in one value for each replication of the base and of the other arm."""
    base, other = np.asarray(base, float), np.asarray(other, float)
    return Effect(
        measure, interval_of(base), interval_of(other), interval_of(other - base), arm, period
    )


def t_quantile(replications: int) -> float:
    """Student's t for a two-sided 95% interval of the mean of so many replications."""
    from scipy.special import stdtrit

    return float(stdtrit(replications - 1, 0.5 + CONFIDENCE / 2.0))


def interval_of(values: np.ndarray) -> Interval:
    """The mean of one value per replication, with its 95% t-interval.

    Parameters
    ----------
    values : ndarray [replications]
        One number for each replication; for a difference between two arms, the paired one.
    """
    mean, half = mean_and_half(np.asarray(values, float))
    return Interval(float(mean), float(mean - half), float(mean + half), len(values))


def mean_and_half(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Means over the first axis and half the width of their 95% t-intervals.

    Parameters
    ----------
    values : ndarray [replications, ...]

    Returns
    -------
    mean, half : ndarray [...]
        ``half`` is NaN for a single replication.
    """
    replications = len(values)
    mean = values.mean(axis=0)
    if replications < 2:
        return mean, np.full_like(mean, np.nan)
    error = values.std(axis=0, ddof=1) / np.sqrt(replications)
    return mean, t_quantile(replications) * error


def replications_for(deviation: float, half_width: float) -> int | None:
    """The smallest number of replications whose 95% interval is expected to be this narrow.

    Parameters
    ----------
    deviation : float
        Standard deviation between replications, of the paired difference.
    half_width : float
        Half the wanted width, in the same unit.

    Returns
    -------
    int or None
        At least 2; None when the deviation is not known or a million would not do.

    Raises
    ------
    ValueError
        When ``half_width`` is not a positive number.

    Examples
    --------
    >>> replications_for(deviation=10.0, half_width=5.0)
    18
    """
    if not half_width > 0.0:
        raise ValueError(f"the half-width wanted must be above zero, not {half_width:g}")
    if not np.isfinite(deviation):
        return None
    from bisect import bisect_left

    def narrow_enough(replications: int) -> bool:
        return t_quantile(replications) * deviation <= half_width * np.sqrt(replications)

    if not narrow_enough(MOST_REPLICATIONS):
        return None
    return 2 + bisect_left(range(2, MOST_REPLICATIONS), True, key=narrow_enough)
