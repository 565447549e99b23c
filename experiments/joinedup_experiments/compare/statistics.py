"""What replications say and how surely: means, 95% intervals, how many replications are enough."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

CONFIDENCE = 0.95
MOST_REPLICATES = 1_000_000
FEWEST_ALIKE = (
    3  # replications that must agree exactly before an interval without width is believed
)
ROUNDING = 1e-9  # a half-width this small beside the mean is the rounding of floats


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
    def nothing_at_all(self) -> bool:
        """Whether every replication has exactly zero."""
        return self.known and self.low == self.mean == self.high == 0.0

    @property
    def too_few_to_tell(self) -> bool:
        """Whether too few replications agree by chance: one other would give the interval width."""
        alike = self.without_width and not self.nothing_at_all
        return alike and self.replications < FEWEST_ALIKE

    @property
    def excludes_zero(self) -> bool:
        """Whether zero lies outside an interval that says something.

        Never true of a single replication, nor of two that happen to agree, of which nobody can
        say how much others would differ.
        """
        outside = self.known and (self.low > 0.0 or self.high < 0.0)
        return outside and not self.too_few_to_tell

    @property
    def half_width(self) -> float:
        """Half the interval's width; NaN for a single replication."""
        return (self.high - self.low) / 2.0


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

    def narrow_enough(replications: int) -> bool:
        return t_quantile(replications) * deviation <= half_width * np.sqrt(replications)

    if not narrow_enough(MOST_REPLICATES):
        return None
    low, high = 1, MOST_REPLICATES
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if narrow_enough(middle) else (middle, high)
    return high
