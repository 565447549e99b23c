"""The yardstick: people whom a draw offers the programme, against those whom it does not."""

from __future__ import annotations

import numpy as np
import pandas as pd

from joinedup_experiments.display.numbers import counted
from joinedup_experiments.evaluator.designs.estimate import (
    DesignError,
    Estimate,
    check_columns,
    months_before,
    scale_of,
)
from joinedup_experiments.evaluator.designs.people import Panel, panel_of
from joinedup_experiments.evaluator.designs.regression import regressed


def as_drawn(
    people: pd.DataFrame,
    drawn: pd.DataFrame,
    outcome: str,
    window: int,
    before: int | None = None,
    begins: int = 0,
) -> Estimate:
    """What those offered the programme use less what the others use, as drawn, given their past.

    ``drawn`` has a row for each person who was in the draw: ``person`` and ``offered``, 1 or 0.
    They are followed from the month ``begins`` on, whatever became of the offer, and their rate
    before is adjusted for. `DesignError` where one of the two arms is empty.
    """
    months, scale = months_before(window, before), scale_of(outcome)
    check_columns(drawn, ("person", "offered"), "drawn")
    if drawn["person"].duplicated().any():
        raise DesignError("drawn: a person was drawn twice")
    panel = panel_of(people[people["person"].isin(drawn["person"])])
    _check(panel, window, months, begins)
    offered = drawn.set_index("person")["offered"].loc[panel.names].to_numpy(float)
    everybody = np.arange(len(offered))
    kept = panel.there(everybody, begins - months) & panel.there(everybody, begins)
    who, offered = everybody[kept], offered[kept]
    if not 0 < offered.sum() < len(offered):
        raise DesignError("drawn: nobody was offered it, or everybody, of those in the records")
    past, rate = (
        scale * panel.sums(outcome, who, *span) / panel.sums("days", who, *span)
        for span in ((begins - months, begins), (begins, begins + window))
    )
    terms = np.column_stack([np.ones_like(offered), offered, past - past.mean()])
    terms = terms if np.ptp(past) else terms[:, :2]  # all alike before: nothing to adjust for
    days = panel.sums("days", who, begins, begins + window)
    effect = regressed(rate, terms, np.eye(terms.shape[1])[1], days, robust=True)
    return Estimate(
        "randomised", outcome, window, effect.estimate, effect.low, effect.high,
        units=len(who), of="people",
        compares=f"{int(offered.sum())} offered against {int((1.0 - offered).sum())} not, "
        f"{counted(window, 'month')} after month {begins}",
        notes=("as drawn, whether enrolled or not", f"given {counted(months, 'month')} before"),
        people=tuple(panel.names[who[offered == 1.0]]), begins=begins,
        records=panel.records,
    )  # fmt: skip


def _check(panel: Panel, window: int, months: int, begins: int) -> None:
    if begins + window - 1 > panel.last:
        left = max(panel.last + 1 - begins, 0)
        raise DesignError(f"window {window}: records have {counted(left, 'month')} after {begins}")
    if begins - months < panel.first:
        left = max(begins - panel.first, 0)
        raise DesignError(f"before {months}: records have {counted(left, 'month')} before {begins}")
