"""Least squares on logarithms within bounds, and which parameters the figures identify.

The search is scipy's, with slopes that cost no further runs: with common random numbers the model
is nearly smooth in its parameters, and differences over a tenth are well above what chance leaves.
The function is any from logarithms of factors to logarithms of figures, so that tests try it on
made-up ones.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

Array = np.ndarray
Evaluate = Callable[[list[Array]], list[Array]]

STEP = 0.1  # of a logarithm, for a slope
USUAL = 0.05  # of a logarithm: how near is near enough, unless a figure says otherwise
CLOSE = 0.2  # of that: near enough to stop
HOLD = 0.02  # how little a parameter is held at the place's own value
FAINT = 0.1  # the weight left to a figure that cannot be met, so that it spoils no other
ALL_POINTS = 12
SMALLEST = 1e-2  # of a step, beside how far the point has moved in all
STUCK = "no step within the ranges brings it nearer"
LINKED = 0.15  # of the projector onto what stays open
OPEN = 0.4  # standard deviation in half ranges: a 95% interval then spans nearly the whole range


def solve(
    evaluate: Evaluate,
    targets: Array,
    low: Array,
    high: Array,
    within: Array,
    start: tuple[Array, Array] | None = None,
    most: int = ALL_POINTS,
) -> Descent:
    """Bring the figures to the targets as near as the bounds let them.

    While some figure is not met, the worst of them loses nearly all its weight, so that it
    spoils no other. All are logarithms: ``targets`` [targets], the bounds ``low`` and ``high``
    [parameters] on factors, and ``within`` [targets], how near is near enough; a figure pulls the
    more the nearer it must come. ``evaluate`` goes from points [parameters] to the figures
    [targets] at each. ``start`` has the figures and the slopes where no factor is changed, where
    they are known. At ``most`` so many steps are tried, two thirds of them before a figure is given
    up.
    """
    descent = Descent(evaluate, targets, low, high, start)
    set_aside = np.zeros(len(targets), bool)
    descent.run(within, most * 2 // 3)
    while descent.steps < most and set_aside.sum() < len(targets) - 1:
        missed = np.where(set_aside, 0.0, np.abs(targets - descent.figures) / within)
        if np.max(missed) <= 1.0:
            break
        set_aside[np.argmax(missed)] = True
        descent.run(np.where(set_aside, within / FAINT, within), most)
    return descent


class _Stop(Exception):  # noqa: N818 - it is no error
    """Ends scipy's search from within the function that it calls."""


class Descent:
    """The best point so far, and slopes kept up to date by Broyden's method.

    ``x`` [parameters] are logarithms of factors, ``figures`` [targets] of the figures there, and
    ``first_slopes`` [targets, parameters] how each changes with each at the start; ``why`` it
    stopped, after so many ``steps``.
    """

    def __init__(
        self,
        evaluate: Evaluate,
        targets: Array,
        low: Array,
        high: Array,
        start: tuple[Array, Array] | None = None,
    ) -> None:
        self.evaluate, self.targets, self.low, self.high = evaluate, targets, low, high
        self.x = np.clip(np.zeros(len(low)), low, high)
        self.steps = 0
        self.figures, self.first_slopes = start or slopes_at(evaluate, self.x, low, high)
        self.slopes, self.why = self.first_slopes.copy(), ""

    def run(self, within: Array, most: int) -> None:
        """Search until ``most`` points in all were tried."""
        from scipy.optimize import least_squares

        self.weights, self.within, self.most = USUAL / within, within, most
        hold = HOLD * np.eye(len(self.x))
        try:
            self._stop_when_close()
            least_squares(
                self._residuals,
                self.x,
                jac=lambda x: np.vstack([self.slopes * self.weights[:, None], hold]),
                bounds=(self.low, self.high),
                method="dogbox",
                xtol=SMALLEST,
            )
            self.why = STUCK
        except _Stop as stop:
            self.why = str(stop)

    def _residuals(self, x: Array) -> Array:
        if not np.isfinite(x).all():  # a step of dogbox along a gradient of nothing
            raise _Stop(STUCK)
        x = np.clip(x, self.low, self.high)
        if np.array_equal(x, self.x):
            return self._misses(self.x, self.figures)
        if self.steps >= self.most:
            raise _Stop(f"{self.steps} steps were tried")
        (figures,) = self.evaluate([x])
        self.steps += 1
        # Broyden: the slopes now agree with what this step did.
        moved = x - self.x
        miss = figures - self.figures - self.slopes @ moved
        self.slopes += np.outer(miss, moved) / max(float(moved @ moved), 1e-12)
        misses = self._misses(x, figures)
        if misses @ misses < np.sum(self._misses(self.x, self.figures) ** 2):
            self.x, self.figures = x, figures
        self._stop_when_close()
        return misses

    def _misses(self, x: Array, figures: Array) -> Array:
        return np.concatenate([self.weights * (figures - self.targets), HOLD * x])

    def _stop_when_close(self) -> None:
        if np.max(np.abs(self.targets - self.figures) / self.within) < CLOSE:
            raise _Stop("every figure is where it should be")


def slopes_at(evaluate: Evaluate, x: Array, low: Array, high: Array) -> tuple[Array, Array]:
    """The figures [targets] at a point, and how each changes with each parameter there."""
    widths = np.where(high - x >= x - low, STEP, -STEP)
    widths = np.clip(widths, low - x, high - x)
    figures, *moved = evaluate([x, *(x + np.diag(widths))])
    return figures, (np.stack(moved, axis=1) - figures[:, None]) / widths


class Identifiability(NamedTuple):
    """What the figures say of each parameter.

    ``alike`` has groups of which only the joint effect is known, ``open`` those of which nearly
    the whole range stays open; ``spread`` [parameters] is the standard deviation of each log
    factor after the fit; before it, a half of its range.
    """

    alike: list[list[int]]
    open: list[int]
    spread: Array


def identify(slopes: Array, low: Array, high: Array, error: Array) -> Identifiability:
    """Look at what the figures leave open, in units of each parameter's own range.

    A direction in which all parameters can move by half their range without moving any figure by
    more than its standard error is open. Parameters with a share in the same open directions are
    alike. ``slopes`` [targets, parameters] and ``error`` [targets] are of log figures, the bounds
    ``low`` and ``high`` [parameters] of log factors.
    """
    from scipy.sparse.csgraph import connected_components

    half = (high - low) / 2.0
    scaled = slopes * half / error[:, None]
    _, sizes, directions = np.linalg.svd(scaled, full_matrices=True)
    sizes = np.pad(sizes, (0, len(half) - len(sizes)))
    vague = directions[sizes < 1.0]
    projector = np.abs(vague.T @ vague)
    count, group = connected_components(projector > LINKED, directed=False)
    spread = half * np.sqrt(np.diag(np.linalg.inv(scaled.T @ scaled + np.eye(len(half)))))
    groups = [np.flatnonzero(group == number).tolist() for number in range(count)]
    alone = [members[0] for members in groups if len(members) == 1]
    is_open = [j for j in alone if projector[j, j] >= LINKED or spread[j] > OPEN * half[j]]
    return Identifiability([members for members in groups if len(members) > 1], is_open, spread)
