"""What an arrangement says to no effect is refused in words, where the reader can find it."""

from __future__ import annotations

import pytest

from joinedup.scenario.elements import unpaid
from joinedup.scenario.refusals import RefusedError
from joinedup_experiments.scenario_io.load import load_scenario

SILOED = load_scenario("siloed_borough")
HUB = load_scenario("hub_at_the_door")
A, B, C = "adult_social_care", "community_nursing", "memory_service"
MERGED = {"between": [A, B, C], "degree": "merged"}


def says(scenario, changes) -> str:
    with pytest.raises(RefusedError) as refused:
        scenario.with_(changes)
    return str(refused.value)


@pytest.mark.parametrize(
    ("interfaces", "words"),
    [
        (
            [{"between": [A, "crisis_team"], "degree": "merged"}],
            "interfaces[0].between[1]: crisis_team cannot be merged: its role is crisis",
        ),
        (
            [{"between": ["general_practice", A], "degree": "merged"}],
            "interfaces[0].between[0]: general_practice cannot be merged",
        ),
        ([{"between": [A, "hospital"], "degree": "merged"}], "the hospital cannot be merged"),
        ([{**MERGED, "loss": 0.1}], "interfaces[0].loss: `loss` says what is between teams"),
        (
            [MERGED, {"between": [A, B], "degree": "none"}],
            f"interfaces[1].between: {A} and {B} are one team",
        ),
    ],
)
def test_what_a_merger_makes_of_no_effect_is_refused(interfaces, words) -> None:
    assert words in says(SILOED, {"arrangement.interfaces": interfaces})


def test_a_pair_may_be_less_joined_before_it_is_merged() -> None:
    SILOED.with_({"arrangement.interfaces": [{"between": [A, B], "degree": "none"}, MERGED]})


def test_a_team_that_closes_gets_no_staff() -> None:
    closes = {"arrangement.closed_teams": ["early_intervention"]}
    more = {"arrangement.extra_staff": {"early_intervention": {"psychiatrist": 1.0}}}
    assert "early_intervention closes, so this changes nothing" in says(SILOED, {**closes, **more})


def test_a_hub_that_closes_or_has_no_staff_is_refused() -> None:
    (hub,) = HUB.arrangement.at_the_door
    closed = says(HUB, {"arrangement.closed_teams": [hub]})
    assert f"at_the_door.{hub}: {hub} closes" in closed
    nobody = dict.fromkeys(HUB.arrangement.new_teams[hub].staff, 0.0)
    empty = {f"arrangement.new_teams.{hub}.staff": nobody}
    assert f"{hub} serves at the door and has no staff" in says(HUB, empty)
    lent = {"arrangement.extra_staff": {hub: {"link_worker": 1.0}}}
    assert HUB.with_({**empty, **lent}).arrangement.at_the_door


def test_when_its_money_ends_a_hub_and_what_was_lent_to_it_are_gone() -> None:
    (hub,) = HUB.arrangement.at_the_door
    lent = HUB.with_({"arrangement.extra_staff": {hub: {"link_worker": 1.0}}})
    left = unpaid(lent.arrangement, lent.teams)
    assert hub in left.closed_teams
    assert hub not in left.at_the_door
    assert hub not in left.extra_staff


def test_a_severity_out_of_range_is_not_taken_for_a_percentage() -> None:
    (hub,) = HUB.arrangement.at_the_door
    words = says(HUB, {f"arrangement.at_the_door.{hub}.up_to_severity": 1.2})
    assert "a severity lies between 0, none, and 1" in words
    assert "0.012" not in words


@pytest.mark.parametrize(
    ("arrangement", "words"),
    [
        ({"stays_outside": [A], "interfaces": [{"between": [A, B], "degree": "merged"}]},
         "nothing is left of this merger"),
        ({"interfaces": [MERGED, {"between": [A, B, C, "rehabilitation"], "degree": "none"}]},
         "nothing is left of this merger"),
        ({"closed_teams": ["early_intervention"], "processes": {"early_intervention": "hybrid"}},
         "processes.early_intervention: early_intervention closes"),
        ({"interfaces": [{"between": [A, B], "degree": "merged"}],
          "at_the_door": {C: {"in_front_of": [A], "up_to_severity": 0.5}}},
         f"{A} and {B} are one team, and {B} is not behind this door"),
        ({"interfaces": [{"between": [A, C], "degree": "merged"}],
          "at_the_door": {C: {"in_front_of": [A], "up_to_severity": 0.5}}},
         "are merged: neither stands in front of the other"),
    ],
)  # fmt: skip
def test_more_that_would_have_no_effect(arrangement, words) -> None:
    assert words in says(SILOED, {"arrangement": arrangement})


def test_a_hub_that_could_keep_nobody_is_refused() -> None:
    (hub,) = HUB.arrangement.at_the_door
    severe = {need: {"severity": [0.6, 1.0]} for need in HUB.arrangement.new_teams[hub].accepts}
    assert "would keep nobody" in says(HUB, {f"arrangement.new_teams.{hub}.accepts": severe})


@pytest.mark.parametrize(
    ("hospital", "words"),
    [
        ({}, "arrangement.hospital: nothing is said of it"),
        (
            {"urgent_community_response": {"link_worker": 2.0}},
            "a link_worker cannot meet a crisis of physical or social need",
        ),
        ({"step_down_beds_per_1000": 0.01}, "0.01 for every 1,000 of 30,000 residents is less"),
    ],
)
def test_a_way_out_of_hospital_that_comes_to_nothing_is_refused(hospital, words) -> None:
    assert words in says(SILOED, {"arrangement.hospital": hospital})


def test_no_two_neighbourhoods_have_one_name() -> None:
    place = {"neighbourhoods": 2, "by_neighbourhood": [{"name": "A"}, {"name": "A"}]}
    assert "2 neighbourhoods are called A" in says(SILOED, {"place": place})
