"""The months of a history, counted from the engine's ledger and nothing else."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from joinedup.engine.jit import entry_point
from joinedup.engine.tables import table
from joinedup_experiments.benchmarks import network as net
from joinedup_experiments.benchmarks.engine_columns import Activity

ACTIVITIES = len(Activity)
COUNTED = {
    net.Measure.ONSETS: Activity.ONSET,
    net.Measure.REFERRALS: Activity.REFERRAL,
    net.Measure.BOUNCES: Activity.BOUNCE,
    net.Measure.COMPLETED: Activity.COMPLETED,
    net.Measure.ADMISSIONS: Activity.ADMISSION,
    net.Measure.STARTS: Activity.START,
}
ARRIVALS = [Activity.REFERRAL, Activity.ARRIVAL]
_LAST = np.dtype([("time", np.float32), ("activity", np.uint8)], align=True)


class Counts(NamedTuple):
    """What has been counted of the ledgers so far, by locality and month.

    ``pairs`` [locality, month, activity of the person's row before, activity] are rows;
    ``days`` [locality, month, activity] are those since the person's row before. ``last`` is each
    person's last row: before a start it is the arrival.
    """

    pairs: np.ndarray
    days: np.ndarray
    last: np.ndarray


def new_counts(people: int) -> Counts:
    """Nothing counted yet."""
    each = net.localities(people), net.MONTHS
    pairs = np.zeros((*each, ACTIVITIES, ACTIVITIES), np.int64)
    return Counts(pairs, np.zeros((*each, ACTIVITIES)), table(people, _LAST))


@entry_point
def count_rows(ledger, rows, ends, pairs, days, last):
    """Count so many rows of a ledger, whose times go up but where the next locality begins."""
    month, before = 0, 0.0
    for at in range(rows):
        row = ledger[at]
        who, time, activity = row.who, row.time, row.activity
        if time < before:
            month = 0
        while time >= ends[month]:
            month += 1
        before = time
        place, previous = who // net.LOCALITY * net.MONTHS + month, last[who]
        pairs[place, previous.activity * ACTIVITIES + activity] += 1
        days[place, activity] += time - previous.time
        previous.activity = activity
        previous.time = time


def tables_of(counts: Counts) -> tuple[np.ndarray, ...]:
    """The months' ends and the counts, as `count_rows` takes them.

    The ledger keeps times to a few seconds (four bytes), so that a row may fall on the other
    side of a month's end; totals are exact.
    """
    ends = net.MONTH * np.arange(1, net.MONTHS + 1)
    ends[-1] = np.inf
    places = counts.pairs.shape[0] * net.MONTHS
    pairs, days = (table.reshape(places, -1) for table in (counts.pairs, counts.days))
    return ends, pairs, days, counts.last


def months_of(counts: Counts) -> np.ndarray:
    """Monthly measures of what was counted, shape (localities, months, measures)."""
    monthly = net.nothing_counted(len(counts.last))
    rows = counts.pairs.sum(axis=2)
    for measure, activity in COUNTED.items():
        monthly[:, :, measure] = rows[:, :, activity]
    monthly[:, :, net.Measure.WAITED] = counts.days[:, :, Activity.START]
    left = counts.pairs[:, :, ARRIVALS, Activity.ADMISSION].sum(axis=2)
    came = rows[:, :, ARRIVALS].sum(axis=2)
    went = rows[:, :, Activity.BOUNCE] + rows[:, :, Activity.START] + left
    monthly[:, :, net.Measure.QUEUE] = np.cumsum(came - went, axis=1)
    return monthly
