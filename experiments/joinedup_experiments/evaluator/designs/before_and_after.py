"""Before and after, without anybody to compare with: the enrolled, or an area."""

from __future__ import annotations

import numpy as np
import pandas as pd

from joinedup_experiments.display.numbers import counted
from joinedup_experiments.evaluator.designs.areas import months_around, rates_of
from joinedup_experiments.evaluator.designs.estimate import Estimate, months_before
from joinedup_experiments.evaluator.designs.people import (
    Panel,
    around,
    followed,
    panel_of,
    recruits,
)
from joinedup_experiments.evaluator.designs.regression import regressed

CHANGE = np.array([0.0, 1.0])


def enrolled_before_and_after(
    people: pd.DataFrame, outcome: str, window: int, before: int | None = None
) -> Estimate:
    """What the enrolled use after their month of enrolment less what they used before it.

    ``before`` is in months, as many as the window unless given, at most a year. The interval is
    robust to what a person's two periods share.
    """
    return change_of_enrolled(panel_of(people), outcome, window, before)


def change_of_enrolled(panel: Panel, outcome: str, window: int, before: int | None) -> Estimate:
    """The same, of a panel of people."""
    months = months_before(window, before)
    who = recruits(panel, months)
    who = who[followed(panel, who, window)]
    found = around(panel, outcome, who, panel.enrolled[who], (months, window))
    after = np.tile([0.0, 1.0], len(who))
    effect = regressed(
        found.rate.ravel(), np.column_stack([np.ones_like(after), after]), CHANGE,
        found.days.ravel(), clusters=np.repeat(np.arange(len(who)), 2),
    )  # fmt: skip
    return Estimate(
        "before and after, enrolled", outcome, window, effect.estimate, effect.low, effect.high,
        units=len(who), of="people",
        compares=f"the enrolled, {counted(window, 'month')} after enrolment against "
        f"{months} before",
        notes=("the month of enrolment is in neither period",), people=tuple(panel.names[who]),
        records=panel.records,
    )  # fmt: skip


def area_before_and_after(
    area: pd.DataFrame, outcome: str, window: int, before: int | None = None, begins: int = 0
) -> Estimate:
    """What an area uses from the month ``begins`` on less what it used before it.

    The interval takes months for independent, as a naive reader would.
    """
    rates = rates_of(area, outcome)
    chosen, months = months_around(rates, window, before, begins)
    after = (chosen.month >= begins).astype(float)
    terms = np.column_stack([np.ones_like(after), after])
    effect = regressed(chosen.rate, terms, CHANGE, chosen.days)
    return Estimate(
        "before and after, area", outcome, window, effect.estimate, effect.low, effect.high,
        units=len(after), of="months",
        compares=f"the area, {counted(window, 'month')} after month {begins} against "
        f"{months} before",
    )  # fmt: skip
