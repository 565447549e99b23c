"""Scenario files: what a planner writes, read and checked."""

from joinedup_experiments.scenario_io.load.files import shipped_scenarios
from joinedup_experiments.scenario_io.load.problems import Problem, ScenarioError, Spot
from joinedup_experiments.scenario_io.load.scenario_file import (
    Loaded,
    load_scenario,
    read_scenario,
    scenario_hash,
    written_out,
    yaml_text,
)

__all__ = ["Loaded", "Problem", "ScenarioError", "Spot", "load_scenario", "read_scenario",
           "scenario_hash", "shipped_scenarios", "written_out", "yaml_text"]  # fmt: skip
