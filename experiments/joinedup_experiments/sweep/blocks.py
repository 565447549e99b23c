"""Points that were drawn together, or are of one world, are one thing that was drawn."""

from __future__ import annotations

import numpy as np

from joinedup_experiments.compare.intervals import NORMAL_95


def standard_error(values: np.ndarray, blocks: np.ndarray) -> float:
    """Of the mean of ``values`` [points], with whole ``blocks`` [points] as what was drawn."""
    many = int(blocks.max()) + 1
    sums = np.bincount(blocks, values - values.mean(), minlength=many)
    return float(np.sqrt((sums**2).sum() * many / max(1, many - 1)) / len(values))


def means_of(values: np.ndarray, blocks: np.ndarray) -> np.ndarray:
    """The mean of each block, [blocks, ...], of ``values`` [points, ...]."""
    many = int(blocks.max()) + 1
    if many == len(values):
        return values
    made = np.zeros((many, *values.shape[1:]))
    np.add.at(made, blocks, values)
    sizes = np.bincount(blocks, minlength=many)
    return made / sizes.reshape(-1, *[1] * (values.ndim - 1))


def worth_of(hit: np.ndarray, among: np.ndarray, blocks: np.ndarray) -> float:
    """How many independent points a share of points is as sure as.

    The share is of ``hit`` [points] among some, by their weights ``among`` [points]. From the
    variance of a ratio between blocks, and with Korn and Graubard's (1998) factor, since of few
    blocks that is itself not known. No more than there are points, nor, where all of them are
    alike, than blocks.
    """
    from scipy.stats import t

    whole = float(among.sum())
    mine = np.unique(blocks[among > 0.0])
    if len(mine) == np.count_nonzero(among) or len(mine) < 2:
        return min(whole, float(len(mine))) if len(mine) < 2 else whole
    share = float((among * hit).sum()) / whole
    sums = np.bincount(blocks, among * (hit - share))
    between = float((sums**2).sum()) / whole**2
    sure = share * (1.0 - share) / between if between > 0.0 else float(len(mine))
    return min(whole, sure * float(NORMAL_95 / t.ppf(0.975, len(mine) - 1)) ** 2)
