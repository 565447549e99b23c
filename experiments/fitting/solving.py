"""Least squares on logarithms within bounds: Gauss-Newton, its slopes kept up by Broyden.

The function is any that takes logarithms of factors and gives logarithms of figures, so that
the tests try it on made-up ones. With common random numbers the model is nearly smooth in its
parameters, and differences over a tenth are well above what is left of luck.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

Array = np.ndarray
Evaluate = Callable[[list[Array]], list[Array]]

STEP = 0.1  # of a logarithm, for a slope
CLOSE = 0.01  # of a logarithm: near enough to the target to stop
HOLD = 0.02  # how little a quantity is held at the place's own value
MOST_STEPS = 8
SMALLEST = 1e-3


@dataclass(frozen=True)
class Solution:
    """Where the fit ended.

    Attributes
    ----------
    x : ndarray [dials]
        Logarithms of the factors.
    figures : ndarray [targets]
        Logarithms of the figures there.
    slopes : ndarray [targets, dials]
        Change of each log figure with each log factor, measured at the start.
    why : str
        Why it stopped there.
    steps, evaluations : int
        How many steps were tried, and how often the function was called.
    """

    x: Array
    figures: Array
    slopes: Array
    why: str
    steps: int
    evaluations: int


def evaluations_at_most(dials: int) -> int:
    """How often the function is called at most, for telling the time left."""
    return 1 + dials + MOST_STEPS


def solve(evaluate: Evaluate, targets: Array, low: Array, high: Array) -> Solution:
    """Bring the figures to the targets as near as the bounds let them.

    Parameters
    ----------
    evaluate : callable
        From a list of points, each [dials], to the log figures at each, [targets].
    targets : ndarray [targets]
        Logarithms.
    low, high : ndarray [dials]
        Bounds on the logarithms of the factors; 0 lies between them.
    """
    from scipy.optimize import lsq_linear

    dials = len(low)
    x = np.zeros(dials)
    widths = [STEP if high[j] >= -low[j] else -STEP for j in range(dials)]
    widths = [float(np.clip(w, low[j], high[j])) for j, w in enumerate(widths)]
    nudged = [x + w * np.eye(dials)[j] for j, w in enumerate(widths)]
    now, *moved = evaluate([x, *nudged])
    slopes = np.array([(m - now) / w for m, w in zip(moved, widths, strict=True)]).T
    measured = slopes.copy()
    reach, calls, why = 1.0, 1 + dials, f"{MOST_STEPS} steps were tried"
    tried = 0
    while tried < MOST_STEPS:
        if np.max(np.abs(targets - now)) < CLOSE:
            why = "every figure is where it should be"
            break
        rows = np.vstack([slopes, HOLD * np.eye(dials)])
        right = np.concatenate([targets - now, -HOLD * x])
        down, up = np.maximum(low - x, -reach), np.minimum(high - x, reach)
        step = lsq_linear(rows, right, (down - 1e-12, up + 1e-12)).x
        if np.max(np.abs(step)) < SMALLEST:
            why = "no step within the ranges brings it nearer"
            break
        there = np.clip(x + step, low, high)
        (then,) = evaluate([there])
        tried, calls = tried + 1, calls + 1
        moved_by = there - x
        # Broyden: the slopes now agree with what this step did.
        miss = then - now - slopes @ moved_by
        slopes = slopes + np.outer(miss, moved_by) / max(float(moved_by @ moved_by), 1e-12)
        if _loss(then, there, targets) < _loss(now, x, targets):
            x, now = there, then
        else:
            reach = 0.5 * float(np.max(np.abs(moved_by)))
    return Solution(x, now, measured, why, tried, calls)


def _loss(figures: Array, x: Array, targets: Array) -> float:
    miss = figures - targets
    return float(miss @ miss + HOLD**2 * (x @ x))
