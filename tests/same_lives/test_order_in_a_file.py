"""What stands first in a file makes no difference: the place is the same, and so is its luck."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.run import simulate
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.load import load_scenario


def turned_round(scenario: Scenario) -> Scenario:
    """The same scenario with its teams, their staff and what they accept in reverse order."""
    teams = {
        name: team.model_copy(
            update={
                "staff": dict(reversed(team.staff.items())),
                "accepts": dict(reversed(team.accepts.items())),
            }
        )
        for name, team in reversed(scenario.teams.items())
    }
    return scenario.model_copy(update={"teams": teams})


@pytest.mark.parametrize("name", ["siloed_borough", "local_care_network"])
def test_the_order_of_teams_in_a_file_changes_nothing(sized, name):
    scenario = sized(load_scenario(name), 800, 0.5, 0.5)
    first, second = simulate(scenario), simulate(turned_round(scenario))
    assert list(first.scenario.teams) != list(second.scenario.teams)
    assert first.events.tobytes() == second.events.tobytes()
    for key, months in first.months.items():
        assert np.array_equal(months, second.months[key], equal_nan=True), key
