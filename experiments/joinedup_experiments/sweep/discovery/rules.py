"""From a tree to rules: where each holds, what is inside, and how far that can be believed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from joinedup_experiments.sweep.discovery.questions import NORMAL_95, Question
from joinedup_experiments.sweep.discovery.rule import (
    Answered,
    Condition,
    GoesWith,
    Rule,
    Share,
    share_of,
)
from joinedup_experiments.sweep.discovery.trees import Fold, grow, prune, resampled, splits_of
from joinedup_experiments.sweep.factors import Factor

RESAMPLES = 60
FEWEST_POINTS = 60
FEWEST_ODD = 20  # points that have not the most frequent answer
ABOVE = 0.05  # by how much an answer's share must exceed its base rate for a rule to be about it
USED_AGAIN = 0.5  # share of resampled trees that must use a factor for it to be in a rule


def answer(
    question: Question, factors: Sequence[Factor], values: np.ndarray, blocks: np.ndarray, seed: int
) -> Answered:
    """Look for rules.

    ``values`` [points, factors] are what the design's coordinates stand for, choices by their
    number; points of one of the ``blocks`` [points] were drawn together.
    """
    codes = question.codes
    correlations = rank_correlations(values, question.strength)
    ranked = np.argsort(-np.abs(correlations), kind="stable").tolist()
    answered = Answered(
        question, _shares(question.counts, len(codes)), None, (), _why_not(question),
        tuple(ranked), goes_with(factors, correlations, blocks),
    )  # fmt: skip
    if answered.why_none:
        return answered
    pruning = prune(values, codes, blocks, seed)
    some_tree = pruning.chosen > 0
    while pruning.chosen:
        tree, again = _trees(values, codes, blocks, pruning.prices[pruning.chosen], seed)
        if pruning.skill[1] > 0.0 and _is_used_again(tree, again):
            break
        pruning = pruning.at(pruning.chosen - 1)
    if not pruning.chosen:
        return replace(answered, pruning=pruning, why_none=_no_rule(some_tree))
    rules = _rules(question, tree, pruning.folds[pruning.chosen], factors, values, again)
    weight = tree.feature_importances_
    used = sorted({factor for factor, _ in splits_of(tree)}, key=lambda one: -weight[one])
    importance = (*used, *(factor for factor in ranked if factor not in used))
    return replace(answered, pruning=pruning, rules=rules, importance=importance)


def _trees(
    values: np.ndarray, codes: np.ndarray, blocks: np.ndarray, price: float, seed: int
) -> tuple[Any, list[list[tuple[int, float]]]]:
    """The tree of all points at a price, and the splits of those from resampled points."""
    again = resampled(values, codes, blocks, price, seed, RESAMPLES)
    return grow(values, codes, seed, price), [splits_of(one) for one in again]


def _why_not(question: Question) -> str:
    counts, many = question.counts, len(question.codes)
    most = int(counts.argmax())
    if many < FEWEST_POINTS:
        return f"{many} points are too few to look for rules: it takes {FEWEST_POINTS}."
    if counts[most] == many:
        return f"The answer is the same at every point: {question.classes[most]}."
    if many - counts[most] < FEWEST_ODD:
        return (
            f"All but {many - counts[most]} points have one answer, {question.classes[most]}; "
            "too few others to look for rules."
        )
    return ""


def _no_rule(some_tree: bool) -> str:
    whose = " whose factors are found again in resampled points" if some_tree else ""
    return (
        "No rule is better than the base rate: on points that were left out, no tree"
        f"{whose} predicted the answer clearly better than the same shares everywhere."
    )


def rank_correlations(values: np.ndarray, strength: np.ndarray) -> np.ndarray:
    """Spearman's correlation of each factor with the answer's strength, ``[factors]``.

    0 where a factor or the strength is the same at every point.
    """
    from scipy.stats import rankdata

    x, y = rankdata(values, axis=0), rankdata(strength)
    x, y = x - x.mean(axis=0), y - y.mean()
    scale = np.sqrt((x**2).sum(axis=0) * (y**2).sum())
    return np.asarray(np.divide(y @ x, scale, out=np.zeros(x.shape[1]), where=scale > 0))


def goes_with(
    factors: Sequence[Factor], correlations: np.ndarray, blocks: np.ndarray
) -> tuple[GoesWith, ...]:
    """The factors with which an effect goes beyond chance, the strongest first.

    Choices are left out, since they have no order. Points of one block count as one.
    """
    from scipy.special import ndtri

    many = int(blocks.max()) + 1
    if many < FEWEST_POINTS:
        return ()
    error = 1.03 / math.sqrt(many - 3)  # of Spearman's after Fisher's transformation
    chance = math.tanh(error * float(ndtri(1.0 - 0.025 / len(factors))))
    middle, half = np.arctanh(np.clip(correlations, -0.999, 0.999)), NORMAL_95 * error
    numbers = np.stack([correlations, np.tanh(middle - half), np.tanh(middle + half)], axis=1)
    strongest = []
    for place in np.argsort(-np.abs(correlations), kind="stable").tolist():
        if abs(correlations[place]) > chance and not factors[place].choices:
            value, low, high = numbers[place].tolist()
            strongest.append(GoesWith(factors[place], value, low, high, chance))
    return tuple(strongest)


def _is_used_again(tree: Any, again: Sequence[list[tuple[int, float]]]) -> bool:
    """Whether each of a tree's factors is in enough of the resampled trees."""
    used = [
        sum(factor in (other for other, _ in splits) for splits in again) / len(again)
        for factor, _ in splits_of(tree)
    ]
    return min(used, default=0.0) >= USED_AGAIN


def _rules(
    question: Question,
    tree: Any,
    folds: Sequence[Fold],
    factors: Sequence[Factor],
    values: np.ndarray,
    again: list[list[tuple[int, float]]],
) -> tuple[Rule, ...]:
    codes, counts, leaf_of = question.codes, question.counts, tree.apply(values)
    rules = []
    for leaf, bounds in _leaves(tree).items():
        inside = leaf_of == leaf
        mine = np.bincount(codes[inside], minlength=len(counts))
        unseen, likeness = _unseen(inside, folds, values, codes, len(counts))
        rule = Rule(
            conditions=tuple(
                _condition(factors[place], place, low, high, again)
                for place, (low, high) in bounds.items()
            ),
            inside=inside,
            about=_about(mine, counts),
            coverage=_shares(mine, counts),
            density=_shares(mine, mine.sum()),
            coverage_unseen=_shares(unseen, counts),
            density_unseen=_shares(unseen, unseen.sum()),
            likeness=likeness,
        )
        rules.append(rule)
    return tuple(sorted(rules, key=lambda rule: (rule.about, -rule.density[rule.about].value)))


def _shares(parts: np.ndarray, wholes: Any) -> tuple[Share, ...]:
    return tuple(share_of(float(p), float(w)) for p, w in np.broadcast(parts, wholes))


def _about(mine: np.ndarray, counts: np.ndarray) -> int:
    """The answer whose share inside is most above its base rate, or else the most frequent.

    >>> counts = np.array([800, 4, 196])
    >>> _about(np.array([60, 2, 38]), counts), _about(np.array([80, 2, 18]), counts)
    (2, 0)
    """
    gain = mine / mine.sum() - counts / counts.sum()
    return int(gain.argmax() if gain.max() >= ABOVE else mine.argmax())


def _leaves(tree: Any) -> dict[int, dict[int, tuple[float, float]]]:
    """Each leaf's bounds, by factor in the order in which they were first split on."""
    nodes = tree.tree_
    bounds: dict[int, dict[int, tuple[float, float]]] = {0: {}}
    for node in np.flatnonzero(nodes.children_left >= 0).tolist():  # parents before children
        mine, factor, edge = bounds.pop(node), int(nodes.feature[node]), nodes.threshold[node]
        low, high = mine.get(factor, (-math.inf, math.inf))
        bounds[nodes.children_left[node]] = mine | {factor: (low, min(high, edge))}
        bounds[nodes.children_right[node]] = mine | {factor: (max(low, edge), high)}
    return bounds


def _unseen(
    inside: np.ndarray, folds: Sequence[Fold], values: np.ndarray, codes: np.ndarray, many: int
) -> tuple[np.ndarray, float]:
    """Points of each answer that a rule like this one holds, of points that were left out.

    In each tree that was grown without some points, the leaf that shares most with the rule
    among the points it was grown from stands for it; how much, on average, comes second.
    """
    held, rounds, shared = np.zeros(many), 0.0, 0.0
    for fold in folds:
        leaf_of, seen = fold.tree.apply(values), ~fold.left_out
        alike = {
            leaf: (seen & inside & (leaf_of == leaf)).sum()
            / max(1, (seen & (inside | (leaf_of == leaf))).sum())
            for leaf in np.unique(leaf_of)
        }
        leaf = max(alike, key=lambda one: alike[one])
        held += np.bincount(codes[fold.left_out & (leaf_of == leaf)], minlength=many)
        rounds += fold.left_out.mean()
        shared += alike[leaf] / len(folds)
    return np.asarray(held / rounds), float(shared)


def _condition(
    factor: Factor, place: int, low: float, high: float, again: list[list[tuple[int, float]]]
) -> Condition:
    """A condition, with how often resampled trees use its factor and where they split it."""
    edge = high if math.isfinite(high) else low
    edges = [[at for which, at in splits if which == place] for splits in again]
    near = [min(mine, key=lambda at: abs(at - edge)) for mine in edges if mine]
    low_95, high_95 = np.quantile(near, [0.025, 0.975]) if near else (math.nan, math.nan)
    return Condition(factor, low, high, len(near) / len(again), float(low_95), float(high_95))
