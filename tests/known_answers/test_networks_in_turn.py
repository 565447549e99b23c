"""Each neighbourhood lives through a change from the day on which it goes live itself."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import Need
from joinedup.day import advance_programme
from joinedup.engine.jit import entry_point
from joinedup.phases.tiers import has_next_step
from joinedup.run import change_world
from joinedup.scenario.phase import day_of
from joinedup.setup.areas import place_of_team
from joinedup.setup.population import new_world
from joinedup.setup.programme import apply_programme, change_dates
from joinedup_experiments.scenario_io.load import load_scenario

CHANGE, LAST, UPHEAVAL = 30, 30 + 800, 0.5
TURNS = {"in turn": [0.0, 12.0, 24.0], "at once": [6.0, 6.0, 6.0]}


@entry_point
def steps_up(world, who, kind):
    """Whether a need of middling severity has a next step."""
    return has_next_step(world, who, kind, 0.5)


@pytest.mark.parametrize("months", TURNS.values(), ids=TURNS)
def test_threat_and_upheaval_are_of_where_a_team_works(sized, months):
    """``(1 - decay) ** n``, n Mondays after the place went live; a whole borough's at the first.

    Its upheaval is that of the last; of several it is the greatest.
    """
    scenario = load_scenario("three_networks").with_({
        "arrangement.programme": {"go_live_by_neighbourhood": months, "upheaval": UPHEAVAL},
    })  # fmt: skip
    scenario = sized(scenario, 900, 3, 0)
    world = new_world([scenario], 5, LAST + 1, 20_000, False)
    change_world(world, scenario, CHANGE)
    turns = change_dates(scenario, CHANGE, LAST)
    for day in range(CHANGE, LAST):
        if day in turns:
            apply_programme(world, scenario, CHANGE, day)
        if day % 7 == 0:
            advance_programme(world, day)
    p = world.globals[0].p
    live = CHANGE + np.array([day_of(month) for month in months])
    lived = np.array([len([d for d in range(day, LAST) if d % 7 == 0]) for day in live])
    for team in world.teams:
        place = place_of_team(scenario, team)
        threat, shaken = (lived.max(), lived.min()) if place < 0 else (lived[place], lived[place])
        assert team.threat_left == pytest.approx((1.0 - p.strain.threat_decay) ** threat)
        left = UPHEAVAL * (1.0 - p.adoption.upheaval_decay) ** shaken
        assert team.upheaval == pytest.approx(left)


def test_a_new_team_is_a_next_step_only_where_it_has_gone_live(sized):
    clinic = {"label": "Clinic", "organisation": "nhs", "covers": "borough"}
    takes = {"long_term_condition": {"severity": [0.0, 1.0], "step": 2}}
    scenario = load_scenario("siloed_three_networks").with_({
        "arrangement.new_teams": {
            "clinic": {**clinic, "staff": {"district_nurse": 3}, "accepts": takes}
        },
        "arrangement.programme": {"go_live_by_neighbourhood": [0, 50, 50]},
    })  # fmt: skip
    scenario = sized(scenario, 900, 3, 0)
    world = new_world([scenario], 5, LAST + 1, 20_000, False)
    change_world(world, scenario, CHANGE)
    apply_programme(world, scenario, CHANGE, CHANGE)
    kind, people = int(Need.LONG_TERM_CONDITION), len(world.residents)
    world.needs.team[:, kind] = world.residents.practice
    stepped = [bool(steps_up(world, who, kind)) for who in range(people)]
    assert stepped == list(np.asarray(world.residents.neighbourhood) == 0)
