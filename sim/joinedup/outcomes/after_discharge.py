"""Where people are 91 days after they left hospital into reablement (ASCOF), from the event log."""

from __future__ import annotations

import numpy as np

from joinedup.codes import MONTH_DAYS, Activity
from joinedup.outcomes.stays import SHORT_TERM, months_of, ticks

DAYS_AFTER, DAYS_APART = 91.0, 14.0


def still_at_home(events: np.ndarray, first: int, months: int) -> dict[str, np.ndarray]:
    """Reablement begun within a fortnight of a discharge, and who of them is at home 91 days on.

    At home is who has not died or moved into a care home, and is in no hospital bed as an
    emergency. Those whose 91st day is after the last are left out.

    Parameters
    ----------
    events : ndarray
        The rows of `about_stays`, in no order.
    first, months : int
        The first day of the first month, and how many there are.

    Returns
    -------
    dict of ndarray [month]
        ``reabled`` and, of those, ``still_at_home``, by the month in which reablement began.
    """
    begun = (events["activity"] == Activity.CARE_STARTED) & (events["cause"] == SHORT_TERM)
    begun &= (events["genuine"] == 1) & (events["time"] >= first)
    starts = events[begun & (events["time"] < first + months * MONTH_DAYS - DAYS_AFTER)]
    who, t = starts["who"].astype(np.int64) << 32, starts["time"].astype(float)
    left = _keys(events, Activity.DISCHARGE)
    from_hospital = _between(left, who, t - DAYS_APART, t + DAYS_APART) > 0
    who, t = who[from_hospital], t[from_hospital]
    home = np.ones(len(who), bool)
    for gone in (Activity.DIED, Activity.CARE_HOME_MOVE):
        home &= _between(_keys(events, gone), who, t, t + DAYS_AFTER) == 0
    came = _last(_keys(events, Activity.EMERGENCY_ADMISSION), who, t + DAYS_AFTER)
    home &= came <= _last(left, who, t + DAYS_AFTER)
    month = months_of(t, first)
    return {
        "reabled": np.bincount(month, minlength=months).astype(float),
        "still_at_home": np.bincount(month[home], minlength=months).astype(float),
    }


def _keys(events: np.ndarray, activity: Activity) -> np.ndarray:
    rows = events[events["activity"] == activity]
    return np.sort(rows["who"].astype(np.int64) << 32 | ticks(rows["time"]))


def _between(keys: np.ndarray, who: np.ndarray, after: np.ndarray, until: np.ndarray) -> np.ndarray:
    """How many keys of each person lie between two times."""
    low = np.searchsorted(keys, who | ticks(np.maximum(after, 0.0)), side="right")
    return np.searchsorted(keys, who | ticks(until), side="right") - low


def _last(keys: np.ndarray, who: np.ndarray, until: np.ndarray) -> np.ndarray:
    """When each person's last key up to a time was; -1 where there is none."""
    at = np.searchsorted(keys, who | ticks(until), side="right") - 1
    found = keys[np.maximum(at, 0)] if len(keys) else np.full(len(who), -1)
    return np.where((at >= 0) & (found >> 32 == who >> 32), found, -1)
