"""What goes with a team's size, and joint meetings, which use the hours that are paid for them."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import Need, Role, State
from joinedup.day import begin_day, run_days
from joinedup.engine.jit import entry_point
from joinedup.phases.case_management import case_management_week
from joinedup.phases.team_day import settle_team
from joinedup.phases.triage import bounce
from joinedup.run import change_world
from joinedup.setup.population import new_world
from joinedup.setup.programme import apply_programme
from joinedup.state.months import TeamTally
from joinedup.state.needs import NeedEvent
from joinedup_experiments.scenario_io.load import load_scenario

BEGINS = 72  # a Wednesday
MEET, NURSED = ("general_practice", "community_nursing"), int(Need.LONG_TERM_CONDITION)


@pytest.fixture(scope="module")
def small(siloed, sized):
    """A place of 1,000 residents after four years."""
    world = new_world([sized(siloed, 1_000, 4, 0)], 5, 1_500, 400_000, False)
    run_days(world, 0, 1_461, 16_384)
    return world


def test_meetings_take_the_same_share_of_a_team_in_any_place(siloed, sized, small):
    """An hour a week for every 30,000 residents, as posts are."""
    large = new_world([sized(siloed, 30_000, 1, 0)], 5, 30, 20_000, False)
    borough = [siloed.all_teams[name].covers == "borough" for name in siloed.team_names]
    meets = np.array([borough[row.type] and row.allocation.max() > 0.0 for row in large.teams])
    shares = [np.asarray(w.teams.meeting_minutes / w.teams.paid_minutes)[meets]
              for w in (small, large)]  # fmt: skip
    assert shares[0] == pytest.approx(shares[1], rel=1e-6)
    assert np.asarray(large.teams.meeting_minutes)[meets] == pytest.approx(60.0)


def test_every_team_of_a_small_place_begins_care(small):
    """The memory service has half an hour a week there, and met for an hour of it."""
    started = np.asarray(small.team_tallies)[:, :, TeamTally.STARTED].sum(axis=0)
    caseload = np.asarray(small.teams.role) == Role.CASELOAD
    assert (started[caseload] > 0).all()


def test_a_line_that_does_not_move_is_as_long_to_wait_in_wherever_it_is(siloed, sized):
    """One of 1,000 residents waits as 30 of 30,000 do: a quarter of a start a week for these."""
    number = siloed.team_names.index("substance_use_service")
    for residents in (1_000, 30_000):
        world = new_world([sized(siloed, residents, 1, 0)], 5, 30, 20_000, False)
        team = int(world.team_of[number, 0])
        world.teams[team].queue_length = residents // 1_000
        begin_day(world, 0)
        settle_team(world, team, 0, False)
        assert world.teams[team].wait_weeks == pytest.approx(30.0 / 0.25)


@pytest.mark.parametrize("live", [0.0, 12.0], ids=["merged everywhere", "merged in one of two"])
def test_who_leaves_a_team_for_a_merged_one_meets_there(sized, live):
    """A team of the whole borough keeps the meeting of those who are left, the same share."""
    names = ["community_mental_health", "memory_service"]
    scenario = load_scenario("siloed_three_networks").with_({
        "place.neighbourhoods": 2,
        "arrangement.interfaces": [{"between": names, "degree": "merged"}],
        "arrangement.programme.go_live_by_neighbourhood": [0.0, live],
    })  # fmt: skip
    scenario = sized(scenario, 12_000, 1, 0)
    world = new_world([scenario], 5, 30, 20_000, False)
    lead, number = (int(world.team_of[scenario.team_names.index(name), 0]) for name in names)
    row, joint = world.teams[number], world.teams[lead]
    before, alone = float(row.meeting_minutes), float(joint.meeting_minutes)
    share = before / float(row.usual.sum())
    change_world(world, scenario, 0)
    apply_programme(world, scenario, 0, 0)
    staff = world.staff
    there, mine = np.asarray(staff.team) == lead, np.asarray(staff.home) == number
    brought = staff.post[there & mine].sum() / staff.post[mine].sum()
    assert joint.merged and 0.0 < brought < 1.0
    assert joint.meeting_minutes == pytest.approx(max(alone, brought * before))
    assert row.meeting_minutes == pytest.approx(share * row.usual.sum(), abs=1e-4)
    assert (row.meeting_minutes > 1.0) == bool(live)


@pytest.mark.parametrize("every", [1, 7, 8, 10, 13, 14, 22, 30])
def test_a_joint_meeting_has_the_hours_of_all_weeks_since_the_last(sized, every):
    """Too few for one person, they add up: none is lost, and none is before meetings began."""
    scenario = load_scenario("case_management").with_({
        "arrangement.joint_meetings": {"every_days": every, "hours_a_week": 5.0},
    })  # fmt: skip
    scenario = sized(scenario, 600, 2, 0)
    world = new_world([scenario], 3, 400, 20_000, False)
    world.globals[0].p.case_management.minutes_discussed = 1e9
    change_world(world, scenario, BEGINS)
    apply_programme(world, scenario, BEGINS, BEGINS)
    for day in range(77, 77 + 300, 7):
        world.globals[0].settings.today = day
        case_management_week(world, day)
    (place,) = world.places
    assert day - place.met_at < max(7, every) + 7
    minutes = 60.0 * 5.0 * 600 / 30_000
    assert place.meeting_left == pytest.approx(minutes * (place.met_at - BEGINS) / 7.0)


@entry_point
def send_back(world, who, t):
    """A team sends a referral back."""
    bounce(world, who, NURSED, t)


@pytest.mark.parametrize("brought", [0, 4, 9])
def test_bounced_referrals_use_the_time_of_joint_meetings(sized, brought):
    """As long as a person each, before others; what is overdrawn the next meeting lacks."""
    meetings = {"arrangement.joint_meetings.every_days": 1}
    scenario = load_scenario("case_management").with_(meetings)
    scenario = sized(scenario, 600, 2, 0)
    world = new_world([scenario], 3, 400, 20_000, False)
    change_world(world, scenario, BEGINS)
    apply_programme(world, scenario, BEGINS, BEGINS)
    practices, nurses = (scenario.team_names.index(name) for name in MEET)
    world.interfaces[0].fidelity = world.residents.enrolled = 1
    world.places.meeting_minutes = 120.0
    for who in range(brought):
        need = world.needs[who, NURSED]
        need.state, need.genuine, need.severity = State.REFERRED, 1, 0.5
        need.sender, need.team = practices, world.team_of[nurses, 0]
        send_back(world, who, BEGINS + 1.5)
        assert need.next_event == NeedEvent.MEETING and need.next_event_at == 77.0
    (place,) = world.places
    for day in (77, 84):
        world.globals[0].settings.today = day
        case_management_week(world, day)
        discussed = int((np.asarray(world.residents.discussed_at) >= BEGINS).sum())
        minutes = 120.0 * (day - BEGINS) / 7.0
        assert place.meeting_left == pytest.approx(minutes - 12.0 * (brought + discussed))
        assert place.meeting_left < 12.0
        assert discussed == max(0, int(minutes / 12.0) - brought)
