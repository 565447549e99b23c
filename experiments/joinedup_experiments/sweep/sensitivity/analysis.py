"""The whole analysis of a sweep: every outcome, in one place for tables, pictures and words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from joinedup_experiments.sweep.outcomes import Outcome
from joinedup_experiments.sweep.plan import Plan
from joinedup_experiments.sweep.sensitivity.convergence import Convergence, convergence_of
from joinedup_experiments.sweep.sensitivity.indices import (
    ANY_POINTS,
    FEWEST_POINTS,
    Indices,
    Sample,
    indices_of,
    names_in,
)
from joinedup_experiments.sweep.sensitivity.noise import Noise, noise_of
from joinedup_experiments.sweep.sensitivity.results import IncompleteError, Observed, observed
from joinedup_experiments.sweep.sensitivity.swings import Swing, swings_of
from joinedup_experiments.sweep.sweep_folder import Sweep

# Along a trajectory the other factors stay where they are, so points in which one factor is low
# differ from those in which it is high in much else; the elementary effects do not.
NO_SWINGS = ("morris",)


@dataclass(frozen=True)
class Analysed:
    """What one outcome hangs on.

    Attributes
    ----------
    mean, deviation : float
        Over design points.
    indices : Indices, optional
        None when the outcome is the same at every point.
    """

    outcome: Outcome
    mean: float
    deviation: float
    noise: Noise
    indices: Indices | None
    convergence: Convergence | None
    swings: list[Swing]


def analyse(sweep: Sweep, tell: Callable[[float], None] = lambda share: None) -> list[Analysed]:
    """Analyse every outcome.

    Parameters
    ----------
    tell : callable
        Called with the share done.

    Raises
    ------
    IncompleteError
        When results are missing or not finite.
    """
    from threadpoolctl import threadpool_limits

    many, method = len(sweep.plan.points), sweep.plan.design.method
    if method in ANY_POINTS and many < FEWEST_POINTS:
        raise IncompleteError(
            f"{sweep.folder}: {many} points are too few to say what an outcome hangs on; "
            f"`{method}` needs {FEWEST_POINTS} at the least, and better ten for each factor"
        )
    seen, found = observed(sweep), []
    # Threads inside small decompositions wait for each other hundreds of times longer than the
    # work takes, wherever something else keeps a core busy.
    with threadpool_limits(1, "blas"):
        for number, one in enumerate(seen):
            found.append(_one(sweep.plan, one))
            tell((number + 1) / len(seen))
    return found


def _one(plan: Plan, seen: Observed) -> Analysed:
    y = seen.means
    noise = noise_of(seen.values)
    sample = sample_of(plan, noise.within / plan.design.replications)
    varies = bool(np.ptp(y) > 0.0)
    indices = indices_of(sample, y) if varies else None
    swings: list[Swing] = []
    if indices is not None and plan.design.method not in NO_SWINGS:
        names, bounds = plan.problem["names"], np.array(plan.problem["bounds"], float)
        swings = swings_of(names, bounds, plan.points, y, sample.block, sample.seed)
    return Analysed(
        outcome=seen.outcome,
        mean=float(y.mean()),
        deviation=float(y.std(ddof=1)),
        noise=noise,
        indices=indices,
        convergence=convergence_of(sample, y, indices) if indices else None,
        swings=swings,
    )


def sample_of(plan: Plan, within: float) -> Sample:
    """The design's points, as the analysis has to know them; the flags are the design's own."""
    design = plan.design
    return Sample(
        method=design.method,
        problem=plan.problem,
        points=plan.points,
        second_order=design.second_order,
        levels=design.levels,
        names=names_in(plan.problem),
        seed=design.seed + 1,
        within=within,
    )
