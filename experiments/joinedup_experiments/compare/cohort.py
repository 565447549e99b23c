"""What happens to the cohort at highest risk, for whom case management is meant, in each arm.

The same search draws it up on the index date in every arm, so with common random numbers no
matching is needed. Waiting lists and beds are shared: what is done for some can affect others.
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
    """Events a head of the people in rows ``who`` in the first ``days`` after the change.

    Events about a person carry which of the row's people they are (``generation``), so a person
    who moves in after a death is not counted.
    """
    of_row = np.full(len(run.residents["age"]), -1, np.int64)
    of_row[who] = generation
    events = run.events
    mine = of_row[events["who"].astype(np.int64)] == events["episode"].astype(np.int64)
    rows = events["activity"][mine & (events["time"] < run.index_day + days)]
    return [
        float(np.isin(rows, [int(a) for a in activities]).sum()) / max(len(who), 1)
        for activities in COUNTED.values()
    ]
