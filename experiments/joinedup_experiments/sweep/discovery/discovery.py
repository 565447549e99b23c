"""The whole of a scenario discovery: every question, for tables, pictures and words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from joinedup_experiments.sweep.discovery.questions import OverTime, askable, questions_of
from joinedup_experiments.sweep.discovery.rule import Answered
from joinedup_experiments.sweep.discovery.rules import answer
from joinedup_experiments.sweep.factors import Factor
from joinedup_experiments.sweep.outcomes import Outcome, annual
from joinedup_experiments.sweep.plan import Plan
from joinedup_experiments.sweep.sample import block_size
from joinedup_experiments.sweep.sensitivity.results import observed
from joinedup_experiments.sweep.shards import read_shard, shard_path
from joinedup_experiments.sweep.sweep_folder import Sweep

YEAR = 12


@dataclass(frozen=True)
class Discovery:
    """What was found."""

    plan: Plan
    # [points, factors] what the design's coordinates stand for; choices by their number
    values: np.ndarray
    block: int  # points that were drawn together; 1 where each is for itself
    answered: list[Answered]
    over_time: list[OverTime]
    left_out: list[str]  # a line on each outcome that nothing was asked of


def discover(sweep: Sweep, share: float | None = None) -> Discovery:
    """Look for the regions in which each arm helps; ``share`` is the margin, of the base's level.

    Raises
    ------
    IncompleteError
        When results are missing or not finite.
    QuestionError
        When no outcome is a difference of which one side is better.
    """
    plan, design = sweep.plan, sweep.plan.design
    outcomes, left_out = askable(plan.outcomes)
    seen = [one for one in observed(sweep) if one.outcome in outcomes]
    times = over_time(sweep, outcomes)
    values = values_of(plan.factors, plan.points)
    names = set(plan.groups or range(len(plan.factors)))
    block = max(1, block_size(design.method, len(names), design.second_order))
    blocks = np.arange(len(values)) // block
    answered = [
        answer(question, plan.factors, values, blocks, design.seed % 2**31)
        for question in questions_of(seen, times, share)
    ]
    return Discovery(plan, values, block, answered, times, left_out)


def values_of(factors: Sequence[Factor], points: np.ndarray) -> np.ndarray:
    """What coordinates stand for, as numbers: a choice is its place among the choices.

    >>> factor = Factor("a", "lever", 0, 2, choices=("block", "activity"))
    >>> values_of([factor], np.array([[0.4], [1.3], [2.0]])).ravel()
    array([0., 1., 1.])
    """
    values = points.copy()
    for i, factor in enumerate(factors):
        if factor.choices or factor.whole:
            last = round(factor.high) - 1
            values[:, i] = np.minimum(np.floor(points[:, i]), last)
    return values


def over_time(sweep: Sweep, outcomes: Sequence[Outcome]) -> list[OverTime]:
    """Read every shard once, one in memory at a time, and keep only each period's difference."""
    plan = sweep.plan
    length = round(plan.scenarios[0].run.years * YEAR)
    months = YEAR if length >= 2 * YEAR else 1
    differences = np.zeros((len(outcomes), len(plan.points), length // months))
    base = np.zeros(differences.shape[:2])
    for number in range(plan.tasks):
        shard = read_shard(shard_path(sweep.folder, number), [one.measure for one in outcomes])
        for i, one in enumerate(outcomes if shard.months else ()):
            monthly = shard.months[one.arm][one.measure] - shard.months[one.base][one.measure]
            whole = monthly[:, : length // months * months]
            periods = annual(whole.reshape(len(whole), -1, months), one.combine)
            level = replace(one, arm=one.base, base="")
            np.add.at(differences[i], shard.identity["point"], periods)
            np.add.at(base[i], shard.identity["point"], level.value(shard.months))
    many = plan.design.replications
    return [
        OverTime(one, differences[i] / many, base[i] / many, "year" if months > 1 else "month")
        for i, one in enumerate(outcomes)
    ]
