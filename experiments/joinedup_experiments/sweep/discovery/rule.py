"""A rule, and what is known of it: conditions, coverage, density, as found and out of sample."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from joinedup_experiments.sweep.discovery.questions import NORMAL_95, Question
from joinedup_experiments.sweep.discovery.trees import Chosen
from joinedup_experiments.sweep.factors import Factor


@dataclass(frozen=True)
class Share:
    """A share with its 95% interval (Wilson 1927)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Condition:
    """A factor above ``low`` and up to ``high``; either may be infinite.

    Attributes
    ----------
    used : float
        In which share of trees grown from resampled points the factor is used too.
    low_95, high_95 : float
        Between which the edge lies in 95% of those; of the upper edge, where there are both.
    """

    factor: Factor
    low: float
    high: float
    used: float = math.nan
    low_95: float = math.nan
    high_95: float = math.nan


@dataclass(frozen=True)
class Rule:
    """One region of the design.

    Attributes
    ----------
    inside : ndarray of bool [points]
    about : int
        The answer whose share is most above its base rate inside, or the most frequent one
        where none is clearly above.
    coverage : tuple of Share
        For each answer: of all points that have it, the share that is inside.
    density : tuple of Share
        For each answer: of the points inside, the share that has it.
    coverage_unseen, density_unseen : tuple of Share
        The same for points that were left out when a tree's rule was found.
    likeness : float
        How much those trees' rules share with this one: the mean of what both hold over what
        either holds.
    """

    number: int
    conditions: tuple[Condition, ...]
    inside: np.ndarray
    about: int
    coverage: tuple[Share, ...]
    density: tuple[Share, ...]
    coverage_unseen: tuple[Share, ...]
    density_unseen: tuple[Share, ...]
    likeness: float

    @property
    def support(self) -> int:
        """Points inside."""
        return int(self.inside.sum())


@dataclass(frozen=True)
class GoesWith:
    """A factor with which the size of the effect goes: above 0 where more of it is better.

    Attributes
    ----------
    correlation : float
        Spearman's, with a 95% interval (Fisher's transformation).
    luck : float
        What the greatest correlation of so many factors that do nothing exceeds in one sweep
        of twenty.
    """

    factor: Factor
    correlation: float
    low: float
    high: float
    luck: float


@dataclass(frozen=True)
class Answered:
    """A question and the rules that were found, none where no rule beats the base rate.

    Attributes
    ----------
    base : tuple of Share
        Of each answer, over all points.
    chosen : Chosen, optional
        None where it was not tried.
    why_none : str
        Why there are no rules.
    importance : tuple of int
        Places of factors: those of the tree by what they part, then by rank correlation.
    goes_with : tuple of GoesWith
        What the size of the effect goes with, beyond luck, the strongest first.
    """

    question: Question
    base: tuple[Share, ...]
    chosen: Chosen | None
    rules: tuple[Rule, ...]
    why_none: str
    importance: tuple[int, ...]
    goes_with: tuple[GoesWith, ...] = ()


def share_of(part: float, whole: float) -> Share:
    """A share and Wilson's interval for it.

    >>> found = share_of(5, 10)
    >>> round(found.low, 4), round(found.high, 4)
    (0.2366, 0.7634)
    """
    if whole <= 0:
        return Share(math.nan, math.nan, math.nan)
    p, z = part / whole, NORMAL_95
    middle = p + z * z / (2.0 * whole)
    half = z * math.sqrt(p * (1.0 - p) / whole + z * z / (4.0 * whole * whole))
    scale = 1.0 + z * z / whole
    return Share(p, max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale))
