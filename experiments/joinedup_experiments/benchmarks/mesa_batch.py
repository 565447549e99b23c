"""Mesa's ``batch_run`` over points of a sweep, with the model as it is.

``batch_run`` makes a model from keyword arguments, takes each of them from a list, and asks the
model's ``datacollector`` for a row for every step. `batched` therefore derives a class from
`joinedup.mesa_model.CareModel` that is made from the number of a run, and whose collector has
nothing to collect: the measures are counted once, at the end, by the same function as in a sweep.
Steps, agents, rules and results are the model's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import mesa
import numpy as np
from mesa.batchrunner import batch_run

from joinedup.mesa_model import CareModel
from joinedup.run import days_of
from joinedup.scenario.scenario import Scenario

Months = dict[str, np.ndarray]


def run_batch(runs: Sequence[tuple[Scenario, int]]) -> list[Months]:
    """Every run's measures by month, as ``batch_run`` lived them.

    Parameters
    ----------
    runs : sequence of (scenario, seed)
    """
    lived: dict[int, Months] = {}
    batch_run(
        batched(runs, lived),
        {"run": list(range(len(runs)))},
        number_processes=1,
        max_steps=max(days_of(scenario)[1] for scenario, _ in runs),
        display_progress=False,
    )
    return [lived[number] for number in range(len(runs))]


def batched(runs: Sequence[tuple[Scenario, int]], lived: dict[int, Months]) -> type[CareModel]:
    """The model as ``batch_run`` makes it; what came out is put into ``lived``."""

    class BatchedCareModel(CareModel):
        def __init__(self, run: int) -> None:
            scenario, seed = runs[run]
            super().__init__(scenario, seed, rng=seed)
            self.run_number = run
            self.datacollector: Any = mesa.DataCollector()

        def step(self) -> None:
            super().step()
            if not self.running:
                lived[self.run_number] = self.results().months
                self.close()

    return BatchedCareModel
