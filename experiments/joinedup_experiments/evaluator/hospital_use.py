"""Who used the hospital, and when, as linked records would show it to an evaluator."""

from __future__ import annotations

import numpy as np

from joinedup.codes import Activity
from joinedup.run import Run

YEAR, HALF_YEAR = 365.25, 182.625
USES = {
    "emergency": ("Emergency admissions", (Activity.EMERGENCY_ADMISSION,)),
    "elective": ("Elective stays and day cases", (Activity.ELECTIVE_INPATIENT, Activity.DAY_CASE)),
    "outpatient": ("Outpatient attendances", (Activity.OUTPATIENT,)),
    "ae": ("A&E attendances", (Activity.AE_ATTENDANCE,)),
    "cost": ("Cost of inpatient and outpatient care", ()),
}
COST = list(USES).index("cost")
KIND_OF = {activity: kind for kind, (_, of) in enumerate(USES.values()) for activity in of}


class Records:
    """The rows of a run's event log that tell of hospital use, and who lived in which row when.

    Events about a person carry which of the row's people they are (``generation``), so that a
    person who moved in after a death is not taken for the one before.
    """

    def __init__(self, run: Run):
        rows = np.concatenate([run.history.events, run.events])
        self.people = len(run.residents["age"])
        self.first = run.history.residents["generation"].astype(np.int64)
        self.index_day = run.index_day
        moved = rows[rows["activity"] == Activity.MOVED_IN]
        self.moved = moved["time"].astype(float), moved["who"].astype(np.int64)
        price = prices_of(run, rows)
        used = np.isin(rows["activity"], [*KIND_OF])
        self.price, rows = price[used], rows[used]
        self.time = rows["time"].astype(float)
        self.who = rows["who"].astype(np.int64)
        self.generation = rows["episode"].astype(np.int64)
        kinds = np.zeros(256, np.int64)
        kinds[[*KIND_OF]] = [*KIND_OF.values()]
        self.kind = kinds[rows["activity"]]

    def use(self, at: np.ndarray, generation: np.ndarray, since: float, until: float) -> np.ndarray:
        """Each person's use, from ``since`` to ``until`` days after their own date ``at``.

        Parameters
        ----------
        at, generation : ndarray [people]
            A date, NaN for those who are not asked of, and which of the row's people is meant.

        Returns
        -------
        ndarray [people, USES]
        """
        ends = [np.nanmin(at) + since, np.nanmax(at) + until]
        there = slice(*np.searchsorted(self.time, ends))  # rows are in order of time
        who, gap = self.who[there], self.time[there] - at[self.who[there]]
        mine = (gap >= since) & (gap < until) & (self.generation[there] == generation[who])
        who, size = who[mine], self.people * len(USES)
        found = np.bincount(who * len(USES) + self.kind[there][mine], minlength=size)
        found = found.reshape(self.people, len(USES)).astype(float)
        found[:, COST] = np.bincount(who, self.price[there][mine], minlength=self.people)
        return found

    def living(self, day: float) -> tuple[np.ndarray, np.ndarray]:
        """Which of its people lives in each row on a day, and whether they have for a year."""
        time, who = self.moved
        since = (time >= self.index_day) & (time < day)
        generation = self.first + np.bincount(who[since], minlength=self.people)
        lately = who[(time >= day - YEAR) & (time < day)]
        return generation, np.bincount(lately, minlength=self.people) == 0


def prices_of(run: Run, rows: np.ndarray) -> np.ndarray:
    """Pounds of inpatient and outpatient care for each row; emergency stays by their length."""
    p = run.world.globals[0].p.money
    admitted = np.flatnonzero(rows["activity"] == Activity.EMERGENCY_ADMISSION)
    left = rows[rows["activity"] == Activity.DISCHARGE]
    key = np.sort(left["who"].astype(float) * 1e6 + left["time"])
    mine = rows["who"][admitted].astype(float) * 1e6 + rows["time"][admitted]
    after = np.append(key, np.inf)[np.searchsorted(key, mine, side="right")]
    price = np.zeros(len(rows))
    price[admitted] = np.where(after - mine < 1.0, p.emergency_short, p.emergency_long)
    for activity, pounds in (
        (Activity.ELECTIVE_INPATIENT, p.elective),
        (Activity.DAY_CASE, p.day_case),
        (Activity.OUTPATIENT, p.outpatient),
    ):
        price[rows["activity"] == activity] = pounds
    return price
