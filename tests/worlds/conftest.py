"""A problem whose plausible region is known, and calibrations in threads of this process."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pytest

from joinedup_experiments.scenario_io.load import load_scenario
from joinedup_experiments.sweep import worker_pools
from joinedup_experiments.sweep.factors import Factor
from joinedup_experiments.sweep.worker_pools import WorkerPool
from joinedup_experiments.worlds.published import ARM, Published
from joinedup_experiments.worlds.uncertain import Uncertain
from joinedup_experiments.worlds.waves import Problem

FACTORS = 12
CHANCE = 0.03
# The log figures: 2 (x0 - 0.6) and 1.5 (x1 + x2 - 0.8); the other factors do nothing.
FIRST, SECOND = (2.0, 0.6), (1.5, 0.8)


@dataclass(frozen=True)
class Toy:
    """Two figures of three factors, with chance; ``apart`` moves a third that follows the first."""

    apart: float | None = None

    def __call__(self, coordinates: Sequence[float], seed: int):
        x, noise = np.array(coordinates), np.random.default_rng(seed).normal(0.0, CHANCE, 3)
        logs = [FIRST[0] * (x[0] - FIRST[1]), SECOND[0] * (x[1] + x[2] - SECOND[1])]
        logs += [logs[0] + self.apart] if self.apart is not None else []
        found = dict(zip(("one", "two", "three"), np.exp(logs + noise[: len(logs)]), strict=False))
        return {ARM: {name: np.array([value]) for name, value in found.items()}}


def toy(apart: float | None = None) -> Problem:
    names = ("one", "two", "three") if apart is not None else ("one", "two")
    figures = tuple(Published(name, name, "", 1.0, 0.03, 0.05, True) for name in names)
    factors = tuple(Factor(f"x{i}", "lever", 0.0, 1.0) for i in range(FACTORS))
    return Problem(Uncertain(factors), figures, load_scenario("siloed_borough"), Toy(apart))


def pools_of_threads(workers: int) -> list[WorkerPool]:
    return [WorkerPool(lambda: ThreadPoolExecutor(1)) for _ in range(workers)]


@pytest.fixture
def in_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_pools, "local_pools", pools_of_threads)
