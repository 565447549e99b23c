"""Which way a factor pushes: the outcome where the factor is low, and where it is high."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

PART = 4  # the lowest and the highest quarter of each factor's range
RESAMPLES = 200
FEWEST_BLOCKS = 20


class Interval95(NamedTuple):
    """A value between the ends of its interval."""

    value: float
    low: float
    high: float


class Bar(NamedTuple):
    """The mean outcome in the lowest and the highest quarter of a factor's range, less the mean.

    Each with a 95% interval by resampling; ``difference`` is high less low.
    """

    factor: str
    at_low: Interval95
    at_high: Interval95
    difference: Interval95


def tornado_of(
    names: list[str], bounds: np.ndarray, points: np.ndarray, y: np.ndarray, block: int, seed: int
) -> list[Bar]:
    """Every factor's bar, the widest first.

    None where points were drawn together in fewer than 20 blocks, nor of a factor of which a
    resample has no point at an end: their intervals would be too narrow.
    ``bounds`` are [factors, 2], ``points`` [points, factors], ``y`` [points]; ``block`` points
    were drawn together and are resampled together, 0 or 1 for single ones.
    """
    blocks = np.arange(len(y)) // max(1, block)
    many = int(blocks[-1]) + 1
    if block > 1 and many < FEWEST_BLOCKS:
        return []
    unit = (points - bounds[:, 0]) / (bounds[:, 1] - bounds[:, 0])
    everywhere, lower, upper = np.ones_like(unit), unit <= 1.0 / PART, unit >= 1.0 - 1.0 / PART
    rng = np.random.default_rng(seed)
    weights = [np.ones(len(y))] + [
        np.bincount(rng.integers(0, many, many), minlength=many)[blocks] for _ in range(RESAMPLES)
    ]
    # Means by part of the range, [3, 1 + resamples, factors]; NaN where a resample has no point.
    with np.errstate(invalid="ignore"):
        mean, low, high = (
            (np.array(weights) * y) @ part / (np.array(weights) @ part)
            for part in (everywhere, lower, upper)
        )
    bars = [
        Bar(name, *(_interval(change[:, i]) for change in (low - mean, high - mean, high - low)))
        for i, name in enumerate(names)
        if np.isfinite(low[:, i]).all() and np.isfinite(high[:, i]).all()
    ]
    return sorted(bars, key=lambda bar: -abs(bar.difference.value))


def _interval(values: np.ndarray) -> Interval95:
    """The value from the points as they are, which comes first, and from resamples."""
    low, high = np.quantile(values[1:], [0.025, 0.975])
    return Interval95(float(values[0]), float(low), float(high))
