"""Ways to read one number a month off a run's books."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.books import Books
from sim.place import Tally
from sim.vocabulary import Activity, Cause, Need, State

Reading = Callable[[Books], np.ndarray]


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


def fifth_unmet_of(fifth: int) -> Reading:
    """Person-days of unmet true need in one deprivation fifth."""
    states = slice(int(State.LATENT), int(State.WAITING) + 1)
    return lambda b: b.stock[:, 1, :, states, :, fifth].sum(axis=(1, 2, 3))


def money_of(payer: int) -> Reading:
    """One payer's pounds."""
    return lambda b: b.money[:, payer]


def extra_of(key: str) -> Reading:
    """A series worked out elsewhere."""
    return lambda b: b.extra[key]
