"""The enrolled against matched controls: differences in differences around enrolment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from joinedup_experiments.evaluator.designs.covariates import (
    covariate_names,
    covariates_of,
    prognosis,
    strata,
)
from joinedup_experiments.evaluator.designs.estimate import DesignError, Difference, Estimate
from joinedup_experiments.evaluator.designs.matching import MOST, nearest
from joinedup_experiments.evaluator.designs.people import (
    Panel,
    around,
    comparable,
    followed,
    panel_of,
)
from joinedup_experiments.evaluator.designs.propensity import propensities
from joinedup_experiments.evaluator.designs.regression import Combined, regressed

# The enrolled of a month and those who might be their controls in, rows of the latter out
Chooser = Callable[[np.ndarray, np.ndarray, int], np.ndarray]
WAYS = ("prognostic", "propensity", "exact")


@dataclass(frozen=True)
class Asked:
    """How people are matched, and over how many months before and after."""

    way: str
    outcome: str
    window: int
    before: int


@dataclass(frozen=True)
class Sets:
    """The enrolled who have a control, the month of each, and their controls, -1 for none.

    ``known`` are covariates of each and the mean of their controls', ``pool`` the mean and the
    variance of those who might have been controls.
    """

    who: np.ndarray
    month: np.ndarray
    controls: np.ndarray  # [sets, MOST]
    known: np.ndarray  # [2, sets, covariates]
    pool: np.ndarray  # [2, covariates]


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
    if way not in WAYS:
        raise DesignError(f"{way}: no such way to match; there are {', '.join(WAYS)}")
    panel = panel_of(people, elsewhere)
    who, months = followed(panel, window, before)
    asked = Asked(way, outcome, window, months)
    found = _sets(panel, who, asked, elsewhere is not None)
    effect = _effect(panel, found, asked)
    balance = _balance(found, covariate_names(panel, months))
    worst = max(abs(one.matched) for one in balance)
    return Estimate(
        f"matched controls, {way}", outcome, window, effect.estimate, effect.low, effect.high,
        units=len(found.who), of="people",
        compares=f"the enrolled against {int((found.controls >= 0).sum())} controls, {window} "
        f"months after enrolment against {months} before",
        notes=(f"{len(found.who)} of {len(who)} enrolled people have a control",
               f"largest standardised difference {worst:.2f}"),
        balance=balance,
    )  # fmt: skip


def _sets(panel: Panel, who: np.ndarray, asked: Asked, elsewhere: bool) -> Sets:
    """Match the enrolled of each month in turn; a control is not free for another."""
    each = list(_by_month(panel, who, asked, elsewhere))
    if not each:
        raise DesignError("no comparator: nobody enrolled has a control who is alike")
    often = [len(one.who) for one in each]
    return Sets(
        who=np.concatenate([one.who for one in each]),
        month=np.concatenate([one.month for one in each]),
        controls=np.concatenate([one.controls for one in each]),
        known=np.concatenate([one.known for one in each], axis=1),
        pool=np.average([one.pool for one in each], axis=0, weights=often),
    )


def _by_month(panel: Panel, who: np.ndarray, asked: Asked, elsewhere: bool) -> Iterator[Sets]:
    free = panel.elsewhere == elsewhere
    chooser = _chooser(panel, who, free.copy(), asked)
    for month in np.unique(panel.enrolled[who]):
        mine = who[panel.enrolled[who] == month]
        pool = np.flatnonzero(comparable(panel, month, asked.before) & free)
        if not len(pool):
            continue
        chosen = chooser(mine, pool, int(month))
        has = chosen[:, 0] >= 0
        if has.any():
            free[pool[chosen[chosen >= 0]]] = False
            yield _set_of(panel, mine[has], pool, chosen[has], int(month), asked.before)


def _chooser(panel: Panel, who: np.ndarray, pool: np.ndarray, asked: Asked) -> Chooser:
    """How controls are chosen of a pool in a month: rows of the pool, -1 where there is none."""
    before = asked.before
    if asked.way == "exact":
        return lambda mine, others, month: _exact(
            *(strata(panel, x, np.full(len(x), month), before) for x in (mine, others))
        )
    if asked.way == "propensity":
        score = propensities(panel, who, pool, before)
    else:
        score = prognosis(panel, before, asked.outcome)

    def placed(people: np.ndarray, month: int) -> np.ndarray:
        when = np.full(len(people), month)
        scores = score(people, when)
        if asked.way == "propensity":
            return scores[:, None]
        return np.column_stack([scores, covariates_of(panel, people, when, before)])

    return lambda mine, others, month: nearest(placed(mine, month), placed(others, month))


def _set_of(
    panel: Panel, mine: np.ndarray, pool: np.ndarray, chosen: np.ndarray, month: int, before: int
) -> Sets:
    known, pooled = (covariates_of(panel, x, np.full(len(x), month), before) for x in (mine, pool))
    there = chosen >= 0
    of_sets = (pooled[chosen] * there[..., None]).sum(axis=1) / there.sum(axis=1)[:, None]
    return Sets(
        who=mine,
        month=np.full(len(mine), month),
        controls=np.where(there, pool[chosen], -1),
        known=np.stack([known, of_sets]),
        pool=np.stack([pooled.mean(axis=0), pooled.var(axis=0)]),
    )


def _exact(mine: list[tuple[int, ...]], pool: list[tuple[int, ...]]) -> np.ndarray:
    """Controls of the same stratum, in the pool's order; everybody gets a first before a second."""
    alike: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for place, key in reversed(list(enumerate(pool))):
        alike[key].append(place)
    chosen = np.full((len(mine), MOST), -1)
    for turn in range(MOST):
        for one, key in enumerate(mine):
            if alike.get(key):
                chosen[one, turn] = alike[key].pop()
    return chosen


def _effect(panel: Panel, found: Sets, asked: Asked) -> Combined:
    sets, place = np.nonzero(found.controls >= 0)
    each = (found.controls >= 0).sum(axis=1)
    who = np.concatenate([found.who, found.controls[sets, place]])
    which = np.concatenate([np.arange(len(found.who)), sets])
    treated = (np.arange(len(who)) < len(found.who)).astype(float)
    span = (asked.before, asked.window)
    periods = around(panel, asked.outcome, who, found.month[which], span)
    weights = np.where(treated == 1.0, 1.0, 1.0 / each[which])[:, None] * periods.days
    after, ours = np.tile([0.0, 1.0], len(who)), np.repeat(treated, 2)
    terms = np.column_stack([np.ones_like(after), after, ours, after * ours])
    kept = weights.ravel() > 0.0
    return regressed(
        periods.rate.ravel()[kept], terms[kept], np.array([0.0, 0.0, 0.0, 1.0]),
        weights.ravel()[kept], clusters=np.repeat(which, 2)[kept],
    )  # fmt: skip


def _balance(found: Sets, names: tuple[str, ...]) -> tuple[Difference, ...]:
    mine, sets = found.known
    everybody, spread = found.pool
    deviation = np.sqrt((mine.var(axis=0) + spread) / 2.0)
    deviation = np.where(deviation > 0.0, deviation, 1.0)
    apart = (mine.mean(axis=0) - np.stack([everybody, sets.mean(axis=0)])) / deviation
    return tuple(Difference(*one) for one in zip(names, *apart.tolist(), strict=True))
