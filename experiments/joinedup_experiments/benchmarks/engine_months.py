"""The months of a history, counted from the engine's ledger and nothing else."""

from __future__ import annotations

import numpy as np

from joinedup.engine.jit import entry_point, kernel
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


@kernel
def is_arrival(activity):
    return activity == Activity.REFERRAL or activity == Activity.ARRIVAL


@entry_point
def _count(ledger, ends, last, since, counts, waited, left):
    """Count ledger rows by locality and month: each activity, waits, and who left a queue unserved.

    ``last`` and ``since`` hold, per person, the last row's activity and time: before a start it
    is the arrival. ``ends`` are the ends of months.
    """
    month, before = 0, 0.0
    for at in range(ledger.shape[0]):
        row = ledger[at]
        who, time, activity = row.who, row.time, row.activity
        if time < before:  # the next locality begins
            month = 0
        while time >= ends[month]:
            month += 1
        before = time
        locality = who // net.LOCALITY
        counts[locality, month, activity] += 1
        if activity == Activity.START:
            waited[locality, month] += time - since[who]
        if activity == Activity.ADMISSION and is_arrival(last[who]):
            left[locality, month] += 1
        last[who] = activity
        since[who] = time


def months(ledger, people):
    """Monthly measures of a history, shape (localities, months, measures).

    The ledger keeps times to a few seconds (four bytes), so that a row may fall on the other
    side of a month's end; totals are exact.
    """
    monthly = net.nothing_counted(people)
    each = monthly.shape[:2]
    ends = net.MONTH * np.arange(1, net.MONTHS + 1)
    ends[-1] = np.inf
    counts, waited, left = np.zeros((*each, ACTIVITIES)), np.zeros(each), np.zeros(each)
    last, since = np.zeros(people, np.uint8), np.empty(people, np.float32)
    _count(ledger, ends, last, since, counts, waited, left)
    for measure, activity in COUNTED.items():
        monthly[:, :, measure] = counts[:, :, activity]
    monthly[:, :, net.Measure.WAITED] = waited
    came = counts[:, :, Activity.REFERRAL] + counts[:, :, Activity.ARRIVAL]
    went = counts[:, :, Activity.BOUNCE] + counts[:, :, Activity.START] + left
    monthly[:, :, net.Measure.QUEUE] = np.cumsum(came - went, axis=1)
    return monthly
