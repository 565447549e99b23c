"""Difference in differences: areas with the programme against comparator areas without."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from joinedup_experiments.display.numbers import counted
from joinedup_experiments.evaluator.designs.areas import (
    Area,
    check_apart,
    months_around,
    rates_of,
)
from joinedup_experiments.evaluator.designs.estimate import DesignError, Estimate
from joinedup_experiments.evaluator.designs.regression import regressed

FEWEST = 2  # comparators of which the spread of changes can be told


def areas_against_comparators(
    areas: Sequence[Area],
    comparators: Sequence[Area],
    outcome: str,
    window: int,
    before: int | None = None,
    begins: int = 0,
) -> Estimate:
    """The mean change of areas less that of comparators, a table of ``area_months`` each.

    Each area is one change, so what its months and people share does no harm. The spread of the
    comparators' changes is that of the areas' too: with one area it is the only one that there is
    (Donald and Lang 2007). `DesignError` with fewer than two comparators.
    """
    check_apart(areas, "areas")
    check_apart(comparators, "comparators")
    if not areas:
        raise DesignError("no area with the programme is given")
    if len(comparators) < FEWEST:
        raise DesignError(f"{len(comparators)} comparators: {FEWEST} are needed for an interval")
    changes = [_change(one, outcome, window, before, begins) for one in (*areas, *comparators)]
    ours = (np.arange(len(changes)) < len(areas)).astype(float)
    terms = np.column_stack([np.ones_like(ours), ours])
    effect = regressed(np.array(changes), terms, np.array([0.0, 1.0]))
    return Estimate(
        "difference in differences, areas", outcome, window,
        effect.estimate, effect.low, effect.high, units=len(areas), of="areas",
        compares=f"{len(areas)} with the programme against {len(comparators)} comparators, "
        f"{counted(window, 'month')} after month {begins} against before",
        notes=(f"changes of the comparators from {min(changes[len(areas):]):.1f} "
               f"to {max(changes[len(areas):]):.1f}",),
    )  # fmt: skip


def _change(area: Area, outcome: str, window: int, before: int | None, begins: int) -> float:
    chosen, _ = months_around(rates_of(area, outcome), window, before, begins)
    after = chosen.month >= begins
    return chosen.mean(after) - chosen.mean(~after)
