"""Sensitivity indices of one outcome, each with a 95% interval."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from joinedup_experiments.sweep.sample import Problem, block_size
from joinedup_experiments.sweep.sensitivity.rank_regression import RankRegression

NOT_KNOWN = float("nan")
NORMAL_95 = 1.959963984540054
SRRC = "SRRC"


class Index(NamedTuple):
    """One index of one factor or group; its interval is NaN where the method has none."""

    factor: str
    name: str
    value: float
    low: float = NOT_KNOWN
    high: float = NOT_KNOWN

    @property
    def excludes_zero(self) -> bool:
        """Whether 0 lies outside the interval; False where there is none."""
        return self.low > 0.0 or self.high < 0.0


class Pair(NamedTuple):
    """The second-order index of two factors or groups."""

    first: str
    second: str
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Indices:
    """All indices of one outcome."""

    main: str  # the name of the index that factors are ranked by
    each: list[Index]
    pairs: list[Pair] = field(default_factory=list)
    # By index, what 95 of 100 factors that do nothing stay below: no index can be told from
    # chance below it, whatever its interval. For points of no method
    idle: dict[str, float] = field(default_factory=dict)
    # For points that were drawn for no method in particular, if there are enough of them
    ranks: RankRegression | None = None

    def of(self, name: str) -> dict[str, Index]:
        """One index, by factor."""
        return {index.factor: index for index in self.each if index.name == name}

    def ranked(self, name: str = "") -> list[Index]:
        """One index, the greatest first; the main one unless named."""
        return sorted(self.of(name or self.main).values(), key=lambda index: -abs(index.value))


@dataclass(frozen=True)
class Sample:
    """The points of a design and how they were drawn, as the analysis has to know it."""

    method: str
    problem: Problem
    points: np.ndarray  # [points, factors]
    second_order: bool
    levels: int
    seed: int  # of the bootstrap; above 0, since SALib ignores 0
    # Variance of one point's mean by chance alone; NaN where it is not known
    within: float = NOT_KNOWN

    @property
    def names(self) -> list[str]:
        """Factors, or groups in the order in which SALib gives their indices."""
        return list(dict.fromkeys(self.problem.get("groups") or self.problem["names"]))

    @property
    def block(self) -> int:
        """How many points belong together, so that half a sample is whole blocks; 0 for none."""
        return block_size(self.method, len(self.names), self.second_order)

    def indices(self, name: str, values: np.ndarray, half: np.ndarray) -> list[Index]:
        """One index for each name; ``half`` is half the width of its interval."""
        ends = (values, values - half, values + half)
        return [Index(f, name, *map(float, v)) for f, *v in zip(self.names, *ends, strict=True)]
