"""The whole analysis of a sweep: every outcome, in one place for tables, pictures and words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from joinedup_experiments.sweep.outcomes import Outcome
from joinedup_experiments.sweep.plan import Plan
from joinedup_experiments.sweep.sensitivity.indices import Indices, Sample
from joinedup_experiments.sweep.sensitivity.methods import ANY_POINTS, FEWEST_POINTS, indices_of
from joinedup_experiments.sweep.sensitivity.results import (
    IncompleteError,
    Noise,
    Observed,
    noise_of,
    observed,
)
from joinedup_experiments.sweep.sensitivity.tornado import Bar, tornado_of
from joinedup_experiments.sweep.sweep_folder import Sweep

TOP = 5
# Along a trajectory the other factors stay where they are, so points in which one factor is low
# differ from those in which it is high in much else; the elementary effects do not.
NO_TORNADO = ("morris",)


@dataclass(frozen=True)
class Convergence:
    """The main index from half the sample beside the whole.

    How many of the ``top`` most important factors are the same; Spearman's correlation of the
    factors' ranks; the greatest change of the index, over factors.
    """

    half: Indices
    top: int
    top_shared: int
    rank_correlation: float
    greatest_change: float


@dataclass(frozen=True)
class Analysed:
    """One outcome's sensitivity to every factor."""

    outcome: Outcome
    mean: float  # over design points
    deviation: float
    noise: Noise
    indices: Indices | None  # None when the outcome is the same at every point
    convergence: Convergence | None
    tornado: list[Bar]


def analyse(sweep: Sweep, report: Callable[[float], None] = lambda share: None) -> list[Analysed]:
    """Analyse every outcome; ``report`` is called with the share done.

    Raises
    ------
    IncompleteError
        When results are missing or not finite, or the points too few.
    """
    from threadpoolctl import threadpool_limits

    many, method = len(sweep.plan.points), sweep.plan.design.method
    if method in ANY_POINTS and many < FEWEST_POINTS:
        raise IncompleteError(
            f"{sweep.folder}: {many} points are too few for a sensitivity analysis; "
            f"`{method}` needs {FEWEST_POINTS} at the least, and better ten for each factor"
        )
    outcomes, analysed = observed(sweep), []
    # Threads inside small decompositions wait for each other hundreds of times longer than the
    # work takes, wherever something else keeps a core busy.
    with threadpool_limits(1, "blas"):
        for number, one in enumerate(outcomes, 1):
            analysed.append(_analysed(sweep.plan, one))
            report(number / len(outcomes))
    return analysed


def _analysed(plan: Plan, one: Observed) -> Analysed:
    y, noise, design = one.means, noise_of(one.values), plan.design
    mean, deviation = float(y.mean()), float(y.std(ddof=1))
    if not np.ptp(y) > 0.0:
        return Analysed(one.outcome, mean, deviation, noise, None, None, [])
    sample = Sample(
        method=design.method,
        problem=plan.problem,
        points=plan.points,
        second_order=design.second_order,
        levels=design.levels,
        seed=design.seed + 1,
        within=noise.within / design.replications,
    )
    indices = indices_of(sample, y)
    tornado: list[Bar] = []
    if design.method not in NO_TORNADO:
        names, bounds = plan.problem["names"], np.array(plan.problem["bounds"], float)
        tornado = tornado_of(names, bounds, plan.points, y, sample.block, sample.seed)
    convergence = convergence_of(sample, y, indices)
    return Analysed(one.outcome, mean, deviation, noise, indices, convergence, tornado)


def convergence_of(sample: Sample, y: np.ndarray, whole: Indices) -> Convergence | None:
    """Compare N/2 with N, for ``y`` [points]; None where half a design is no design."""
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
    first = [{index.factor for index in one.ranked()[:count]} for one in (half, whole)]
    change = float(np.abs(pairs[:, 0] - pairs[:, 1]).max())
    return Convergence(half, count, len(first[0] & first[1]), _spearman(np.abs(pairs)), change)


def _spearman(pairs: np.ndarray) -> float:
    """NaN of fewer than three, or where all are the same."""
    from scipy.stats import spearmanr

    if len(pairs) < 3 or (np.ptp(pairs, axis=0) == 0.0).any():
        return float("nan")
    return float(spearmanr(pairs).statistic)
