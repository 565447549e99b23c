"""The outcomes of a design, settled: which measure, of which arms, over which months."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from joinedup_experiments.sweep.design import Design

Months = Mapping[str, Mapping[str, np.ndarray]]
"""By arm and measure: a number a month, ``[months]`` of one run or ``[runs, months]``."""


@dataclass(frozen=True)
class Outcome:
    """One outcome, settled: over its months, from 1; all of them when ``last`` is 0."""

    key: str  # a short name for tables and files
    label: str
    unit: str
    measure: str
    arm: str
    base: str = ""  # the arm whose value is subtracted; empty for a level
    first: int = 1
    last: int = 0
    combine: str = "mean"  # "sum" or "mean": how twelve months make a year

    @property
    def full_label(self) -> str:
        """The label, with the arms of a difference."""
        arms = f"{self.arm} less {self.base}" if self.base else ""
        return self.label if arms in self.label else f"{self.label}, {arms}"

    def value(self, months: Months) -> np.ndarray:
        """An average year's value, of one run or ``[runs]``."""
        mine, less = (
            annual(months[arm][self.measure][..., self.first - 1 : self.last or None], self.combine)
            for arm in (self.arm, self.base or self.arm)
        )
        return mine - less if self.base else mine


def annual(months: np.ndarray, combine: str) -> np.ndarray:
    """An average year's value, of the last axis: twelve mean months, or the mean month."""
    mean = np.asarray(np.mean(months, axis=-1))
    return 12.0 * mean if combine == "sum" else mean


def outcomes_of(design: Design, names: Sequence[str]) -> list[Outcome]:
    """The outcomes of a design that has been checked."""
    from joinedup.outcomes.measures import measure

    outcomes: list[Outcome] = []
    for asked in design.outcomes:
        m = measure(asked.measure)
        arm = asked.arm or names[min(1, len(names) - 1)]
        is_level = asked.value == "level" or (asked.value is None and arm == names[0])
        base = "" if is_level else names[0]
        first, last = asked.years or (1, 0)
        suffix = f"{arm} less {base}" if base else arm
        suffix += f", years {first} to {last}" if last else ""
        label = asked.name or f"{m.label}, {suffix}"
        key = re.sub(r"\W+", "_", asked.name or f"{m.key} {suffix}").strip("_")
        if key in [one.key for one in outcomes]:
            key = f"{key}_{len(outcomes)}"
        months = (12 * (first - 1) + 1, 12 * last)
        outcomes.append(Outcome(key, label, m.unit, m.key, arm, base, *months, combine=m.combine))
    return outcomes
