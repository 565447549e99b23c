"""In a merged team all stay with the management, the employer and the line that are their own."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import Management, Mechanism, Need, Organisation, Stage, State
from joinedup.engine.jit import entry_point
from joinedup.phases.expected_wait import wait_for
from joinedup.phases.experience import is_ally, one_voice
from joinedup.phases.referral import lose
from joinedup.phases.staff_week import staff_week
from joinedup.phases.team_week import update_team_staff, wait_of_team_within
from joinedup.rules.skill import special_after_week
from joinedup.rules.strain import fear_target
from joinedup.run import change_world
from joinedup.scenario.names import names_of
from joinedup.setup.population import new_world
from joinedup.setup.programme import apply_programme
from joinedup.state.needs import NeedEvent
from joinedup.state.world import World, copied
from joinedup_experiments.scenario_io.load import load_scenario

MENTAL, SOCIAL, THERAPIES = "community_mental_health", "adult_social_care", "talking_therapies"
VOLUNTARY = "advice_and_support"
AT_WORK = ("learning", "fading", "fear", "adoption")  # the others are disabled
STRUCTURE = Management.SINGLE_MANAGER


@pytest.fixture(scope="module")
def merged(sized) -> World:
    """Three teams in one, of which mental health has a single manager, as has the voluntary one."""
    scenario = sized(load_scenario("siloed_borough"), 600, 1, 0).with_({
        "arrangement.interfaces": [
            {"between": [MENTAL, SOCIAL, VOLUNTARY], "degree": "co_located"},
            {"between": [MENTAL, SOCIAL, THERAPIES], "degree": "merged"},
        ],
        "arrangement.management": dict.fromkeys((MENTAL, VOLUNTARY), "single_manager"),
        "disable_mechanisms": [name for name in names_of(Mechanism) if name not in AT_WORK],
    })  # fmt: skip
    world = new_world([scenario], 3, 60, 20_000, False)
    change_world(world, scenario, 0)
    apply_programme(world, scenario, 0, 0)
    return world


@pytest.fixture
def world(merged) -> World:
    return copied(merged)


def row_of(world: World, name: str) -> int:
    """The row that a team had before it was merged."""
    names = sorted(load_scenario("siloed_borough").teams)
    return int(np.flatnonzero(np.asarray(world.teams.type) == names.index(name))[0])


def lead_of(world: World) -> int:
    return int(world.staff.team[np.asarray(world.staff.home) == row_of(world, MENTAL)][0])


@entry_point
def lost(world, who, kind, team):
    """A referral to a team is lost."""
    lose(world, who, kind, 1.0, team)


@entry_point
def allies(world, who, kind, other):
    """Whether one need is in NHS mental health care, the other not; the chance of one voice."""
    return is_ally(world, who, kind, other), one_voice(world, who, kind, other)


@entry_point
def expected_within(world, team, home, kind):
    """Weeks that staff of a home expect, and those of the line for a kind."""
    row = world.teams[team]
    return wait_of_team_within(world, row, home), wait_for(world, row, row.group[kind])


def test_time_for_being_managed_is_that_of_ones_own_team(world):
    lead = lead_of(world)
    update_team_staff(world, lead)
    staff, row = world.staff, world.teams[lead]
    held = np.asarray(staff.post) * np.asarray(staff.in_post)
    single = held[np.asarray(staff.home) == row_of(world, MENTAL)].sum()
    assert 0.0 < single < held[np.asarray(staff.team) == lead].sum()
    minutes = world.globals[0].p.management.coordination
    more = single * (minutes[STRUCTURE] - minutes[Management.PROFESSION_MANAGED])
    assert row.fixed_overhead - row.meeting_minutes == pytest.approx(more)


def test_professional_development_and_threat_are_those_of_ones_own_team(world):
    p, staff, lead = world.globals[0].p, world.staff, lead_of(world)
    threats = {MENTAL: 0.2, SOCIAL: 0.6}
    for name, threat in threats.items():
        world.teams[row_of(world, name)].threat = threat
    world.teams[lead].generic, asked = 0.0, world.globals[0].programme.engagement
    p.identity.profession[...] = 1.0
    staff.special, staff.fear, staff.stage = 0.5, 0.0, Stage.MAINTENANCE
    for name, structure in ((MENTAL, STRUCTURE), (SOCIAL, Management.PROFESSION_MANAGED)):
        held = (np.asarray(staff.home) == row_of(world, name)) & np.asarray(staff.in_post, bool)
        one = int(np.flatnonzero(held)[0])
        staff[one].stage = Stage.ORIENTATION
        staff_week(world, one, 7)
        developed = 1.0 - p.management.less_development[structure]
        assert staff[one].special == pytest.approx(special_after_week(p.skill, 0.5, 1.0, developed))
        felt = fear_target(p.strain, threats[name], staff[one].identity, asked, False)
        assert staff[one].fear == pytest.approx(p.strain.fear_speed * felt)


@pytest.mark.parametrize("posts_here", [True, False])
def test_who_is_lost_is_missed_by_the_team_that_takes_the_need(world, posts_here):
    """Also where a team of the whole place has no post in the neighbourhood."""
    lead = lead_of(world)
    if not posts_here:
        home = world.staff.home
        world.staff.home = np.where(home == row_of(world, MENTAL), row_of(world, SOCIAL), home)
    world.globals[0].p.management.accountability[STRUCTURE] = 1.0
    found = {}
    for kind in (Need.SEVERE_MENTAL_ILLNESS, Need.DAILY_LIVING):
        lost(world, 0, 0 + kind, lead)
        found[kind] = int(world.needs[0, kind].next_event)
    assert found == {
        Need.SEVERE_MENTAL_ILLNESS: NeedEvent.TRIAGE,
        Need.DAILY_LIVING: NeedEvent.CHASE,
    }


def test_employer_and_manager_of_a_merged_teams_care_are_those_of_the_team_that_brought_it(world):
    lead = lead_of(world)
    assert world.teams[lead].organisation == Organisation.COUNCIL  # by that alone, no NHS care
    care = {
        Need.SEVERE_MENTAL_ILLNESS: lead,
        Need.HOUSING_AND_MONEY: row_of(world, VOLUNTARY),
    }
    for kind, team in care.items():
        world.needs[0, kind].state, world.needs[0, kind].team = State.IN_CARE, team
    world.interfaces.fidelity = 0.4
    assert allies(world, 0, *(0 + kind for kind in care)) == (True, pytest.approx(0.4))


def test_staff_of_a_merged_team_expect_the_wait_of_their_own_line(world):
    lead, own = lead_of(world), Need.SEVERE_MENTAL_ILLNESS
    row, home = world.teams[lead], row_of(world, MENTAL)
    takes = [kind for kind in Need if (int(world.teams[home].takes) >> kind) & 1]
    assert takes[0] == Need.COMMON_MENTAL_DISORDER  # whose line is talking therapies'
    assert row.group[takes[0]] != row.group[own]
    row.waiting[1, row.group[takes[0]]], row.waiting[1, row.group[own]] = 500, 3
    weeks, mine = expected_within(world, lead, home, 0 + own)
    assert weeks == mine < wait_for.py_func(world, row, row.group[takes[0]])
