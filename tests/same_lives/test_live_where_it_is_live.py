"""Where an arrangement is not live yet, life goes on as in the siloed place, event for event.

With no team and no queue shared between the two neighbourhoods, and nothing to hear: a wait of
one for what the other takes, and fear of what is announced, would be passed on.
"""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import Activity
from joinedup.run import Run, branch
from joinedup_experiments.scenario_io.load import load_scenario

FIRST, LATER = 0, 1
TEAMS = ["community_mental_health", "community_nursing", "adult_social_care", "talking_therapies"]
EVERYTHING = {
    "interfaces": [
        {"between": [*TEAMS, "general_practice"], "degree": "co_located"},
        {"between": TEAMS, "degree": "merged"},
    ],
    "single_point_of_access": {"in_front_of": TEAMS, "staff": {"support_worker": 2.0}},
    "at_the_door": {
        "substance_use_service": {
            "in_front_of": ["memory_service", "advice_and_support"],
            "up_to_severity": 0.4,
        }
    },
    "shared_record": [*TEAMS, "general_practice"],
    "common_form": TEAMS[:2],
    "joint_meetings": {"teams": TEAMS},
    "case_management": {"case_managers": 3.0, "visit_every_days": 7.0},
    "care_coordinators": 3.0,
    "boundary_spanners": 60.0,
    "back_to_gp_below": {"common_mental_disorder": 0.5, "long_term_condition": 0.5},
    "extra_staff": {"community_nursing": {"district_nurse": 4.0}},
    "paying": {"budgets": "pooled", "payment": "capitated"},
    "programme": {"go_live_by_neighbourhood": [0.0, 500.0], "upheaval": 0.5},
}


@pytest.fixture(scope="module")
def runs() -> list[Run]:
    """Two neighbourhoods, siloed and with the first of them live."""
    shipped = load_scenario("siloed_borough")
    own_teams = {
        name: {"covers": "neighbourhood"}
        for name, team in shipped.teams.items()
        if team.covers == "borough"
    }
    siloed = shipped.with_({
        "place": {"residents": 2_400, "neighbourhoods": 2, "care_home_beds_per_1000": 100.0},
        "teams": own_teams,
        "hospital": {
            "beds_per_1000": 50.0,
            "mental_health_beds_per_1000": 10.0,
            "day_case_slots_per_1000_a_year": 1000.0,
        },
        "disable_mechanisms": ["fear", "adoption"],
        "assumptions": {"planned.elasticity": 0.0},
        "run": {"years": 2.0, "burn_in_years": 1.0},
    })  # fmt: skip
    joined = siloed.with_({"arrangement": EVERYTHING})
    return branch(siloed, [joined], 5, contacts=True)


def in_neighbourhood(run: Run, number: int) -> np.ndarray:
    """The events of those who live there."""
    return run.events[np.asarray(run.world.residents.neighbourhood)[run.events["who"]] == number]


def test_nothing_of_it_reaches_the_neighbourhood_that_is_not_live(runs) -> None:
    siloed, joined = (in_neighbourhood(run, LATER) for run in runs)
    assert len(siloed) > 10_000
    assert np.array_equal(siloed, joined)


def test_it_is_lived_with_in_the_other(runs) -> None:
    siloed, joined = (in_neighbourhood(run, FIRST) for run in runs)
    for activity in (Activity.ENROLLED, Activity.REFERRED, Activity.BOUNCED, Activity.DIVERTED):
        times = [np.sort(each["time"][each["activity"] == activity]) for each in (siloed, joined)]
        assert not np.array_equal(*times)
