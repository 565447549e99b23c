"""Scenario files: what a planner writes, read, checked and explained.

>>> load_scenario("siloed_borough").place.residents
30000
"""

from __future__ import annotations

from joinedup_experiments.scenario_io.load.files import shipped_scenarios
from joinedup_experiments.scenario_io.load.problems import Problem, ScenarioError, Spot
from joinedup_experiments.scenario_io.load.reading import Loaded, load_scenario, read_scenario
from joinedup_experiments.scenario_io.load.writing import scenario_hash, written_out

__all__ = [
    "Loaded",
    "Problem",
    "ScenarioError",
    "Spot",
    "load_scenario",
    "read_scenario",
    "scenario_hash",
    "shipped_scenarios",
    "written_out",
]
