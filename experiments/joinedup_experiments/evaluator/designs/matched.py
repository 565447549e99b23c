"""The enrolled against matched controls: differences in differences around enrolment."""

from __future__ import annotations

import numpy as np
import pandas as pd

from joinedup_experiments.evaluator.designs.estimate import (
    Estimate,
    months_before,
    notes_of_chance,
)
from joinedup_experiments.evaluator.designs.matched_sets import WAYS, Sets, matched_sets
from joinedup_experiments.evaluator.designs.people import Panel, around, followed, panel_of
from joinedup_experiments.evaluator.designs.regression import Combined, regressed

__all__ = ["WAYS", "change_against_matched", "enrolled_against_matched"]


def enrolled_against_matched(
    people: pd.DataFrame,
    outcome: str,
    window: int,
    way: str = "prognostic",
    before: int | None = None,
    elsewhere: pd.DataFrame | None = None,
) -> Estimate:
    """The change in what the enrolled use less the change of their matched controls.

    Each has up to five controls, matched in the month of enrolment on the months before it: by
    Mahalanobis' distance within a caliper of a ``prognostic`` score, by ``propensity`` score, or
    ``exact`` on broad classes. Controls live in the same place, or ``elsewhere``, whose
    person-months are given, and are followed until enrolled themselves. Errors are clustered by
    matched set (Abadie and Spiess 2022). `DesignError` where nobody has a control.
    """
    panel = panel_of(people, elsewhere)
    sets = matched_sets(panel, way, months_before(window, before), elsewhere is not None)
    return change_against_matched(panel, sets, outcome, window)


def change_against_matched(panel: Panel, sets: Sets, outcome: str, window: int) -> Estimate:
    """The same, of matched sets; of those whose enrolled can be followed over the window."""
    found = sets.of(followed(panel, sets.who, window))
    effect, notes = _effect(panel, found, outcome, window)
    balance = found.balance
    worst = max(abs(one.matched) for one in balance)
    return Estimate(
        f"matched controls, {found.way}", outcome, window, effect.estimate, effect.low, effect.high,
        units=len(found.who), of="people",
        compares=f"the enrolled against {int((found.controls >= 0).sum())} controls, {window} "
        f"months after enrolment against {found.before} before",
        notes=(f"{len(sets.who)} of {sets.recruits} enrolled people have a control",
               f"largest standardised difference {worst:.2f}", *notes),
        balance=balance, people=tuple(panel.names[found.who]),
        records=panel.records,
    )  # fmt: skip


def _effect(
    panel: Panel, found: Sets, outcome: str, window: int
) -> tuple[Combined, tuple[str, ...]]:
    """The effect, and what to note of its interval."""
    sets, place = np.nonzero(found.controls >= 0)
    each = (found.controls >= 0).sum(axis=1)
    who = np.concatenate([found.who, found.controls[sets, place]])
    which = np.concatenate([np.arange(len(found.who)), sets])
    treated = (np.arange(len(who)) < len(found.who)).astype(float)
    span = (found.before, window)
    periods = around(panel, outcome, who, found.month[which], span)
    change = periods.rate[:, 1] - periods.rate[:, 0]
    names = ("changes of the enrolled", "changes of controls")
    notes = notes_of_chance(change, treated == 1.0, names)
    weights = np.where(treated == 1.0, 1.0, 1.0 / each[which])[:, None] * periods.days
    after, ours = np.tile([0.0, 1.0], len(who)), np.repeat(treated, 2)
    terms = np.column_stack([np.ones_like(after), after, ours, after * ours])
    kept = weights.ravel() > 0.0
    effect = regressed(
        periods.rate.ravel()[kept], terms[kept], np.array([0.0, 0.0, 0.0, 1.0]),
        weights.ravel()[kept], clusters=np.repeat(which, 2)[kept],
    )  # fmt: skip
    return effect, notes
