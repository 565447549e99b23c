"""The cohort at highest risk, for whom case management is meant: what happens to it in each arm.

It is drawn up on the index date by the same search in every arm, so the same people can be
counted where they were enrolled and where they were not. Random numbers are common, so no
matching is needed; waiting lists and beds are shared too, so what is done for some can still
affect others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from joinedup.codes import Activity
from joinedup.run import Progress, Run, branch
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.executors import executor, workers_for

COUNTED: dict[str, tuple[Activity, ...]] = {
    "Emergency admissions": (Activity.EMERGENCY_ADMISSION,),
    "Elective stays and day cases": (Activity.ELECTIVE_INPATIENT, Activity.DAY_CASE),
    "Outpatient attendances": (Activity.OUTPATIENT,),
    "A&E attendances": (Activity.AE_ATTENDANCE,),
}


@dataclass(frozen=True)
class Cohort:
    """The same people in several arms.

    Attributes
    ----------
    counts : ndarray [replications, arms, items]
        Events a head since the index date, in the order of ``COUNTED``.
    people : ndarray [replications]
        How many there are.
    """

    counts: np.ndarray
    people: np.ndarray


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


def follow(
    base: Scenario,
    others: Sequence[Scenario],
    replications: int,
    seed: int,
    days: Sequence[float],
    progress: Progress | None = None,
) -> list[Cohort]:
    """Count what happened to the cohort in every arm, for several lengths of time.

    Parameters
    ----------
    days : sequence of float
        Lengths of time after the index date.

    Returns
    -------
    list of Cohort
        One for each length of time.
    """
    years = max(days) / 365.25 + 0.05
    short = [s.with_({"run.years": years}) for s in (base, *others)]

    def one(number: int) -> tuple[list[list[list[float]]], int]:
        runs = branch(short[0], short[1:], number)
        people = runs[0].cohort
        who, generation = people["who"], people["generation"]
        return [[count_of(r, who, generation, d) for r in runs] for d in days], len(who)

    found = []
    with executor(workers_for(replications)) as pool:
        for counted in pool.map(one, range(seed, seed + replications)):
            found.append(counted)
            if progress:
                progress(len(found) / replications)
    people = np.array([p for _, p in found])
    counts = np.array([c for c, _ in found])
    return [Cohort(counts[:, i], people) for i in range(len(days))]
