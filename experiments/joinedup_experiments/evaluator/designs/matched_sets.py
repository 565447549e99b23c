"""Matched sets: for each enrolled person the controls who were like them on record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from joinedup_experiments.evaluator.designs.covariates import (
    covariate_names,
    covariates_of,
    prognosis,
    strata,
)
from joinedup_experiments.evaluator.designs.estimate import DesignError, Difference
from joinedup_experiments.evaluator.designs.matching import MOST, nearest
from joinedup_experiments.evaluator.designs.people import Panel, comparable, recruits
from joinedup_experiments.evaluator.designs.propensity import propensities

# The enrolled of a month and those who might be their controls in, rows of the latter out
Chooser = Callable[[np.ndarray, np.ndarray, int], np.ndarray]
WAYS = ("prognostic", "propensity", "exact")


@dataclass(frozen=True)
class Sets:
    """The enrolled who have a control, the month of each, and their controls, -1 for none.

    ``known`` are covariates of each and the mean of their controls', ``pool`` the mean and the
    variance of those who might have been controls, ``names`` those of the covariates. Of
    ``recruits`` enrolled people, some may have no control.
    """

    way: str
    before: int
    recruits: int
    names: tuple[str, ...]

    who: np.ndarray
    month: np.ndarray
    controls: np.ndarray  # [sets, MOST]
    known: np.ndarray  # [2, sets, covariates]
    pool: np.ndarray  # [2, covariates]

    def of(self, chosen: np.ndarray) -> Sets:
        """Some of the sets, by a mask."""
        who, month, controls = (x[chosen] for x in (self.who, self.month, self.controls))
        return replace(self, who=who, month=month, controls=controls, known=self.known[:, chosen])

    @property
    def balance(self) -> tuple[Difference, ...]:
        """Standardised differences of the enrolled from everybody and from their controls."""
        mine, sets = self.known
        everybody, spread = self.pool
        deviation = np.sqrt((mine.var(axis=0) + spread) / 2.0)
        deviation = np.where(deviation > 0.0, deviation, 1.0)
        apart = (mine.mean(axis=0) - np.stack([everybody, sets.mean(axis=0)])) / deviation
        return tuple(Difference(*one) for one in zip(self.names, *apart.tolist(), strict=True))


def matched_sets(panel: Panel, way: str, before: int, elsewhere: bool = False) -> Sets:
    """Match the enrolled of each month in turn; a control is not free for another.

    ``way`` is one of `WAYS`, and what is known is that of ``before`` months. Controls live
    ``elsewhere``, or in the same place. `DesignError` where nobody has one.
    """
    if way not in WAYS:
        raise DesignError(f"{way}: no such way to match; there are {', '.join(WAYS)}")
    who = recruits(panel, before)
    each = list(_by_month(panel, who, way, before, elsewhere))
    if not each:
        raise DesignError("no comparator: nobody enrolled has a control who is alike")
    controls, known, pool = zip(*((one.controls, one.known, one.pool) for one in each), strict=True)
    often = [len(one.mine) for one in each]
    mine = np.concatenate([one.mine for one in each])
    return Sets(
        way, before, len(who), covariate_names(panel, before), mine, panel.enrolled[mine],
        np.concatenate(controls), np.concatenate(known, axis=1),
        np.average(pool, axis=0, weights=often),
    )  # fmt: skip


class _Month(NamedTuple):
    """The sets of a month, as `Sets` has them."""

    mine: np.ndarray
    controls: np.ndarray
    known: np.ndarray
    pool: np.ndarray


def _by_month(
    panel: Panel, who: np.ndarray, way: str, before: int, elsewhere: bool
) -> Iterator[_Month]:
    free = panel.elsewhere == elsewhere
    chooser = _chooser(panel, who, free.copy(), way, before)
    for month in np.unique(panel.enrolled[who]):
        mine = who[panel.enrolled[who] == month]
        pool = np.flatnonzero(comparable(panel, month, before) & free)
        if not len(pool):
            continue
        chosen = chooser(mine, pool, int(month))
        has = chosen[:, 0] >= 0
        if has.any():
            free[pool[chosen[chosen >= 0]]] = False
            yield _set_of(panel, mine[has], pool, chosen[has], int(month), before)


def _chooser(panel: Panel, who: np.ndarray, pool: np.ndarray, way: str, before: int) -> Chooser:
    """How controls are chosen of a pool in a month: rows of the pool, -1 where there is none."""
    if way == "exact":
        return lambda mine, others, month: _exact(
            *(strata(panel, x, np.full(len(x), month), before) for x in (mine, others))
        )
    if way == "propensity":
        score = propensities(panel, who, pool, before)
    else:
        score = prognosis(panel, before)

    def placed(people: np.ndarray, month: int) -> np.ndarray:
        when = np.full(len(people), month)
        scores = score(people, when)
        if way == "propensity":
            return scores[:, None]
        return np.column_stack([scores, covariates_of(panel, people, when, before)])

    return lambda mine, others, month: nearest(placed(mine, month), placed(others, month))


def _set_of(
    panel: Panel, mine: np.ndarray, pool: np.ndarray, chosen: np.ndarray, month: int, before: int
) -> _Month:
    known, pooled = (covariates_of(panel, x, np.full(len(x), month), before) for x in (mine, pool))
    there = chosen >= 0
    of_sets = (pooled[chosen] * there[..., None]).sum(axis=1) / there.sum(axis=1)[:, None]
    return _Month(
        mine=mine,
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
