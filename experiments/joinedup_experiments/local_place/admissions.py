"""Readings of who is admitted, in the last year of a run.

People are those who live at the end, with the needs that they have then; their admissions are of
the 365 days before.
"""

from __future__ import annotations

import numpy as np

from joinedup.codes import DOMAIN_OF_NEED, QUINTILES, Activity, Cause, Domain, State
from joinedup.run import Run
from joinedup_experiments.local_place.conditions import (
    Readings,
    adults_of,
    conditions_of,
    mean,
    odds_ratio,
    of_body,
    of_mind,
    within_strata,
)

SECONDARY = ("community_mental_health", "early_intervention", "rehabilitation", "memory_service")
YEAR = 365.0
MANY = 4
PREVENTABLE = "preventable_admission"


def in_last_year(run: Run, of: str) -> np.ndarray:
    """The last year's events of some activities, joined by a plus, of those who live at the end.

    A preventable admission is one for acute illness that ambulatory care can affect.
    """
    rows = run.events
    admission = of.replace(PREVENTABLE, "emergency_admission")
    activities = [Activity[name.upper()] for name in admission.split("+")]
    last = run.world.globals[0].settings.today - YEAR
    rows = rows[np.isin(rows["activity"], activities) & (rows["time"] >= last)]
    if of == PREVENTABLE:
        rows = rows[rows["cause"] == Cause.SENSITIVE]
    return rows[rows["episode"] == run.world.residents["generation"][rows["who"]]]


def events_of(run: Run, of: str) -> np.ndarray:
    """Each resident's events in the last year, of activities as in `in_last_year`."""
    return np.bincount(in_last_year(run, of)["who"], minlength=len(run.world.residents))


def one_by_one(rows: np.ndarray, of: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Events put together by what each is ``of``, in order of time within it.

    Beside them, for each but the last, whether the next is of the same.
    """
    order = np.argsort(of, kind="stable")  # the event log is in order of time
    return rows[order], of[order][1:] == of[order][:-1]


def admitted(run: Run, of: str) -> float:
    """Share of adults with an emergency admission."""
    return mean((events_of(run, "emergency_admission") > 0)[adults_of(run)])


def odds_of_admission(run: Run, of: str) -> float:
    """Odds ratio of an admission, of adults: many conditions against none, or a mental disorder."""
    exposure, kind = of.split()
    count, mental = of_body(run), of_mind(run) > 0
    exposed = count >= MANY if exposure == "many" else mental
    among = adults_of(run) & (exposed | (count == 0) | (exposure != "many"))
    return odds_ratio(run, among, exposed, events_of(run, kind) > 0)


def in_contact(run: Run) -> np.ndarray:
    """Whether each resident is under secondary mental health care, or was referred in the year."""
    teams = [n for n, (key, _, _) in enumerate(run.teams) if key in SECONDARY]
    needs, rows = run.world.needs, run.events
    under_care = np.isin(needs["state"], (State.IN_CARE, State.SUPPORTED))
    contact = np.asarray((under_care & np.isin(needs["team"], teams)).any(axis=1))
    came = rows[rows["activity"] == Activity.MOVED_IN]
    since = np.full(len(contact), run.world.globals[0].settings.today - YEAR)
    np.maximum.at(since, came["who"], came["time"])
    rows = rows[(rows["activity"] == Activity.REFERRED) & np.isin(rows["team"], teams)]
    contact[rows["who"][rows["time"] >= since[rows["who"]]]] = True
    return contact


def mental_health_contact(run: Run, of: str) -> float:
    """Rate ratio of some activity: of people in contact against others."""
    exposed, count = in_contact(run), events_of(run, of)
    everybody = np.ones(len(exposed), bool)
    return within_strata(run, everybody, (count * exposed, ~exposed), (count * ~exposed, exposed))


def for_mental_health(run: Run, of: str) -> float:
    """Of emergency admissions of people in contact, the share in a crisis of a mental need."""
    rows, log = in_last_year(run, "emergency_admission"), run.events
    rows = rows[in_contact(run)[rows["who"]] & (rows["cause"] != Cause.FOUND)]
    mental = [kind for kind, domain in enumerate(DOMAIN_OF_NEED) if domain == Domain.MENTAL]
    crises = log[(log["activity"] == Activity.CRISIS) & np.isin(log["kind"], mental)]
    return mean(np.isin(_moments(rows), _moments(crises)))


def _moments(rows: np.ndarray) -> np.ndarray:
    """A number for whom and when each event is of."""
    when = np.ascontiguousarray(rows["time"], np.float32).view(np.uint32).astype(np.uint64)
    return np.asarray(rows["who"].astype(np.uint64) << np.uint64(32) | when)


def sensitive(run: Run, of: str) -> float:
    """Share of emergency admissions for what ambulatory care can affect, physical crises too."""
    admitted = run.months["emergency_admissions"].sum()
    return float(run.months["admissions_ambulatory_care_sensitive"].sum() / max(admitted, 1.0))


def admissions_of_many(run: Run, of: str) -> float:
    """Share of emergency admissions that are of people with at least so many conditions."""
    rows = in_last_year(run, "emergency_admission")
    return mean((conditions_of(run) >= int(of))[rows["who"]])


def most_deprived(run: Run, of: str) -> float:
    """An activity's rate in the most deprived quintile against the least."""
    count, quintile = events_of(run, of), run.world.residents["quintile"]
    least = count[quintile == 0].mean()
    return float(count[quintile == QUINTILES - 1].mean() / least) if least else np.nan


def in_care_homes(run: Run, of: str) -> float:
    """An activity's events a year for each resident of a care home."""
    homes = run.world.residents["care_home"] == 1
    return float(events_of(run, of)[homes].mean()) if homes.any() else np.nan


READINGS: Readings = {
    reading.__name__: reading
    for reading in (
        admitted, odds_of_admission, mental_health_contact, for_mental_health, sensitive,
        admissions_of_many, most_deprived, in_care_homes,
    )
} | {"in_contact": lambda run, of: mean(in_contact(run))}  # fmt: skip
