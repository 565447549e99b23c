"""The whole of a discovery: every question, in one place for tables, pictures and words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from joinedup_experiments.sweep.discovery.by_year import OverTime, over_time
from joinedup_experiments.sweep.discovery.questions import askable, questions_of
from joinedup_experiments.sweep.discovery.rule import Answered
from joinedup_experiments.sweep.discovery.rules import answer
from joinedup_experiments.sweep.factors import Factor
from joinedup_experiments.sweep.plan import Plan
from joinedup_experiments.sweep.sensitivity.analysis import sample_of
from joinedup_experiments.sweep.sensitivity.results import observed
from joinedup_experiments.sweep.sweep_folder import Sweep


@dataclass(frozen=True)
class Discovery:
    """What was found.

    Attributes
    ----------
    values : ndarray [points, factors]
        What the design's coordinates stand for; choices by their number.
    block : int
        Points that were drawn together; 1 where each is for itself.
    passed : list of str
        A line on each outcome that was left out.
    """

    plan: Plan
    values: np.ndarray
    block: int
    answered: list[Answered]
    over_time: list[OverTime]
    passed: list[str]


def discover(sweep: Sweep, share: float | None = None) -> Discovery:
    """Look for the regions in which each arm helps.

    Parameters
    ----------
    share : float, optional
        The margin as a share of the base's level.

    Raises
    ------
    IncompleteError
        When results are missing or not finite.
    QuestionError
        When no outcome is a difference of which one side is better.
    """
    plan = sweep.plan
    outcomes, passed = askable(plan.outcomes)
    keys = {one.key for one in outcomes}
    seen = [one for one in observed(sweep) if one.outcome.key in keys]
    times = over_time(sweep, outcomes)
    values = values_of(plan.factors, plan.points)
    block = max(1, sample_of(plan, float("nan")).block)
    blocks = np.arange(len(values)) // block
    seed = plan.design.seed % 2**31
    answered = [
        answer(question, plan.factors, values, blocks, seed)
        for question in questions_of(seen, times, share)
    ]
    return Discovery(plan, values, block, answered, times, passed)


def values_of(factors: Sequence[Factor], points: np.ndarray) -> np.ndarray:
    """What coordinates stand for, as numbers: a choice is its place among the choices.

    >>> factor = Factor("a", "lever", 0, 2, choices=("block", "activity"))
    >>> values_of([factor], np.array([[0.4], [1.3], [2.0]])).ravel()
    array([0., 1., 1.])
    """
    columns = []
    for factor, column in zip(factors, points.T, strict=True):
        if factor.choices:
            column = np.minimum(np.floor(column), len(factor.choices) - 1)
        elif factor.whole:
            column = np.minimum(np.floor(column), round(factor.high) - 1)
        columns.append(column)
    return np.stack(columns, axis=1)
