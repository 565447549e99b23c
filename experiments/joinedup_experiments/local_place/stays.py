"""Readings of stays in hospital: how long they are, what delays their end, who is back."""

from __future__ import annotations

import numpy as np

from joinedup.codes import Activity
from joinedup.run import Run
from joinedup_experiments.local_place.admissions import one_by_one
from joinedup_experiments.local_place.conditions import Readings, mean

WITHIN = 30.0  # days from a discharge to a readmission
EMERGENCY = (Activity.EMERGENCY_ADMISSION,)
OVERNIGHT = (*EMERGENCY, Activity.ELECTIVE_INPATIENT)


def stays_of(run: Run, kinds: tuple[Activity, ...]) -> np.ndarray:
    """Days of each stay of some kinds that began and ended in the run."""
    return _days(run, kinds, (Activity.DISCHARGE,))[0]


def mean_stay(run: Run, of: str) -> float:
    """Mean days of a stay: of emergencies, or of every stay that is no day case."""
    return mean(stays_of(run, EMERGENCY if of == "emergency" else OVERNIGHT))


def same_day(run: Run, of: str) -> float:
    """Share of emergency stays that last less than a day."""
    return mean(stays_of(run, EMERGENCY) < 1.0)


def mean_delay(run: Run, of: str) -> float:
    """Mean days from fit to leave to leaving, over all stays of a day or more."""
    delays, _ = _days(run, (Activity.READY_FOR_DISCHARGE,), (Activity.DISCHARGE,))
    stays = np.count_nonzero(stays_of(run, OVERNIGHT) >= 1.0)
    return float(delays.sum() / stays) if stays else np.nan


def delayed_for_package(run: Run, of: str) -> float:
    """Share of the days of delay that are spent waiting for a package of care."""
    delays, packages = _days(run, (Activity.READY_FOR_DISCHARGE,), (Activity.DISCHARGE,))
    total = delays.sum()
    return float(delays[packages == 1].sum() / total) if total else np.nan


def readmitted(run: Run, of: str) -> float:
    """Emergency admissions within 30 days of a discharge, a share of all discharges."""
    left = (Activity.DISCHARGE, Activity.DAY_CASE)
    leaves = np.count_nonzero(np.isin(run.events["activity"], left))
    days, _ = _days(run, left, EMERGENCY)
    return float(np.count_nonzero(days <= WITHIN) / leaves) if leaves else np.nan


def _days(
    run: Run, begins: tuple[Activity, ...], ends: tuple[Activity, ...]
) -> tuple[np.ndarray, np.ndarray]:
    """Days from each event that begins something to the next that ends it; and the first's cause.

    Of one resident, with none of either kind between them.
    """
    rows = run.events
    rows = rows[np.isin(rows["activity"], (*begins, *ends))]
    rows, same = one_by_one(rows, rows["who"].astype(np.int64) << 16 | rows["episode"])
    first, last = rows[:-1], rows[1:]
    pairs = same & np.isin(first["activity"], begins) & np.isin(last["activity"], ends)
    days = last["time"].astype(float) - first["time"].astype(float)
    return days[pairs], first["cause"][pairs]


READINGS: Readings = {
    reading.__name__: reading
    for reading in (mean_stay, same_day, mean_delay, delayed_for_package, readmitted)
}
