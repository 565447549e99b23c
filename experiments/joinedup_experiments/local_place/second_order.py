"""Second-order figures: what the baseline gives beyond its core, of `second_order.csv`.

None is fitted. Each row names its measure, a function here or in a file beside this one with
`READINGS`, and what it is of. A row is core where its column says yes; a candidate is not yet.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
from pydantic import BaseModel, field_validator

from joinedup.codes import (
    MONTH_DAYS,
    NEEDS,
    PER,
    WEEK_HOURS,
    Activity,
    Profession,
    Route,
    State,
)
from joinedup.run import Run
from joinedup.state.months import Culture, Hours, TeamTally
from joinedup_experiments.local_place import (
    admissions,
    conditions,
    pounds,
    practices,
    spread,
    stays,
)
from joinedup_experiments.local_place.admissions import one_by_one
from joinedup_experiments.local_place.conditions import Readings, ages_in, mean

SERVED = (State.IN_CARE, State.SUPPORTED)
IN_LINES = (State.WAITING_FOR_ASSESSMENT, State.WAITING_FOR_CARE)


class SecondOrder(BaseModel, frozen=True):
    """One published figure beyond the core ones."""

    group: str
    label: str
    unit: str
    value: float
    low: float | None  # of the published range, where one is known
    high: float | None
    source: str  # a key of ``joinedup/evidence/parameters.csv``
    fitted: bool  # whether parameters were settled with an eye on it
    core: bool  # whether the exit code of ``joinedup check-baseline`` depends on it
    measure: str  # a key of `READINGS`
    of: str  # what it is of, in words that the measure knows
    reason: str  # why the siloed borough lies outside it, where it does

    _core = field_validator("core", mode="before")(lambda text: text == "yes")
    _empty = field_validator("low", "high", mode="before")(lambda text: text or None)


with (Path(__file__).parent / "second_order.csv").open(encoding="utf-8", newline="") as _file:
    SECOND_ORDER = [SecondOrder.model_validate(row) for row in csv.DictReader(_file)]


def second_order(run: Run) -> list[float]:
    """What a run gives for each of `SECOND_ORDER`; nan where there is nothing to tell from."""
    return [READINGS[row.measure](run, row.of) for row in SECOND_ORDER]


def teams_of(run: Run, names: str) -> list[int]:
    """The numbers of the teams of one type, or of several joined by a plus."""
    return [n for n, (key, _, _) in enumerate(run.teams) if key in names.split("+")]


def months_of(run: Run) -> slice:
    """The months after the index day."""
    first = int(run.index_day / MONTH_DAYS)
    return slice(first, first + len(run.months["ae_attendances"]))


def waiting(run: Run, of: str) -> float:
    """People in any of some states with a team on the last day, for every 1,000 residents."""
    names, *states = of.split()
    needs = run.world.needs
    there = np.isin(needs["team"], teams_of(run, names))
    there &= np.isin(needs["state"], [State[state.upper()] for state in states])
    return float(1000.0 * there.any(axis=1).mean())


def waiting_over(run: Run, of: str) -> float:
    """Of those in a team's lines on the last day, the share who have been for over some days."""
    names, days = of.split()
    needs = run.world.needs
    there = np.isin(needs["team"], teams_of(run, names)) & np.isin(needs["state"], IN_LINES)
    waited = run.world.globals[0].settings.today - needs["since"][there]
    return mean(waited > float(days))


def waits(run: Run, of: str) -> np.ndarray:
    """Days from one activity to the next other, with the same team about the same need."""
    names, begins, ends = of.split()
    first, last = Activity[begins.upper()], Activity[ends.upper()]
    rows = run.events
    rows = rows[np.isin(rows["team"], teams_of(run, names))]
    rows = rows[np.isin(rows["activity"], (first, last))]
    rows, same = one_by_one(rows, _needs(rows))
    pairs = same & (rows["activity"][:-1] == first) & (rows["activity"][1:] == last)
    return (rows["time"][1:] - rows["time"][:-1])[pairs].astype(float)


def caseload(run: Run, of: str) -> float:
    """Mean number in care with a team, for every 30,000 residents."""
    days = len(run.months["ae_attendances"]) * MONTH_DAYS
    sums = run.world.team_tallies[months_of(run)][:, teams_of(run, of), TeamTally.CASELOAD_DAYS]
    return float(sums.sum() / days / len(run.world.residents) * PER)


def contacts(run: Run, of: str) -> float:
    """Contacts a year due to those in care with a team on the last day, per 1,000 residents."""
    needs = run.world.needs
    there = np.isin(needs["team"], teams_of(run, of)) & np.isin(needs["state"], SERVED)
    every = np.asarray(run.world.globals[0].p.care.contact_every)
    return float((there / every).sum() * 365.25 * 1000.0 / len(needs))


def from_hospital(run: Run, of: str) -> float:
    """Share of the requests to a team about what came to light in hospital or at discharge."""
    rows = run.events
    asked = (rows["activity"] == Activity.REFERRED) & np.isin(rows["team"], teams_of(run, of))
    seen = np.isin(rows["activity"], (Activity.PRESENTED, Activity.NOTICED))
    rows, same = one_by_one(rows[asked | seen], _needs(rows[asked | seen]))
    asked = rows["activity"] == Activity.REFERRED
    routes = rows["cause"][:-1][same & asked[1:] & ~asked[:-1]]
    return mean(np.isin(routes, (Route.NOTICED_IN_HOSPITAL, Route.AT_DISCHARGE)))


def requests_at(run: Run, of: str) -> float:
    """Requests a year to a team by residents of some age bands, for every 1,000 of them."""
    names, *bands = of.split()
    among = np.isin(run.world.residents["age"], ages_in(bands))
    asked = np.count_nonzero(among[_requests(run, names)["who"]])
    years = len(run.months["ae_attendances"]) * MONTH_DAYS / 365.25
    return float(1000.0 * asked / years / among.sum())


def requests_each(run: Run, of: str) -> float:
    """Requests to a team for each person who makes any, in the last year."""
    rows = _requests(run, of)
    who = rows["who"][rows["time"] >= run.world.globals[0].settings.today - admissions.YEAR]
    return float(len(who) / len(np.unique(who))) if len(who) else np.nan


def in_post(run: Run, of: str) -> float:
    """Whole-time equivalents in post of a profession, for every 100,000 residents."""
    hours = np.asarray(run.world.months.hours)[months_of(run), :, Profession[of.upper()]]
    whole_time = len(hours) * MONTH_DAYS / 7.0 * WEEK_HOURS
    return float(hours[..., Hours.HELD].sum() / whole_time / len(run.world.residents) * 100_000.0)


def dissatisfied(run: Run, of: str) -> float:
    """Odds ratio of dissatisfaction with one's work, burnt out against not."""
    sums = np.asarray(run.world.months.culture)[months_of(run)].sum(axis=0)
    members, burnt = sums[Culture.MEMBERS], sums[Culture.BURNT]
    unhappy, both = sums[Culture.DISSATISFIED], sums[Culture.DISSATISFIED_BURNT]
    apart = (burnt - both) * (unhappy - both)
    return float(both * (members - burnt - unhappy + both) / apart) if apart else np.nan


def _requests(run: Run, names: str) -> np.ndarray:
    rows = run.events
    return rows[
        (rows["activity"] == Activity.REFERRED) & np.isin(rows["team"], teams_of(run, names))
    ]


def _needs(rows: np.ndarray) -> np.ndarray:
    """A number for the need that each event is about."""
    return np.asarray(rows["who"].astype(np.int64) * NEEDS + rows["kind"])


def _median(values: np.ndarray) -> float:
    return float(np.median(values)) if len(values) else np.nan


READINGS: Readings = {
    "waiting": waiting,
    "waiting_over": waiting_over,
    "median_wait": lambda run, of: _median(waits(run, of)),
    "mean_wait_in_weeks": lambda run, of: mean(waits(run, of)) / 7.0,
    "within_six_weeks": lambda run, of: mean(waits(run, of) <= 42.0),
    "over_four_weeks": lambda run, of: mean(waits(run, of) > 28.0),
    "mean_month": lambda run, of: run.mean(of) if of in run.months else np.nan,
    "caseload": caseload,
    "contacts": contacts,
    "from_hospital": from_hospital,
    "requests_at": requests_at,
    "requests_each": requests_each,
    "dissatisfied": dissatisfied,
    "in_post": in_post,
    **conditions.READINGS,
    **admissions.READINGS,
    **stays.READINGS,
    **practices.READINGS,
    **spread.READINGS,
    **pounds.READINGS,
}
