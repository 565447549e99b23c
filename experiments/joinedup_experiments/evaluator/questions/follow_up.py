"""People who are picked for their emergency admissions, followed year by year without a programme.

Everything is read from person-months, as an evaluator would have them. A person belongs to the
admissions and days of an age in the months that they begin at that age.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from joinedup.codes import MONTH_DAYS, Age
from joinedup.labels import labels
from joinedup_experiments.evaluator.quality import YEAR
from joinedup_experiments.evaluator.window import RecordsError

OLDER = labels(Age)[Age.YOUNG_OLD :]
TWELVE = 12  # months
FOLLOWED = 5  # years after the identifying one
NEVER = 1 << 30  # month


@dataclass(frozen=True)
class Rule:
    """Who is picked: so many emergency admissions in twelve months, of people of some age bands.

    In a ``calendar`` year everybody has the same twelve months, 0 to 11, as in cohort studies. Else
    people are picked in the month of 0 to 11 in which an admission first makes it so many within
    the last twelve months, as by a programme that looks out for them.
    """

    least: int = 2
    calendar: bool = True
    bands: Sequence[str] = OLDER


@dataclass(frozen=True)
class FollowedUp:
    """What became of those picked, in the identifying year and each of those after: [years].

    ``share`` is theirs of all emergency admissions of their ages, ``share_had_none_moved`` the same
    if those who moved away had gone on as those who did not. ``rate`` is their admissions per year
    alive and resident, ``everybody`` that of all of their ages, ``each`` theirs per person and
    year, whether alive or not, as long as they had not moved. ``again`` is the share of them who
    have as many admissions again, ``died`` and ``moved`` the share gone by the end of the year.
    """

    people: int
    share: np.ndarray
    share_had_none_moved: np.ndarray
    rate: np.ndarray
    everybody: np.ndarray
    each: np.ndarray
    again: np.ndarray
    died: np.ndarray
    moved: np.ndarray


MEASURES = tuple(one.name for one in fields(FollowedUp) if one.name != "people")


def followed_up(people: pd.DataFrame, rule: Rule) -> FollowedUp:
    """Follow those whom a rule picks over `FOLLOWED` years, in a table of person-months.

    `RecordsError` is raised where the table has too few months, or nobody is picked.
    """
    months = _Months(people, rule.bands)
    picked, start = _picked(months, rule)
    if not len(picked):
        raise RecordsError("nobody in the records has so many emergency admissions in a year")
    years = range(FOLLOWED + 1)

    def sums(table: np.ndarray) -> np.ndarray:
        """Each person's sums over their own years: [picked, years]."""
        so_far = np.pad(np.cumsum(table, axis=1), ((0, 0), (1, 0)))
        ends = start[:, None] + TWELVE * np.arange(FOLLOWED + 2)
        return np.diff(so_far[np.arange(len(so_far))[:, None], ends], axis=1)

    def by_the_end(month: np.ndarray) -> np.ndarray:
        last = [start + TWELVE * (year + 1) for year in years]
        return np.array([np.mean(month[picked] < end) for end in last])

    admitted, days = months.admitted[picked], months.days[picked]
    mine, present = sums(admitted), sums(days).sum(axis=0)
    known = sums(months.filled(months.died)[picked]).sum(axis=0)  # but for those who moved away
    whole = sums(months.filled(np.minimum(months.died, months.moved))[picked]).sum(axis=0)
    repeated = (len(picked), 1)
    all_admitted, all_days = (
        sums(np.tile(table.sum(axis=0), repeated)).mean(axis=0)
        for table in (months.admitted, months.days)
    )
    total = mine.sum(axis=0)
    return FollowedUp(
        people=len(picked),
        share=total / all_admitted,
        share_had_none_moved=total * (whole / known) / all_admitted,
        rate=YEAR * total / present,
        everybody=YEAR * all_admitted / all_days,
        each=YEAR * total / known,
        again=(mine >= rule.least).mean(axis=0),
        died=by_the_end(months.died),
        moved=by_the_end(months.moved),
    )


class _Months:
    """Admissions and days of people of some age bands: [people, months], ``zero`` is month 0.

    ``died`` and ``moved`` are the place of the month in which each did so, `NEVER` for not at all.
    """

    def __init__(self, people: pd.DataFrame, bands: Sequence[str]):
        mine = people[people["age_band"].isin(bands)]
        first, last = people["month"].min(), people["month"].max()
        who, _ = pd.factorize(mine["person"])
        month = mine["month"].to_numpy() - first
        self.zero = -int(first)
        shape = (int(who.max(initial=-1)) + 1, int(last - first) + 1)
        self.admitted, self.days = np.zeros(shape), np.zeros(shape)
        self.admitted[who, month] = mine["emergency_admissions"]
        self.days[who, month] = mine["days"]
        self.died, self.moved = (np.full(shape[0], NEVER) for _ in range(2))
        for gone, flag in ((self.died, "died"), (self.moved, "moved_out")):
            there = mine[flag].to_numpy() == 1
            gone[who[there]] = month[there]

    def filled(self, since: np.ndarray) -> np.ndarray:
        """Days, with whole months from the one on in which each person has gone."""
        gone = np.arange(self.days.shape[1]) >= since[:, None]
        return np.where(gone, MONTH_DAYS, self.days)


def _picked(months: _Months, rule: Rule) -> tuple[np.ndarray, np.ndarray]:
    """Whom the rule picks, and the month in which the identifying year of each begins."""
    zero, end = months.zero, months.admitted.shape[1]
    before = 0 if rule.calendar else TWELVE - 1
    latest = zero + TWELVE * (FOLLOWED + 1)
    if zero < before or end < latest:
        raise RecordsError(
            f"records of months {-zero} to {end - zero - 1}: {FOLLOWED} years of follow-up take "
            f"months {-before} to {latest - zero - 1}"
        )
    if rule.calendar:
        many = months.admitted[:, zero : zero + TWELVE].sum(axis=1)
        picked = np.flatnonzero(many >= rule.least)
        return picked, np.full(len(picked), zero)
    so_far = np.pad(np.cumsum(months.admitted, axis=1), ((0, 0), (1, 0)))
    last = np.arange(zero, zero + TWELVE)
    lately = so_far[:, last + 1] - so_far[:, last + 1 - TWELVE]
    then = (lately >= rule.least) & (months.admitted[:, last] > 0)
    picked = np.flatnonzero(then.any(axis=1))
    return picked, zero + then[picked].argmax(axis=1) - before
