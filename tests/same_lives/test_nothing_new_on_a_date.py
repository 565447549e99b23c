"""On a date on which nothing comes into force nothing changes, and what goes on is left alone."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from joinedup.codes import Mechanism
from joinedup.day import run_days
from joinedup.run import change_world, days_of, simulate
from joinedup.scenario.names import names_of
from joinedup.scenario.scenario import Scenario
from joinedup.setup.parting import IN_HAND
from joinedup.setup.population import new_world
from joinedup.setup.programme import apply_programme, change_dates

MERGED = ["talking_therapies", "adult_social_care", "community_nursing"]

# Social care, which is by address, cares for those whom teams by practice were sent.
SOCIAL_CARE_ALONE = {
    "teams.talking_therapies.staff": {"psychologist": 0.0},
    "teams.talking_therapies.threshold": 0.0,
    "teams.talking_therapies.direct_access": True,
    "teams.community_nursing.staff": {"district_nurse": 0.0, "therapist": 0.0},
    "teams.adult_social_care.staff": {"support_worker": 200.0, "social_worker": 60.0},
    "disable_mechanisms": list(names_of(Mechanism)),
} | {f"teams.{team}.process": "parallel_pathway" for team in MERGED}


def phased(siloed: Scenario, *phases: dict, **place: Any) -> Scenario:
    return siloed.with_({
        "residents": 1_500,
        "neighbourhoods": 3,
        "burn_in_years": 0.5,
        "years": 0.7,
        "arrangement.interfaces": [{"between": MERGED, "degree": "merged"}],
        "arrangement.phases": [{"elements": ["interfaces"], **phase} for phase in phases],
        "arrangement.programme.go_live_month": 0,
    } | place)  # fmt: skip


@pytest.mark.parametrize(("seed", "straddling"), [(1, 0.0), (3, 0.4)])
def test_an_element_that_two_phases_name_is_as_if_one_did(siloed, seed, straddling):
    first, again = {"from_month": 0}, {"from_month": 4}
    once = simulate(phased(siloed, first, straddling=straddling), seed)
    twice = simulate(phased(siloed, first, again, straddling=straddling), seed)
    assert once.events.tobytes() == twice.events.tobytes()


def test_who_lives_beyond_the_boundary_stays_with_a_merged_team_that_goes_on(siloed):
    first, then = (
        {"neighbourhoods": [1, 2], "from_month": 0},
        {"neighbourhoods": [3], "from_month": 4},
    )
    scenario = phased(siloed, first, then, straddling=0.4, **SOCIAL_CARE_ALONE)
    change, end = days_of(scenario)
    world = new_world([scenario], 3, end, 262_144, False)
    run_days(world, 0, change, 16_384)
    change_world(world, scenario, change)
    *before, last = change_dates(scenario, change, end)
    for day, until in pairwise([*before, last]):
        apply_programme(world, scenario, change, day)
        run_days(world, day, until, 16_384)
    needs, merged = world.needs, np.asarray(world.teams.merged) == 1
    with_them = np.isin(needs.state, IN_HAND) & np.isin(needs.team, np.flatnonzero(merged))
    team = np.array(needs.team)
    apply_programme(world, scenario, change, last)
    assert (np.asarray(world.teams.merged)[merged] == 1).all() and with_them.sum() > 20
    assert np.array_equal(np.asarray(needs.team)[with_them], team[with_them])


def test_a_merged_team_keeps_its_pace_whatever_else_begins(siloed):
    """Nothing of its pace is its homes' too, so that none is added on the next date."""
    scenario = phased(siloed, {"from_month": 0}).with_({
        "arrangement.care_coordinators": 1.0,
        "arrangement.phases": [
            {"elements": ["interfaces"], "from_month": 0},
            *({"elements": ["care_coordinators"], "from_month": 4 + n, "until_month": 4.5 + n}
              for n in range(3)),
        ],
    })  # fmt: skip
    change, end = days_of(scenario)
    world = new_world([scenario], 3, end, 262_144, False)
    *dates, last = [*change_dates(scenario, change, end), end]
    for day, until in pairwise([*dates, last]):
        before = [np.array(world.teams[name]) for name in ("starts", "assessments")]
        was = np.asarray(world.teams.merged) == 1
        apply_programme(world, scenario, change, day)
        for name, paces in zip(("starts", "assessments"), before, strict=True):
            on = was & (np.asarray(world.teams.merged) == 1)
            now = np.asarray(world.teams[name])[on]
            assert np.allclose(now.sum(axis=1), paces[on].sum(axis=1)), (day - change, name)
        run_days(world, day, until, 16_384)
    assert was.sum() == 3
