"""What is stated for 30,000 residents does the same per head where fewer or more are simulated."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import PER, Role
from joinedup.outcomes.monthly import community_load
from joinedup.phases.expectations import spread_word
from joinedup.phases.interface_week import apply_interfaces, update_interfaces_week
from joinedup.phases.team_day import settle_team
from joinedup.run import change_world
from joinedup.setup.population import new_world
from joinedup.setup.programme import apply_programme
from joinedup_experiments.scenario_io.load import load_scenario

SPANNERS = 2.0
GOOD, BAD = 1.8, 1.2  # experiences a week of two teams that serve 30,000 residents


@pytest.fixture
def tiny(siloed, sized):
    """A place of 300 residents on day 0."""
    return new_world([sized(siloed, 300, 1, 0)], 5, 60, 20_000, False)


@pytest.mark.parametrize(("residents", "hoods"), [(600, 1), (1_800, 1), (1_800, 3)])
def test_spanners_cover_as_many_interfaces_for_each_resident(sized, steady, residents, hoods):
    """Ten of those of teams that serve 30,000, whatever part of the place is simulated."""
    scenario = steady(load_scenario("closer_working")).with_({
        "arrangement.boundary_spanners": SPANNERS, "place.neighbourhoods": hoods,
    })  # fmt: skip
    scenario = sized(scenario, residents, 1, 0)
    world = new_world([scenario], 3, 60, 20_000, False)
    change_world(world, scenario, 0)
    apply_programme(world, scenario, 0, 0)
    world.staff.in_post = np.where(np.asarray(world.staff.post) > 0.0, 1, 0)
    world.staff.pace = 1.0
    world.staff.strain = world.staff.absent_days = 0.0
    apply_interfaces(world)
    teams = len(scenario.team_names) - len(scenario.arrangement.closed_teams)
    each = float(world.globals[0].p.joining.spanner_interfaces)
    programme = world.globals[0].programme
    assert programme.spanner_cover == pytest.approx(SPANNERS * each / (teams * (teams - 1) / 2))
    assert programme.spanner_load == pytest.approx(1.0)


@pytest.mark.parametrize("residents", [5_000, 10_000, 30_000])
def test_trust_settles_at_what_experiences_deserve_however_few_a_week(tiny, residents):
    """Poisson weeks, of all pairs of teams; the fewer a week, the more of them are all good."""
    world, p = tiny, tiny.globals[0].p.trust
    world.places.after = world.places.first + residents
    world.teams.newcomers = 0.0
    deserved = GOOD / (GOOD + float(p.bad_weight) * BAD)
    world.interfaces.trust = deserved
    types, found = int(world.globals[0].settings.types), []
    upper = np.triu_indices(types, 1)
    rng, share = np.random.default_rng(1), residents / PER
    pairs = world.interfaces.shape
    for week in range(600):
        good, bad = np.zeros(pairs, int), np.zeros(pairs, int)
        for count, rate in ((good, GOOD), (bad, BAD)):
            count[0][upper] = rng.poisson(rate * share, len(upper[0]))
        world.interfaces.good_week, world.interfaces.bad_week = good, bad
        update_interfaces_week(world)
        if week >= 200:
            found.append(np.asarray(world.interfaces.trust)[0][upper].mean())
    assert np.mean(found) == pytest.approx(deserved, abs=0.02)


@pytest.mark.parametrize("people", [7_500, 2_500, 750])
def test_a_practices_picture_rests_on_as_many_referrals_for_each_patient(tiny, people):
    """Of a list of 7,500, one moves it by a twentieth: of a third of that, three times as far."""
    practice = int(np.argmax(tiny.teams.role == Role.GENERAL_PRACTICE))
    tiny.teams[practice].covered = people / PER
    seen, memory = tiny.records[practice, 0], float(tiny.globals[0].p.expectations.practice_memory)
    seen.came_back, seen.returned_week, seen.served_week = 0.0, 1, 0
    spread_word(tiny)
    assert seen.came_back == pytest.approx(7_500 / people / memory)


def test_a_weeks_meetings_are_as_long_as_they_are_in_a_small_team(tiny):
    """Seven days of them are a week's minutes, and are not rounded day by day."""
    roles = np.asarray(tiny.teams.role)
    tiny.teams.fixed_overhead = 0.6
    tiny.teams.overhead_today = 0
    for day in range(7):
        for team in np.flatnonzero(roles == Role.CASELOAD):
            settle_team(tiny, int(team), day, False)
    month = community_load(tiny, slice(0, 1))
    staffed = np.asarray(tiny.teams.minutes)[roles == Role.CASELOAD] > 0.0
    assert month["meetings_minutes"].sum() == pytest.approx(0.6 * staffed.sum(), rel=0.01)
    for key, column in (("capacity_minutes", "minutes"), ("paid_minutes", "paid_minutes")):
        whole = np.asarray(tiny.teams[column])[roles == Role.CASELOAD].sum()
        assert month[key].sum() == pytest.approx(whole, rel=1e-5)
