"""How much worse trees predict points they have not seen when one factor's values are shuffled.

Trees see bends and interactions, and what they have learnt is tried on points that were left out,
so an importance that is chance alone comes out at nothing. Factors that go together share theirs.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

FOLDS, ROUNDS = 5, 2
SHUFFLES = 1
IDLE = 40  # factors that do nothing, which the trees are given too
TREES, LEAF = 100, 5
ROWS_AT_ONCE = 50_000


class HeldOut(NamedTuple):
    """Importances as shares of the outcome's variance, and the share that the trees predict."""

    value: np.ndarray  # [factors]
    half: np.ndarray  # [factors] half the width of the 95% interval
    idle: float  # what 95 of 100 factors that do nothing stay below
    r2: float  # on points that were left out; the rest is chance, and what trees cannot see


def held_out_importance(
    points: np.ndarray, y: np.ndarray, worlds: np.ndarray, seed: int
) -> HeldOut:
    """Permutation importance (Breiman 2001) on points left out, of ``y`` [points].

    Points of one number in ``worlds`` [points] are left out together. Intervals are Nadeau and
    Bengio's (2003), since the parts that trees are grown from overlap.
    """
    from scipy.stats import t
    from sklearn.ensemble import ExtraTreesRegressor
    from sklearn.model_selection import GroupKFold

    rng = np.random.default_rng(seed)
    x = np.hstack([points, rng.random((len(y), IDLE))]).astype(np.float32)
    lost, right = [], []
    for round_ in range(ROUNDS):
        folds = GroupKFold(FOLDS, shuffle=True, random_state=seed % 2**31 + round_)
        for kept, left in folds.split(x, y, worlds):
            trees = ExtraTreesRegressor(
                TREES, min_samples_leaf=LEAF, max_features=1 / 3, random_state=seed % 2**31
            )
            trees.fit(x[kept], y[kept])
            error = np.mean((trees.predict(x[left]) - y[left]) ** 2)
            right.append(1.0 - error / np.mean((y[left] - y[kept].mean()) ** 2))
            lost.append((_errors_shuffled(trees, x[left], y[left], rng) - error) / y.var())
    each, many = np.array(lost), FOLDS * ROUNDS
    spread = np.sqrt((1.0 / many + 1.0 / (FOLDS - 1)) * each.var(axis=0, ddof=1))
    value, half = each.mean(axis=0), t.ppf(0.975, many - 1) * spread
    own = points.shape[1]
    idle = float(np.quantile(value[own:], 0.95))
    return HeldOut(value[:own], half[:own], idle, float(np.mean(right)))


def _errors_shuffled(
    trees: object, x: np.ndarray, y: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """The mean squared error [factors] with each factor's values shuffled in turn."""
    rows, factors = x.shape
    at_once = max(1, ROWS_AT_ONCE // (rows * SHUFFLES))
    errors = np.empty(factors)
    for first in range(0, factors, at_once):
        mine = range(first, min(first + at_once, factors))
        many = np.tile(x, (len(mine), SHUFFLES, 1, 1))
        for i, factor in enumerate(mine):
            for shuffle in range(SHUFFLES):
                many[i, shuffle, :, factor] = rng.permutation(x[:, factor])
        predicted = trees.predict(many.reshape(-1, factors))  # type: ignore[attr-defined]
        apart = predicted.reshape(len(mine), -1) - np.tile(y, SHUFFLES)
        errors[mine.start : mine.stop] = (apart**2).mean(axis=1)
    return errors
