"""What is sound and hardly meant is said, and small places are made ready whatever is asked."""

from __future__ import annotations

import pytest

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.executors import very_small
from joinedup_experiments.scenario_io.load import load_scenario
from joinedup_experiments.scenario_io.scenario_warnings import scenario_warnings, warnings_between

WELL = load_scenario("local_care_network_well")


def with_programme(**shown: object) -> Scenario:
    """The network with other things said of its programme, checked as a whole."""
    given = WELL.model_dump()
    given["arrangement"]["programme"].update(shown)
    each = shown.get("go_live_by_neighbourhood")
    if isinstance(each, list):
        given["place"]["neighbourhoods"] = len(each)
    return Scenario.model_validate(given)


NOTES = [
    ({"go_live_month": 240}, "nothing goes live"),
    ({"go_live_by_neighbourhood": [0, 12, 90]}, "1 of 3"),
    ({"go_live_month": 12, "money_ends_month": 3}, "never there"),
    ({"engagement_from_month": 500}, "never asked"),
]


@pytest.mark.parametrize(("shown", "words"), NOTES)
def test_what_can_never_come_about_is_said(shown, words):
    (lines,) = scenario_warnings(with_programme(**shown))
    assert words in lines


def test_nothing_is_said_of_what_can_come_about():
    assert scenario_warnings(WELL) == []
    assert scenario_warnings(with_programme(go_live_month=12, money_ends_month=24)) == []


def test_arms_that_leave_out_different_mechanisms_are_pointed_out():
    calm = WELL.with_({"name": "Calm", "disable_mechanisms": ["strain", "fear"]})
    assert warnings_between([WELL, WELL]) == []
    assert warnings_between([calm, calm]) == []
    (lines,) = warnings_between([WELL, calm])
    assert "Calm" in lines and "fear, strain" in lines


def test_validating_says_so_too(joinedup, tmp_path):
    file = tmp_path / "late.yaml"
    file.write_text(
        "based_on: local_care_network_well\narrangement: {programme: {go_live_month: 240}}\n"
    )
    shown = joinedup("validate", file)
    assert shown.exit_code == 0
    assert "late.yaml: note: nothing goes live" in shown.output


def test_neighbourhoods_that_go_live_in_turn_can_be_made_ready():
    small = very_small(with_programme(go_live_by_neighbourhood=[0, 6, 24]))
    assert Scenario.model_validate(small.model_dump()).place.neighbourhoods == 1
