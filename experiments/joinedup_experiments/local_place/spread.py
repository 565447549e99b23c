"""Readings of how use of the hospital is spread over people and time, and of who dies."""

from __future__ import annotations

import numpy as np

from joinedup.codes import MONTH_DAYS, QUINTILES, Activity
from joinedup.run import Run
from joinedup_experiments.local_place.admissions import YEAR, events_of
from joinedup_experiments.local_place.conditions import Readings, mean
from joinedup_experiments.local_place.stays import EMERGENCY, stays_of


def times_a_year(run: Run, of: str) -> float:
    """Of those with an event in the last year, the share with ``least`` to ``most`` of them."""
    activity, least, most = of.split()
    times = events_of(run, activity)
    return mean(((times >= int(least)) & (times <= int(most)))[times > 0])


def events_of_many(run: Run, of: str) -> float:
    """Of a year's events, the share that is of people with at least so many."""
    activity, least = of.split()
    times = events_of(run, activity)
    return float(times[times >= int(least)].sum() / times.sum()) if times.any() else np.nan


def holding_half(run: Run, of: str) -> float:
    """The smallest share of those with an event in the last year who have half of the events."""
    times = np.sort(events_of(run, of))[::-1]
    times = times[times > 0]
    if not len(times):
        return np.nan
    return float(np.searchsorted(times.cumsum(), times.sum() / 2.0) + 1) / len(times)


def admitted_twice_more(run: Run, of: str) -> float:
    """Of people first admitted in the first year, the share with two more within the next.

    The published figure leaves out those who died in their first stay; here they have none more.
    """
    rows = run.events[np.isin(run.events["activity"], EMERGENCY)]
    person = rows["who"].astype(np.int64) << 16 | rows["episode"]
    order = np.argsort(person, kind="stable")  # the event log is in order of time
    person, time = person[order], rows["time"][order].astype(float)
    firsts = np.flatnonzero(np.append(True, person[1:] != person[:-1])) if len(person) else ()
    early = [at for at in firsts if time[at] < run.index_day + YEAR]
    third = [
        at + 2 < len(person) and person[at + 2] == person[at] and time[at + 2] <= time[at] + YEAR
        for at in early
    ]
    return mean(np.array(third)) if _years(run) >= 2.0 else np.nan


def spread_over_chance(run: Run, of: str) -> float:
    """Variance over mean of people's yearly events within age bands: 1 were it chance alone."""
    times, ages = events_of(run, of), run.world.residents["age"]
    bands = [times[ages == age] for age in np.unique(ages)]
    above = sum(((band - band.mean()) ** 2).sum() for band in bands)
    return float(above / times.sum()) if times.any() else np.nan


def stays_over(run: Run, of: str) -> float:
    """Share of emergency stays that last longer than so many days."""
    return mean(stays_of(run, EMERGENCY) > float(of))


def mean_overnight_stay(run: Run, of: str) -> float:
    """Mean days of emergency stays of a day or more."""
    days = stays_of(run, EMERGENCY)
    return mean(days[days >= 1.0])


def deaths(run: Run, of: str) -> float:
    """Deaths a year for every 1,000 residents."""
    died = np.count_nonzero(run.events["activity"] == Activity.DIED)
    return died / _years(run) / len(run.world.residents) * 1000.0


def deaths_most_deprived(run: Run, of: str) -> float:
    """Deaths among the most deprived quintile against the least, of those of like age.

    A newcomer takes the row of the dead, with another age: the age is that on the index date.
    """
    rows = run.events[run.events["activity"] == Activity.DIED]
    then = run.history.residents
    rows = rows[rows["episode"] == then["generation"][rows["who"]]]
    died = np.bincount(rows["who"], minlength=len(then["age"])) > 0
    above = below = 0.0
    for age in np.unique(then["age"]):
        least, most = ((then["age"] == age) & (then["quintile"] == q) for q in (0, QUINTILES - 1))
        size = max(1.0, float(np.count_nonzero(least | most)))
        above += np.count_nonzero(died & most) * np.count_nonzero(least) / size
        below += np.count_nonzero(died & least) * np.count_nonzero(most) / size
    return above / below if below else np.nan


def growth(run: Run, of: str) -> float:
    """Growth of a measure a year, fitted over the months of the run, where the place grows.

    Unknown of a place that is to be steady: nothing published is of such a place.
    """
    months = run.months[of]
    if not run.scenario.place.growing or len(months) < 24 or months.min() <= 0.0:
        return np.nan
    rise = np.polyfit(np.arange(len(months)) / 12.0, np.log(months), 1)[0]
    return float(np.exp(rise) - 1.0)


def _years(run: Run) -> float:
    return len(run.months["ae_attendances"]) * MONTH_DAYS / 365.25


READINGS: Readings = {
    reading.__name__: reading
    for reading in (
        times_a_year, events_of_many, holding_half, admitted_twice_more, spread_over_chance,
        stays_over, mean_overnight_stay, deaths, deaths_most_deprived, growth,
    )
}  # fmt: skip
