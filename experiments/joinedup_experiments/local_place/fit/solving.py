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
USUAL = 0.05  # of a logarithm: how near is near enough, unless a figure says otherwise
CLOSE = 0.2  # of that: near enough to stop
HOLD = 0.02  # how little a quantity is held at the place's own value
FAINT = 0.1  # the weight left to a figure that cannot be met, so that it spoils no other
MOST_STEPS = 8
MORE_STEPS = 4
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


@dataclass
class _Place:
    """Where a descent stands: the point, its figures, the slopes as they are now believed."""

    x: Array
    now: Array
    slopes: Array
    steps: int = 0


def evaluations_at_most(dials: int) -> int:
    """How often the function is called at most, for telling the time left."""
    return 1 + dials + MOST_STEPS + MORE_STEPS


def solve(
    evaluate: Evaluate, targets: Array, low: Array, high: Array, within: Array | None = None
) -> Solution:
    """Bring the figures to the targets as near as the bounds let them.

    While some figure is not met, the worst of them is all but let go, so that it spoils no other.

    Parameters
    ----------
    evaluate : callable
        From a list of points, each [dials], to the log figures at each, [targets].
    targets : ndarray [targets]
        Logarithms.
    low, high : ndarray [dials]
        Bounds on the logarithms of the factors.
    within : ndarray [targets], optional
        How near is near enough, in logarithms. A figure pulls the more the nearer it must come.
    """
    within = np.full(len(targets), USUAL) if within is None else within
    dials = len(low)
    start = np.clip(np.zeros(dials), low, high)
    widths = np.where(high - start >= start - low, STEP, -STEP)
    widths = np.clip(widths, low - start, high - start)
    now, *moved = evaluate([start, *(start + np.diag(widths))])
    slopes = np.array([(m - now) / w for m, w in zip(moved, widths, strict=True)]).T
    at = _Place(start, now, slopes.copy())
    why = _descend(evaluate, at, targets, low, high, within, MOST_STEPS)
    strict, let_go = within.copy(), np.zeros(len(targets), bool)
    while at.steps < MOST_STEPS + MORE_STEPS and let_go.sum() < len(targets) - 1:
        missed = np.where(let_go, 0.0, np.abs(targets - at.now) / within)
        if np.max(missed) <= 1.0:
            break
        worst = int(np.argmax(missed))
        let_go[worst], strict[worst] = True, within[worst] / FAINT
        left = MOST_STEPS + MORE_STEPS - at.steps
        why = _descend(evaluate, at, targets, low, high, strict, left)
    return Solution(at.x, at.now, slopes, why, at.steps, 1 + dials + at.steps)


def _descend(
    evaluate: Evaluate,
    at: _Place,
    targets: Array,
    low: Array,
    high: Array,
    within: Array,
    most: int,
) -> str:
    """Step towards the targets, ``most`` times at most; say why it stopped."""
    from scipy.optimize import lsq_linear

    weights = USUAL / within
    reach = 1.0
    for _ in range(most):
        if np.max(np.abs(targets - at.now) / within) < CLOSE:
            return "every figure is where it should be"
        rows = np.vstack([at.slopes * weights[:, None], HOLD * np.eye(len(low))])
        right = np.concatenate([(targets - at.now) * weights, -HOLD * at.x])
        down, up = np.maximum(low - at.x, -reach), np.minimum(high - at.x, reach)
        step = lsq_linear(rows, right, (down - 1e-12, up + 1e-12)).x
        if np.max(np.abs(step)) < SMALLEST:
            return "no step within the ranges brings it nearer"
        there = np.clip(at.x + step, low, high)
        (then,) = evaluate([there])
        at.steps += 1
        moved_by = there - at.x
        # Broyden: the slopes now agree with what this step did.
        miss = then - at.now - at.slopes @ moved_by
        at.slopes += np.outer(miss, moved_by) / max(float(moved_by @ moved_by), 1e-12)
        if _loss(then, there, targets, weights) < _loss(at.now, at.x, targets, weights):
            at.x, at.now = there, then
        else:
            reach = 0.5 * float(np.max(np.abs(moved_by)))
    return f"{at.steps} steps were tried"


def _loss(figures: Array, x: Array, targets: Array, weights: Array) -> float:
    miss = weights * (figures - targets)
    return float(miss @ miss + HOLD**2 * (x @ x))
