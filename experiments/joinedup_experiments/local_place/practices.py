"""Readings of how practices differ from each other, in the last year of a run."""

from __future__ import annotations

import numpy as np

from joinedup.run import Run
from joinedup_experiments.local_place.admissions import events_of
from joinedup_experiments.local_place.conditions import Readings


def between_practices(run: Run, of: str) -> float:
    """Standard deviation between practices of an activity's yearly rate for 1,000 on their lists.

    What comes of chance is taken off: the variance of the mean of as many people as each has. It
    is nan with one practice, and 0 where they differ by no more than chance.
    """
    practice = np.unique(run.world.residents["practice"], return_inverse=True)[1]
    each, people = events_of(run, of).astype(float), np.bincount(practice)
    if len(people) < 2:
        return np.nan
    rates = np.bincount(practice, each) / people
    within = np.bincount(practice, (each - rates[practice]) ** 2) / np.maximum(1, people - 1)
    return float(1000.0 * np.sqrt(max(0.0, rates.var(ddof=1) - (within / people).mean())))


READINGS: Readings = {"between_practices": between_practices}
