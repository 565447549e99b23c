"""Recorded people as a panel: what each of them used, between any two months."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from joinedup_experiments.display.numbers import counted
from joinedup_experiments.evaluator.designs.estimate import (
    OUTCOMES,
    RECRUITED,
    DesignError,
    check_columns,
    scale_of,
)
from joinedup_experiments.evaluator.person_months import AGE_BANDS

RECORDS = "joinedup_records"  # in a table's ``attrs``: of which run it is
NEVER = 1_000_000  # a month after all records
NEEDED = ("person", "month", "days", "linked", "enrolled", *OUTCOMES)


@dataclass(frozen=True)
class Panel:
    """People in the order in which they first appear, and their months from ``first`` on.

    Unlinked people are not among them: nothing is known of their hospital use.
    """

    names: np.ndarray  # [people] pseudonyms
    first: int
    row: np.ndarray  # [people, months] rows of the traits, -1 where there is none
    enrolled: np.ndarray  # [people] month of the first enrolment, `NEVER` where there is none
    elsewhere: np.ndarray  # [people] whether they live in a comparator place
    totals: Mapping[str, np.ndarray]  # [people, months + 1] of days and outcomes, summed up
    traits: np.ndarray  # [rows, traits] age band's number, quintile, conditions on file
    trait_names: tuple[str, ...]
    records: str = ""  # which they are of, where that is known

    @property
    def last(self) -> int:
        """The last month of the records."""
        return self.first + self.row.shape[1] - 1

    @cached_property
    def index(self) -> pd.Index:
        """The pseudonyms, to find people by."""
        return pd.Index(self.names)

    def sums(
        self, name: str, who: np.ndarray, start: np.ndarray | int, stop: np.ndarray | int
    ) -> np.ndarray:
        """What people had from the month ``start`` on until ``stop``, which is not included."""
        total = self.totals[name]
        begins, ends = (
            np.minimum(np.maximum(np.asarray(x) - self.first, 0), self.row.shape[1])
            for x in (start, stop)
        )
        return np.asarray(total[who, ends] - total[who, begins])

    def there(self, who: np.ndarray, month: np.ndarray | int) -> np.ndarray:
        """Whether people are in the records in a month each."""
        at = np.asarray(month) - self.first
        inside = (at >= 0) & (at < self.row.shape[1])
        return inside & (self.row[who, np.clip(at, 0, self.row.shape[1] - 1)] >= 0)


def panel_of(people: pd.DataFrame, elsewhere: pd.DataFrame | None = None) -> Panel:
    """A panel of ``person_months``, and of those of a comparator place; pseudonyms may be shared.

    It has the months that both have. `DesignError` where nobody's hospital records are linked.
    """
    tables = [people] if elsewhere is None else [people, elsewhere]
    codes, homes, pseudonyms, many = [], [], [], 0
    for number, table in enumerate(tables):
        check_columns(table, NEEDED, "person_months")
        code, names = pd.factorize(table["person"])
        codes.append(code + many)
        homes.append(np.full(len(names), number == 1))
        pseudonyms.append(np.asarray(names))
        many += len(names)
    rows = pd.concat([_numbers(table) for table in tables], ignore_index=True)
    first, last = (max(t["month"].min() for t in tables), min(t["month"].max() for t in tables))
    linked = ((rows["linked"] == 1) & rows["month"].between(first, last)).to_numpy()
    kept, who = np.unique(np.concatenate(codes)[linked], return_inverse=True)
    if not len(kept):
        raise DesignError("person_months: nobody's hospital records are linked")
    names = np.concatenate(pseudonyms)[kept]
    _check_known(rows[linked])
    panel = _panel(rows[linked], who, names, np.concatenate(homes)[kept])
    return replace(panel, records=people.attrs.get(RECORDS, ""))


def _check_known(rows: pd.DataFrame) -> None:
    """`DesignError` where hospital use is empty of people whose records are linked."""
    for name in OUTCOMES:
        if len(empty := rows["month"][rows[name].isna()]):
            raise DesignError(
                f"person_months: {name} is empty in month {empty.iloc[0]} where `linked` is 1"
            )


def _numbers(table: pd.DataFrame) -> pd.DataFrame:
    """What the designs use of a table, in numbers; `DesignError` for an unknown age band."""
    on_file = [name for name in table if str(name).startswith("recorded_")]
    given = [*NEEDED[1:], *(["quintile"] if "quintile" in table else [])]
    found = table[given].copy()
    bands = {band: number for number, band in enumerate(AGE_BANDS)}
    if "age_band" in table:
        found["age_band"] = table["age_band"].map(bands).astype(float)
        if found["age_band"].isna().any():
            raise DesignError(f"person_months: age_band must be one of {', '.join(AGE_BANDS)}")
    found["on_file"] = (table[on_file].to_numpy() > 0).sum(axis=1)
    return found


def _panel(rows: pd.DataFrame, who: np.ndarray, names: np.ndarray, elsewhere: np.ndarray) -> Panel:
    month = rows["month"].to_numpy().astype(np.int64)
    first = int(month.min())
    shape = (len(elsewhere), int(month.max()) - first + 1)
    row = np.full(shape, -1, np.int64)
    row[who, month - first] = np.arange(len(rows))
    totals = {}
    for name in ("days", *OUTCOMES):
        each = np.zeros((shape[0], shape[1] + 1))
        each[who, month - first + 1] = rows[name].to_numpy(float)
        totals[name] = np.cumsum(each, axis=1)
    enrolled = np.full(shape[0], NEVER)
    mine = rows["enrolled"].to_numpy() == 1
    np.minimum.at(enrolled, who[mine], month[mine])
    known = tuple(name for name in ("age_band", "quintile", "on_file") if name in rows)
    traits = rows[list(known)].to_numpy(float)
    return Panel(names, first, row, enrolled, elsewhere, totals, traits, known)


@dataclass(frozen=True)
class Periods:
    """A rate before and a rate after of each person, in the outcome's unit, and days of each.

    [people, 2]; the month of enrolment is in neither.
    """

    rate: np.ndarray
    days: np.ndarray


def recruits(panel: Panel, before: int) -> np.ndarray:
    """The people enrolled in the first year of enrolment, who can be compared with before.

    They were in the records over all months before theirs and in the one after it; who dies or
    leaves later is followed until then. `DesignError` where there is nobody.
    """
    when = panel.enrolled
    ever = (when < NEVER) & ~panel.elsewhere
    if not ever.any():
        raise DesignError("nobody is enrolled in these records")
    ever &= when < when[ever].min() + RECRUITED
    if not (ever & (when - before >= panel.first)).any():
        raise DesignError(f"before {before}: records begin {_months(-panel.first)} before index")
    everybody = np.arange(len(when))
    ever &= panel.there(everybody, when - before) & panel.there(everybody, when + 1)
    if not ever.any():
        raise DesignError(f"before {before}: nobody enrolled is in the records before and after")
    return np.flatnonzero(ever)


def followed(panel: Panel, who: np.ndarray, window: int) -> np.ndarray:
    """Which of some enrolled people can be followed over the window; `DesignError` for none."""
    kept = panel.enrolled[who] + window <= panel.last
    if not kept.any():
        left = panel.last - int(panel.enrolled[who].min())
        raise DesignError(
            f"window {window}: records last {counted(left, 'month')} after the first enrolment"
        )
    return np.asarray(kept)


def _months(number: int) -> str:
    return f"{number} month{'' if number == 1 else 's'}"


def around(
    panel: Panel, outcome: str, who: np.ndarray, month: np.ndarray, span: tuple[int, int]
) -> Periods:
    """The periods of people around a month each; ``span`` is months before and after.

    Who is enrolled later than in that month is followed up to the month of enrolment, inclusive.
    """
    before, after = span
    scale = scale_of(outcome)
    later = np.where(panel.enrolled[who] > month, panel.enrolled[who] + 1, NEVER)
    stop = np.minimum(month + 1 + after, later)
    use, days = (
        np.column_stack([panel.sums(name, who, month - before, month),
                         panel.sums(name, who, month + 1, stop)])
        for name in (outcome, "days")
    )  # fmt: skip
    return Periods(scale * use / np.maximum(days, 1e-9), days)


def comparable(panel: Panel, month: int, before: int) -> np.ndarray:
    """Who might be a control in a month: in the records before and after, not yet enrolled."""
    everybody = np.arange(len(panel.enrolled))
    there = panel.there(everybody, month - before) & panel.there(everybody, month + 1)
    return np.asarray(there & (panel.enrolled > month))
