"""Nothing keeps a world that nobody reads any more: thousands of runs follow one another."""

from __future__ import annotations

import sys

from joinedup.run import simulate
from joinedup_experiments.scenario_io.load import load_scenario


def test_a_run_leaves_no_reference_to_its_tables_behind() -> None:
    scenario = load_scenario("siloed_borough").with_({
        "place.residents": 500, "run.years": 0.2, "run.burn_in_years": 0.2,
    })  # fmt: skip
    world = simulate(scenario, 1).world
    # Held by the world, by the loop's variable and by the argument of the count itself.
    assert {sys.getrefcount(table) for table in world} == {3}
