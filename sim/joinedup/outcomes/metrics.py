"""Ways to read one number a month off a run's books."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from joinedup.codes import WEEK_HOURS, Activity, Cause, Need, Stage, State
from joinedup.outcomes.monthly import Books
from joinedup.state.place import Culture, Hours, Tally

Reading = Callable[[Books], np.ndarray]
Combine = Literal["sum", "mean"]


@dataclass(frozen=True)
class Measure:
    """One outcome: what it is called, its unit, and which way is better."""

    key: str
    label: str
    unit: str
    group: str
    combine: Combine = "sum"
    better: Literal["lower", "higher"] | None = None


Row = tuple[Measure, Reading]


def measured(
    key: str,
    label: str,
    unit: str,
    group: str,
    combine: Combine = "sum",
    better: Literal["lower", "higher"] | None = None,
    *,
    f: Reading,
) -> Row:
    """A measure and how it is read off the books."""
    return Measure(key, label, unit, group, combine, better), f


def culture_of(part: Culture, whole: Culture) -> Reading:
    """One sum over staff or interfaces as a share of another; 0 where there is nobody."""
    return lambda b: b.culture[:, part] / np.maximum(b.culture[:, whole], 1e-9)


def stages_of(first: Stage) -> Reading:
    """Share of the staff of joined teams who have come to this stage or beyond."""
    columns = slice(Culture.STAGES + first, Culture.STAGES + len(Stage))
    return lambda b: np.minimum(
        1.0, b.culture[:, columns].sum(axis=1) / np.maximum(b.culture[:, Culture.JOINED], 1e-9)
    )


def hours_of(part: Hours, whole: Hours) -> Reading:
    """Hours of one sort as a share of another, all organisations and professions."""
    return lambda b: _all(b, part) / np.maximum(_all(b, whole), 1e-9)


def leavers_a_year() -> Reading:
    """Leavers for each whole-time equivalent in post, a year."""
    year = WEEK_HOURS * 365.25 / 7.0
    return lambda b: year * _all(b, Hours.LEAVERS) / np.maximum(_all(b, Hours.HELD), 1e-9)


def _all(books: Books, column: Hours) -> np.ndarray:
    return books.hours[..., column].sum(axis=(1, 2))


def flow_of(activity: Activity) -> Reading:
    """Rows of one activity."""
    return lambda b: b.flows[activity]


def truth_of(truth: int, activity: Activity) -> Reading:
    """Rows of one activity about false (0) or true (1) need."""
    return lambda b: b.by_truth[truth, activity]


def cause_of(cause: Cause) -> Reading:
    """Emergency admissions of one cause."""
    return lambda b: b.admissions[cause]


def tally_of(item: Tally) -> Reading:
    """A monthly tally."""
    return lambda b: b.tallies[item]


def part_of(part: Tally, whole: Tally) -> Reading:
    """One monthly tally as a share of another; 0 in a month in which there was none of that."""
    return lambda b: b.tallies[part] / np.maximum(b.tallies[whole], 1.0)


def daily_of(item: Tally) -> Reading:
    """A monthly tally's mean over the days."""
    return lambda b: b.tallies[item] / b.days


def stock_of(states: slice, band: slice = slice(None)) -> Reading:
    """Person-days of true need in some states and severity bands."""
    return lambda b: b.stock[:, 1, :, states, band, :].sum(axis=(1, 2, 3, 4))


def kind_unmet_of(kind: Need) -> Reading:
    """Person-days of unmet true need of one kind."""
    states = slice(int(State.LATENT), int(State.WAITING) + 1)
    return lambda b: b.stock[:, 1, kind, states].sum(axis=(1, 2, 3))


def quintile_unmet_of(quintile: int) -> Reading:
    """Person-days of unmet true need in one deprivation fifth."""
    states = slice(int(State.LATENT), int(State.WAITING) + 1)
    return lambda b: b.stock[:, 1, :, states, :, quintile].sum(axis=(1, 2, 3))


def money_of(payer: int) -> Reading:
    """One payer's pounds."""
    return lambda b: b.money[:, payer]


def extra_of(key: str) -> Reading:
    """A series worked out elsewhere."""
    return lambda b: b.extra[key]
