"""The uncertain numbers, as coordinates from 0 to 1 over their declared ranges."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.stats import qmc

from joinedup_experiments.sweep.design import ALL
from joinedup_experiments.sweep.factors import Factor, keys_meant, parameter_factor

TIMES = 3.0  # a range whose ends differ by this or more is of a scale: taken in logarithms


@dataclass(frozen=True)
class Uncertain:
    """Factors, and how their values go with coordinates [points, factors] from 0 to 1.

    A range from above nought whose high end is three times the low or more is even in the
    logarithm, any other in the value.
    """

    factors: tuple[Factor, ...]

    @cached_property
    def keys(self) -> list[str]:
        """The factors' keys."""
        return [factor.key for factor in self.factors]

    @cached_property
    def _ends(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        low, high = np.array([(f.low, f.high) for f in self.factors], float).T
        in_log = (low > 0.0) & (high >= TIMES * low)
        safe = np.where(in_log, [low, high], 1.0)
        return (
            np.where(in_log, np.log(safe[0]), low),
            np.where(in_log, np.log(safe[1]), high),
            in_log,
        )

    def values(self, coordinates: np.ndarray) -> np.ndarray:
        """The factors' values at coordinates."""
        low, high, in_log = self._ends
        found = low + np.asarray(coordinates) * (high - low)
        return np.where(in_log, np.exp(np.where(in_log, found, 0.0)), found)

    def coordinates(self, values: np.ndarray) -> np.ndarray:
        """The coordinates of values."""
        low, high, in_log = self._ends
        found = np.where(in_log, np.log(np.where(in_log, values, 1.0)), values)
        return np.asarray((found - low) / (high - low))

    @property
    def central(self) -> np.ndarray:
        """The coordinates [factors] of the model's own values."""
        return self.coordinates(np.array([central_value(f) for f in self.factors]))

    def latin_hypercube(self, points: int, seed: int) -> np.ndarray:
        """Coordinates that fill the whole space evenly."""
        sampler = qmc.LatinHypercube(len(self.factors), rng=np.random.default_rng(seed))
        return np.asarray(sampler.random(points))


def every_uncertain() -> Uncertain:
    """Every parameter that is not a constant; a table as one factor on all its cells."""
    return Uncertain(tuple(parameter_factor(key) for key in keys_meant([ALL])))


def central_value(factor: Factor) -> float:
    """The factor's value in the model as it is declared."""
    from joinedup_experiments.sweep.factors import declared

    return 1.0 if factor.kind == "table" else float(declared()[factor.key].default)
