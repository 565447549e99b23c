"""A merged team is called one from the day it is, wherever it is live, and by nobody's own name."""

from __future__ import annotations

from functools import partial

import pytest

from joinedup.codes import MONTH_DAYS
from joinedup_experiments.report.team_names import merged_teams, team_at, who_is_merged
from joinedup_experiments.scenario_io.load import load_scenario

MERGED = "Merged team (adult social care and 3 others)"
INDEX = 1000.0


def test_who_is_merged_is_one_team_from_the_day_on_which_it_is_live():
    scenario = load_scenario("local_care_network").with_({"arrangement.programme.go_live_month": 6})
    names = partial(team_at, scenario, INDEX)
    live = INDEX + round(6 * MONTH_DAYS)
    assert names("adult_social_care", live - 0.1) == "Adult social care"
    assert names("adult_social_care", live) == MERGED
    assert names("talking_therapies", live) == scenario.teams["talking_therapies"].label
    assert names("hospital", live) == names("resident", live) == ""


def test_each_neighbourhood_is_merged_on_its_own_day():
    changes = {"neighbourhoods": 2, "arrangement.programme.go_live_by_neighbourhood": [0, 12]}
    names = partial(team_at, load_scenario("local_care_network").with_(changes), INDEX)
    assert names("adult_social_care 1", INDEX) == f"{MERGED} 1"
    assert names("adult_social_care 2", INDEX) == "Adult social care 2"
    assert names("adult_social_care 2", INDEX + 366.0) == f"{MERGED} 2"


@pytest.mark.parametrize("name", ["siloed_borough", "hub_at_the_door", "co_located"])
def test_nobody_is_merged_where_nothing_is(name):
    scenario = load_scenario(name)
    assert merged_teams(scenario) == {} and who_is_merged([scenario]) == []
    names = partial(team_at, scenario, INDEX)
    assert all(names(k, INDEX + 1) == team.label for k, team in scenario.all_teams.items())


def test_a_sentence_tells_of_whom_a_merged_team_is_made():
    scenario = load_scenario("local_care_network")
    (sentence,) = who_is_merged([scenario])
    (group,) = merged_teams(scenario).values()
    assert sentence.startswith(MERGED) and len(group) == 4
    assert all(scenario.teams[name].label in sentence for name in group)
