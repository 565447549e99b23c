"""Where to run: the design points of each method, through SALib and scipy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from joinedup_experiments.sweep.design import Design
from joinedup_experiments.sweep.factors import Factor

Problem = dict[str, Any]
DGSM_STEP = 0.05  # of the value: wide enough for whole people to be counted
OWN_SIZE = ("given", "fractional_factorial")


def problem_of(factors: Sequence[Factor], groups: Sequence[str]) -> Problem:
    """The factors as SALib's ``problem``.

    >>> problem_of([Factor("a", "plain", 0.0, 1.0)], [])
    {'num_vars': 1, 'names': ['a'], 'bounds': [[0.0, 1.0]]}
    """
    said: Problem = {
        "num_vars": len(factors),
        "names": [f.key for f in factors],
        "bounds": [[f.low, f.high] for f in factors],
    }
    return said | ({"groups": list(groups)} if groups else {})


def copied(problem: Problem) -> Problem:
    """A copy for SALib, which adds to what it is given."""
    return {key: list(v) if isinstance(v, list) else v for key, v in problem.items()}


def sampled(design: Design, problem: Problem, points: np.ndarray | None = None) -> np.ndarray:
    """The design points.

    Parameters
    ----------
    points : ndarray [points, factors], optional
        Those given from outside, for ``method: given``.

    Returns
    -------
    ndarray [points, factors]
        Coordinates, in the order in which the method's analysis wants them.
    """
    if points is not None:
        return points
    size, seed = design.size or 0, design.seed
    mine = copied(problem)
    if design.method == "sobol":
        from SALib.sample import sobol

        return np.asarray(
            sobol.sample(mine, size, calc_second_order=design.second_order, seed=seed)
        )
    if design.method == "morris":
        from SALib.sample import morris

        return np.asarray(morris.sample(mine, size, num_levels=design.levels, seed=seed))
    if design.method == "fast":
        from SALib.sample import fast_sampler

        return np.asarray(fast_sampler.sample(mine, size, seed=seed))
    if design.method == "dgsm":
        from SALib.sample import finite_diff

        return np.asarray(finite_diff.sample(mine, size, delta=DGSM_STEP, seed=seed))
    if design.method == "fractional_factorial":
        from SALib.sample import ff

        return np.asarray(ff.sample(mine, seed=seed))[:, : problem["num_vars"]]
    return latin_hypercube(problem, size, seed)


def latin_hypercube(problem: Problem, size: int, seed: int) -> np.ndarray:
    """A Latin hypercube, by scipy."""
    from scipy.stats import qmc

    low, high = np.array(problem["bounds"], float).T
    unit = qmc.LatinHypercube(problem["num_vars"], rng=np.random.default_rng(seed)).random(size)
    return np.asarray(qmc.scale(unit, low, high))


def points_of(method: str, size: int, factors: int, second_order: bool) -> int:
    """How many points a method takes, for as many factors or groups.

    >>> points_of("sobol", 256, 20, True), points_of("morris", 10, 20, False)
    (10752, 210)
    """
    each = {
        "sobol": (2 * factors + 2) if second_order else (factors + 2),
        "morris": factors + 1,
        "dgsm": factors + 1,
        "fast": factors,
    }
    return size * each.get(method, 1)
