"""Means over replications with their 95% intervals, the spread of replications, and how many do."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

import numpy as np

from joinedup.outcomes.measure import mean_of_known

CONFIDENCE = 0.95
CENTRAL = (5.0, 95.0)  # percentiles between which the central 90% of replications lie
NORMAL_95 = 1.959963984540054  # standard errors to either side of a 95% interval
FEWEST_WORLDS = 5  # plausible worlds of which anything is said
FEWEST_TENTHS = 10  # plausible worlds of which nine in ten can be spoken of
MOST_REPLICATIONS = 1_000_000
FEWEST_ALIKE = 5  # replications that must agree for an interval without width to be believed
ROUNDING = 1e-9  # what is this small beside the numbers it was worked out from is rounding


@dataclass(frozen=True)
class Interval:
    """A mean over replications with its 95% interval, whose ends are NaN where it is not known."""

    mean: float
    low: float
    high: float
    replications: int

    @property
    def known(self) -> bool:
        """Whether there is more than one replication."""
        return self.replications > 1

    @property
    def has_ends(self) -> bool:
        """Whether there is an interval to show: not of one replication, nor of a few alike."""
        return bool(self.high >= self.low)

    @property
    def identical(self) -> bool:
        """Whether every replication has exactly zero: as a difference, none at all."""
        return self.known and self.low == self.mean == self.high == 0.0

    @property
    def too_few(self) -> bool:
        """Whether there is no interval, or one of no width by chance: of a few alike."""
        alike = not self.half_width > ROUNDING * abs(self.mean) and not self.identical
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
        return float(self.half_width / t_quantile(self.replications) * np.sqrt(self.replications))

    def within(self, least: float, most: float) -> Interval:
        """The interval to be shown: cut at what no value can be beyond, but for the mean's own.

        The t-interval of few replications is as wide to either side, and can end where nothing can
        be. Nothing is computed from what is cut here.
        """
        low, high = max(self.low, min(least, self.mean)), min(self.high, max(most, self.mean))
        return replace(self, low=low, high=high)

    def times(self, factor: float) -> Interval:
        """The interval in another unit.

        >>> Interval(0.5, 0.25, 0.75, 8).times(100.0)
        Interval(mean=50.0, low=25.0, high=75.0, replications=8)
        """
        low, high = sorted((self.low * factor, self.high * factor))
        return Interval(self.mean * factor, low, high, self.replications)


@dataclass(frozen=True)
class Spread:
    """Where one value per replication lies: the central 90%, and the shares above and below nought.

    Over plausible worlds it holds what is not known of the place, and chance; in one world it
    holds chance alone. NaN where it is not known; a single replication has no ends. ``many`` is
    how many values it is of.
    """

    low: float = np.nan
    high: float = np.nan
    up: float = np.nan
    down: float = np.nan
    many: int = 0

    def times(self, factor: float) -> Spread:
        """The spread in another unit; ``factor`` is above zero."""
        return replace(self, low=self.low * factor, high=self.high * factor)


UNKNOWN = Spread()


def spread_of(values: np.ndarray) -> Spread:
    """The spread of one value per replication.

    >>> spread_of(np.array([-1.0, 0.0, 1.0, 2.0, 3.0]))
    Spread(low=-0.8, high=2.8, up=0.6, down=0.2, many=5)
    """
    if not np.isfinite(values).all():
        return UNKNOWN
    ranked, many = sorted(values.tolist()), len(values)
    low, high = (_percentile(ranked, p) if many > 1 else np.nan for p in CENTRAL)
    up, down = (many - bisect_right(ranked, 0.0)) / many, bisect_left(ranked, 0.0) / many
    return Spread(low, high, up, down, many)


def _percentile(ranked: list[float], per_cent: float) -> float:
    """What ``np.percentile`` gives, to the last bit; that is slow on few values."""
    place = (len(ranked) - 1) * (per_cent / 100.0)
    below, above = ranked[int(place)], ranked[min(int(place) + 1, len(ranked) - 1)]
    apart, share = above - below, place - int(place)
    return below + apart * share if share < 0.5 else above - apart * (1.0 - share)


def spread_over(values: np.ndarray, plausible: bool) -> Spread:
    """The same of what is known: of no values nothing is, nor of too few ``plausible`` worlds."""
    values = known_of(values)
    few = not len(values) or (plausible and len(values) < FEWEST_WORLDS)
    return UNKNOWN if few else spread_of(values)


def t_quantile(replications: Any) -> Any:
    """Student's t for a two-sided 95% interval of the mean of so many, or of each of an array."""
    from scipy.special import stdtrit

    return stdtrit(replications - 1, 0.5 + CONFIDENCE / 2.0)


def interval_of(values: np.ndarray) -> Interval:
    """The mean of one value per replication with its t-interval; of a difference, paired values.

    Replications that have no value are not counted; where none has, nothing is known. The ends are
    NaN where replications are `too_few`, but for exactly nought in each.
    """
    known = known_of(np.asarray(values, float))
    if not len(known):
        return Interval(np.nan, np.nan, np.nan, 0)
    mean, half = mean_and_half(known)
    found = Interval(float(mean), float(mean - half), float(mean + half), len(known))
    return replace(found, low=np.nan, high=np.nan) if found.too_few else found


def less(other: np.ndarray, base: np.ndarray) -> np.ndarray:
    """What each value has more than its base; exactly 0 where that is the rounding of floats.

    >>> less(np.array([0.1 + 0.2, 4.0]), np.array([0.3, 3.0]))
    array([0., 1.])
    """
    apart = np.asarray(other - base)
    rounding = np.abs(apart) <= ROUNDING * np.maximum(np.abs(other), np.abs(base))
    return np.where(rounding, 0.0, apart)


def varies(values: np.ndarray) -> bool:
    """Whether values differ by more than the rounding of floats; False where one is not known."""
    return bool(np.ptp(values) > ROUNDING * np.abs(values).max())


def known_of(values: np.ndarray) -> np.ndarray:
    """Those of one value per replication that are values."""
    return values[~np.isnan(values)]


def known_in_all(values: np.ndarray) -> np.ndarray:
    """Values [arms, replications] where every arm has one, NaN elsewhere; as given if none is so.

    >>> known_in_all(np.array([[1.0, np.nan, 3.0], [4.0, 5.0, 6.0]]))
    array([[ 1., nan,  3.],
           [ 4., nan,  6.]])
    """
    known = ~np.isnan(values).any(axis=0)
    return np.where(known, values, np.nan) if known.any() else values


def own_shares(apart: np.ndarray, base: np.ndarray) -> np.ndarray:
    """Each replication's difference as a share of its own base, of those whose base has any.

    >>> own_shares(np.array([-5.0, 2.0, 1.0]), np.array([10.0, 4.0, 0.0]))
    array([-0.5,  0.5])
    """
    some = base != 0.0
    return np.asarray(apart[some] / np.abs(base[some]))


def ratio_of(top: np.ndarray, bottom: np.ndarray) -> Interval:
    """The ratio of two means of paired values with Fieller's interval.

    NaN where the interval of ``bottom`` spans zero: then no bounded set of ratios is plausible.
    """
    many, below = len(top), interval_of(bottom)
    if not below.excludes_zero:
        return Interval(np.nan, np.nan, np.nan, many)
    a, b = float(np.mean(top)), below.mean
    spread = np.cov(top, bottom) * t_quantile(many) ** 2 / many
    square, cross, rest = b * b - spread[1, 1], a * b - spread[0, 1], a * a - spread[0, 0]
    root = np.sqrt(max(0.0, cross * cross - square * rest))
    return Interval(a / b, float((cross - root) / square), float((cross + root) / square), many)


def mean_and_half(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Means over the first axis, replications, and half the width of their 95% t-intervals.

    Of those that have a value; the half-widths are NaN where that is a single replication.
    """
    mean, known = mean_of_known(values, axis=0), ~np.isnan(values)
    many = known.sum(axis=0)
    apart = np.where(known, values - mean, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        error = np.sqrt((apart * apart).sum(axis=0) / (many - 1)) / np.sqrt(many)
    return mean, t_quantile(many) * error


def replications_for(deviation: float, half_width: float) -> int | None:
    """The smallest number of replications whose 95% interval is expected to be this narrow.

    ``deviation`` is the standard deviation between replications, ``half_width`` half the wanted
    width in the same unit; a ``ValueError`` if it is not above zero. None when the deviation is
    not known or a million would not do.

    >>> replications_for(deviation=10.0, half_width=5.0)
    18
    """
    if not half_width > 0.0:
        raise ValueError(f"the half-width wanted must be above zero, not {half_width:g}")

    def narrow_enough(replications: int) -> bool:
        return t_quantile(replications) * deviation <= half_width * np.sqrt(replications)

    if not narrow_enough(MOST_REPLICATIONS):  # so too where the deviation is NaN
        return None
    fewest = int((NORMAL_95 * deviation / half_width) ** 2)  # if t were as narrow as the normal
    return next(n for n in count(max(2, fewest)) if narrow_enough(n))


def wilson(part: np.ndarray, whole: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Shares with the ends of Wilson's (1927) 95% intervals, also of counts that are not whole.

    NaN where ``whole`` is nothing.
    """
    if whole <= 0:
        nothing = np.full_like(np.asarray(part, float), np.nan)
        return nothing, nothing, nothing
    p, z = np.asarray(part, float) / whole, NORMAL_95
    middle = p + z * z / (2.0 * whole)
    half = z * np.sqrt(p * (1.0 - p) / whole + z * z / (4.0 * whole * whole))
    scale = 1.0 + z * z / whole
    return p, np.maximum(0.0, (middle - half) / scale), np.minimum(1.0, (middle + half) / scale)
