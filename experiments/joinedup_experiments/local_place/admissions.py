"""Readings of who carries what and who is admitted, in the last year of a run.

People are those who live at the end, with the needs that they have then; their admissions are of
the 365 days before. Odds and rates are compared within age bands and deprivation quintiles, after
Mantel and Haenszel.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from joinedup.codes import DOMAIN_OF_NEED, QUINTILES, Activity, Age, Domain, State
from joinedup.run import Run

SECONDARY = ("community_mental_health", "early_intervention", "rehabilitation", "memory_service")
YEAR = 365.0
MANY = 4
WITHIN = 30.0  # days from a discharge to a readmission
Pair = tuple[np.ndarray, np.ndarray]


def needs_of(run: Run) -> np.ndarray:
    """True needs that each resident has, met ones included [residents, NEEDS]."""
    needs = run.world.needs
    return (needs["genuine"] == 1) & ~np.isin(needs["state"], (State.ABSENT, State.RESOLVED))


def of_domain(run: Run, domain: Domain) -> np.ndarray:
    """Whether each resident has a need of a domain."""
    return np.asarray(needs_of(run)[:, np.asarray(DOMAIN_OF_NEED) == domain].any(axis=1))


def events_of(run: Run, activity: str) -> np.ndarray:
    """Each resident's events of one activity in the last year."""
    rows = run.events
    last = run.world.globals[0].settings.today - YEAR
    rows = rows[(rows["activity"] == Activity[activity.upper()]) & (rows["time"] >= last)]
    present = rows["episode"] == run.world.residents["generation"][rows["who"]]
    return np.bincount(rows["who"][present], minlength=len(run.world.residents))


def one_by_one(rows: np.ndarray, of: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Events put together by what each is ``of``, in order of time within it.

    Beside them, for each but the last, whether the next is of the same.
    """
    order = np.argsort(of, kind="stable")  # the event log is in order of time
    return rows[order], of[order][1:] == of[order][:-1]


def strata_of(run: Run) -> np.ndarray:
    """A number for each resident's age band and quintile."""
    residents = run.world.residents
    return residents["age"].astype(int) * QUINTILES + residents["quintile"]


def adults_of(run: Run) -> np.ndarray:
    """Whether each resident is an adult."""
    return np.asarray(run.world.residents["age"] != Age.CHILD)


def carrying(run: Run, of: str) -> float:
    """Share of residents with so many conditions: needs that are not social.

    Of those from 75 on, where it says so.
    """
    least, *old = of.split()
    conditions = needs_of(run)[:, np.asarray(DOMAIN_OF_NEED) != Domain.SOCIAL]
    among = run.world.residents["age"] >= (Age.OLD if old else Age.CHILD)
    return float((conditions.sum(axis=1) >= int(least))[among].mean())


def mental_and_physical(run: Run, of: str) -> float:
    """Share of residents with a mental and a physical need."""
    return float((of_domain(run, Domain.MENTAL) & of_domain(run, Domain.PHYSICAL)).mean())


def admitted(run: Run, of: str) -> float:
    """Share of adults with an emergency admission."""
    return float((events_of(run, "emergency_admission") > 0)[adults_of(run)].mean())


def odds_of_admission(run: Run, of: str) -> float:
    """Odds ratio of an emergency admission: many needs against none, or a mental one."""
    count = needs_of(run).sum(axis=1)
    exposed = count >= MANY if of == "many" else of_domain(run, Domain.MENTAL)
    among = adults_of(run) & (exposed | (count == 0 if of == "many" else ~exposed))
    case = events_of(run, "emergency_admission") > 0
    alike, unlike = (exposed & case, ~exposed & ~case), (exposed & ~case, ~exposed & case)
    return _within_strata(run, among, alike, unlike)


def mental_health_contact(run: Run, of: str) -> float:
    """Rate ratio of an activity: people now in care or referred within a year against others."""
    teams = [n for n, (key, _, _) in enumerate(run.teams) if key in SECONDARY]
    needs, rows = run.world.needs, run.events
    under_care = np.isin(needs["state"], (State.IN_CARE, State.SUPPORTED))
    exposed = np.asarray((under_care & np.isin(needs["team"], teams)).any(axis=1))
    last = run.world.globals[0].settings.today - YEAR
    recent = (rows["activity"] == Activity.REFERRED) & (rows["time"] >= last)
    exposed[rows["who"][recent & np.isin(rows["team"], teams)]] = True
    count, everybody = events_of(run, of), np.ones(len(exposed), bool)
    return _within_strata(run, everybody, (count * exposed, ~exposed), (count * ~exposed, exposed))


def _within_strata(run: Run, among: np.ndarray, above: Pair, below: Pair) -> float:
    """Mantel and Haenszel's ratio among some residents, of two products of counts each.

    ``among``, and each count of a pair, have a value for each resident; nan where all below is 0.
    """
    strata, members = strata_of(run), among.astype(float)
    size, a, b, c, d = (np.bincount(strata, members * each) for each in (members, *above, *below))
    size = np.maximum(size, 1.0)
    divisor = float((c * d / size).sum())
    return float((a * b / size).sum()) / divisor if divisor else np.nan


def admissions_of_many(run: Run, of: str) -> float:
    """Share of emergency admissions that are of people with at least so many needs."""
    count = events_of(run, "emergency_admission")
    many = needs_of(run).sum(axis=1) >= int(of)
    return float(count[many].sum() / count.sum()) if count.sum() else np.nan


def most_deprived(run: Run, of: str) -> float:
    """An activity's rate in the most deprived quintile against the least."""
    count, quintile = events_of(run, of), run.world.residents["quintile"]
    least = count[quintile == 0].mean()
    return float(count[quintile == QUINTILES - 1].mean() / least) if least else np.nan


def in_care_homes(run: Run, of: str) -> float:
    """An activity's events a year for each resident of a care home."""
    homes = run.world.residents["care_home"] == 1
    return float(events_of(run, of)[homes].mean()) if homes.any() else np.nan


def readmitted(run: Run, of: str) -> float:
    """Emergency admissions within 30 days of a discharge, a share of all discharges."""
    rows = run.events
    left = (Activity.DISCHARGE, Activity.ELECTIVE_INPATIENT, Activity.DAY_CASE)
    rows = rows[np.isin(rows["activity"], (*left, Activity.EMERGENCY_ADMISSION))]
    rows, same = one_by_one(rows, rows["who"].astype(np.int64) << 16 | rows["episode"])
    leaves = np.isin(rows["activity"], left)
    again = same & leaves[:-1] & ~leaves[1:]
    again &= rows["time"][1:] - rows["time"][:-1] <= WITHIN
    return float(again.sum() / leaves.sum()) if leaves.any() else np.nan


READINGS: dict[str, Callable[[Run, str], float]] = {
    reading.__name__: reading
    for reading in (
        carrying, mental_and_physical, admitted, odds_of_admission, mental_health_contact,
        admissions_of_many, most_deprived, in_care_homes, readmitted,
    )
}  # fmt: skip
