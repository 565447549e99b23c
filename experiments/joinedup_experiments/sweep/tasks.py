"""What one run does; and a task: a handful of runs."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import NamedTuple

import numpy as np

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.sweep.factors import Factor, point_scenarios
from joinedup_experiments.sweep.outcomes import TEXTBOOK_MEASURE, Months

Work = Callable[[Sequence[float], int], Months]
"""Runs one design point, by its coordinates, with one seed. It can be pickled."""

MODULES = {"ishigami": "Ishigami", "sobol_g": "Sobol_G"}
TEXTBOOK = {
    "ishigami": tuple(Factor(f"x{i}", "plain", -math.pi, math.pi) for i in range(1, 4)),
    "sobol_g": tuple(Factor(f"x{i}", "plain", 0.0, 1.0) for i in range(1, 9)),
}
"""The factors of SALib's functions whose indices are known, to try the machinery on."""


class RunOf(NamedTuple):
    """One run: ``run`` and ``point`` count from 0, ``replication`` from 1."""

    run: int
    point: int
    replication: int
    seed: int
    coordinates: tuple[float, ...]


@dataclass(frozen=True)
class Task:
    """Some runs of one sweep."""

    number: int
    runs: tuple[RunOf, ...]
    work: Work
    arms: tuple[str, ...]
    measures: tuple[str, ...]  # the columns of its shard, which has them even if every run fails
    fingerprint: str  # of the sweep it belongs to


def run_model(
    names: Sequence[str],
    scenarios: Sequence[Scenario],
    factors: Sequence[Factor],
    coordinates: Sequence[float],
    seed: int,
) -> Months:
    """One run of the model: every arm from one burn-in."""
    from joinedup.run import branch

    values = {f.key: f.value(x) for f, x in zip(factors, coordinates, strict=True)}
    base, *others = point_scenarios(names, scenarios, factors, values)
    runs = branch(base, others, seed)
    return {name: run.months for name, run in zip(names, runs, strict=True)}


def textbook(name: str, x: Sequence[float]) -> float:
    """One value of a function, with SALib's usual constants.

    >>> round(textbook("ishigami", [0.0, math.pi / 2, 1.0]), 12)
    7.0
    """
    function = import_module(f"SALib.test_functions.{MODULES[name]}")
    return float(function.evaluate(np.array([x], float))[0])


def run_textbook(name: str, coordinates: Sequence[float], seed: int) -> Months:
    """A function with known indices, as if it were a model of one month, whatever the seed."""
    return {name: {TEXTBOOK_MEASURE: np.array([textbook(name, coordinates)])}}
