"""Shallow classification trees, pruned by what they predict unseen; and rules, their leaves.

Pruning is by cost-complexity (Breiman et al. 1984), at the price of a leaf that Brier's score on
points left out chooses: that of the smallest tree that no larger one clearly beats, by two standard
errors of the difference; of a single leaf, where none clearly beats the base rate.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from joinedup_experiments.compare.intervals import t_quantile
from joinedup_experiments.sweep.blocks import standard_error
from joinedup_experiments.sweep.discovery.questions import Estimate, Question
from joinedup_experiments.sweep.factors import Factor

MOST_LEAVES = 8
DEEPEST = 4
SHARE_IN_A_LEAF = 0.05
FEWEST_IN_A_LEAF = 10
FOLDS = 10
ROUNDS = 3


class Fold(NamedTuple):
    """A DecisionTreeClassifier grown without some points: ``left_out`` is bool [points]."""

    tree: Any
    left_out: np.ndarray


class Pruning(NamedTuple):
    """How far to prune, and what that rests on; sizes go from a single leaf to the whole tree."""

    prices: np.ndarray  # [sizes] of a leaf (``ccp_alpha``)
    leaves: np.ndarray  # [sizes] of the tree grown from all points, at each price
    losses: np.ndarray  # [points, sizes] Brier's score on points left out
    error: list[float]  # by size, standard error of the mean loss's difference from the best size's
    chosen: int  # a place among the sizes; 0 where no tree clearly beats the base rate
    blocks: np.ndarray  # [points]
    folds: list[list[Fold]]  # by size

    @property
    def loss(self) -> np.ndarray:
        """The mean over points, ``[sizes]``."""
        return np.asarray(self.losses.mean(axis=0))

    @property
    def skill(self) -> tuple[float, float, float]:
        """The share of the base rate's loss that the chosen tree removes, with a 95% interval.

        Of the smallest tree with a split, where a single leaf is chosen.
        """
        size = min(max(1, self.chosen), len(self.prices) - 1)
        gain = (self.losses[:, 0] - self.losses[:, size]) / self.loss[0]
        half = _clearly(self.blocks) * standard_error(gain, self.blocks)
        value = float(gain.mean())
        return value, value - half, min(1.0, value + half)


def _clearly(blocks: np.ndarray) -> float:
    """The standard errors by which a larger tree must beat a smaller one: Student's, of blocks."""
    return float(t_quantile(int(blocks.max()) + 1))


def grow(
    points: np.ndarray, codes: np.ndarray, seed: int, price: float = 0.0, weights: Any = None
) -> Any:
    """A DecisionTreeClassifier fitted to ``points`` [points, factors] and ``codes`` [points].

    ``price`` is what a leaf must be worth, ``weights`` [points] how often each point counts.
    """
    from sklearn.tree import DecisionTreeClassifier

    return DecisionTreeClassifier(
        max_leaf_nodes=MOST_LEAVES,
        max_depth=DEEPEST,
        min_weight_fraction_leaf=min(0.5, max(SHARE_IN_A_LEAF, FEWEST_IN_A_LEAF / len(codes))),
        ccp_alpha=price,
        random_state=seed,
    ).fit(points, codes, sample_weight=weights)


def prune(points: np.ndarray, codes: np.ndarray, blocks: np.ndarray, seed: int) -> Pruning:
    """Choose a price by cross-validation, always with the same folds for the same seed.

    Points of one of the ``blocks`` [points] were drawn together and are left out together.
    """
    path = grow(points, codes, seed).cost_complexity_pruning_path(points, codes).ccp_alphas
    # Between two prices at which the tree changes, as Breiman et al. have it.
    prices = np.append(np.sqrt(path[:-1] * path[1:]), path[-1] + 1.0)[::-1]
    folds: list[list[Fold]] = [[] for _ in prices]
    losses = np.zeros((len(codes), len(prices)))
    for number, left_out in enumerate(_parts(blocks, seed)):
        for size, price in enumerate(prices):
            tree = grow(points[~left_out], codes[~left_out], seed + number, price)
            folds[size].append(Fold(tree, left_out))
            losses[left_out, size] += _brier(tree, points[left_out], codes[left_out]) / ROUNDS
    loss = losses.mean(axis=0)
    error = [standard_error(one, blocks) for one in (losses.T - losses[:, loss.argmin()])]
    chosen = int(np.flatnonzero(loss - loss.min() <= _clearly(blocks) * np.array(error))[0])
    leaves = np.array([grow(points, codes, seed, price).get_n_leaves() for price in prices])
    return Pruning(prices, leaves, losses, error, chosen, blocks, folds)


def resampled(
    points: np.ndarray, codes: np.ndarray, blocks: np.ndarray, price: float, seed: int, many: int
) -> list[list[tuple[int, float]]]:
    """The splits of trees grown from points drawn anew with replacement, in whole blocks."""
    rng, count = np.random.default_rng([seed, 2]), int(blocks.max()) + 1
    drawn = [np.bincount(rng.integers(0, count, count), minlength=count) for _ in range(many)]
    return [
        splits_of(grow(points, codes, seed + number, price, weights[blocks].astype(float)))
        for number, weights in enumerate(drawn)
    ]


def splits_of(tree: Any) -> list[tuple[int, float]]:
    """The factor and the edge of each of a tree's splits."""
    nodes = tree.tree_
    inner = nodes.children_left >= 0
    return list(zip(nodes.feature[inner].tolist(), nodes.threshold[inner].tolist(), strict=True))


def _parts(blocks: np.ndarray, seed: int) -> Iterator[np.ndarray]:
    """Which points are left out: each once in every round, whole blocks together."""
    from sklearn.model_selection import GroupKFold

    folds = min(FOLDS, int(blocks.max()) + 1)
    for number in range(ROUNDS):
        parts = GroupKFold(folds, shuffle=True, random_state=(seed + number) % 2**32)
        for _, left_out in parts.split(blocks, groups=blocks):
            yield np.isin(np.arange(len(blocks)), left_out)


def _brier(tree: Any, points: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """The squared distance of the predicted shares from the answers, ``[points]``."""
    answers = np.eye(int(max(codes.max(), tree.classes_.max())) + 1)
    return ((tree.predict_proba(points) @ answers[tree.classes_] - answers[codes]) ** 2).sum(axis=1)


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
    """One region; coverage and density are by answer, *unseen* of points that were left out."""

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
        rules, removed = f"{len(self.rules)} rules", Estimate(*self.pruning.skill).text
        of_what = "of the error that the base rate makes (Brier's score)"
        return f"{rules}. On points left out they remove {removed} {of_what}."


def plain(value: float) -> str:
    """A number with about three digits, and with commas in place of powers of ten."""
    return f"{value:.3g}" if abs(value) < 1000.0 else f"{float(f'{value:.3g}'):,.0f}"
