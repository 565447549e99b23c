"""Person-months: a row for each person and month in the place, as linked records would have it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from joinedup.codes import Activity, Age, Need
from joinedup.labels import labels
from joinedup_experiments.evaluator.activity import COMMUNITY, HOSPITAL, Contacts
from joinedup_experiments.evaluator.dictionary import Coded, Masked
from joinedup_experiments.evaluator.quality import Drops
from joinedup_experiments.evaluator.recording import Recording
from joinedup_experiments.evaluator.register import Register, generations
from joinedup_experiments.evaluator.trial import offered_by_lot
from joinedup_experiments.evaluator.window import Window

AGE_BANDS = (*labels(Age), "unknown")
QUINTILE, PLACE = 1, 1  # the first of each is number 1 in tables
# A condition is on file once it was brought to a service; it is confirmed by who looks into it
RAISED_BY, CONFIRMED_BY = (Activity.PRESENTED,), (Activity.ASSESSED, Activity.CARE_STARTED)
CONFIRMED = 2


def recorded_key(kind: Need) -> str:
    """The column of a condition on file."""
    return f"recorded_{kind.name.lower()}"


@dataclass(frozen=True)
class Rows:
    """The rows of a table of person-months: by person, and within a person by month.

    Those of a person begin at ``offset``, for the months ``first`` to ``last``; there are none
    where ``last`` is before ``first``. ``person`` and ``month`` are each row's.
    """

    first: np.ndarray
    last: np.ndarray
    offset: np.ndarray
    person: np.ndarray
    month: np.ndarray

    def __len__(self) -> int:
        return len(self.person)

    def at(self, person: np.ndarray, month: np.ndarray) -> np.ndarray:
        """The row of each person and month, -1 where there is none."""
        there = (person >= 0) & (month >= self.first[person]) & (month <= self.last[person])
        return np.where(there, self.offset[person] + month - self.first[person], -1)

    def from_then_on(self, person: np.ndarray, month: np.ndarray) -> np.ndarray:
        """The first row of each person in the month or after it, -1 where there is none."""
        return self.at(person, np.maximum(month, self.first[person]))

    def count(self, row: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
        """How often each row is named, or the sum of ``weights``; -1 is no row."""
        mine = row >= 0
        kept = None if weights is None else weights[mine]
        return np.bincount(row[mine], kept, minlength=len(self))

    def so_far(self, change: np.ndarray) -> np.ndarray:
        """Changes [rows] added up over a person's months."""
        total = np.cumsum(change)
        at = self.offset[self.person]
        return np.asarray(total - total[at] + change[at])


def rows_of(register: Register, window: Window, lost: np.ndarray) -> Rows:
    """Rows for everybody's months in the place; none from the month on in which one is lost."""
    first = np.maximum(window.month_of(register.came), -window.before)
    last = np.minimum(window.month_of(register.left), window.after - 1)
    last = np.minimum(last, window.month_of(lost) - 1)
    last = np.where(register.left <= window.edges[0], first - 1, last)
    many = np.maximum(last - first + 1, 0)
    offset = np.cumsum(many) - many
    person = np.repeat(np.arange(len(register)), many)
    month = np.arange(many.sum()) - offset[person] + first[person]
    return Rows(first, last, offset, person, month)


def person_months(
    recording: Recording, register: Register, contacts: Contacts, drops: Drops, names: np.ndarray
) -> dict[str, Any]:
    """The columns of ``person_months``, in order of people's pseudonymous ``names``.

    ``drops`` and ``names`` are of the people in the ``register``, in its order.
    """
    kept = np.flatnonzero(drops.sampled)
    kept = kept[np.argsort(names[kept])]
    people = register.of(kept)
    rows = rows_of(people, recording.window, drops.lost[kept])
    place = np.full(len(register), -1)
    place[kept] = np.arange(len(kept))
    at = rows.at(place[contacts.person], contacts.month)
    unlinked = ~drops.linked[kept][rows.person]
    return {
        "person": Coded(names[kept], rows.person),
        "month": rows.month,
        **_about_people(people, rows, recording.window),
        **_on_file(recording, people, rows, drops.coded[kept]),
        "risk_score": _risk_scores(recording, people, rows),
        "offered": offered_by_lot(recording, people)[rows.person].astype(np.int8),
        "enrolled": _ever(contacts, place, rows),
        "linked": (~unlinked).astype(np.int8),
        **{name: Masked(rows.count(at[contacts.of(name)]), unlinked) for name in HOSPITAL},
        "hospital_cost": Masked(rows.count(at, contacts.pounds), unlinked),
        **{name: rows.count(at[contacts.of(name)]) for name in COMMUNITY},
    }


def _about_people(people: Register, rows: Rows, window: Window) -> dict[str, Any]:
    """Where people live, how old they are, and how much of each month they are in the place."""
    who, edges = rows.person, window.edges
    begins, ends = (edges[rows.month + window.before + n] for n in (0, 1))
    came, left = (window.month_of(times)[who] == rows.month for times in (people.came, people.left))
    came &= people.came[who] > 0.0  # those of day 0 were there
    here = np.maximum(begins, people.came[who])
    born, died = people.newborn[who], people.died[who]
    columns = {
        "neighbourhood": people.neighbourhood[who] + PLACE,
        "age_band": Coded(np.array(AGE_BANDS), people.age_band_at(who, here)),
        "quintile": people.quintile[who] + QUINTILE,
        "days": np.minimum(ends, people.left[who]) - here,
    }
    flags = {"born": came & born, "moved_in": came & ~born, "moved_out": left & ~died,
             "died": left & died}  # fmt: skip
    return columns | {name: flag.astype(np.int8) for name, flag in flags.items()}


def _on_file(
    recording: Recording, people: Register, rows: Rows, coded: np.ndarray
) -> dict[str, np.ndarray]:
    """Conditions on file at the end of each month, 0 to `CONFIRMED`, by kind."""
    log = recording.events
    log = log[np.isin(log["activity"], (*RAISED_BY, *CONFIRMED_BY, Activity.FOUND_FALSE))]
    person = people.place_of(log["who"].astype(np.int64), generations(log, recording.events))
    log, person = log[person >= 0], person[person >= 0]
    row = rows.from_then_on(person, recording.window.month_of(log["time"].astype(float)))
    columns = {}
    raised, confirmed = (_change(log, person, by) for by in (RAISED_BY, CONFIRMED_BY))
    for kind in Need:
        mine = log["kind"] == kind
        first, further = (
            rows.so_far(rows.count(row[mine], change[mine])) > 0 for change in (raised, confirmed)
        )
        level = np.where(further, CONFIRMED, first.astype(int))
        columns[recorded_key(kind)] = np.where(coded[rows.person, kind], level, 0)
    return columns


def _change(log: np.ndarray, person: np.ndarray, by: tuple[Activity, ...]) -> np.ndarray:
    """By row of the log, 1 where an episode comes on file ``by`` an activity, -1 where it goes."""
    kind, truth, episode = (log[n].astype(np.int64) for n in ("kind", "genuine", "episode"))
    which = person << 21 | kind << 17 | truth << 16 | episode
    comes = np.flatnonzero(np.isin(log["activity"], by))
    on_file, first = np.unique(which[comes], return_index=True)
    goes = np.flatnonzero((log["activity"] == Activity.FOUND_FALSE) & np.isin(which, on_file))
    change = np.zeros(len(log))
    change[comes[first]] = 1.0
    change[goes] = -1.0
    return change


def _ever(contacts: Contacts, place: np.ndarray, rows: Rows) -> np.ndarray:
    """1 from the month of a person's first enrolment on: [rows]."""
    mine = contacts.of("enrolments")
    row = rows.from_then_on(place[contacts.person[mine]], contacts.month[mine])
    return (rows.so_far(rows.count(row)) > 0).astype(np.int8)


def _risk_scores(recording: Recording, people: Register, rows: Rows) -> Masked:
    """The score of the latest search until each month's end; empty where it gave none: [rows]."""
    day, who, generation, score = recording.searches.scores.T
    person = people.place_of(who.astype(np.int64), generation.astype(np.int64))
    row = rows.from_then_on(person, recording.window.month_of(day))
    found = np.full(len(rows), np.nan)
    found[row[row >= 0]] = score[row >= 0]  # of searches in one month the last stays
    last = np.maximum.accumulate(np.where(np.isnan(found), 0, np.arange(len(rows))))
    own = last >= rows.offset[rows.person]
    latest = np.where(own, found[last], np.nan)
    return Masked(latest, ~(latest >= 0.0))
