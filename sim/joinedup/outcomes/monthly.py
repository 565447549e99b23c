"""A run's books: the ledger and the columns, cut to months after the change.

A month is a twelfth of 365.25 days.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from joinedup.codes import CAUSES, MONTH_DAYS, NEEDS, Activity
from joinedup.engine.events import EVENT
from joinedup.state.place import TALLIES, World


@dataclass
class Books:
    """What a run leaves behind, cut to the months after the change.

    ``flows[activity, month]``, ``by_truth[truth, activity, month]``,
    ``admissions[cause, month]``, ``tallies[item, month]``,
    ``stock[month, real, kind, state, band, fifth]`` (person-days),
    ``hours[month, organisation, profession, Hours]`` and ``culture[month, Culture]``.
    """

    flows: np.ndarray
    by_truth: np.ndarray
    by_kind: np.ndarray
    admissions: np.ndarray
    tallies: np.ndarray
    stock: np.ndarray
    money: np.ndarray
    utility_lost: np.ndarray
    days: np.ndarray
    hours: np.ndarray
    culture: np.ndarray
    extra: dict[str, np.ndarray] = field(default_factory=dict)


def about_stays(chunks: list[np.ndarray]) -> np.ndarray:
    """The rows, in no order, from which stays in hospital and last days are worked out."""
    wanted = (Activity.EMERGENCY_ADMISSION, Activity.DISCHARGE, Activity.DIED)
    return np.concatenate([c[np.isin(c["activity"], wanted)].view(EVENT) for c in chunks])


def flows_of(
    chunks: list[np.ndarray], first: float, months: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Count the ledger's rows by month: all, by truth, by kind, and admissions by cause."""
    parts = [_flows_of_chunk(chunk, first, months) for chunk in chunks]
    flows, by_truth, by_kind, admissions = (np.sum([p[i] for p in parts], axis=0) for i in range(4))
    return flows, by_truth, by_kind, admissions


def _flows_of_chunk(
    events: np.ndarray, first: float, months: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    month = ((events["time"].astype(float) - first) / MONTH_DAYS).astype(np.int64)
    kept = (events["time"] >= first) & (month < months)
    rows, month = events[kept], month[kept]
    activity = rows["activity"].astype(np.int64)
    size = len(Activity)
    flows = np.bincount(activity * months + month, minlength=size * months)
    truth = rows["genuine"].astype(np.int64)
    by_truth = np.bincount((truth * size + activity) * months + month, minlength=2 * size * months)
    about = rows["kind"] < NEEDS
    kind = rows["kind"][about].astype(np.int64)
    by_kind = np.bincount(
        (activity[about] * NEEDS + kind) * months + month[about], minlength=size * NEEDS * months
    )
    admitted = activity == Activity.EMERGENCY_ADMISSION
    cause = rows["cause"][admitted].astype(np.int64)
    admissions = np.bincount(cause * months + month[admitted], minlength=CAUSES * months)
    return (
        flows.reshape(size, months),
        by_truth.reshape(2, size, months),
        by_kind.reshape(size, NEEDS, months),
        admissions.reshape(CAUSES, months),
    )


def tallies_since(world: World, first: int, months: int) -> np.ndarray:
    """The monthly tallies from month ``first`` on, as ``[item, month]``."""
    kept = np.asarray(world.months.tallies)[first : first + months]
    return kept.reshape(months, TALLIES).T
