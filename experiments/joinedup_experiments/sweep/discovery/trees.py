"""Shallow classification trees whose size is chosen on points that they have not seen.

Trees are scikit-learn's (Gini, grown best first), so that every smaller tree lies within a larger
one. Hundreds of factors and a thousand points make it easy to find splits that are nothing but
luck. So factors are chosen anew, from all of them, whenever a tree is grown without a part of the
points, and its size is judged by Brier's score on that part. Taken is the smallest tree that no
larger one clearly beats (as in Breiman et al. 1984, with two standard errors of the difference in
place of one of the score); of one leaf, where none clearly beats the base rate.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

MOST_LEAVES = 8
DEEPEST = 4
SHARE_IN_A_LEAF = 0.05
FEWEST_IN_A_LEAF = 10
FOLDS = 10
ROUNDS = 3
CLEARLY = 1.959963984540054  # standard errors by which a larger tree must beat a smaller one


@dataclass(frozen=True)
class Cut:
    """A split of a tree: a factor's place, and the value up to which points go left."""

    factor: int
    at: float
    left: int
    right: int


@dataclass(frozen=True)
class Grown:
    """A tree, and within it every smaller one: splits are numbered in the order they were made.

    Attributes
    ----------
    fitted : DecisionTreeClassifier
    shares : ndarray [nodes, classes]
        Of the points it was grown from.
    """

    fitted: Any
    shares: np.ndarray

    def leaf_of(self, points: np.ndarray, leaves: int) -> np.ndarray:
        """The node at which each point ends in the tree with so many leaves, ``[points]``."""
        nodes = np.zeros(len(points), np.int64)
        for node, cut in self.cuts(leaves).items():  # parents come before children
            here = nodes == node
            low = points[:, cut.factor].astype(np.float32) <= cut.at
            nodes[here] = np.where(low[here], cut.left, cut.right)
        return nodes

    def cuts(self, leaves: int) -> dict[int, Cut]:
        """The splits of the tree with so many leaves, by node, each after its parent's."""
        tree, last = self.fitted.tree_, 2 * leaves - 1
        return {
            node: Cut(int(tree.feature[node]), float(tree.threshold[node]), int(left), int(right))
            for node, (left, right) in enumerate(
                zip(tree.children_left, tree.children_right, strict=True)
            )
            if left >= 0 and max(left, right) < last
        }

    @property
    def most(self) -> int:
        """Leaves of the whole tree."""
        return int(self.fitted.get_n_leaves())


def grow(points: np.ndarray, codes: np.ndarray, classes: int, fewest: int, seed: int) -> Grown:
    """Grow a tree of up to ``MOST_LEAVES`` leaves of at least ``fewest`` points each.

    Parameters
    ----------
    points : ndarray [points, factors]
    codes : ndarray [points]
        Below ``classes``.
    """
    from sklearn.tree import DecisionTreeClassifier

    fitted = DecisionTreeClassifier(
        max_leaf_nodes=MOST_LEAVES, max_depth=DEEPEST, min_samples_leaf=fewest, random_state=seed
    ).fit(points, codes)
    shares = np.zeros((fitted.tree_.node_count, classes))
    shares[:, fitted.classes_] = fitted.tree_.value[:, 0, :]
    return Grown(fitted, shares / shares.sum(axis=1, keepdims=True))


def fewest_in_a_leaf(points: int) -> int:
    """A twentieth of the points, and never fewer than ten."""
    return max(FEWEST_IN_A_LEAF, round(SHARE_IN_A_LEAF * points))


@dataclass(frozen=True)
class Fold:
    """A tree grown without a part of the points.

    Attributes
    ----------
    seen, left_out : ndarray of bool [points]
    """

    grown: Grown
    seen: np.ndarray
    left_out: np.ndarray


@dataclass(frozen=True)
class Chosen:
    """How many leaves a tree should have, and what that rests on.

    Attributes
    ----------
    leaves : int
        1 where no tree is clearly better than the base rate.
    losses : ndarray [points, sizes]
        Brier's score on points left out, for 1 leaf and up.
    error : ndarray [sizes]
        The standard error of the mean loss's difference from the best size's.
    blocks : ndarray [points]
    folds : list of Fold
    """

    leaves: int
    losses: np.ndarray
    error: np.ndarray
    blocks: np.ndarray
    folds: list[Fold]

    def with_leaves(self, leaves: int) -> Chosen:
        """The same with another number of leaves."""
        return replace(self, leaves=leaves)

    @property
    def loss(self) -> np.ndarray:
        """The mean over points, ``[sizes]``."""
        return np.asarray(self.losses.mean(axis=0))

    @property
    def tried(self) -> int:
        """``leaves``, or 2 where that is 1."""
        return max(2, self.leaves)

    @property
    def skill(self) -> float:
        """How much of the base rate's loss the tree of ``tried`` leaves takes away.

        1 is perfect, and 0 no better than the base rate.
        """
        return float(self._gained.mean() / self.loss[0])

    @property
    def skill_low(self) -> float:
        """The lower end of its 95% interval."""
        return self.skill - self._half

    @property
    def skill_high(self) -> float:
        """The upper end of its 95% interval."""
        return min(1.0, self.skill + self._half)

    @property
    def _gained(self) -> np.ndarray:
        return np.asarray(self.losses[:, 0] - self.losses[:, self.tried - 1])

    @property
    def _half(self) -> float:
        return CLEARLY * _standard_error(self._gained, self.blocks) / float(self.loss[0])


def choose(
    points: np.ndarray, codes: np.ndarray, classes: int, blocks: np.ndarray, seed: int
) -> Chosen:
    """Choose a tree's size by cross-validation, always with the same folds for the same seed.

    Parameters
    ----------
    blocks : ndarray [points]
        Points of one block were drawn together and are left out together.
    """
    grown, losses = [], np.zeros((len(codes), MOST_LEAVES))
    for number, left_out in enumerate(_parts(blocks, seed)):
        seen = ~left_out
        fewest = fewest_in_a_leaf(int(seen.sum()))
        tree = grow(points[seen], codes[seen], classes, fewest, seed + number)
        grown.append(Fold(tree, seen, left_out))
        for size in range(1, MOST_LEAVES + 1):
            nodes = tree.leaf_of(points[left_out], size)
            losses[left_out, size - 1] += _brier(tree.shares[nodes], codes[left_out]) / ROUNDS
    loss = losses.mean(axis=0)
    best = int(loss.argmin())
    behind = losses - losses[:, [best]]
    error = np.array([_standard_error(column, blocks) for column in behind.T])
    leaves = int(np.flatnonzero(loss - loss[best] <= CLEARLY * error)[0]) + 1
    return Chosen(leaves, losses, error, blocks, grown)


def _parts(blocks: np.ndarray, seed: int) -> Iterator[np.ndarray]:
    """Which points are left out: each once in every round."""
    rng = np.random.default_rng([seed, 1])
    many = int(blocks.max()) + 1
    folds = min(FOLDS, many)
    for _ in range(ROUNDS):
        part = rng.permutation(np.arange(many) % folds)[blocks]
        for one in range(folds):
            yield part == one


def _brier(shares: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """The squared distance of what was foretold from what came, ``[points]``."""
    came = np.zeros_like(shares)
    came[np.arange(len(codes)), codes] = 1.0
    return np.asarray(((shares - came) ** 2).sum(axis=1))


def _standard_error(values: np.ndarray, blocks: np.ndarray) -> float:
    """Of the mean, with whole blocks as the things that were drawn."""
    many = int(blocks.max()) + 1
    sums = np.bincount(blocks, values - values.mean(), minlength=many)
    return float(np.sqrt((sums**2).sum() * many / max(1, many - 1)) / len(values))
