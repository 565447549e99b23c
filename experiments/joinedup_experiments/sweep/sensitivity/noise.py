"""How much of an outcome's variance is luck, and how much what was varied."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

NOT_KNOWN = float("nan")


@dataclass(frozen=True)
class Noise:
    """The variance of an outcome, parted by a one-way layout of replications within points.

    Attributes
    ----------
    within : float
        Variance between replications of one design point, pooled over points.
    between : float
        Variance between points beyond what luck makes of their means; not below 0.
    share_of_a_run : float
        Of the variance between single runs, the share that is luck.
    share_of_a_mean : float
        Of the variance between the points' means, which is what indices part, the share that
        is luck. No factor's index can be told apart from 0 below it.
    """

    within: float
    between: float
    share_of_a_run: float
    share_of_a_mean: float


def noise_of(values: np.ndarray) -> Noise:
    """Part the variance of an outcome.

    Parameters
    ----------
    values : ndarray [points, replications]
        With one replication nothing is known, and every number is NaN.

    Examples
    --------
    >>> noise_of(np.array([[1.0, 3.0], [1.0, 3.0]])).share_of_a_run
    1.0
    """
    replications = values.shape[1]
    if replications < 2:
        return Noise(NOT_KNOWN, NOT_KNOWN, NOT_KNOWN, NOT_KNOWN)
    within = float(values.var(axis=1, ddof=1).mean())
    of_means = float(values.mean(axis=1).var(ddof=1))
    between = max(0.0, of_means - within / replications)
    run, mean = within + between, within / replications + between
    return Noise(
        within,
        between,
        within / run if run else NOT_KNOWN,
        within / replications / mean if mean else NOT_KNOWN,
    )
