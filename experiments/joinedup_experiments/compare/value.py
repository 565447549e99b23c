"""Whether what an arm gains is worth what it costs: net monetary benefit, and the cost of a QALY.

Over the whole run, at its present value on the index date, paired by replication. Costs to public
services count, not what people pay for their own care; of health, only the quality of life lost to
need. Intervals hold chance, and over plausible worlds what is not known.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from joinedup.outcomes.measures import measure
from joinedup_experiments.compare.comparison import Comparison
from joinedup_experiments.compare.intervals import (
    Interval,
    Spread,
    interval_of,
    less,
    ratio_of,
    spread_over,
    wilson,
)
from joinedup_experiments.compare.statistics import Verdict, over_worlds, verdict_of

# NICE, Health technology evaluations: the manual (PMG36): what is judged good value, in pounds for
# a QALY, and the yearly discount of the reference case, for costs and QALYs alike.
THRESHOLDS = (20_000.0, 30_000.0)
DISCOUNT = 0.035


class Ratio(StrEnum):
    """What may be said of cost and QALYs together."""

    DOMINATES = "it dominates: it costs less and gains QALYs"
    DOMINATED = "it is dominated: it costs more and loses QALYs"
    GAINED = "for each QALY gained"
    GIVEN_UP = "saved for each QALY lost"
    SAME = "no ratio: cost, QALYs or both are the same in every run"
    UNTOLD = "no ratio: cost or QALYs may be above or below zero"


def net_benefit(cost: np.ndarray, qalys: np.ndarray, threshold: float) -> np.ndarray:
    """Net monetary benefit in pounds, above zero where a gain is worth its cost.

    ``cost`` is in pounds, above zero where more is spent; ``qalys`` are above zero where gained;
    ``threshold`` is what a QALY may cost, in pounds.
    """
    return np.asarray(threshold * qalys - cost, float)


@dataclass(frozen=True)
class Value:
    """What one arm costs and gains beside another over the run, a value for each replication.

    Where ``plausible``, each replication is a plausible world, or the mean of one's.

    ``cost`` [replications] is in pounds, above zero where this arm costs more; ``qalys``
    [replications] are above zero where it loses fewer to need.
    """

    cost: np.ndarray
    qalys: np.ndarray
    plausible: bool = False

    def net_benefit(self, threshold: float) -> Interval:
        """The mean net monetary benefit in pounds, with its interval."""
        return interval_of(net_benefit(self.cost, self.qalys, threshold))

    def verdict(self, threshold: float) -> tuple[Verdict, Spread]:
        """Whether it is good value: higher if so, lower if not; and in which replications."""
        spread = spread_over(net_benefit(self.cost, self.qalys, threshold), self.plausible)
        mine = verdict_of(self.net_benefit(threshold), 0.0)
        many = len(self.cost)
        return over_worlds(mine, spread, many) if self.plausible else mine, spread

    def acceptability(self, thresholds: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """By threshold, the share of replications with a net benefit, and Wilson's interval of it.

        Each is [thresholds]; NaN where a replication has no value.
        """
        each = np.array([net_benefit(self.cost, self.qalys, one) for one in thresholds])
        good = np.where(np.isfinite(each), each > 0.0, np.nan)
        return wilson(good.sum(axis=1), len(self.cost))

    @property
    def ratio(self) -> tuple[Ratio, Interval]:
        """The incremental cost-effectiveness ratio, where there is one, with Fieller's interval.

        There is one where both intervals leave out zero on the same side; it is NaN elsewhere.
        """
        cost, qalys = interval_of(self.cost), interval_of(self.qalys)
        none = Interval(np.nan, np.nan, np.nan, len(self.cost))
        if cost.identical or qalys.identical:
            return Ratio.SAME, none
        if not (cost.excludes_zero and qalys.excludes_zero):
            return Ratio.UNTOLD, none
        if cost.mean * qalys.mean < 0.0:
            return (Ratio.DOMINATES if qalys.mean > 0.0 else Ratio.DOMINATED), none
        kind = Ratio.GAINED if qalys.mean > 0.0 else Ratio.GIVEN_UP
        return kind, ratio_of(self.cost, self.qalys)


def value_of(result: Comparison, arm: int, base: int = 0, discount: float = DISCOUNT) -> Value:
    """What an arm costs and gains beside the base, or beside any other arm."""
    cost, lost = (
        present(result.monthly(measure(key)), discount) for key in ("cost_public", "qalys_lost")
    )
    return Value(less(cost[arm], cost[base]), less(lost[base], lost[arm]), result.plausible)


def present(months: np.ndarray, discount: float = DISCOUNT) -> np.ndarray:
    """The present value [...] of monthly totals [..., months], each in the middle of its month."""
    years = (np.arange(months.shape[-1]) + 0.5) / 12.0
    return np.asarray((months * (1.0 + discount) ** -years).sum(axis=-1), float)
