"""Scenario files: what a planner writes, read, checked and explained.

>>> load_scenario("siloed_borough").place.residents
30000
"""

from __future__ import annotations

from experiments.scenario_files.finding import shipped_scenarios
from experiments.scenario_files.problems import Problem, ScenarioError, Spot
from experiments.scenario_files.reading import Loaded, load_scenario, read_scenario
from experiments.scenario_files.writing import scenario_hash, written_out

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
