"""The people enrolled in case management, against matched controls: an evaluation like the pilots'.

For each person enrolled in the first year, up to five people who are not, alike in what records
show of the year before: age, deprivation, needs known, hospital use, and the use that a
prognostic model expects. Differences in differences, six months before and after (001). Beside
them stands what no evaluation has: the same people in the world in which nobody is enrolled.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from joinedup.codes import MONTH_DAYS, Activity
from joinedup.run import Run
from joinedup_experiments.evaluator.designs.matching import nearest, score_of, scores
from joinedup_experiments.evaluator.hospital_use import COST, HALF_YEAR, YEAR, Records

COVARIATES = (
    "risk of an emergency admission", "age band", "deprivation quintile", "lives in a care home",
    "needs known", "emergency admissions, year before", "elective stays, year before",
    "outpatient attendances, year before", "A&E attendances, year before",
    "emergency admissions, half year before", "emergency admissions, month before",
)  # fmt: skip
GROUPS = ("mine", "controls")


@dataclass(frozen=True)
class Against:
    """Use a head in the half years before and after, of a group: ndarray [USES] each."""

    before: np.ndarray
    after: np.ndarray


@dataclass(frozen=True)
class Evaluation:
    """What an evaluation of one run finds, over the enrolled who have a control at least."""

    enrolled: int  # how many were enrolled and followed, and how many of them have a control
    matched: int
    mine: Against  # the enrolled, their matched controls, and all who might have been controls
    controls: Against
    everybody: Against
    themselves: np.ndarray  # the half year after, of the same people in the world without
    # Standardised mean differences from everybody and from the matched controls, in standard
    # deviations of the enrolled and everybody
    unlike: np.ndarray
    # [matched] The rows of the enrolled and of their controls, -1 where there is none
    rows: np.ndarray
    controls_of: np.ndarray

    def expected(self, against: Against) -> np.ndarray:
        """Use a head after, had the enrolled changed as these did: ndarray [USES]."""
        return np.asarray(self.mine.before + against.after - against.before)


@dataclass(frozen=True)
class _People:
    """Rows, each with a date and with which of the row's people is meant."""

    rows: np.ndarray
    days: np.ndarray
    generation: np.ndarray

    def of(self, which: np.ndarray) -> _People:
        return _People(self.rows[which], self.days[which], self.generation[which])

    def use(self, records: Records, since: float, until: float) -> np.ndarray:
        """Ndarray [people, USES]; nobody may be among them twice."""
        at, generation = np.full(records.people, np.nan), np.zeros(records.people, np.int64)
        at[self.rows], generation[self.rows] = self.days, self.generation
        return records.use(at, generation, since, until)[self.rows]

    def around(self, records: Records) -> tuple[np.ndarray, np.ndarray]:
        """Use in the half year before, and after."""
        return self.use(records, -HALF_YEAR, 0.0), self.use(records, 0.0, HALF_YEAR)


@dataclass(frozen=True)
class _Day:
    """Those enrolled on one day who have a control, beside their controls and everybody.

    ``known`` are covariates, of each person and of the mean of their controls, and ``pool`` the
    mean and variance of them over everybody who might have been a control.
    """

    mine: _People
    controls_of: np.ndarray
    controls: _People
    known: np.ndarray
    pool: np.ndarray
    everybody: np.ndarray  # use before and after


def evaluate(run: Run, base: Run) -> Evaluation | None:
    """Evaluate a run beside the same world without; None where nobody enrolled has a control."""
    records, enrolled = Records(run), enrolled_first(run)
    days = list(_by_day(run, records, enrolled))
    if not days:
        return None
    mine, controls = (_together([getattr(day, name) for day in days]) for name in GROUPS)
    controls_of = np.concatenate([day.controls_of for day in days])
    each = (controls_of >= 0).sum(axis=1)
    weight = np.repeat(1.0 / each, each) / len(each)  # the mean of the sets' means
    often = [len(day.mine.rows) for day in days]
    return Evaluation(
        enrolled=len(enrolled.rows),
        matched=len(mine.rows),
        mine=Against(*(use.mean(axis=0) for use in mine.around(records))),
        controls=Against(*(weight @ use for use in controls.around(records))),
        everybody=Against(*np.average([day.everybody for day in days], axis=0, weights=often)),
        themselves=mine.use(Records(base), 0.0, HALF_YEAR).mean(axis=0),
        unlike=_unlike(days, often),
        rows=mine.rows,
        controls_of=controls_of,
    )


def enrolled_first(run: Run) -> _People:
    """Everybody's first enrolment, in the first year of it, if half a year is left to follow."""
    rows = run.events[run.events["activity"] == Activity.ENROLLED]
    person = rows["who"].astype(np.int64) << 16 | rows["episode"].astype(np.int64)
    _, first = np.unique(person, return_index=True)  # events are in order of time
    rows = rows[np.sort(first)]
    days = rows["time"].astype(float)
    last = run.index_day + run.years * YEAR - HALF_YEAR
    kept = (days <= last) & (days < days.min(initial=np.inf) + YEAR)
    everyone = _People(rows["who"].astype(np.int64), days, rows["episode"].astype(np.int64))
    return everyone.of(kept)


def _by_day(run: Run, records: Records, enrolled: _People) -> Iterator[_Day]:
    """Match the enrolled of each day in turn; a control is not free for another."""
    model = _prognostic_model(run, records)
    free, ever = np.ones(records.people, bool), _first_enrolled(run)
    for day in np.unique(np.floor(enrolled.days)):
        living, for_a_year = records.living(day)
        today = enrolled.of(np.floor(enrolled.days) == day)
        at = np.full(records.people, day)
        at[today.rows] = today.days  # what brought them in is seen before
        known = _covariates(run, records, at, living, model)
        others = (ever > day + HALF_YEAR) & for_a_year & _comparable(run, day)
        today = today.of(for_a_year[today.rows])
        pool = np.flatnonzero(others & free)
        if not len(today.rows) or not len(pool):
            continue
        found = nearest(known[today.rows], known[pool])
        chosen = np.where(found >= 0, pool[found], -1)
        free[chosen[chosen >= 0]] = False
        if (chosen[:, 0] >= 0).any():
            yield _day(records, day, today, chosen, known, np.flatnonzero(others), living)


def _day(
    records: Records,
    day: float,
    today: _People,
    chosen: np.ndarray,
    known: np.ndarray,
    others: np.ndarray,
    living: np.ndarray,
) -> _Day:
    """What is kept of a day: of those with a control, and of ``others``, rows, for comparison."""
    mine, chosen = today.of(chosen[:, 0] >= 0), chosen[chosen[:, 0] >= 0]
    there = chosen >= 0
    rows, dates = chosen[there], mine.days[np.nonzero(there)[0]]
    of_sets = (known[chosen] * there[..., None]).sum(axis=1) / there.sum(axis=1)[:, None]
    everybody = _People(others, np.full(len(others), day), living[others])
    return _Day(
        mine=mine,
        controls_of=chosen,
        controls=_People(rows, dates, living[rows]),
        known=np.stack([known[mine.rows], of_sets]),
        pool=np.stack([known[others].mean(axis=0), known[others].var(axis=0)]),
        everybody=np.stack([use.mean(axis=0) for use in everybody.around(records)]),
    )


def _together(groups: Sequence[_People]) -> _People:
    names = ("rows", "days", "generation")
    return _People(*(np.concatenate([getattr(one, name) for one in groups]) for name in names))


def _first_enrolled(run: Run) -> np.ndarray:
    """The day of each row's first enrolment, infinity where there is none."""
    rows = run.events[run.events["activity"] == Activity.ENROLLED]
    ever = np.full(len(run.residents["age"]), np.inf)
    np.minimum.at(ever, rows["who"].astype(np.int64), rows["time"].astype(float))
    return ever


def _comparable(run: Run, day: float) -> np.ndarray:
    """Who lives where it can be compared: where nothing is live yet, if there is such a place."""
    months = run.scenario.arrangement.programme.go_live_by_neighbourhood
    place = run.history.residents["neighbourhood"]
    live = np.array(months or [0.0]) * MONTH_DAYS + run.index_day <= day + HALF_YEAR
    return np.ones(len(place), bool) if live.all() else ~live[place]


def _prognostic_model(run: Run, records: Records) -> np.ndarray:
    """What foretold emergency admissions in the half year before the index day, for all."""
    living, for_a_year = records.living(run.index_day)
    at = np.full(records.people, run.index_day)
    early = records.use(at, living, -2.0 * HALF_YEAR, -HALF_YEAR)
    late = records.use(at, living, -HALF_YEAR, 0.0)
    foretold = np.column_stack([_traits(run), early[:, :COST]])[for_a_year]
    return score_of(foretold, late[for_a_year, 0])


def _covariates(
    run: Run, records: Records, at: np.ndarray, living: np.ndarray, model: np.ndarray
) -> np.ndarray:
    """What records show of everybody before a date each: ndarray [people, COVARIATES]."""
    year, half, month = (
        records.use(at, living, -past, 0.0)[:, :COST] for past in (YEAR, HALF_YEAR, MONTH_DAYS)
    )
    traits = _traits(run)
    score = scores(np.column_stack([traits, half]), model)
    return np.column_stack([score, traits, year, half[:, 0], month[:, 0]])


def _traits(run: Run) -> np.ndarray:
    names = ("age", "quintile", "care_home", "known")
    return np.column_stack([run.history.residents[name] for name in names]).astype(float)


def _unlike(days: Sequence[_Day], often: Sequence[int]) -> np.ndarray:
    """Standardised mean differences of the enrolled: ndarray [2, COVARIATES]."""
    mine, sets = np.concatenate([day.known for day in days], axis=1)
    everybody, spread = np.average([day.pool for day in days], axis=0, weights=often)
    deviation = np.sqrt((mine.var(axis=0) + spread) / 2.0)
    apart = mine.mean(axis=0) - np.stack([everybody, sets.mean(axis=0)])
    return np.asarray(apart / np.where(deviation > 0.0, deviation, 1.0))
