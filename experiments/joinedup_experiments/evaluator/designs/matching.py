"""Matching: for each treated person the nearest others, and how alike the two groups are then."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

MOST, LOOKED_AT = 5, 16  # controls of a person; of the nearest, how many are looked at at once
CALIPER = 0.2  # standard deviations of the score (Austin 2011)


def nearest(treated: np.ndarray, pool: np.ndarray) -> np.ndarray:
    """Controls for the treated, from the nearest on, nobody more than once.

    Distances are Mahalanobis', with the spread of both groups. Everybody gets a first control
    before anybody a second, and closer pairs come first. Where the nearest that are looked at all
    lie outside the caliper, there is no further control. The same input gives the same controls.

    Parameters
    ----------
    treated, pool : ndarray [people, covariates]
        The first covariate is the score, which the caliper is of.

    Returns
    -------
    ndarray [treated, MOST]
        Rows of the pool, -1 where there is none.
    """
    spread = _whitening(treated, pool)
    ours, others = _distinguishable(treated @ spread), _distinguishable(pool @ spread)
    caliper = CALIPER * float(np.std(np.concatenate([treated[:, 0], pool[:, 0]])))
    found, free = np.full((len(treated), MOST), -1), np.ones(len(pool), bool)
    for turn in range(MOST):
        waiting = np.arange(len(treated)) if turn == 0 else np.flatnonzero(found[:, turn - 1] >= 0)
        while len(waiting) and free.any():
            left = np.flatnonzero(free)
            looked = min(LOOKED_AT, len(left))
            far, near = cKDTree(others[left]).query(ours[waiting], k=[*range(1, looked + 1)])
            mine, theirs = np.repeat(waiting, looked), left[near.ravel()]
            allowed = np.abs(treated[mine, 0] - pool[theirs, 0]) <= caliper
            pairs = np.lexsort((theirs, mine, far.ravel()))
            for pair in pairs[allowed[pairs]].tolist():
                one, other = mine[pair], theirs[pair]
                if free[other] and found[one, turn] < 0:
                    found[one, turn], free[other] = other, False
            waiting = np.unique(mine[allowed & (found[mine, turn] < 0)])
    return found


def _whitening(treated: np.ndarray, pool: np.ndarray) -> np.ndarray:
    """What makes the covariates uncorrelated and of one spread, those that never vary apart."""
    groups = [group - group.mean(axis=0) for group in (treated, pool)]
    within = np.cov(np.concatenate(groups), rowvar=False)
    values, vectors = np.linalg.eigh(np.atleast_2d(within))
    scale = np.where(values > 1e-9 * values.max(), 1.0 / np.sqrt(np.maximum(values, 1e-300)), 0.0)
    return np.asarray(vectors * scale)


def _distinguishable(points: np.ndarray) -> np.ndarray:
    """Points, each moved by less than matters, so that equal ones have not all the same nearest."""
    steps = np.sqrt(np.arange(points.shape[1]) + 2.5)  # irrational, all of them
    return np.asarray(points + 1e-6 * (np.arange(len(points))[:, None] * steps % 1.0))


def score_of(covariates: np.ndarray, outcome: np.ndarray) -> np.ndarray:
    """A prognostic model's coefficients, the constant first, by least squares."""
    return np.asarray(np.linalg.lstsq(_with_constant(covariates), outcome, rcond=None)[0])


def scores(covariates: np.ndarray, coefficients: np.ndarray) -> np.ndarray:
    """What a prognostic model expects of each person."""
    return np.asarray(_with_constant(covariates) @ coefficients)


def _with_constant(covariates: np.ndarray) -> np.ndarray:
    return np.column_stack([np.ones(len(covariates)), covariates])
