"""What is to follow within so many days: by the month of what it is to follow."""

from __future__ import annotations

from math import ceil

import numpy as np

from joinedup.codes import MONTH_DAYS, Activity
from joinedup.state.markers import Marker
from joinedup.state.world import World


def in_time(world: World, flows: np.ndarray, markers: np.ndarray) -> dict[str, np.ndarray]:
    """Enrolments and stays for mental need, and those that a plan or a contact follows in time.

    Those of the last months, too late to be followed for as long as that, are left out.

    Parameters
    ----------
    flows, markers : ndarray [activity, month], ndarray [marker, month]
        Rows of the event log, and counts of a `Marker`.
    """
    p = world.globals[0].p.targets
    return {
        "enrolled": but_the_last(flows[Activity.ENROLLED], p.planned_within),
        "planned_in_time": but_the_last(markers[Marker.PLANNED_IN_TIME], p.planned_within),
        "left_ward": but_the_last(markers[Marker.LEFT_MENTAL_WARD], p.followed_within),
        "followed_in_time": but_the_last(markers[Marker.FOLLOWED_IN_TIME], p.followed_within),
    }


def but_the_last(counts: np.ndarray, days: float) -> np.ndarray:
    """Counts by month; 0 in the last months, whose days have not all so many days after them.

    >>> but_the_last(np.ones(4), 28.0), but_the_last(np.ones(1), 56.0)
    (array([1., 1., 1., 0.]), array([0.]))
    """
    whole = max(0, len(counts) - ceil(days / MONTH_DAYS))
    return np.where(np.arange(len(counts)) < whole, counts, 0.0)
