"""The published figures that worlds are matched to, and what a run gives for each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from joinedup.outcomes.measures import WEIGHTS
from joinedup.run import Run, simulate
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.local_place.check_baseline import TARGETS, figures
from joinedup_experiments.local_place.checking import DISCREPANCY
from joinedup_experiments.local_place.fit.world_search import LEAST, MOST
from joinedup_experiments.local_place.second_order import SECOND_ORDER, second_order
from joinedup_experiments.sweep.factors import Factor, point_scenarios
from joinedup_experiments.sweep.plan import Months

ARM = "siloed"
OBSERVED = 0.03  # standard error of a log figure whose published range is not known
NORMAL_RANGE = 3.92  # standard errors in a 95% range


class Published(NamedTuple):
    """One published figure, and how near a plausible world has to come to it.

    ``error`` is the standard error of its logarithm, and ``discrepancy`` that of the model's.
    ``matched`` figures decide which worlds are plausible; the others are looked at only.
    """

    key: str
    label: str
    unit: str
    value: float
    error: float
    discrepancy: float
    matched: bool

    @property
    def variance(self) -> float:
        """Of the logarithm, by observation and discrepancy together."""
        return self.error**2 + self.discrepancy**2


@lru_cache(maxsize=1)
def published() -> tuple[Published, ...]:
    """Every figure of ``joinedup check-baseline``; what is core there is matched."""
    first = [
        Published(key, t.label, t.unit, t.value, OBSERVED, DISCREPANCY, t.core)
        for key, t in TARGETS.items()
    ]
    second = [
        Published(_key(one.group, one.label), one.label, one.unit, one.value,
                  _error(one.low, one.high), DISCREPANCY, one.core)
        for one in SECOND_ORDER
    ]  # fmt: skip
    return (*first, *second)


def figures_of(run: Run) -> dict[str, float]:
    """What a run gives for every published figure, by key; nan where there is nothing to tell."""
    first, keys = figures(run), [one.key for one in published()]
    values = [*(float(first[key]) for key in TARGETS), *map(float, second_order(run))]
    return dict(zip(keys, values, strict=True))


def run_figures(
    scenario: Scenario, factors: Sequence[Factor], coordinates: Sequence[float], seed: int
) -> Months:
    """One run of a siloed place with the factors' values: the ``work`` of a wave.

    A figure that is called as a measure with weights is has a weight too: sweeps count by it.
    """
    values = {f.key: f.value(x) for f, x in zip(factors, coordinates, strict=True)}
    [place] = point_scenarios([ARM], [scenario], factors, values)
    found = {key: np.array([value]) for key, value in figures_of(simulate(place, seed)).items()}
    return {ARM: found | {WEIGHTS[key]: np.ones(1) for key in found if key in WEIGHTS}}


def log_ratios(found: Mapping[str, np.ndarray], ones: Sequence[Published]) -> np.ndarray:
    """Logarithms [runs, figures] of what runs gave over what is published.

    A figure of nothing counts as fifty times too small. Not known stays nan.
    """
    ratios = np.stack([np.asarray(found[one.key], float) / one.value for one in ones], axis=-1)
    return np.asarray(np.log(np.clip(ratios, LEAST, MOST)))


def _error(low: float | None, high: float | None) -> float:
    """The standard error of a log figure that a published range stands for."""
    if not low or not high:
        return OBSERVED
    return max(OBSERVED, float(np.log(high / low)) / NORMAL_RANGE)


def _key(group: str, label: str) -> str:
    return re.sub(r"\W+", "_", f"{group} {label}".lower()).strip("_")
