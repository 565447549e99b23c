"""From a tree to rules: where each holds, what is inside, and how far that can be believed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

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
from joinedup_experiments.sweep.discovery.trees import Chosen, Grown, choose, fewest_in_a_leaf, grow
from joinedup_experiments.sweep.factors import Factor

RESAMPLES = 60
FEWEST_POINTS = 60
FEWEST_ODD = 20  # points that have not the most frequent answer
COARSE = 0.03  # share of a factor's range that the steps of rounded edges are at most
MOVED = 0.015  # share of points that rounding may move
ABOVE = 0.05  # by how much an answer's share must exceed its base rate for a rule to be about it
USED_AGAIN = 0.5  # share of resampled trees that must use a factor for it to be in a rule
EVERYWHERE, ENDS = -math.inf, math.inf


def answer(
    question: Question,
    factors: Sequence[Factor],
    values: np.ndarray,
    blocks: np.ndarray,
    seed: int,
) -> Answered:
    """Look for rules.

    Parameters
    ----------
    values : ndarray [points, factors]
        What the design's coordinates stand for; choices by their number.
    blocks : ndarray [points]
        Points of one block were drawn together.
    """
    counts, many = question.counts, len(question.codes)
    base = tuple(share_of(float(count), many) for count in counts)
    correlations = _correlations(values, question.strength)
    ranked = tuple(int(i) for i in np.argsort(-np.abs(correlations), kind="stable"))
    begun = Answered(
        question, base, None, (), _why_not(question), ranked,
        goes_with(factors, correlations, blocks),
    )  # fmt: skip
    if begun.why_none:
        return begun
    classes = len(counts)
    chosen = choose(values, question.codes, classes, blocks, seed)
    grown = grow(values, question.codes, classes, fewest_in_a_leaf(many), seed)
    again: list[Grown] = []
    if chosen.leaves > 1:
        again = _resampled(question, values, blocks, seed)
    leaves = _leaves_that_hold(grown, chosen, again)
    if leaves == 1:
        why = "No rule is better than the base rate: on points that were left out, no tree " + (
            "foretold the answer clearly better than the same shares everywhere."
            if chosen.leaves == 1
            else "whose factors are found again in resampled points foretold the answer clearly "
            "better than the same shares everywhere."
        )
        return replace(begun, chosen=chosen, why_none=why)
    chosen = chosen.with_leaves(leaves)
    rules = _rules(question, grown, chosen, factors, values, again)
    weight = grown.fitted.feature_importances_
    used = {c.factor for c in grown.cuts(chosen.leaves).values()}
    first = sorted(used, key=lambda factor: -weight[factor])
    rest = [factor for factor in ranked if factor not in used]
    return replace(begun, chosen=chosen, rules=rules, importance=(*first, *rest))


def _why_not(question: Question) -> str:
    counts, many = question.counts, len(question.codes)
    if many < FEWEST_POINTS:
        return f"{many} points are too few to look for rules: it takes {FEWEST_POINTS}."
    most = int(counts.argmax())
    if counts[most] == many:
        return f"The answer is the same at every point: {question.classes[most]}."
    if many - counts[most] < FEWEST_ODD:
        return (
            f"All but {many - counts[most]} points have one answer, {question.classes[most]}; "
            "too few others to look for rules."
        )
    return ""


def _correlations(values: np.ndarray, strength: np.ndarray) -> np.ndarray:
    """Spearman's correlation of each factor with the answer's strength, ``[factors]``."""
    from scipy.stats import rankdata

    x, y = rankdata(values, axis=0), rankdata(strength)
    x, y = x - x.mean(axis=0), y - y.mean()
    scale = np.sqrt((x**2).sum(axis=0) * (y**2).sum())
    return np.asarray(np.divide(y @ x, scale, out=np.zeros(x.shape[1]), where=scale > 0))


def goes_with(
    factors: Sequence[Factor], correlations: np.ndarray, blocks: np.ndarray
) -> tuple[GoesWith, ...]:
    """The factors with which an effect goes beyond luck, the strongest first.

    Choices are left out, since they have no order. Points of one block count as one.
    """
    from scipy.special import ndtri

    many = int(blocks.max()) + 1
    if many < FEWEST_POINTS:
        return ()
    error = 1.03 / math.sqrt(many - 3)  # of Spearman's after Fisher's transformation
    luck = math.tanh(error * float(ndtri(1.0 - 0.025 / len(factors))))
    found = []
    for place in np.argsort(-np.abs(correlations), kind="stable"):
        value = float(correlations[place])
        if abs(value) <= luck or factors[place].choices:
            continue
        middle, half = math.atanh(min(max(value, -0.999), 0.999)), NORMAL_95 * error
        low, high = math.tanh(middle - half), math.tanh(middle + half)
        found.append(GoesWith(factors[place], value, low, high, luck))
    return tuple(found)


def _rules(
    question: Question,
    grown: Grown,
    chosen: Chosen,
    factors: Sequence[Factor],
    values: np.ndarray,
    again: list[Grown],
) -> tuple[Rule, ...]:
    codes, counts = question.codes, question.counts
    edges = {
        node: _rounded(values[:, cut.factor], cut.at, factors[cut.factor])
        for node, cut in grown.cuts(chosen.leaves).items()
    }
    cuts = [[(c.factor, c.at) for c in tree.cuts(chosen.leaves).values()] for tree in again]
    found = []
    for bounds in _boxes(grown, chosen.leaves, edges):
        inside = np.ones(len(codes), bool)
        for factor, (low, high) in bounds.items():
            inside &= (values[:, factor] > low) & (values[:, factor] <= high)
        mine = np.bincount(codes[inside], minlength=len(counts))
        unseen, likeness = _unseen(inside, chosen, values, codes, len(counts))
        conditions = tuple(
            _condition(factors[factor], factor, low, high, cuts)
            for factor, (low, high) in bounds.items()
        )
        found.append(
            Rule(
                number=0,
                conditions=conditions,
                inside=inside,
                about=_about(mine, counts),
                coverage=_shares(mine, counts),
                density=_shares(mine, np.full(len(mine), mine.sum())),
                coverage_unseen=_shares(unseen, counts),
                density_unseen=_shares(unseen, np.full(len(mine), unseen.sum())),
                likeness=likeness,
            )
        )
    found.sort(key=lambda rule: (rule.about, -rule.density[rule.about].value))
    return tuple(_numbered(rule, number) for number, rule in enumerate(found, 1))


def _numbered(rule: Rule, number: int) -> Rule:
    return replace(rule, number=number)


def _shares(parts: np.ndarray, wholes: np.ndarray) -> tuple[Share, ...]:
    return tuple(share_of(float(p), float(w)) for p, w in zip(parts, wholes, strict=True))


def _about(mine: np.ndarray, counts: np.ndarray) -> int:
    """The answer whose share inside is most above its base rate, or else the most frequent.

    >>> counts = np.array([800, 4, 196])
    >>> _about(np.array([60, 2, 38]), counts), _about(np.array([80, 2, 18]), counts)
    (2, 0)
    """
    gain = mine / mine.sum() - counts / counts.sum()
    return int(gain.argmax() if gain.max() >= ABOVE else mine.argmax())


def _leaves_that_hold(grown: Grown, chosen: Chosen, again: Sequence[Grown]) -> int:
    """Leaves of the largest tree, up to the chosen, of which all factors are used again.

    A tree also has to beat the base rate clearly.
    """
    for leaves in range(chosen.leaves, 1, -1):
        mine = {cut.factor for cut in grown.cuts(leaves).values()}
        others = [{cut.factor for cut in tree.cuts(leaves).values()} for tree in again]
        used = [np.mean([factor in other for other in others]) for factor in mine]
        if min(used) >= USED_AGAIN and chosen.with_leaves(leaves).skill_low > 0.0:
            return leaves
    return 1


def _boxes(
    grown: Grown, leaves: int, edges: dict[int, float]
) -> list[dict[int, tuple[float, float]]]:
    """Each leaf's bounds, by factor in the order in which they were first split on."""
    cuts = grown.cuts(leaves)
    found = []
    todo: list[tuple[int, dict[int, tuple[float, float]]]] = [(0, {})]
    while todo:
        node, bounds = todo.pop(0)
        if node not in cuts:
            found.append(bounds)
            continue
        cut, at = cuts[node], edges[node]
        low, high = bounds.get(cut.factor, (EVERYWHERE, ENDS))
        todo.append((cut.left, bounds | {cut.factor: (low, min(high, at))}))
        todo.append((cut.right, bounds | {cut.factor: (max(low, at), high)}))
    return found


def _rounded(column: np.ndarray, at: float, factor: Factor) -> float:
    """An edge with no more digits than points tell: in steps of at most 3% of the range.

    With more digits where rounding would put too many points on the other side. Between choices,
    or whole numbers, it stays between them.
    """
    if factor.choices or factor.whole:
        return at
    side = column.astype(np.float32) <= at
    for finer in range(12):
        step = 10.0 ** (math.floor(math.log10(COARSE * (factor.high - factor.low))) - finer)
        edge = float(f"{round(at / step) * step:.12g}")
        if ((column <= edge) != side).mean() <= MOVED:
            return edge
    return at


def _unseen(
    inside: np.ndarray, chosen: Chosen, values: np.ndarray, codes: np.ndarray, classes: int
) -> tuple[np.ndarray, float]:
    """Points of each answer that a rule like this one holds, of points that were left out.

    In each tree that was grown without some points, the leaf that shares most with the rule
    among the points it was grown from stands for it; how much, on average, comes second.
    """
    counts, rounds, shared = np.zeros(classes), 0.0, 0.0
    for fold in chosen.folds:
        nodes = fold.grown.leaf_of(values, chosen.leaves)
        mine = inside & fold.seen
        alike = {
            int(leaf): (mine & (nodes == leaf)).sum()
            / max(1, ((mine | (nodes == leaf)) & fold.seen).sum())
            for leaf in np.unique(nodes)
        }
        leaf = max(alike, key=lambda one: alike[one])
        held = fold.left_out & (nodes == leaf)
        counts += np.bincount(codes[held], minlength=classes)
        rounds += fold.left_out.mean()
        shared += alike[leaf] / len(chosen.folds)
    return np.asarray(counts / rounds), float(shared)


def _resampled(
    question: Question, values: np.ndarray, blocks: np.ndarray, seed: int
) -> list[Grown]:
    """Trees grown from points drawn anew, in whole blocks."""
    rng = np.random.default_rng([seed, 2])
    many = int(blocks.max()) + 1
    members = np.split(np.argsort(blocks, kind="stable"), np.cumsum(np.bincount(blocks))[:-1])
    found = []
    for number in range(RESAMPLES):
        rows = np.concatenate([members[block] for block in rng.integers(0, many, many)])
        codes, fewest = question.codes[rows], fewest_in_a_leaf(len(rows))
        found.append(grow(values[rows], codes, len(question.classes), fewest, seed + number))
    return found


def _condition(
    factor: Factor, place: int, low: float, high: float, again: list[list[tuple[int, float]]]
) -> Condition:
    """A condition, with how often resampled trees use its factor and where they cut it."""
    edge = high if math.isfinite(high) else low
    near = []
    for cuts in again:
        mine = [at for which, at in cuts if which == place]
        if mine:
            near.append(min(mine, key=lambda at: abs(at - edge)))
    low_95, high_95 = np.quantile(near, [0.025, 0.975]) if near else (math.nan, math.nan)
    return Condition(factor, low, high, len(near) / len(again), float(low_95), float(high_95))
