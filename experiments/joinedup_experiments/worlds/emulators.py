"""Emulators: what a run would give for each matched figure, with the error of not running it.

A figure's logarithm over what is published is a sparse polynomial of all the uncertain numbers,
with products of the foremost, and a Gaussian process of the few that matter most on what the
polynomial leaves. Noise holds chance and all that the inputs left out do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

PAIRED = 20  # inputs whose products are in the polynomial
ACTIVE = 10  # inputs of the Gaussian process
IN_PROCESS = 600  # runs that it is fitted to: those nearest to being plausible
FOLDS, PENALTIES, ITERATIONS = 4, 25, 5_000
SURPRISING = (2.0, 3.0)  # standard errors


@dataclass(frozen=True)
class Emulator:
    """Of one figure: its expected logarithm over the published one, at coordinates.

    ``trend`` is fitted to `terms` with the products of the inputs ``paired``; ``active`` are the
    inputs of the ``process``.
    """

    trend: Any
    paired: np.ndarray
    active: np.ndarray
    process: Any

    def predict(self, coordinates: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Means and variances [points]; a variance is that of one run."""
        mean, error = self.process.predict(coordinates[:, self.active], return_std=True)
        return self.trend.predict(terms(coordinates, self.paired)) + mean, error**2


def terms(coordinates: np.ndarray, paired: np.ndarray | None = None) -> np.ndarray:
    """Coordinates around the middle, their squares, and the products of those ``paired``."""
    centred = 2.0 * np.asarray(coordinates) - 1.0
    parts = [centred, centred**2 - 1.0 / 3.0]
    if paired is not None:
        first, second = np.triu_indices(len(paired), 1)
        parts.append(centred[:, paired[first]] * centred[:, paired[second]])
    return np.concatenate(parts, axis=1)


def fitted(coordinates: np.ndarray, logs: np.ndarray, near: np.ndarray, seed: int) -> Emulator:
    """An emulator of ``logs`` [runs]; those that are not known are passed over.

    ``near`` [runs] says how implausible each run is: the nearest are in the process.
    """
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel
    from sklearn.linear_model import Lasso, LassoCV
    from sklearn.model_selection import cross_val_predict

    known = np.isfinite(logs)
    x, y, near = coordinates[known], logs[known], near[known]
    options: dict[str, Any] = {"alphas": PENALTIES, "cv": FOLDS, "max_iter": ITERATIONS}
    paired = _foremost(LassoCV(**options).fit(terms(x), y).coef_, x.shape[1], PAIRED)
    trend = LassoCV(**options).fit(terms(x, paired), y)
    active = _foremost(trend.coef_, x.shape[1], ACTIVE)
    # What the trend leaves of runs that it was not fitted to, so that its own error is noise.
    apart = Lasso(alpha=trend.alpha_, max_iter=ITERATIONS)
    left = y - cross_val_predict(apart, terms(x, paired), y, cv=FOLDS)
    kernel = ConstantKernel(1.0, (1e-3, 1e3)) * RBF(np.ones(len(active)), (0.2, 20.0))
    kernel += WhiteKernel(1.0, (1e-4, 1e2))
    process = GaussianProcessRegressor(kernel, normalize_y=True, random_state=seed)
    chosen = np.sort(np.argsort(near, kind="stable")[:IN_PROCESS])
    process.fit(x[chosen][:, active], left[chosen])
    return Emulator(trend, paired, active, process)


def _foremost(coefficients: np.ndarray, inputs: int, many: int) -> np.ndarray:
    """The inputs of the largest coefficients, of themselves and their squares."""
    by_input = np.abs(coefficients[: 2 * inputs].reshape(2, -1)).sum(axis=0)
    return np.sort(np.argsort(-by_input, kind="stable")[:many])


@dataclass(frozen=True)
class Diagnostics:
    """How well an emulator foretold runs that it had not seen.

    ``explained`` is the share of the logarithm's variance, ``error`` the root mean square, and
    ``surprised`` the shares of runs beyond two and three standard errors.
    """

    explained: float
    error: float
    surprised: tuple[float, float]


def tried(mean: np.ndarray, variance: np.ndarray, logs: np.ndarray) -> Diagnostics:
    """What an emulator foretold, ``mean`` and ``variance`` [runs], beside runs it had not seen."""
    known = np.isfinite(logs)
    off = (logs - mean)[known]
    away = np.abs(off) / np.sqrt(variance[known])
    explained = 1.0 - float(np.mean(off**2) / max(np.var(logs[known]), 1e-12))
    beyond = [float(np.mean(away > limit)) for limit in SURPRISING]
    return Diagnostics(explained, float(np.sqrt(np.mean(off**2))), (beyond[0], beyond[1]))


def chance_of_acceptance(
    emulators: Sequence[Emulator],
    variances: Sequence[float],
    chance: Sequence[float],
    cutoff: float,
    coordinates: np.ndarray,
) -> np.ndarray:
    """How likely a run at coordinates is to be plausible in every figure: [points].

    ``variances`` are those of observation and discrepancy, ``chance`` that of one run.
    """
    from scipy.stats import norm

    found = np.ones(len(coordinates))
    for emulator, variance, own in zip(emulators, variances, chance, strict=True):
        mean, error = emulator.predict(coordinates)
        limit = cutoff * np.sqrt(variance + own)
        ends = (np.array([[limit], [-limit]]) - mean) / np.sqrt(error)
        found *= norm.cdf(ends[0]) - norm.cdf(ends[1])
    return found


def worst(
    emulators: Sequence[Emulator], variances: Sequence[float], coordinates: np.ndarray
) -> np.ndarray:
    """The greatest implausibility of all figures at coordinates: [points].

    ``variances`` are those of observation and discrepancy, a figure each.
    """
    found = np.zeros(len(coordinates))
    for emulator, variance in zip(emulators, variances, strict=True):
        mean, own = emulator.predict(coordinates)
        found = np.maximum(found, np.abs(mean) / np.sqrt(own + variance))
    return found
