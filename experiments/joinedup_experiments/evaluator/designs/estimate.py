"""What a design returns, and what it may be asked for: outcomes, windows, and clear refusals."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd

from joinedup_experiments.compare.intervals import varies
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.display.given import whole_number

YEAR = 365.25
MONTHS_A_YEAR = 12
WINDOWS = (6, 12, 24, 36, 60)  # months of follow-up that evaluations have
LONGEST_BEFORE = 12  # months before that are compared, unless asked for otherwise
RECRUITED = 12  # months from the first enrolment on: who is enrolled later is not evaluated
UNSURE = "it cannot be told how sure this is"
NO_WIDTH = 1e-6  # of an interval, in any unit: far less than one event makes of a place's rate
# Outcome, and of how many people a year it is given
OUTCOMES = {
    "emergency_admissions": 1_000.0,
    "outpatient_attendances": 1_000.0,
    "elective_stays": 1_000.0,
    "ae_attendances": 1_000.0,
    "hospital_cost": 1.0,
}


class DesignError(InputError):
    """A design that cannot be had from these records; the text says what is missing."""


@dataclass(frozen=True)
class Difference:
    """How far the enrolled differ from others in a covariate, in standard deviations.

    From everybody who might have been a control, and from the matched controls.
    """

    covariate: str
    everybody: float
    matched: float


class InTurn(NamedTuple):
    """A neighbourhood that an estimate is of: when it goes live, and its weight of 1 in all."""

    neighbourhood: int
    begins: int
    weight: float


@dataclass(frozen=True)
class Estimate:
    """A difference in an outcome with its 95% interval.

    Per 1,000 people a year, cost in pounds a person a year; below zero is less. ``units`` counts
    those whom it is an estimate of: enrolled people, or months or areas, as ``of`` says. Of an
    estimate for ``people``, these are their pseudonyms; ``begins`` has the month from which each
    of them is followed, or is empty where that is the one after enrolment. One of neighbourhoods
    ``in_turn`` follows each from when it goes live. One for people remembers the ``records`` that
    it is made of, where these are `joinedup.records`' and their table says so. `DesignError` where
    its interval has no width: then nothing in the records tells how sure it is.
    """

    design: str
    outcome: str
    window: int
    estimate: float
    low: float
    high: float
    units: int
    of: str
    compares: str
    notes: tuple[str, ...] = ()
    balance: tuple[Difference, ...] = ()
    people: tuple[str, ...] = field(default=(), repr=False)
    begins: tuple[int, ...] = field(default=(), repr=False)
    in_turn: tuple[InTurn, ...] = field(default=(), repr=False)
    records: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        """Refuse an interval that would claim certainty."""
        if not self.high - self.low > NO_WIDTH:  # or where it is no number
            raise DesignError(f"{UNSURE}: nothing varies between those compared")

    @property
    def excludes_zero(self) -> bool:
        """Whether an evaluator would say that there was a change."""
        return self.low > 0.0 or self.high < 0.0

    @property
    def unit(self) -> str:
        """What the estimate is counted in."""
        cost = self.outcome == "hospital_cost"
        return "GBP a person a year" if cost else "per 1,000 people a year"


def scale_of(outcome: str) -> float:
    """What turns a sum a day into the estimate's unit; `DesignError` for an unknown outcome."""
    if outcome not in OUTCOMES:
        raise DesignError(f"{outcome}: no such outcome; there are {', '.join(OUTCOMES)}")
    return OUTCOMES[outcome] * YEAR


def months_before(window: int, before: int | None) -> int:
    """How many months before are compared: as many as after, a year at most, unless asked for."""
    window = whole_number(window, "window")
    months = min(window, LONGEST_BEFORE) if before is None else before
    for name, number in (("window", window), ("before", whole_number(months, "before"))):
        if number < 1:
            raise DesignError(f"{name} {number}: it must be one month at least")
    return months


def notes_of_chance(
    values: np.ndarray, ours: np.ndarray, names: tuple[str, str]
) -> tuple[str, ...]:
    """A note where values are all alike in one group, ``ours`` or the others.

    The interval holds the other group's chance alone then. Refused it would be missing where an
    outcome is rare and happened to be rarest: what is left would show more of it than there is.
    """
    groups = zip(names, (values[ours], values[~ours]), strict=True)
    alike = [name for name, mine in groups if not varies(mine)]
    return tuple(f"{name} are all alike: the interval leaves their chance out" for name in alike)


def check_columns(table: pd.DataFrame, columns: tuple[str, ...], name: str) -> None:
    """`DesignError` where a table has no rows, or not the columns that are needed."""
    missing = [column for column in columns if column not in table]
    if missing:
        raise DesignError(f"{name}: it has no column {', '.join(missing)}")
    if not len(table):
        raise DesignError(f"{name}: it has no rows")
