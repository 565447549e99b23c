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
from joinedup.setup.parting import IN_HAND, PACES
from joinedup.setup.population import new_world
from joinedup.setup.programme import apply_programme, change_dates
from joinedup.setup.teams import set_team
from joinedup.state.world import World, copied

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


def until_the_last_date(scenario: Scenario) -> tuple[World, int, int]:
    """The place as it is when the last date comes, the index date, and that date."""
    change, end = days_of(scenario)
    world = new_world([scenario], 3, end, 262_144, False)
    run_days(world, 0, change, 16_384)
    change_world(world, scenario, change)
    *dates, last = change_dates(scenario, change, end)
    for day, until in pairwise([*dates, last]):
        apply_programme(world, scenario, change, day)
        run_days(world, day, until, 16_384)
    return world, change, last


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
    world, change, last = until_the_last_date(scenario)
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
        before = [np.array(world.teams[name]) for name in PACES]
        was = np.asarray(world.teams.merged) == 1
        apply_programme(world, scenario, change, day)
        for name, paces in zip(PACES, before, strict=True):
            on = was & (np.asarray(world.teams.merged) == 1)
            now = np.asarray(world.teams[name])[on]
            assert np.allclose(now.sum(axis=1), paces[on].sum(axis=1)), (day - change, name)
        run_days(world, day, until, 16_384)
    assert was.sum() == 3


SECOND = "second_nursing"
CARERS = [*MERGED, SECOND, "memory_service"]  # one that takes what another does; one of the borough


def loaded(siloed: Scenario, **ends: Any) -> Scenario:
    """Too few staff for the lines, merged in two neighbourhoods: thresholds have risen."""
    nursing = siloed.teams["community_nursing"].model_dump(exclude_none=True)
    place = siloed.with_({f"teams.{SECOND}": nursing})
    staff = {name: place.teams[name].staff for name in CARERS}
    few = {
        f"teams.{name}.staff": {kind: 0.3 * posts for kind, posts in each.items()}
        for name, each in staff.items()
    }
    joined = {"arrangement.interfaces": [{"between": CARERS, "degree": "merged"}]}
    return phased(place, {"neighbourhoods": [1, 2], "from_month": 0} | ends, **few, **joined)


def on_the_last_date(scenario: Scenario, *phases: dict) -> tuple[World, World]:
    """The place as it is on the last date before and after what begins then has begun."""
    first = scenario.arrangement.phases[0].model_dump(exclude_none=True)
    scenario = scenario.with_({
        "arrangement.care_coordinators": 1.0,
        "arrangement.phases": [first, *phases],
    })  # fmt: skip
    world, change, last = until_the_last_date(scenario)
    after = copied(world)
    apply_programme(after, scenario, change, last)
    return world, after


def risen(world: World) -> np.ndarray:
    return np.asarray(world.teams.threshold_now) - np.asarray(world.teams.threshold)


@pytest.mark.parametrize("element", ["care_coordinators", "interfaces"])
def test_a_merged_team_is_as_if_nothing_had_begun_elsewhere(siloed, element):
    begins = {"elements": [element], "neighbourhoods": [3], "from_month": 4}
    before, after = on_the_last_date(loaded(siloed), begins)
    merged = np.flatnonzero(before.teams.merged)
    assert len(merged) == 2 and risen(before)[merged].max() > 0.1
    for name in set(before.teams.dtype.names) - {"spare"}:
        was, now = (np.asarray(world.teams[name])[merged] for world in (before, after))
        assert np.array_equal(was, now), name
    for name in before.interfaces.dtype.names:
        was, now = (np.asarray(world.interfaces[name])[:2] for world in (before, after))
        assert np.array_equal(was, now), name


def test_teams_that_part_keep_what_the_thresholds_of_their_kinds_had_risen_by(siloed):
    before, after = on_the_last_date(loaded(siloed, until_month=4.0))
    assert not np.asarray(after.teams.merged).any()
    found = []
    for number in np.flatnonzero(before.teams.merged):
        row = before.teams[number]
        for kind in np.flatnonzero(row.low <= 1.0):
            home = after.team_of[row.origin[kind], int(row.unit)]
            found.append((risen(after)[home, kind], risen(before)[number, kind]))
    kept, had = np.array(found).T
    assert had.max() > 0.1 and (kept >= had - 1e-12).all()


@pytest.mark.parametrize(("own", "under_load"), [(0.2, 0.3), (0.35, 0.45), (0.5, 0.6), (0.95, 1.0)])
def test_a_threshold_that_a_date_sets_is_raised_as_before(siloed, own, under_load):
    scenario, name = phased(siloed), "community_nursing"
    world = new_world([scenario], 3, 30, 1_024, False)
    number = int(world.team_of[scenario.team_names.index(name), 0])
    row = world.teams[number]
    row.threshold_now = row.threshold + 0.1
    set_team(world, number, scenario.with_({f"teams.{name}.threshold": own}), name)
    assert (row.threshold == own).all() and row.threshold_now == pytest.approx(under_load)
