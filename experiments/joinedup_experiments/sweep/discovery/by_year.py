"""The differences from the base over time, and the base's level: one shard in memory at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from joinedup_experiments.sweep.finishing import runs_in
from joinedup_experiments.sweep.outcomes import Outcome, a_year_of
from joinedup_experiments.sweep.shards import read_shard, shard_path
from joinedup_experiments.sweep.sweep_folder import Sweep
from joinedup_experiments.sweep.tasks import ROW

YEAR = 12


@dataclass(frozen=True)
class OverTime:
    """One outcome's measure over time.

    Attributes
    ----------
    differences : ndarray [points, periods]
        The arm less the base, the mean over replications, as a year's value; in years from the
        day of change, or in months when there are fewer than two whole years.
    base : ndarray [points]
        The base's average year over the outcome's own years.
    months : int
        In a period: 12 or 1.
    """

    outcome: Outcome
    differences: np.ndarray
    base: np.ndarray
    months: int


def over_time(sweep: Sweep, outcomes: Sequence[Outcome]) -> list[OverTime]:
    """Read every shard once, and keep only each period's difference."""
    plan = sweep.plan
    columns = [*ROW, *dict.fromkeys(one.measure for one in outcomes)]
    months = 0
    differences = [np.zeros((0, 0))] * len(outcomes)
    base = np.zeros((len(outcomes), len(plan.points)))
    for number in range(plan.tasks):
        table, _ = read_shard(shard_path(sweep.folder, number), columns)
        for mine, found in runs_in(table):
            if not months:
                length = len(next(iter(found[plan.names[0]].values())))
                months = YEAR if length >= 2 * YEAR else 1
                shape = len(plan.points), length // months
                differences = [np.zeros(shape) for _ in outcomes]
            for i, one in enumerate(outcomes):
                differences[i][mine["point"]] += _by_period(found, one, months)
                level = replace(one, arm=one.base, base="")
                base[i, mine["point"]] += level.value(found)
    many = plan.design.replications
    return [
        OverTime(one, differences[i] / many, base[i] / many, months)
        for i, one in enumerate(outcomes)
    ]


def _by_period(found: dict[str, dict[str, np.ndarray]], one: Outcome, months: int) -> np.ndarray:
    """A year's value of the difference in each whole period, ``[periods]``."""
    values = found[one.arm][one.measure] - found[one.base][one.measure]
    whole = len(values) // months
    parts = values[: whole * months].reshape(whole, months)
    return np.array([a_year_of(part, one.combine) for part in parts])
