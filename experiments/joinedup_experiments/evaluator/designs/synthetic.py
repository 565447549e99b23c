"""Synthetic control: an area against the mixture of comparator areas that was most like it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import nnls
from scipy.stats import t

from joinedup_experiments.display.given import whole_number
from joinedup_experiments.display.numbers import counted
from joinedup_experiments.evaluator.designs.areas import (
    Area,
    Series,
    check_apart,
    check_months,
    rates_of,
)
from joinedup_experiments.evaluator.designs.estimate import DesignError, Estimate, months_before
from joinedup_experiments.evaluator.designs.regression import LEVEL

FEWEST, FEWEST_BEFORE = 5, 12  # comparators; months before that a mixture is chosen on
HEAVY = 1e4  # what makes weights add up to 1, beside errors of each month


def synthetic_control(
    area: Area,
    comparators: Sequence[Area],
    outcome: str,
    window: int,
    before: int | None = None,
    begins: int = 0,
) -> Estimate:
    """What an area uses from the month ``begins`` on less what a mixture of others uses.

    The mixture's weights are not negative, add up to 1, and make it as like the area as can be in
    the months before, of which ``before`` are taken, or all that records have; the area's own level
    is taken out (Doudchenko and Imbens 2016). Each comparator in turn is compared with a mixture of
    the others in the same way, as if it had the programme (Abadie, Diamond and Hainmueller 2010).
    The area's own chance is taken to be as large as what is found there, where nothing happened;
    the interval is Student's, with a degree of freedom for each of them. `DesignError` with fewer
    than five comparators, or a year before.
    """
    check_apart(comparators, "comparators")
    if len(comparators) < FEWEST:
        raise DesignError(f"{len(comparators)} comparators: {FEWEST} are needed for a mixture")
    each = [_months(one, outcome, window, before, begins) for one in (area, *comparators)]
    if any(not np.array_equal(one.month, each[0].month) for one in each):
        raise DesignError("comparators: their records are not of the same months as the area's")
    rates = np.column_stack([one.rate for one in each])
    early, days = each[0].month < begins, each[0].days
    found = [_gap(rates, number, early, days) for number in range(len(each))]
    effect, placebos = found[0][0], np.array([gap for gap, _ in found[1:]])
    half = t.ppf(1.0 - LEVEL / 2.0, len(placebos)) * float(np.sqrt(np.mean(placebos**2)))
    larger = int((np.abs(placebos) >= abs(effect)).sum())
    misfits = np.array([misfit for _, misfit in found])
    return Estimate(
        "synthetic control", outcome, window, effect, effect - half, effect + half,
        units=1, of="areas",
        compares=f"the area against a mixture of {len(comparators)} comparators, "
        f"{counted(window, 'month')} after month {begins} against {int(early.sum())} before",
        notes=(f"{larger} of {len(placebos)} comparators differ as much from theirs",
               f"{misfits[0]:.1f} from the mixture in a month before, comparators "
               f"{np.median(misfits[1:]):.1f}"),
    )  # fmt: skip


def _months(area: Area, outcome: str, window: int, before: int | None, begins: int) -> Series:
    rates, begins = rates_of(area, outcome), whole_number(begins, "begins")
    months_before(window, before)
    most = begins - int(rates.month[0]) if before is None else before
    check_months(rates, window, max(most, FEWEST_BEFORE), begins)
    return rates.of((rates.month >= begins - most) & (rates.month < begins + window))


def _gap(
    rates: np.ndarray, number: int, early: np.ndarray, days: np.ndarray
) -> tuple[float, float]:
    """How far an area is from its mixture after, and in a month before: root mean square.

    ``rates`` is [months, areas], the first that of the programme, which is in no other's mixture.
    """
    level = rates - rates[early].mean(axis=0)
    others = np.delete(level, sorted({0, number}), axis=1)
    whole = np.full((1, others.shape[1]), HEAVY)
    weights, _ = nnls(np.vstack([others[early], whole]), np.append(level[early, number], HEAVY))
    gap = level[:, number] - others @ weights
    misfit = float(np.sqrt(np.mean(gap[early] ** 2)))
    return float(np.average(gap[~early], weights=days[~early])), misfit
