"""Which way a factor pushes: the outcome where the factor is low, and where it is high."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Swing:
    """The mean outcome in the lowest and the highest quarter of a factor's range, less the mean.

    Each with a 95% interval by resampling; ``difference`` is high less low.
    """

    factor: str
    at_low: Interval95
    at_high: Interval95
    difference: Interval95


def swings_of(
    names: list[str], bounds: np.ndarray, points: np.ndarray, y: np.ndarray, block: int, seed: int
) -> list[Swing]:
    """Every factor's swing, the widest first.

    None where points were drawn together in fewer than 20 blocks, nor of a factor of which a
    resample has no point at an end: their intervals would be too narrow.

    Parameters
    ----------
    bounds : ndarray [factors, 2]
    points : ndarray [points, factors]
    y : ndarray [points]
    block : int
        Points that were drawn together and are resampled together; 0 or 1 for single ones.
    """
    unit = (points - bounds[:, 0]) / (bounds[:, 1] - bounds[:, 0])
    lower, upper = unit <= 1.0 / PART, unit >= 1.0 - 1.0 / PART
    blocks = np.arange(len(y)) // max(1, block)
    many = int(blocks[-1]) + 1
    if block > 1 and many < FEWEST_BLOCKS:
        return []
    rng = np.random.default_rng(seed)
    weights = np.stack([np.bincount(rng.integers(0, many, many), minlength=many)[blocks]
                        for _ in range(RESAMPLES)])  # fmt: skip
    means = _mean(weights, y, np.ones(len(y), bool))
    found = []
    for i, name in enumerate(names):
        if not (lower[:, i].any() and upper[:, i].any()):
            continue
        ends = [_mean(weights, y, part[:, i]) for part in (lower, upper)]
        if not np.isfinite(ends).all():
            continue
        low, high = (y[part[:, i]].mean() for part in (lower, upper))
        found.append(
            Swing(
                name,
                _interval(low - y.mean(), ends[0] - means),
                _interval(high - y.mean(), ends[1] - means),
                _interval(high - low, ends[1] - ends[0]),
            )
        )
    return sorted(found, key=lambda swing: -abs(swing.difference.value))


def _interval(value: float, again: np.ndarray) -> Interval95:
    low, high = np.quantile(again, [0.025, 0.975])
    return Interval95(float(value), float(low), float(high))


def _mean(weights: np.ndarray, y: np.ndarray, mine: np.ndarray) -> np.ndarray:
    """The weighted mean of the chosen points, for each resample; NaN where there are none."""
    total = weights[:, mine].sum(axis=1)
    value = weights[:, mine] @ y[mine]
    return np.divide(value, total, out=np.full(len(total), np.nan), where=total > 0)
