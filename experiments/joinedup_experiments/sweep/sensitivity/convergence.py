"""Whether half the sample says the same as the whole."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from joinedup_experiments.sweep.sensitivity.indices import (
    ANY_POINTS,
    FEWEST_POINTS,
    Indices,
    Sample,
    indices_of,
    top,
)

TOP = 5


@dataclass(frozen=True)
class Convergence:
    """The main index from half the sample beside the whole.

    Attributes
    ----------
    half : Indices
        From the first half.
    rank_correlation : float
        Spearman's, of the factors' ranks.
    top_shared : int
        How many of the ``top`` most important factors are the same.
    greatest_change : float
        Of the main index, over factors.
    """

    half: Indices
    top: int
    top_shared: int
    rank_correlation: float
    greatest_change: float


def convergence_of(sample: Sample, y: np.ndarray, whole: Indices) -> Convergence | None:
    """Compare N/2 with N; None where half a design is no design of its method.

    Parameters
    ----------
    y : ndarray [points]
    whole : Indices
        From all points.
    """
    blocks = len(y) // sample.block if sample.block else 0
    if blocks < (2 * FEWEST_POINTS if sample.method in ANY_POINTS else 4):
        return None
    many = blocks // 2 * sample.block
    try:
        half = indices_of(replace(sample, points=sample.points[:many]), y[:many])
    except ValueError:  # half of it does not vary
        return None
    before, after = half.of(half.main), whole.of(whole.main)
    pairs = np.array([(before[f].value, after[f].value) for f in after])
    count = min(TOP, len(after))
    return Convergence(
        half=half,
        top=count,
        top_shared=len(set(top(half, count)) & set(top(whole, count))),
        rank_correlation=_spearman(pairs),
        greatest_change=float(np.abs(pairs[:, 0] - pairs[:, 1]).max()),
    )


def _spearman(pairs: np.ndarray) -> float:
    from scipy.stats import rankdata

    if len(pairs) < 3 or (np.ptp(pairs, axis=0) == 0.0).any():
        return float("nan")
    ranks = np.apply_along_axis(rankdata, 0, np.abs(pairs))
    return float(np.corrcoef(ranks.T)[0, 1])
