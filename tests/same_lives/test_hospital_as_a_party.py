"""Vertical integration: the hospital stands in ``between``, and who leaves it arrives."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import Activity, Route
from joinedup.run import branch
from joinedup.scenario.refusals import RefusedError
from joinedup_experiments.scenario_io.load import load_scenario

TEAMS = ["adult_social_care", "community_nursing"]


@pytest.fixture(scope="module")
def siloed():
    return load_scenario("siloed_borough").with_({
        "place": {"residents": 6_000}, "run": {"years": 3.0, "burn_in_years": 1.0},
        "disable_mechanisms": ["adoption", "fear"],
    })  # fmt: skip


def lost(run) -> float:
    """Of the referrals of needs that came to light in hospital: the share lost on the way."""
    events = run.events
    key = events["who"].astype(np.int64) * 16 + events["kind"]
    presented = events["activity"] == Activity.PRESENTED
    routes = [Route.NOTICED_IN_HOSPITAL, Route.AT_DISCHARGE]
    there = np.unique(key[presented & np.isin(events["cause"], routes)])
    mine = events[np.isin(key, there)]
    count = [(mine["activity"] == a).sum() for a in (Activity.LOST, Activity.REFERRED)]
    assert count[1] > 100
    return count[0] / count[1]


def test_the_further_it_is_joined_the_fewer_are_lost_after_hospital(siloed) -> None:
    arms = [
        siloed.with_({"arrangement.interfaces": [{"between": ["hospital", *TEAMS], "degree": d}]})
        for d in ("coordinated", "co_located")
    ]
    alone = siloed.with_({"arrangement.interfaces": [{"between": TEAMS, "degree": "co_located"}]})
    runs = branch(siloed, [*arms, alone], 3)
    found = [lost(run) for run in runs]
    print(found)
    assert found[0] > found[1] > found[2]
    assert found[3] > found[1]  # the teams among themselves do not bring it about


def test_a_hospital_is_no_team_and_merges_with_none(siloed) -> None:
    team = siloed.teams["memory_service"].model_dump(exclude_none=True)
    merged = {"between": ["hospital", *TEAMS], "degree": "merged"}
    for changes, says in (
        ({"arrangement.interfaces": [merged]}, "the hospital cannot be merged with a team"),
        ({"teams.hospital": team}, "no team can be called hospital"),
        ({"arrangement.shared_record": ["hospital", *TEAMS]}, "there is no team `hospital`"),
    ):
        with pytest.raises(RefusedError, match=says):
            siloed.with_(changes)
