"""Standardised rank regression: a cheap, signed screening of many factors from few points."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

CONFIDENCE = 0.975


class RankRegression(NamedTuple):
    """Standardised rank regression coefficients (SRRC), and how well they explain the outcome."""

    # [factors] by how many of its standard deviations the outcome's rank rises with one of the
    # factor's, the other factors as they are; with a 95% interval
    value: np.ndarray
    low: np.ndarray
    high: np.ndarray
    # The share of the variance of the outcome's ranks that factors explain together; adjusted for
    # how many they are. What is left is bends, interactions and chance
    r2: float
    adjusted_r2: float


def rank_regression(points: np.ndarray, y: np.ndarray) -> RankRegression | None:
    """Regress the ranks of an outcome on those of all factors; None with too few points.

    Coefficients as in Iman and Conover (1979), by one QR decomposition. Intervals are Student's
    with the errors of MacKinnon and White (1985), HC3, which allow for residuals being wider in
    some places than in others, as they are when something bends or interacts. ``points`` are
    [points, factors], ``y`` [points].

    >>> x = np.linspace(0.0, 1.0, 50)[:, None]
    >>> fit = rank_regression(x, -np.exp(9.0 * x[:, 0]))
    >>> round(float(fit.value[0]), 6), round(fit.r2, 6)
    (-1.0, 1.0)
    """
    from scipy.linalg import solve_triangular
    from scipy.stats import rankdata, t

    many, factors = points.shape
    free = many - factors - 1
    ranks = rankdata(np.column_stack([points, y]), axis=0)
    spread = ranks.std(axis=0)
    if free < 2 or (spread == 0.0).any():
        return None
    standard = (ranks - ranks.mean(axis=0)) / spread
    x, target = standard[:, :-1], standard[:, -1]
    q, r = np.linalg.qr(x)
    size = np.abs(np.diag(r))
    if size.min() < 1e-9 * size.max():  # one factor is the others put together
        return None
    value = solve_triangular(r, q.T @ target)
    residual = target - x @ value
    leverage = (q**2).sum(axis=1) + 1.0 / many
    weight = residual / np.maximum(1.0 - leverage, 1e-9)
    half = t.ppf(CONFIDENCE, free) * np.sqrt((solve_triangular(r, q.T) ** 2) @ weight**2)
    r2 = 1.0 - float(residual @ residual) / many
    return RankRegression(
        value, value - half, value + half, r2, 1.0 - (1.0 - r2) * (many - 1) / free
    )
