"""The outcomes of a finished sweep, refused when anything is missing or not finite."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from joinedup_experiments.display.errors import InputError
from joinedup_experiments.sweep.outcomes import Outcome
from joinedup_experiments.sweep.sweep_folder import Sweep

if TYPE_CHECKING:
    import pandas as pd

NAMED = 10
NOT_KNOWN = float("nan")


class IncompleteError(InputError):
    """Results that cannot be analysed; the text names the rows."""


class Noise(NamedTuple):
    """The variance of an outcome, split by a one-way layout of replications within points.

    NaN where there is one replication. Within: between replications of one point, pooled.
    Between: between points beyond what chance makes of their means, not below 0. The shares are
    those of chance in the variance of single runs, and in that of the points' means, which is
    what indices divide: no factor's index can be told from 0 below it.
    """

    within: float = NOT_KNOWN
    between: float = NOT_KNOWN
    share_of_a_run: float = NOT_KNOWN
    share_of_a_mean: float = NOT_KNOWN


def noise_of(values: np.ndarray) -> Noise:
    """Split the variance of an outcome, ``[points, replications]``.

    >>> noise_of(np.array([[1.0, 3.0], [1.0, 3.0]])).share_of_a_run
    1.0
    """
    replications = values.shape[1]
    if replications < 2:
        return Noise()
    within = float(values.var(axis=1, ddof=1).mean())
    between = max(0.0, float(values.mean(axis=1).var(ddof=1)) - within / replications)
    shares = [part / (part + between) if part + between else NOT_KNOWN
              for part in (within, within / replications)]  # fmt: skip
    return Noise(within, between, *shares)


@dataclass(frozen=True)
class Observed:
    """One outcome at every design point: ``values`` is ndarray [points, replications]."""

    outcome: Outcome
    values: np.ndarray

    @property
    def means(self) -> np.ndarray:
        """Over replications, ``[points]``."""
        return np.asarray(self.values.mean(axis=1))


def observed(sweep: Sweep) -> list[Observed]:
    """Every outcome of a sweep, as a whole.

    Raises
    ------
    IncompleteError
        When the sweep is not finished, or a run is missing or gave no finite number: indices
        worked out from the rest would be wrong without showing it.
    """
    import pandas as pd

    file, again = sweep.folder / "outcomes.parquet", f"joinedup resume {sweep.folder}"
    if not file.exists():
        why = (
            f"{_to_do(sweep)}; finish it first"
            if sweep.missing()
            else "its tables are not written yet"
        )
        raise IncompleteError(f"{sweep.folder}: {why}: {again}")
    table = pd.read_parquet(file, columns=["run", "outcome", "value"])
    shape = (len(sweep.plan.points), sweep.plan.design.replications)
    outcomes, faults = [], []
    for outcome in sweep.plan.outcomes:
        mine = table[table["outcome"] == outcome.key].set_index("run")["value"]
        whole = mine.reindex(range(sweep.plan.runs)).to_numpy()
        faults += _faults(sweep, outcome.key, mine, whole)
        outcomes.append(Observed(outcome, whole.reshape(shape)))
    if faults:
        more = [f"and {len(faults) - NAMED:,} more"] if len(faults) > NAMED else []
        first = (
            f"{sweep.folder}: no indices can be worked out, because {len(faults):,} results are "
            "not there or no finite numbers:"
        )
        raise IncompleteError("\n".join([first, *faults[:NAMED], *more]))
    return outcomes


def _to_do(sweep: Sweep) -> str:
    runs = [run.run for task in sweep.missing() for run in sweep.plan.task(task, "").runs]
    named = ", ".join(str(run) for run in runs[:NAMED])
    more = f" and {len(runs) - NAMED:,} more" if len(runs) > NAMED else ""
    return f"{len(runs):,} of {sweep.plan.runs:,} runs are still to do (run {named}{more})"


def _faults(sweep: Sweep, key: str, values: pd.Series, whole: np.ndarray) -> list[str]:
    """A line for each run whose value is missing or not finite."""
    rows = []
    for number in np.flatnonzero(~np.isfinite(whole)):
        one, there = sweep.plan.run(int(number)), number in values.index
        why = f"is {whole[number]}" if there else "is missing (failures.parquet)"
        rows.append(
            f"run {one.run} (point {one.point}, replication {one.replication}, seed {one.seed}): "
            f"{key} {why}"
        )
    return rows
