"""How each design performs over worlds: bias, coverage, and what would have been claimed.

Measures and their Monte Carlo errors are those of Morris, White and Crowther (2019, Statistics in
Medicine 38, 2074-2102); claims of the wrong sign are Gelman and Carlin's (2014) errors of type S.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from joinedup_experiments.compare.intervals import (
    CENTRAL,
    NORMAL_95,
    Interval,
    interval_of,
)
from joinedup_experiments.evaluator.evaluation.in_one_world import PLACEBO, PROGRAMME, Cell
from joinedup_experiments.evaluator.evaluation.two_samples import Evaluations, Share

FEWEST = 10  # worlds of which shares are told
SEEN = 0.8  # of evaluations that see an effect which a design is said to see
HOLD, HOLD_AT_LEAST = 0.9, 0.8  # of 95% intervals: below the one is bad, above the other shown
BIASED, UNBIASED = 0.5, 1.0  # standard errors of bias: more spoils coverage (Cochran 1977)

Verdict = Literal["trusted", "not trusted", "too few worlds to say"]


@dataclass(frozen=True)
class Performance:
    """A design's performance for an outcome over a window, in the estimate's unit.

    ``truth`` and ``counterfactual``, use without the programme, are means over worlds; ``central``
    is where nine in ten estimates lie, ``half_width`` the median of half an interval's width, and
    ``smallest_seen`` the effect that four of five evaluations would see. ``false_claims`` is of the
    place without the programme, where truth is nothing; None for a design that is only of the
    enrolled, who are not there.
    """

    cell: Cell
    worlds: int
    units: float
    estimate: Interval
    central: tuple[float, float]
    truth: Interval
    counterfactual: float
    bias: Interval
    half_width: float
    smallest_seen: float
    coverage: Share
    falls: Share
    rises: Share
    false_claims: Share | None

    @property
    def truth_share(self) -> Interval | None:
        """The truth as a share of use without the programme; None where there is none."""
        return self.truth.times(1.0 / self.counterfactual) if self.counterfactual else None

    @property
    def verdict(self) -> Verdict:
        """Whether the worlds show that intervals hold the truth about as often as they say.

        Not trusted: the interval of coverage lies below `HOLD`, or that of bias beyond `BIASED`
        standard errors. Trusted: the one lies above `HOLD_AT_LEAST`, the other within `UNBIASED`.
        """
        if not self.half_width > 0.0:
            return "too few worlds to say"
        error = self.half_width / NORMAL_95
        nearest = max(self.bias.low, -self.bias.high, 0.0)
        if self.coverage.high < HOLD or nearest > BIASED * error:
            return "not trusted"
        furthest = max(-self.bias.low, self.bias.high)
        if self.coverage.low > HOLD_AT_LEAST and furthest < UNBIASED * error:
            return "trusted"
        return "too few worlds to say"

    @property
    def wrong_sign(self) -> Share | None:
        """Claims of the sign that the mean truth has not; None where its sign is not known."""
        if not self.truth.excludes_zero:
            return None
        return self.rises if self.truth.mean < 0.0 else self.falls

    @property
    def right_sign(self) -> Share | None:
        """The power: claims of the sign that the mean truth has; None as above."""
        if not self.truth.excludes_zero:
            return None
        return self.falls if self.truth.mean < 0.0 else self.rises


def performances(found: pd.DataFrame, pool: int = 0) -> list[Performance]:
    """Of every design, outcome and window that was answered in `FEWEST` worlds at least.

    ``found`` is as `over_worlds` gives it, ``pool`` how many places comparators are drawn from.
    """
    answered = found.dropna(subset=["estimate", "low", "high", "truth"])
    placebos = dict(list(answered[answered["arm"] == PLACEBO].groupby([*Cell._fields], sort=False)))
    programme = answered[answered["arm"] == PROGRAMME]
    return [
        _performance(Cell(*key), each, placebos.get(key), pool)
        for key, each in programme.groupby([*Cell._fields], sort=False)
        if len(each) >= FEWEST
    ]


def _performance(
    cell: Cell, each: pd.DataFrame, placebo: pd.DataFrame | None, pool: int
) -> Performance:
    its = Evaluations.of(each, pool)
    estimate, low, high, truth = its.found
    untreated = Evaluations.of(each.iloc[:0] if placebo is None else placebo, pool)
    enough = len(untreated.found[0]) >= FEWEST
    return Performance(
        cell=cell,
        worlds=len(each),
        units=float(each["units"].mean()),
        estimate=its.mean(lambda estimate, low, high, truth: estimate),
        central=tuple(np.percentile(estimate, CENTRAL).tolist()),
        truth=interval_of(truth),
        counterfactual=float(each["counterfactual"].mean()),
        bias=its.mean(lambda estimate, low, high, truth: estimate - truth),
        half_width=float(np.median(high - low) / 2.0),
        smallest_seen=smallest_seen((high - low) / 2.0),
        coverage=its.share(lambda estimate, low, high, truth: (low <= truth) & (truth <= high)),
        falls=its.share(lambda estimate, low, high, truth: high < 0.0),
        rises=its.share(lambda estimate, low, high, truth: low > 0.0),
        false_claims=untreated.share(_claims) if enough else None,
    )


def smallest_seen(half_widths: np.ndarray) -> float:
    """The effect that `SEEN` of evaluations would see whose intervals have these half-widths.

    Each sees an effect with the power of a two-sided test at 5%. With one width it is 2.8 standard
    errors (Bloom 1995). NaN where none has any width.

    >>> round(smallest_seen(np.array([NORMAL_95, NORMAL_95])), 2)
    2.8
    """
    from scipy.optimize import brentq
    from scipy.stats import norm

    widest = float(half_widths.max())
    if not widest > 0.0:
        return float("nan")
    half = np.maximum(half_widths, 1e-9 * widest)

    def short(effect: float) -> float:
        return float(np.mean(norm.sf(NORMAL_95 * (1.0 - effect / half))) - SEEN)

    return float(brentq(short, 0.0, 2.0 * widest, xtol=1e-9 * widest))


def _claims(
    estimate: np.ndarray, low: np.ndarray, high: np.ndarray, truth: np.ndarray
) -> np.ndarray:
    """Which intervals leave out nought."""
    return np.asarray((low > 0.0) | (high < 0.0))
