"""What one run does: a design point's coordinates and a seed in, months of measures out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.sweep.applying import point_scenarios
from joinedup_experiments.sweep.factors import Factor
from joinedup_experiments.sweep.outcomes import PLAIN, Months
from joinedup_experiments.sweep.textbook_functions import TEXTBOOK


class Work(Protocol):
    """Anything that can be pickled and called so."""

    def __call__(self, coordinates: Sequence[float], seed: int) -> Months:
        """Run one design point with one seed; every arm's measures, a number a month."""


@dataclass(frozen=True)
class ModelWork:
    """The model: every arm from one burn-in."""

    names: tuple[str, ...]
    scenarios: tuple[Scenario, ...]
    factors: tuple[Factor, ...]

    def __call__(self, coordinates: Sequence[float], seed: int) -> Months:
        """Run every arm at one design point."""
        from joinedup.run import branch

        values = {f.key: f.value(x) for f, x in zip(self.factors, coordinates, strict=True)}
        base, *others = point_scenarios(self.names, self.scenarios, self.factors, values)
        runs = branch(base, others, seed)
        return {name: run.months for name, run in zip(self.names, runs, strict=True)}


@dataclass(frozen=True)
class TextbookWork:
    """A function with known indices, as if it were a model of one month."""

    name: str

    def __call__(self, coordinates: Sequence[float], seed: int) -> Months:
        """The function's value, whatever the seed."""
        return {self.name: {PLAIN: np.array([TEXTBOOK[self.name].of(coordinates)])}}
