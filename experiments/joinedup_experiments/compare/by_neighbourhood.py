"""What residents of each neighbourhood had: their events a year, and their needs at the end.

A neighbourhood's residents are those of its practices, wherever they live.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from joinedup.codes import Activity
from joinedup.outcomes.measures import Measure, measure
from joinedup.outcomes.metrics import ALL_UNMET
from joinedup.outcomes.stays import months_of
from joinedup.results import Run

COUNTED = {
    "emergency_admissions": Activity.EMERGENCY_ADMISSION,
    "ae_attendances": Activity.AE_ATTENDANCE,
    "care_started": Activity.CARE_STARTED,
}
NEEDS_AT_END = "unmet_at_end"
KEYS = (NEEDS_AT_END, *COUNTED)


def measured(key: str) -> Measure:
    """What one of the `KEYS` is; needs at the end are those of the last day, in all that year."""
    if key != NEEDS_AT_END:
        return measure(key)
    label = "Unmet need of every kind on the last day"
    return replace(
        measure("unmet_need"), key=key, label=label, unit="needs", mean_of="runs", plus=()
    )


def by_neighbourhood(run: Run) -> np.ndarray:
    """One arm's figures: ndarray [neighbourhoods, KEYS], in an average year after the change."""
    where, many = run.residents["neighbourhood"], run.scenario.place.neighbourhoods
    months = len(run.costs)
    counts = np.zeros((len(COUNTED), many))
    for chunk in run.chunks:
        month = months_of(chunk["time"], int(run.index_day))
        rows = chunk[(month >= 0) & (month < months)]
        for number, activity in enumerate(COUNTED.values()):
            mine = where[rows["who"][rows["activity"] == activity]]
            counts[number] += np.bincount(mine, minlength=many)
    needs = np.asarray(run.world.needs)
    unmet = (needs["genuine"] == 1) & (ALL_UNMET.start <= needs["state"])
    unmet &= needs["state"] < ALL_UNMET.stop
    at_end = np.bincount(where, weights=unmet.sum(axis=1), minlength=many)
    return np.vstack([at_end, counts * 12.0 / months]).T
