"""The cohort at highest risk, for whom case management is meant: what happens to it in each arm.

It is drawn up on the index date by the same search in every arm, so the same people can be
counted where they were enrolled and where they were not. Random numbers are common, so no
matching is needed; waiting lists and beds are shared too, so what is done for some can still
affect others.
"""

from __future__ import annotations

import numpy as np

from joinedup.codes import Activity
from joinedup.run import Run

COUNTED: dict[str, tuple[Activity, ...]] = {
    "Emergency admissions": (Activity.EMERGENCY_ADMISSION,),
    "Elective stays and day cases": (Activity.ELECTIVE_INPATIENT, Activity.DAY_CASE),
    "Outpatient attendances": (Activity.OUTPATIENT,),
    "A&E attendances": (Activity.AE_ATTENDANCE,),
}


def count_of(run: Run, who: np.ndarray, generation: np.ndarray, days: float) -> list[float]:
    """Events a head of some people in the first ``days`` after the change.

    Parameters
    ----------
    who, generation : ndarray [people]
        Row of each person, and which of the row's people they are: events about a person carry
        it, so a person who moves in after a death is not counted.
    """
    size = len(run.residents["age"])
    of_row = np.full(size, -1, np.int64)
    of_row[who] = generation
    events = run.events
    mine = of_row[events["who"].astype(np.int64)] == events["episode"].astype(np.int64)
    rows = events["activity"][mine & (events["time"] < run.index_day + days)]
    return [
        float(np.isin(rows, [int(a) for a in activities]).sum()) / max(len(who), 1)
        for activities in COUNTED.values()
    ]
