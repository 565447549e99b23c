"""What the runs of a sweep gave, once every one of them is there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from joinedup_experiments.display.errors import InputError
from joinedup_experiments.display.numbers import counted
from joinedup_experiments.sweep.plan import Outcome, Plan
from joinedup_experiments.sweep.sweep_folder import Sweep

NAMED = 10


class IncompleteError(InputError):
    """Results that cannot be analysed; the text names the rows."""


class Observed(NamedTuple):
    """What a sweep's runs gave, where every run that was asked for is there."""

    values: dict[Outcome, np.ndarray]  # [points, replications], finite
    valueless: dict[Outcome, str]  # outcomes without a value in some runs, and which those are


def observed(sweep: Sweep) -> Observed:
    """The outcomes of a sweep: those with a value in every run, and those without.

    Raises `IncompleteError` when a run is to do or missing, or no outcome has a value in every
    run: indices would be wrong, since the points that are left are no sample of the design.
    """
    plan, whole = sweep.plan, whole_outcomes(sweep)
    unknown = ~np.isfinite(whole.to_numpy())
    values, valueless = {}, {}
    for one, column in zip(plan.outcomes, unknown.T, strict=True):
        if column.any():
            valueless[one] = _runs_without(plan, whole[one.key], np.flatnonzero(column))
        else:
            values[one] = whole[one.key].to_numpy().reshape(len(plan.points), -1)
    if not values:
        each = [f"{one.key}: {why}" for one, why in valueless.items()]
        why = "no outcome has a value in every run, so nothing can be worked out:"
        raise IncompleteError("\n".join([f"{sweep.folder}: {why}", *_some(each)]))
    return Observed(values, valueless)


def whole_outcomes(sweep: Sweep) -> pd.DataFrame:
    """Every outcome's value in every run, [runs, outcomes]; raises as `observed` where runs lack.

    What has no value in a run is NaN there.
    """
    file, plan = sweep.folder / "outcomes.parquet", sweep.plan
    if not file.exists():
        runs = [run.run for task in sweep.missing() for run in plan.task(task).runs]
        there = ", ".join(_some(runs))
        why = f"{len(runs):,} of {counted(plan.runs, 'run')} still to do (run {there})"
        why = f"{why}; finish it first" if runs else "its tables are not written yet"
        raise IncompleteError(f"{sweep.folder}: {why}: {sweep.to_go_on}")
    outcomes = sweep.table("outcomes").to_pandas()
    rows = outcomes["run"].value_counts()
    lacking = [run for run in range(plan.runs) if rows.get(run, 0) < len(plan.outcomes)]
    if lacking:
        many = counted(plan.runs, "run")
        why = f"{len(lacking):,} of {many} failed or lost (failures.parquet):"
        first = f"{sweep.folder}: no indices can be worked out, because {why}"
        each = [f"{_where(plan, run)} is missing" for run in lacking]
        raise IncompleteError("\n".join([first, *_some(each)]))
    table = outcomes.pivot(index="run", columns="outcome", values="value")
    return table.reindex(index=range(plan.runs), columns=[one.key for one in plan.outcomes])


def _where(plan: Plan, run: int) -> str:
    at = plan.run(run)
    return f"run {run} (point {at.point}, replication {at.replication}, seed {at.seed})"


def _runs_without(plan: Plan, column: pd.Series, runs: np.ndarray) -> str:
    if len(runs) == plan.runs:
        return f"no value in any of {counted(plan.runs, 'run')}"
    named = [f"{_where(plan, run)} gave {column.iloc[run]}" for run in runs.tolist()]
    return f"no value in {len(runs):,} of {counted(plan.runs, 'run')}: {'; '.join(_some(named))}"


def _some(each: Sequence[Any]) -> list[str]:
    """The first of them as text, and how many more there are."""
    more = [f"and {len(each) - NAMED:,} more"] if len(each) > NAMED else []
    return [*map(str, each[:NAMED]), *more]
