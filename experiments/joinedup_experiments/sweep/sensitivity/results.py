"""The outcomes of a finished sweep, refused when anything is missing or is no number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from joinedup_experiments.sweep.outcomes import Outcome
from joinedup_experiments.sweep.sweep_folder import Sweep

NAMED = 10


class IncompleteError(ValueError):
    """Results that cannot be analysed; the text names the rows."""


@dataclass(frozen=True)
class Observed:
    """One outcome at every design point.

    Attributes
    ----------
    values : ndarray [points, replications]
    """

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
    import pyarrow.parquet as pq

    file = sweep.folder / "outcomes.parquet"
    if sweep.missing() and not file.exists():
        raise IncompleteError(
            f"{sweep.folder}: {_still_to_do(sweep)}; "
            f"finish it first: joinedup resume {sweep.folder}"
        )
    if not file.exists():
        raise IncompleteError(
            f"{sweep.folder}: its tables are not written yet: joinedup resume {sweep.folder}"
        )
    table = pq.read_table(file)
    runs, values = table["run"].to_numpy(), table["value"].to_numpy()
    names = np.array(table["outcome"].to_pylist(), dtype=object)
    shape = (len(sweep.plan.points), sweep.plan.design.replications)
    found, faults = [], []
    for outcome in sweep.plan.outcomes:
        mine = names == outcome.key
        whole = np.full(sweep.plan.runs, np.nan)
        whole[runs[mine]] = values[mine]
        there = np.zeros(sweep.plan.runs, bool)
        there[runs[mine]] = True
        faults += _faults(sweep, outcome.key, whole, there)
        found.append(Observed(outcome, whole.reshape(shape)))
    if faults:
        raise IncompleteError(_told(sweep.folder, faults))
    return found


def _still_to_do(sweep: Sweep) -> str:
    runs = [run.run for task in sweep.missing() for run in sweep.plan.task(task, "").runs]
    named = ", ".join(str(run) for run in runs[:NAMED])
    more = f" and {len(runs) - NAMED:,} more" if len(runs) > NAMED else ""
    return f"{len(runs):,} of {sweep.plan.runs:,} runs are still to do (run {named}{more})"


def _faults(sweep: Sweep, key: str, values: np.ndarray, there: np.ndarray) -> list[str]:
    rows = []
    for number in np.flatnonzero(~np.isfinite(values)):
        one = sweep.plan.run(int(number))
        why = f"is {values[number]}" if there[number] else "is missing (failures.parquet)"
        rows.append(
            f"run {one.run} (point {one.point}, replication {one.replication}, seed {one.seed}): "
            f"{key} {why}"
        )
    return rows


def _told(folder: Path, faults: Sequence[str]) -> str:
    more = [f"and {len(faults) - NAMED:,} more"] if len(faults) > NAMED else []
    first = f"{folder}: no indices can be worked out, because {len(faults):,} results are not there"
    return "\n".join([f"{first} or no finite numbers:", *faults[:NAMED], *more])
