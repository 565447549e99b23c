"""What remains: even samples of where a function is below a limit, and the share of the space.

Subset simulation (Au and Beck 2001): levels that each leave a fifth, and between them moves that
leave an even spread as it is. So a share of a millionth takes a few thousand calls.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

KEPT = 0.2  # share of points that a level leaves
MOVES = 12  # at every level, twice as many at the last; every other redraws, the others shift
REDRAWN, STEP = 0.03, 0.15  # share of coordinates redrawn, and length of a step, to begin with
ACCEPTED, CHANGE = 0.25, 1.3  # share of moves wanted, and by how much they are made smaller
MOST_LEVELS = 30


class Remaining(NamedTuple):
    """Coordinates [points, factors] that remain, and the share of the whole space that does."""

    coordinates: np.ndarray
    share: float


class NothingRemainsError(RuntimeError):
    """No point was found below the limit; ``args`` has the lowest value that was."""


def remaining(
    value: Callable[[np.ndarray], np.ndarray],
    factors: int,
    points: int,
    limit: float,
    seed: int,
    progress: Callable[[float], None] = lambda share: None,
) -> Remaining:
    """Points spread evenly over where ``value`` of coordinates from 0 to 1 is at most ``limit``.

    ``progress`` is told how much of the way from the first level, in its logarithm, is done.
    Raises `NothingRemainsError` when the levels stop falling.
    """
    rng = np.random.default_rng(seed)
    x = rng.random((points, factors))
    values = value(x)
    share, sizes, begun = 1.0, [REDRAWN, STEP], float(np.quantile(values, KEPT))
    for _ in range(MOST_LEVELS):
        level = max(limit, float(np.quantile(values, KEPT)))
        inside = values <= level
        share *= float(inside.mean())
        chosen = rng.choice(np.flatnonzero(inside), points)
        x, values = x[chosen], values[chosen]
        for move in range(MOVES * (2 if level == limit else 1)):
            way = move % 2
            to = (_redrawn, _shifted)[way](x, sizes[way], rng)
            there = value(to)
            better = there <= level
            x[better], values[better] = to[better], there[better]
            sizes[way] *= CHANGE if better.mean() > ACCEPTED else 1.0 / CHANGE
            sizes[way] = min(sizes[way], 0.5)
        if level > limit:
            progress(np.log(begun / level) / np.log(begun / limit))
        else:
            return Remaining(x, share)
    raise NothingRemainsError(float(values.min()))


def _redrawn(x: np.ndarray, share: float, rng: np.random.Generator) -> np.ndarray:
    """A share of each point's coordinates, at random, anywhere."""
    return np.where(rng.random(x.shape) < share, rng.random(x.shape), x)


def _shifted(x: np.ndarray, step: float, rng: np.random.Generator) -> np.ndarray:
    """Half the coordinates of each point a step away, turned back at the ends."""
    moved = x + step * rng.standard_normal(x.shape) * (rng.random(x.shape) < 0.5)
    return np.asarray(1.0 - np.abs(1.0 - np.abs(moved) % 2.0))
