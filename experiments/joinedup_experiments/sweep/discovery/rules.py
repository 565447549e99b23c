"""From a sweep to rules: where each holds, what is inside, and how far that can be believed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from joinedup_experiments.compare.intervals import NORMAL_95
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.display.numbers import counted
from joinedup_experiments.scenario_io.load.numbers_meant import hinted_share
from joinedup_experiments.sweep.blocks import worth_of
from joinedup_experiments.sweep.discovery import questions, trees
from joinedup_experiments.sweep.discovery.questions import (
    Estimate,
    OverTime,
    Question,
    Shares,
    share_of,
    shares_in,
)
from joinedup_experiments.sweep.factors import Factor
from joinedup_experiments.sweep.observed import observed
from joinedup_experiments.sweep.plan import Outcome, Plan
from joinedup_experiments.sweep.sweep_folder import Sweep

RESAMPLES = 60
FEWEST_POINTS = 60
FEWEST_ODD = 20  # points that have not the most frequent answer
OF_BLOCKS = 1 / 3  # of these at least, where points were drawn together
ABOVE = 0.05  # by how much an answer's share must exceed its base rate for a rule to be about it
USED_AGAIN = 0.5  # share of resampled trees that must use a factor for it to be in a rule
Splits = list[tuple[int, float]]


class Discovery(NamedTuple):
    """What was found."""

    plan: Plan
    values: np.ndarray  # [points, factors] as `Plan.values`
    block: int  # points that were drawn together, or of one world; 1 where each is for itself
    answered: list[trees.Answered]
    over_time: list[OverTime]
    left_out: list[str]  # a line on each outcome that nothing was asked of
    differences: dict[Outcome, np.ndarray]  # [points] of every outcome that is one, asked of or not


def check_margin(margin: float | None, name: str = "margin") -> None:
    """`InputError`, with the ``name`` that it was given by, for what is no share below 1."""
    if margin is not None and not 0.0 <= margin < 1.0:
        what = f"{name} must be from 0 to below 1, not {margin:g}"
        raise InputError(hinted_share(what, margin) if margin < 100.0 else what)


def discover(sweep: Sweep, share: float | None = None) -> Discovery:
    """Look for the regions in which each arm helps; ``share`` is the margin, of the base's level.

    Raises as `observed` does, and InputError when nothing can be asked.
    """
    plan = sweep.plan
    seen, valueless = observed(sweep)
    outcomes, left_out = questions.askable(plan.outcomes, valueless)
    times = questions.over_time(sweep, outcomes)
    values = plan.values
    blocks = plan.blocks
    block, seed = int(np.bincount(blocks).max()), plan.design.seed % 2**31
    asked = questions.questions_of(seen, times, share, plan.design.common_random_numbers)
    answered = [answer(one, plan.factors, values, blocks, seed) for one in asked]
    differences = {one: each.mean(axis=1) for one, each in seen.items() if one.base}
    return Discovery(plan, values, block, answered, times, left_out, differences)


def answer(
    question: Question, factors: Sequence[Factor], values: np.ndarray, blocks: np.ndarray, seed: int
) -> trees.Answered:
    """Look for rules; ``values`` and ``blocks`` are as in `Discovery` and `prune`."""
    codes = question.codes
    correlations = rank_correlations(values, question.strength)
    ranked = tuple(np.argsort(-np.abs(correlations), kind="stable").tolist())
    beside = goes_with(factors, correlations, blocks)
    base = shares_in(codes, np.ones(len(codes)), blocks, len(question.classes))
    answered = trees.Answered(question, base, beside, ranked, _why_not(question, blocks))
    if answered.why_none:
        return answered
    pruning = trees.prune(values, codes, blocks, seed)
    some_tree = pruning.chosen > 0
    while pruning.chosen:
        price = pruning.prices[pruning.chosen]
        tree = trees.grow(values, codes, seed, price)
        again = trees.resampled(values, codes, blocks, price, seed, RESAMPLES)
        used = {factor for factor, _ in trees.splits_of(tree)}
        use = [sum(factor in dict(splits) for splits in again) / RESAMPLES for factor in used]
        if pruning.skill[1] > 0.0 and min(use) >= USED_AGAIN:
            break
        pruning = pruning._replace(chosen=pruning.chosen - 1)
    if not pruning.chosen:
        whose = " whose factors are found again in resampled points" if some_tree else ""
        why = "No rule is better than the base rate: on points that were left out, no tree"
        why += f"{whose} predicted the answer clearly better than the same shares everywhere."
        return answered._replace(pruning=pruning, why_none=why)
    folds = pruning.folds[pruning.chosen]
    rules = _rules(question, tree, folds, factors, values, blocks, again)
    weight = tree.feature_importances_
    by_weight = sorted(used, key=lambda factor: -weight[factor])
    importance = (*by_weight, *(factor for factor in ranked if factor not in used))
    return answered._replace(pruning=pruning, rules=rules, importance=importance)


def _why_not(question: Question, blocks: np.ndarray) -> str:
    """Why no tree is tried, if so; points and ``blocks`` of them both have a least number."""
    many, most = len(question.codes), int(question.counts.max())
    answer = int(question.counts.argmax())
    drawn, odd = len(np.unique(blocks)), len(np.unique(blocks[question.codes != answer]))
    fewest = math.ceil(OF_BLOCKS * FEWEST_POINTS)
    if many < FEWEST_POINTS:
        return f"{counted(many, 'point')}: too few to look for rules; it takes {FEWEST_POINTS}."
    if drawn < fewest:
        what = f"{counted(many, 'point')} that were drawn together in {counted(drawn, 'block')}"
        return f"{what}: too few to look for rules; it takes {fewest} blocks."
    if most == many:
        return f"The answer is the same at every point: {question.classes[answer]}."
    if many - most < FEWEST_ODD or odd < OF_BLOCKS * FEWEST_ODD:
        where = f", of {counted(odd, 'block')}," if drawn < many else ""
        but = f"All but {counted(many - most, 'point')}{where} have one answer"
        return f"{but}, {question.classes[answer]}; too few others to look for rules."
    return ""


def rank_correlations(values: np.ndarray, strength: np.ndarray) -> np.ndarray:
    """Spearman's, of each factor with an answer's strength, [factors]; 0 where one is constant."""
    with np.errstate(invalid="ignore", divide="ignore"):
        found = pd.DataFrame(values).rank().corrwith(pd.Series(strength).rank())
    return found.fillna(0.0).to_numpy()


def goes_with(
    factors: Sequence[Factor], correlations: np.ndarray, blocks: np.ndarray
) -> tuple[trees.GoesWith, ...]:
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
    ends = np.stack([correlations, np.tanh(middle - half), np.tanh(middle + half)], axis=1)
    return tuple(
        trees.GoesWith(factors[i], Estimate(*ends[i].tolist()), chance)
        for i in np.argsort(-np.abs(correlations), kind="stable")
        if abs(correlations[i]) > chance and not factors[i].choices
    )


def _rules(
    question: Question,
    tree: Any,
    folds: Sequence[trees.Fold],
    factors: Sequence[Factor],
    values: np.ndarray,
    blocks: np.ndarray,
    again: Sequence[Splits],
) -> tuple[trees.Rule, ...]:
    codes, counts, leaf_of = question.codes, question.counts, tree.apply(values)
    many = len(counts)
    rules = []
    for leaf, bounds in _leaves(tree).items():
        inside = leaf_of == leaf
        mine = np.bincount(codes[inside], minlength=many)
        unseen, likeness = _unseen(inside, folds, values)
        conditions = (_condition(factors[i], i, *ends, again) for i, ends in bounds.items())
        shares = [
            (_coverage(codes, one, blocks, many), shares_in(codes, one, blocks, many))
            for one in (inside.astype(float), unseen)
        ]
        about = _about(mine, counts)
        rule = trees.Rule(tuple(conditions), inside, about, *shares[0], *shares[1], likeness)
        rules.append(rule)
    return tuple(sorted(rules, key=lambda rule: (rule.about, -rule.density[rule.about].value)))


def _coverage(codes: np.ndarray, inside: np.ndarray, blocks: np.ndarray, many: int) -> Shares:
    """Of the points with each answer, the share ``inside``, by its weights [points]."""
    found = []
    for code in range(many):
        has = (codes == code).astype(float)
        worth = worth_of(inside, has, blocks)
        found.append(share_of(float(inside @ has), float(has.sum()), worth))
    return tuple(found)


def _about(mine: np.ndarray, counts: np.ndarray) -> int:
    """The answer whose share inside is most above its base rate, or else the most frequent."""
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
    inside: np.ndarray, folds: Sequence[trees.Fold], values: np.ndarray
) -> tuple[np.ndarray, float]:
    """How often each point, left out, is in the leaf of a tree most alike; and how alike."""
    held, rounds, shared = np.zeros(len(inside)), 0.0, 0.0
    for fold in folds:
        leaf_of, seen = fold.tree.apply(values), ~fold.left_out
        leaves = leaf_of == np.unique(leaf_of)[:, None]
        either = (seen & (inside | leaves)).sum(axis=1)
        alike = (seen & inside & leaves).sum(axis=1) / np.maximum(1, either)
        most = int(alike.argmax())
        held += fold.left_out & leaves[most]
        rounds += fold.left_out.mean()
        shared += alike[most] / len(folds)
    return np.asarray(held / rounds), float(shared)


def _condition(
    factor: Factor, place: int, low: float, high: float, again: Sequence[Splits]
) -> trees.Condition:
    """A condition, with how often resampled trees use its factor and where they split it."""
    edge = high if math.isfinite(high) else low
    edges = [[at for which, at in splits if which == place] for splits in again]
    near = [min(mine, key=lambda at: abs(at - edge)) for mine in edges if mine]
    low_95, high_95 = np.quantile(near, [0.025, 0.975]) if near else (math.nan, math.nan)
    return trees.Condition(factor, low, high, len(near) / len(again), float(low_95), float(high_95))
