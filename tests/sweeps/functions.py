"""SALib's functions whose indices are known, planned as if each were a model of one month."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import numpy as np
from ruamel.yaml import YAML

from joinedup.engine.sources import sources_digest
from joinedup_experiments.sweep.design import Design, sampled
from joinedup_experiments.sweep.factors import Factor
from joinedup_experiments.sweep.given_points import read_points
from joinedup_experiments.sweep.plan import Outcome, Plan

# The smallest design of the model, to be ended with a ``size``.
ONE_FACTOR = """
base: siloed_borough
place: {residents: 300}
run: {years: 0.25, burn_in_years: 0.1}
vary: [crisis.rate]
outcomes: [{measure: crises}]
method: latin_hypercube
"""
MODULES = {"ishigami": "Ishigami", "sobol_g": "Sobol_G"}
FACTORS = {
    "ishigami": tuple(Factor(f"x{i}", "parameter", -math.pi, math.pi) for i in range(1, 4)),
    "sobol_g": tuple(Factor(f"x{i}", "parameter", 0.0, 1.0) for i in range(1, 9)),
}


def textbook(name: str, x: Sequence[float]) -> float:
    """One value of a function, with SALib's usual constants."""
    function = import_module(f"SALib.test_functions.{MODULES[name]}")
    return float(function.evaluate(np.array([x], float))[0])


@dataclass(frozen=True)
class Textbook:
    """What a run of such a sweep does, whatever the seed."""

    name: str

    def __call__(self, coordinates: Sequence[float], seed: int):
        return {self.name: {"y": np.array([textbook(self.name, coordinates)])}}


def planned(text: str, folder: Path) -> Plan:
    """The plan of a design whose ``base`` is such a function."""
    values = YAML(typ="safe").load(text)
    name = values["base"]
    design = Design.model_validate({"name": name} | values)
    factors = FACTORS[name]
    if design.given:
        points = read_points(folder / design.given, factors)
    else:
        points = sampled(design, factors, ())
    size = max(1, min(50, len(points) * design.replications // 16))
    design = design.model_copy(update={"runs_in_a_task": design.runs_in_a_task or size})
    y = (Outcome("y", name, "", "y", name),)
    sources, work = sources_digest(), Textbook(name)
    return Plan(design, (name,), (), factors, (), points, y, {"y": "mean"}, sources, text, work)
