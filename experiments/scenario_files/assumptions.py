"""Whether a scenario's `assumptions` name parameters that the model declares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from experiments.scenario_files.problems import Path, Problem
from experiments.scenario_files.tree import Table, spot_of


def wrong_assumptions(assumptions: Mapping[str, Any], tree: Table) -> list[Problem]:
    """What is wrong with each of the assumptions that a scenario makes.

    The model's parameters are looked at only when a scenario changes one: reading them takes
    longer than reading all the rest of it.
    """
    if not assumptions:
        return []
    from sim.parameters import AssumptionError, overridden

    problems = []
    for key, value in assumptions.items():
        try:
            overridden({key: value})
        except AssumptionError as error:
            path: Path = ("assumptions", *error.path)
            what, _, hint = error.message.partition("; ")
            problems.append(Problem(spot_of(tree, path), what, path, hint))
    return problems
