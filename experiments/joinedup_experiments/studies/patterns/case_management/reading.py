"""What happened to the people first in line for case management, a head in half a year."""

from __future__ import annotations

import numpy as np

from joinedup.outcomes.measures import Measure
from joinedup.run import Run
from joinedup_experiments.compare.cohort import COUNTED, count_of
from joinedup_experiments.studies.patterns.people import Values

HALF_YEAR = 182.625
KEYS = ("enrolled_emergency", "enrolled_elective", "enrolled_outpatient", "enrolled_ae")
OWN = tuple(
    Measure(
        key,
        f"{said}, of those first in line",
        "a head in half a year",
        "hospital",
        mean_of="people",
    )
    for key, said in zip(KEYS, COUNTED, strict=True)
)  # fmt: skip


def read(run: Run) -> Values:
    """Counts a head in the half year after the day of change; NaN in later years."""
    people = run.cohort
    counts = count_of(run, people["who"], people["generation"], HALF_YEAR)
    found = {}
    for key, value in zip(KEYS, counts, strict=True):
        found[key] = np.full(max(1, int(run.years)), np.nan)
        found[key][0] = value
    return found
