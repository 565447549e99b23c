"""The yardstick: people whom a draw offers the programme, against those whom it does not."""

from __future__ import annotations

import numpy as np
import pandas as pd

from joinedup.scenario.refusals import described
from joinedup_experiments.display.given import whole_number
from joinedup_experiments.display.numbers import counted
from joinedup_experiments.evaluator.designs.estimate import (
    DesignError,
    Estimate,
    check_columns,
    months_before,
    notes_of_chance,
    scale_of,
)
from joinedup_experiments.evaluator.designs.people import Panel, panel_of
from joinedup_experiments.evaluator.designs.regression import regressed
from joinedup_experiments.scenario_io.diff.phrases import listing


def as_drawn(
    people: pd.DataFrame,
    drawn: pd.DataFrame,
    outcome: str,
    window: int,
    before: int | None = None,
    begins: int | None = None,
) -> Estimate:
    """What those offered the programme use less what the others use, as drawn, given their past.

    ``drawn`` has a row for each person who was in the draw: ``person`` and ``offered``, 1 or 0.
    They are followed from the month ``begins`` on; unless it is given, each from that in the column
    ``begins`` of ``drawn``, or from month 0 where it has none. That is whatever became of the
    offer, and their rate before is adjusted for. Whose months the records do not have is left out.
    `DesignError` where one of the two arms is empty.
    """
    months, scale = months_before(window, before), scale_of(outcome)
    panel = panel_of(people[people["person"].isin(_checked(drawn)["person"])])
    mine = drawn.set_index("person").loc[panel.names]
    offered, start = mine["offered"].to_numpy(float), _starts(mine, begins)
    _check(panel, window, months, start)
    everybody = np.arange(len(offered))
    kept = panel.there(everybody, start - months) & panel.there(everybody, start)
    kept &= start + window - 1 <= panel.last
    who, offered, start = everybody[kept], offered[kept], start[kept]
    if not 0 < offered.sum() < len(offered):
        raise DesignError("drawn: nobody was offered it, or everybody, of those in the records")
    past, rate = (
        scale * panel.sums(outcome, who, *span) / panel.sums("days", who, *span)
        for span in ((start - months, start), (start, start + window))
    )
    its = offered == 1.0
    notes = notes_of_chance(rate, its, ("rates of those offered it", "rates of the others"))
    terms = np.column_stack([np.ones_like(offered), offered, past - past.mean()])
    terms = terms if np.ptp(past) else terms[:, :2]  # all alike before: nothing to adjust for
    days = panel.sums("days", who, start, start + window)
    effect = regressed(rate, terms, np.eye(terms.shape[1])[1], days, robust=True)
    return Estimate(
        "randomised", outcome, window, effect.estimate, effect.low, effect.high,
        units=len(who), of="people",
        compares=f"{int(offered.sum())} offered against {int((1.0 - offered).sum())} not, "
        f"{counted(window, 'month')} after month {listing(map(str, np.unique(start)), 'or')}",
        notes=("as drawn, whether enrolled or not", f"given {counted(months, 'month')} before",
               *notes),
        people=tuple(panel.names[who[its]]), begins=tuple(start[its].tolist()),
        records=panel.records,
    )  # fmt: skip


def _checked(drawn: pd.DataFrame) -> pd.DataFrame:
    """The draw; `DesignError` where it is none."""
    check_columns(drawn, ("person", "offered"), "drawn")
    if drawn["person"].duplicated().any():
        raise DesignError("drawn: a person was drawn twice")
    for wrong in drawn["offered"][~drawn["offered"].isin([0, 1])].head(1):
        raise DesignError(f"drawn: `offered` must be 1 or 0, not {described(wrong)}")
    return drawn


def _starts(drawn: pd.DataFrame, begins: int | None) -> np.ndarray:
    """The month from which each is followed."""
    if begins is None and "begins" in drawn:
        return np.array([whole_number(month, "drawn: `begins`") for month in drawn["begins"]])
    return np.full(len(drawn), whole_number(0 if begins is None else begins, "begins"))


def _check(panel: Panel, window: int, months: int, start: np.ndarray) -> None:
    """`DesignError` where the records have not the months that anybody is followed."""
    first, last = int(start.min()), int(start.max())
    if first + window - 1 > panel.last:
        left = max(panel.last + 1 - first, 0)
        raise DesignError(f"window {window}: records have {counted(left, 'month')} after {first}")
    if last - months < panel.first:
        left = max(last - panel.first, 0)
        raise DesignError(f"before {months}: records have {counted(left, 'month')} before {last}")
