"""Stays in hospital, and admissions near the end of life, from the event log.

Every function takes the rows in no order, the first day of the first month, and how many months
there are. Months are of whole days: a day is in the month in which it begins.
"""

from __future__ import annotations

import numpy as np

from joinedup.codes import MONTH_DAYS, Activity, Cause
from joinedup.engine.tables import copied_rows

SHORT_TERM = 1  # what stands as the cause where short-term support begins


def months_of(times: np.ndarray, first: int) -> np.ndarray:
    """The month of each time in days; 0 is that whose first whole day is ``first``.

    >>> months_of(np.array([61.9, 30.9, 31.0]), 31)  # months begin on days 0, 31 and 61
    array([ 1, -1,  0])
    """
    return np.floor(np.floor(times) / MONTH_DAYS).astype(np.int64) - int(first / MONTH_DAYS)


def about_stays(chunks: list[np.ndarray]) -> np.ndarray:
    """The rows, in no order, from which stays in hospital and last days are worked out."""
    wanted = np.isin(
        np.arange(256),
        (
            Activity.EMERGENCY_ADMISSION,
            Activity.DISCHARGE,
            Activity.DIED,
            Activity.CARE_HOME_MOVE,
        ),
    )
    return np.concatenate([_about(c, wanted) for c in chunks])


def _about(chunk: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    begun = (chunk["activity"] == Activity.CARE_STARTED) & (chunk["cause"] == SHORT_TERM)
    return copied_rows(chunk, wanted[chunk["activity"]] | begun)


def emergency_stays(events: np.ndarray, first: int, months: int) -> np.ndarray:
    """Emergency stays that end in each month: [0] within a day, [1] longer.

    One whose beginning is no longer on record is longer.
    """
    admitted = events[events["activity"] == Activity.EMERGENCY_ADMISSION]
    left = events[(events["activity"] == Activity.DISCHARGE) & (events["cause"] != Cause.NONE)]
    who = left["who"].astype(np.int64)
    key_in = np.sort(admitted["who"].astype(np.int64) << 32 | ticks(admitted["time"]))
    key_in = np.append(-1, key_in)  # nobody's, for whose admission is not on record
    key_out = who << 32 | ticks(left["time"])
    came = key_in[np.searchsorted(key_in, key_out, side="right") - 1]
    long = ((came >> 32 != who) | (key_out - came >= 4096)).astype(np.int64)
    month = months_of(left["time"], first)
    inside = (month >= 0) & (month < months)
    flat = np.bincount(long[inside] * months + month[inside], minlength=2 * months)
    return flat.reshape(2, months).astype(float)


def last_days(events: np.ndarray, first: int, months: int) -> dict[str, np.ndarray]:
    """Emergency admissions near the end of life, by month of death.

    Returns
    -------
    dict of ndarray [month]
        ``last_100_days``, admissions within 100 days before a death; ``three_in_90_days``, deaths
        after three or more within 90 days.
    """
    admitted = events[events["activity"] == Activity.EMERGENCY_ADMISSION]
    died = events[events["activity"] == Activity.DIED]
    key = np.sort(admitted["who"].astype(np.int64) << 32 | ticks(admitted["time"]))
    who = died["who"].astype(np.int64) << 32
    until = np.searchsorted(key, who | ticks(died["time"]), side="right")
    month = months_of(died["time"], first)
    kept = (month >= 0) & (month < months)

    def within(days: float) -> np.ndarray:
        start = np.maximum(died["time"].astype(float) - days, 0.0)
        return np.asarray(until - np.searchsorted(key, who | ticks(start), side="left"))[kept]

    def by_month(weights: np.ndarray) -> np.ndarray:
        return np.bincount(month[kept], weights=weights, minlength=months)[:months]

    return {
        "last_100_days": by_month(within(100.0)),
        "three_in_90_days": by_month((within(90.0) >= 3).astype(float)),
    }


def ticks(times: np.ndarray) -> np.ndarray:
    """Times as whole numbers, 4096 a day, to be joined with whom they are about."""
    return (times.astype(float) * 4096.0).astype(np.int64)
