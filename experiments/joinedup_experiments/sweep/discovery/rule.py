"""What is known of a rule and of a question, and the same in words."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from joinedup_experiments.compare.intervals import NORMAL_95
from joinedup_experiments.sweep.discovery.questions import Question
from joinedup_experiments.sweep.discovery.trees import Pruning
from joinedup_experiments.sweep.factors import Factor


class Estimate(NamedTuple):
    """A number with its 95% interval."""

    value: float
    low: float
    high: float

    @property
    def text(self) -> str:
        """A share, in per cent."""
        if not math.isfinite(self.value):
            return "not known"
        return f"{self.value:.0%} ({100.0 * self.low:.0f} to {self.high:.0%})"


def share_of(part: float, whole: float) -> Estimate:
    """A share and Wilson's (1927) interval for it, also of counts that are not whole."""
    if whole <= 0:
        return Estimate(math.nan, math.nan, math.nan)
    p, z = part / whole, NORMAL_95
    middle = p + z * z / (2.0 * whole)
    half = z * math.sqrt(p * (1.0 - p) / whole + z * z / (4.0 * whole * whole))
    scale = 1.0 + z * z / whole
    return Estimate(p, max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale))


class Condition(NamedTuple):
    """A factor above ``low`` and up to ``high``; either may be infinite."""

    factor: Factor
    low: float
    high: float
    used: float = math.nan  # the share of trees from resampled points that use the factor too
    low_95: float = math.nan  # where they have the edge (the upper one, where there are both)
    high_95: float = math.nan

    @property
    def text(self) -> str:
        """Without the factor's name, edges to three digits."""
        low, high, choices = self.low, self.high, self.factor.choices
        if choices:
            return " or ".join(str(c) for i, c in enumerate(choices) if low < i <= high)
        if self.factor.whole:
            low, high = (math.floor(x) if math.isfinite(x) else x for x in (low, high))
        parts = [f"above {plain(low)}"] if math.isfinite(low) else []
        parts += [f"at or below {plain(high)}"] if math.isfinite(high) else []
        return f"{' and '.join(parts)} {self.factor.unit_text}".rstrip()


class Rule(NamedTuple):
    """One region of the design; coverage and density are by answer.

    *Unseen* are those of points left out when a tree's rule was found.
    """

    conditions: tuple[Condition, ...]
    inside: np.ndarray  # [points]
    about: int  # the answer whose share inside is most above its base rate, or the most frequent
    coverage: tuple[Estimate, ...]
    density: tuple[Estimate, ...]
    coverage_unseen: tuple[Estimate, ...]
    density_unseen: tuple[Estimate, ...]
    likeness: float  # to the rules of those trees: points that both hold, over those either holds

    @property
    def support(self) -> int:
        """Points inside."""
        return int(self.inside.sum())

    @property
    def text(self) -> str:
        """In one line, by the factors' keys."""
        return ", and ".join(f"{one.factor.key} {one.text}" for one in self.conditions)


class GoesWith(NamedTuple):
    """A factor with which the size of the effect goes: above 0 where more of it is better."""

    factor: Factor
    correlation: Estimate  # Spearman's, with an interval by Fisher's transformation
    chance: float  # what the greatest of so many idle factors exceeds in one sweep of twenty

    @property
    def side(self) -> str:
        """On which side the effect is better."""
        return "higher" if self.correlation.value > 0.0 else "lower"

    @property
    def words(self) -> str:
        """The correlation with its interval."""
        return "{:.2f} ({:.2f} to {:.2f})".format(*self.correlation)


class Answered(NamedTuple):
    """A question and the rules that were found, none where no rule beats the base rate."""

    question: Question
    base: tuple[Estimate, ...]  # of each answer, over all points
    goes_with: tuple[GoesWith, ...]  # beyond chance, the strongest first
    importance: tuple[int, ...]  # factors: the tree's by what they part, then by correlation
    why_none: str  # why there are no rules
    pruning: Pruning | None = None  # None where no tree was tried
    rules: tuple[Rule, ...] = ()

    @property
    def skill_text(self) -> str:
        """How far the rules predict points they were not found from; or why there are none."""
        if self.pruning is None or not self.rules:
            return self.why_none
        removed = (
            f"On points left out they remove {Estimate(*self.pruning.skill).text} of the error"
        )
        return f"{len(self.rules)} rules. {removed} that the base rate makes (Brier's score)."


def plain(value: float) -> str:
    """A number with about three digits, and with commas in place of powers of ten."""
    return f"{value:.3g}" if abs(value) < 1000.0 else f"{float(f'{value:.3g}'):,.0f}"
