"""The outcomes of a finished sweep, refused when anything is missing or not finite."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from joinedup_experiments.display.errors import InputError
from joinedup_experiments.sweep.plan import Outcome
from joinedup_experiments.sweep.sweep_folder import Sweep

NAMED = 10
NORMAL_95 = 1.959963984540054


class IncompleteError(InputError):
    """Results that cannot be analysed; the text names the rows."""


class Noise(NamedTuple):
    """The variance of an outcome, within design points and between them beyond chance.

    The shares are those of chance in the variance of single runs, and in that of the points'
    means: no factor's index can be told from 0 below the latter. NaN with one replication.
    """

    variance_within_points: float = np.nan
    variance_between_points: float = np.nan
    noise_share_of_a_run: float = np.nan
    noise_share_of_a_mean: float = np.nan


def noise_of(values: np.ndarray) -> Noise:
    """Split the variance of an outcome, ``[points, replications]``, by a one-way layout."""
    replications = values.shape[1]
    if replications < 2:
        return Noise()
    within = float(values.var(axis=1, ddof=1).mean())
    between = max(0.0, float(values.mean(axis=1).var(ddof=1)) - within / replications)
    shares = [part / (part + between) if part + between else np.nan
              for part in (within, within / replications)]  # fmt: skip
    return Noise(within, between, *shares)


class Observed(NamedTuple):
    """One outcome at every design point: ``values`` is ndarray [points, replications]."""

    outcome: Outcome
    values: np.ndarray

    @property
    def means(self) -> np.ndarray:
        """Over replications, ``[points]``."""
        return np.asarray(self.values.mean(axis=1))


def observed(sweep: Sweep) -> list[Observed]:
    """Every outcome of a sweep, as a whole.

    Raises `IncompleteError` when the sweep is not finished, or a run is missing or gave no finite
    number: indices worked out from the rest would be wrong without showing it.
    """
    file, plan = sweep.folder / "outcomes.parquet", sweep.plan
    if not file.exists():
        runs = [run.run for task in sweep.missing() for run in plan.task(task).runs]
        named = ", ".join(map(str, runs[:NAMED]))
        named += f" and {len(runs) - NAMED:,} more" if len(runs) > NAMED else ""
        why = f"{len(runs):,} of {plan.runs:,} runs are still to do (run {named}); finish it first"
        why = why if runs else "its tables are not written yet"
        raise IncompleteError(f"{sweep.folder}: {why}: joinedup resume {sweep.folder}")
    table = pd.read_parquet(file, columns=["run", "outcome", "value"])
    outcomes, faults = [], []
    for outcome in plan.outcomes:
        mine = table[table["outcome"] == outcome.key].set_index("run")["value"]
        whole = mine.reindex(range(plan.runs)).to_numpy()
        for one in map(plan.run, np.flatnonzero(~np.isfinite(whole)).tolist()):
            there = one.run in mine.index
            faults.append(
                f"run {one.run} (point {one.point}, replication {one.replication}, "
                f"seed {one.seed}): {outcome.key} "
                + (f"is {whole[one.run]}" if there else "is missing (failures.parquet)")
            )
        outcomes.append(Observed(outcome, whole.reshape(len(plan.points), -1)))
    if faults:
        first = (
            f"{sweep.folder}: no indices can be worked out, because {len(faults):,} results are "
            "not there or no finite numbers:"
        )
        more = [f"and {len(faults) - NAMED:,} more"] if len(faults) > NAMED else []
        raise IncompleteError("\n".join([first, *faults[:NAMED], *more]))
    return outcomes
