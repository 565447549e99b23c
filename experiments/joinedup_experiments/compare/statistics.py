"""What replicates say and how surely: means, 95% intervals, how many replicates are enough."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

CONFIDENCE = 0.95
MOST_REPLICATES = 1_000_000
FEWEST_ALIKE = 3  # replicates that must agree exactly before an interval without width is believed
ROUNDING = 1e-9  # a half-width this small beside the mean is the rounding of floats


@dataclass(frozen=True)
class Interval:
    """A mean over replicates with its 95% interval.

    Attributes
    ----------
    mean, low, high : float
        In the unit of what was averaged; ``low`` and ``high`` are NaN for a single replicate.
    replicates : int
        How many there were.
    """

    mean: float
    low: float
    high: float
    replicates: int

    @property
    def known(self) -> bool:
        """Whether there is an interval at all: it takes two replicates."""
        return self.replicates > 1

    @property
    def without_width(self) -> bool:
        """Whether every replicate has the same value, but for rounding."""
        return self.known and self.half_width <= ROUNDING * abs(self.mean)

    @property
    def nothing_at_all(self) -> bool:
        """Whether every replicate has exactly zero."""
        return self.known and self.low == self.mean == self.high == 0.0

    @property
    def too_few_to_tell(self) -> bool:
        """Whether too few replicates agree by chance: one other would give the interval width."""
        alike = self.without_width and not self.nothing_at_all
        return alike and self.replicates < FEWEST_ALIKE

    @property
    def excludes_zero(self) -> bool:
        """Whether zero lies outside an interval that says something.

        Never true of a single replicate, nor of two that happen to agree, of which nobody can
        say how much others would differ.
        """
        outside = self.known and (self.low > 0.0 or self.high < 0.0)
        return outside and not self.too_few_to_tell

    @property
    def half_width(self) -> float:
        """Half the interval's width; NaN for a single replicate."""
        return (self.high - self.low) / 2.0


def t_quantile(replicates: int) -> float:
    """Student's t for a two-sided 95% interval of the mean of so many replicates."""
    from scipy.special import stdtrit

    return float(stdtrit(replicates - 1, 0.5 + CONFIDENCE / 2.0))


def interval_of(values: np.ndarray) -> Interval:
    """The mean of one value per replicate, with its 95% t-interval.

    Parameters
    ----------
    values : ndarray [replicates]
        One number for each replicate; for a difference between two arms, the paired one.
    """
    mean, half = mean_and_half(np.asarray(values, float))
    return Interval(float(mean), float(mean - half), float(mean + half), len(values))


def mean_and_half(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Means over the first axis and half the width of their 95% t-intervals.

    Parameters
    ----------
    values : ndarray [replicates, ...]

    Returns
    -------
    mean, half : ndarray [...]
        ``half`` is NaN for a single replicate.
    """
    replicates = len(values)
    mean = values.mean(axis=0)
    if replicates < 2:
        return mean, np.full_like(mean, np.nan)
    error = values.std(axis=0, ddof=1) / np.sqrt(replicates)
    return mean, t_quantile(replicates) * error


def replicates_for(deviation: float, half_width: float) -> int | None:
    """The smallest number of replicates whose 95% interval is expected to be this narrow.

    Parameters
    ----------
    deviation : float
        Standard deviation between replicates, of the paired difference.
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
    >>> replicates_for(deviation=10.0, half_width=5.0)
    18
    """
    if not half_width > 0.0:
        raise ValueError(f"the half-width wanted must be above zero, not {half_width:g}")
    if not np.isfinite(deviation):
        return None

    def narrow_enough(replicates: int) -> bool:
        return t_quantile(replicates) * deviation <= half_width * np.sqrt(replicates)

    if not narrow_enough(MOST_REPLICATES):
        return None
    low, high = 1, MOST_REPLICATES
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if narrow_enough(middle) else (middle, high)
    return high
