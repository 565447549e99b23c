"""The months of a history, counted from the engine's ledger and nothing else."""

from __future__ import annotations

import numpy as np

from joinedup.engine.jit import entry_point
from joinedup_experiments.benchmarks import network as net
from joinedup_experiments.benchmarks.engine_columns import Activity


@entry_point
def _count(ledger, last, arrived, monthly):
    """Count ledger rows into ``monthly``; the queue as its change within the month.

    ``last`` and ``arrived`` hold, per person, the last row's activity and the last time they
    arrived at a team: those who were not sent on from there wait.
    """
    for at in range(ledger.shape[0]):
        row = ledger[at]
        who, activity = row.who, row.activity
        month = min(int(row.time / net.MONTH), net.MONTHS - 1)
        counts = monthly[who // net.LOCALITY, month]
        if activity == Activity.ONSET:
            counts[net.Measure.ONSETS] += 1
        elif activity == Activity.REFERRAL or activity == Activity.ARRIVAL:
            counts[net.Measure.REFERRALS] += activity == Activity.REFERRAL
            counts[net.Measure.QUEUE] += 1
            arrived[who] = row.time
        elif activity == Activity.BOUNCE:
            counts[net.Measure.BOUNCES] += 1
            counts[net.Measure.QUEUE] -= 1
        elif activity == Activity.START:
            counts[net.Measure.STARTS] += 1
            counts[net.Measure.WAITED] += row.time - arrived[who]
            counts[net.Measure.QUEUE] -= 1
        elif activity == Activity.COMPLETED:
            counts[net.Measure.COMPLETED] += 1
        elif activity == Activity.ADMISSION:
            counts[net.Measure.ADMISSIONS] += 1
            waiting = last[who] == Activity.REFERRAL or last[who] == Activity.ARRIVAL
            counts[net.Measure.QUEUE] -= waiting
        last[who] = activity


def months(ledger, people):
    """Monthly measures of a history, shape (localities, months, measures).

    The ledger keeps times to a few seconds (four bytes), so that a row may fall on the other
    side of a month's end; totals are exact.
    """
    monthly = net.nothing_counted(people)
    _count(ledger, np.zeros(people, np.uint8), np.empty(people, np.float32), monthly)
    queue = monthly[:, :, net.Measure.QUEUE]
    np.cumsum(queue, axis=1, out=queue)
    return monthly
