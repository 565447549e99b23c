"""Stepped wedge: neighbourhoods that go live in turn, against those that have still to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from joinedup.scenario.refusals import described
from joinedup_experiments.display.given import whole_number
from joinedup_experiments.display.numbers import counted
from joinedup_experiments.evaluator.designs.areas import Series, months_around, rates_of
from joinedup_experiments.evaluator.designs.estimate import (
    DesignError,
    Estimate,
    InTurn,
    check_columns,
    months_before,
)
from joinedup_experiments.evaluator.designs.regression import regressed_in_few_clusters

NEVER = 1_000_000  # a month after all records
FEWEST = 3  # neighbourhoods
Change = tuple[int, int, bool, float]  # step, neighbourhood, whether it goes live, its change


def stepped_wedge(
    areas: pd.DataFrame,
    live: Mapping[int, int],
    outcome: str,
    window: int,
    before: int | None = None,
) -> Estimate:
    """The change of neighbourhoods that go live less that of those still to, step by step.

    At each step those that go live are compared, over the ``window`` months from then on against
    ``before``, with those that do not in any of these: never with those that are live, whose
    effects may still grow (Callaway and Sant'Anna 2021). Errors are clustered by neighbourhood,
    corrected for few (Bell and McCaffrey 2002). `DesignError` where no step can be compared, or
    fewer than three neighbourhoods are.

    Parameters
    ----------
    areas : DataFrame
        ``area_months``.
    live : mapping
        The month in which each neighbourhood goes live, by its number; others never do.
    """
    live = _months_of(live)
    check_columns(areas, ("neighbourhood", "month"), "area_months")
    months = months_before(window, before)
    each = {int(number): rates_of(one, outcome) for number, one in areas.groupby("neighbourhood")}
    if unknown := sorted(set(live) - set(each)):
        raise DesignError(f"area_months: there is no neighbourhood {unknown[0]}")
    begins = {number: live.get(number, NEVER) for number in each}
    changes = list(_changes(each, begins, window, months))
    step, which, treated, change = (np.array(column) for column in zip(*changes, strict=True))
    if len(np.unique(which)) < FEWEST:
        raise DesignError(
            f"window {window}: {counted(len(np.unique(which)), 'neighbourhood')} can be "
            f"compared, and {FEWEST} are needed"
        )
    steps = np.unique(step)
    terms = np.column_stack([treated, step[:, None] == steps]).astype(float)
    weight = np.linalg.pinv(terms)[0]
    effect = regressed_in_few_clusters(change, terms, which)
    return Estimate(
        "stepped wedge", outcome, window, effect.estimate, effect.low, effect.high,
        units=len(np.unique(which[treated])), of="neighbourhoods",
        compares=f"neighbourhoods that go live against those still to, "
        f"{counted(window, 'month')} after against {months} before, at {len(steps)} of "
        f"{len(set(live.values()))} steps",
        notes=(f"{len(np.unique(which))} clusters: few",) if len(each) < 2 * FEWEST else (),
        in_turn=tuple(
            InTurn(int(which[row]), int(step[row]), float(weight[row]))
            for row in np.flatnonzero(treated)
        ),
    )  # fmt: skip


def _months_of(live: Mapping[int, int]) -> dict[int, int]:
    """The months of going live; `DesignError` or `InputError` where they are none."""
    if not isinstance(live, Mapping):
        raise DesignError(
            f"live must have a month by each neighbourhood, as in {{1: 0, 2: 12}}, not "
            f"{described(live)}"
        )
    return {
        whole_number(number, "live: a neighbourhood"): whole_number(
            month, f"live: the month of neighbourhood {number}"
        )
        for number, month in live.items()
    }


def _changes(
    each: Mapping[int, Series], begins: Mapping[int, int], window: int, months: int
) -> Iterator[Change]:
    """The changes at every step at which some are still to go live until the window ends."""
    steps = sorted(set(begins.values()) - {NEVER})
    if not steps:
        raise DesignError("no neighbourhood goes live")
    last = min(int(one.month[-1]) for one in each.values())
    compared = 0
    for step in steps:
        others = [number for number, month in begins.items() if month >= step + window]
        if not others or (compared and step + window > last + 1):
            continue
        compared += 1
        for number in (*(one for one, month in begins.items() if month == step), *others):
            around, _ = months_around(each[number], window, months, step)
            after = around.month >= step
            change = around.mean(after) - around.mean(~after)
            yield step, number, begins[number] == step, change
    if not compared:
        raise DesignError(
            f"window {window}: at no step is another neighbourhood still to go live at its end"
        )
