"""Area-months: everything counted where it is done, by neighbourhood and month."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from joinedup_experiments.evaluator.activity import HEADINGS, Contacts
from joinedup_experiments.evaluator.dictionary import Masked
from joinedup_experiments.evaluator.person_months import PLACE
from joinedup_experiments.evaluator.register import Register
from joinedup_experiments.evaluator.searches import Searches
from joinedup_experiments.evaluator.window import Window


def area_months(
    register: Register, contacts: Contacts, searches: Searches, window: Window
) -> dict[str, Any]:
    """The columns of ``area_months``: neighbourhood by neighbourhood, month by month.

    ``register`` must have everybody who was in the place in any of the months.
    """
    months = window.before + window.after
    places = int(register.neighbourhood.max()) + 1

    def count(person: np.ndarray, month: np.ndarray, pounds: Any = None) -> np.ndarray:
        inside = (month >= -window.before) & (month < window.after)
        area = register.neighbourhood[person].astype(np.int64) * months + month + window.before
        kept = None if pounds is None else pounds[inside]
        return np.bincount(area[inside], kept, minlength=places * months)

    numbers = np.arange(places * months)
    columns: dict[str, Any] = {
        "month": numbers % months - window.before,
        "neighbourhood": numbers // months + PLACE,
        **_present(register, contacts, window),
        "risk_threshold": _thresholds(searches, places, window),
    }
    for name, (who, when) in _moves(register).items():
        columns[name] = count(np.flatnonzero(who), window.month_of(when[who]))
    for name in HEADINGS:
        mine = contacts.of(name)
        columns[name] = count(contacts.person[mine], contacts.month[mine])
    columns["hospital_cost"] = count(contacts.person, contacts.month, contacts.pounds)
    return columns


def _moves(register: Register) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Who came and who went, by the column that counts them, and when."""
    arrived, gone = register.came > 0.0, np.isfinite(register.left)
    return {
        "born": (arrived & register.newborn, register.came),
        "moved_in": (arrived & ~register.newborn, register.came),
        "moved_out": (gone & ~register.died, register.left),
        "died": (register.died, register.left),
    }


def _present(register: Register, contacts: Contacts, window: Window) -> dict[str, np.ndarray]:
    """Residents when each month begins, days of all, and who of those at its end was enrolled."""
    enrolled = np.full(len(register), np.inf)
    mine = contacts.of("enrolments")
    np.minimum.at(enrolled, contacts.person[mine], contacts.month[mine])
    columns: dict[str, list[np.ndarray]] = {"residents": [], "person_days": [], "enrolled": []}
    for month, (begins, ends) in enumerate(pairwise(window.edges), -window.before):
        days = np.minimum(ends, register.left) - np.maximum(begins, register.came)
        at_end = (register.came <= ends) & (register.left > ends)
        weights = {
            "residents": (register.came <= begins) & (register.left > begins),
            "person_days": np.maximum(days, 0.0),
            "enrolled": at_end & (enrolled <= month),
        }
        for name, weight in weights.items():
            columns[name].append(np.bincount(register.neighbourhood, weight))
    return {name: np.array(each).T.ravel() for name, each in columns.items()}


def _thresholds(searches: Searches, places: int, window: Window) -> Masked:
    """The threshold of the latest search until each month's end, empty before the first."""
    found = np.full((places, window.before + window.after), np.nan)
    for day, place, threshold in searches.thresholds:
        month = int(window.month_of(np.array(day)))
        found[int(place), max(month + window.before, 0) :] = threshold
    return Masked(found.ravel(), np.isnan(found.ravel()))
