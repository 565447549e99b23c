"""A line of a team by hand: who begins, with whom, and who waits for whom."""

from __future__ import annotations

import pytest

from joinedup.codes import NEEDS, NO_WORKER, Mechanism, Need, Profession, State
from joinedup.day import begin_day
from joinedup.engine.jit import entry_point
from joinedup.engine.schedule import NOBODY
from joinedup.phases.care import contact
from joinedup.phases.coordination import named_worker_comes
from joinedup.phases.team_day import settle_team
from joinedup.phases.workers import hand_over_packages
from joinedup.setup.population import new_world
from joinedup.state.needs import NeedEvent
from joinedup.state.teams import FOR_CARE, LANES

KIND = Need.SEVERE_MENTAL_ILLNESS
NURSE, PSYCHOLOGIST = Profession.MENTAL_HEALTH_NURSE, Profession.PSYCHOLOGIST


@entry_point
def comes(world, who, kind, t):
    """Whether a named worker comes to a contact."""
    return named_worker_comes(world, who, kind, t)


@pytest.fixture
def line(siloed, sized):
    """A community mental health team on a Tuesday, and those waiting by what they want."""

    def make(wanted: list[Profession]):
        world = new_world([sized(siloed, 30_000, 1, 0)], 5, 30, 20_000, False)
        begin_day(world, 1)
        number = next(
            n
            for n, row in enumerate(world.teams)
            if siloed.team_names[row.type] == "community_mental_health"
        )
        team = world.teams[number]
        keys = [who * NEEDS + KIND for who in range(len(wanted))]
        for who, profession in enumerate(wanted):
            need = world.needs[who, KIND]
            need.state, need.genuine, need.severity = State.WAITING_FOR_CARE, 1, 0.5
            need.episode, need.next_event = 1, NeedEvent.RENEGE
            need.team, need.wanted, need.course_end = number, profession, 1e9
            need.queue = number * LANES + FOR_CARE
            need.queue_before = keys[who - 1] if who else NOBODY
            need.queue_next = keys[who + 1] if who + 1 < len(keys) else NOBODY
            team.wanted[profession] += 1
        team.queue_first[FOR_CARE], team.queue_last[FOR_CARE] = keys[0], keys[-1]
        team.queue_length = len(keys)
        return world, number

    return make


def serve(world, number):
    settle_team(world, number, 1, True)
    return [world.needs[who, KIND] for who in range(3)]


def fill(world, number, profession):
    """Take all the time of a profession."""
    world.teams[number].committed[profession] = world.teams[number].capacity[profession]


def test_one_for_whom_nobody_has_time_holds_up_nobody_who_wants_others(line):
    world, number = line([PSYCHOLOGIST, NURSE, PSYCHOLOGIST])
    world.globals[0].programme.disabled = 1 << Mechanism.SUBSTITUTION
    fill(world, number, PSYCHOLOGIST)
    first, second, third = serve(world, number)
    assert second.state == State.IN_CARE
    assert world.staff[second.worker].profession == NURSE
    assert first.state == third.state == State.WAITING_FOR_CARE
    assert int(world.teams[number].queue_length) == 2
    assert int(world.teams[number].wanted[PSYCHOLOGIST]) == 2


def test_another_profession_begins_where_the_wanted_one_has_no_time(line):
    world, number = line([PSYCHOLOGIST, NURSE, NURSE])
    fill(world, number, PSYCHOLOGIST)
    first, second, third = serve(world, number)
    assert [need.state for need in (first, second, third)] == [State.IN_CARE] * 3
    assert world.staff[first.worker].profession != PSYCHOLOGIST
    assert first.minutes > second.minutes == third.minutes, "it takes them longer"


def test_the_next_goes_to_the_least_loaded_and_a_lost_post_is_handed_over(line):
    world, number = line([NURSE, NURSE, NURSE])
    needs = serve(world, number)
    workers = [int(need.worker) for need in needs]
    assert len(set(workers)) == 3 and NO_WORKER not in workers
    lost = workers[0]
    world.staff[lost].post = 0.0
    hand_over_packages(world)
    assert needs[0].worker not in (lost, NO_WORKER)
    assert world.staff[needs[0].worker].profession == NURSE
    assert world.staff[lost].packages == world.staff[lost].committed == 0
    mine = world.staff.team == number
    assert world.staff.packages[mine].sum() == 3
    assert world.staff.committed[mine].sum() == world.teams[number].committed.sum()


@pytest.mark.parametrize("known", [True, False])
def test_what_two_teams_know_of_each_other_is_not_done_twice(line, known):
    taken = []
    for duplicated, disabled in ((0.0, False), (0.1, False), (0.25, False), (0.25, True)):
        world, number = line([NURSE])
        world.globals[0].programme.disabled = disabled << Mechanism.COORDINATION
        p = world.globals[0].p
        p.coordination.duplicated = duplicated
        p.experience.together[...] = 1.0 if known else 0.0
        other = world.needs[0, Need.FRAILTY]
        other.state, other.genuine, other.worker = State.IN_CARE, 1, NO_WORKER
        other.team, other.course_end = (number + 1) % len(world.teams), 1e9
        taken.append(float(serve(world, number)[0].minutes))
    shares = [1.0, 0.9, 0.75, 1.0] if known else [1.0] * 4
    assert taken == pytest.approx([taken[0] * share for share in shares])


def test_a_package_is_fitted_at_its_review_and_frees_its_workers_minutes(line):
    world, number = line([NURSE])
    need = serve(world, number)[0]
    before = float(need.minutes)
    need.state, need.severity, need.care_end = State.SUPPORTED, 0.2, 2.0
    begin_day(world, 2)
    contact(world, 0, int(KIND), 2.0)
    settle_team(world, number, 2, True)
    assert need.state == State.SUPPORTED and need.minutes < 0.8 * before
    taken = int(float(need.minutes) * 1000.0 + 0.5)
    assert world.staff[need.worker].committed == world.teams[number].committed[NURSE] == taken


def test_who_is_back_in_the_week_comes_as_often_as_in_any_other(line):
    """Days off sick are missed themselves; on those at work a worker has a day's room."""
    world, number = line([NURSE, NURSE, NURSE])
    need = serve(world, number)[0]
    one = world.staff[need.worker]
    one.committed = int(one.room)

    def came(day):
        came_to = []
        for need.contacts in range(200):
            came_to.append(bool(comes(world, 0, int(KIND), day)))
        return came_to

    usual = came(5.0)
    assert 0 < sum(usual) < 200
    one.absent_days, one.well_at, one.room = 3.5, 3.5, one.room / 2
    assert not any(came(2.0)), "off sick"
    assert came(5.0) == usual


@pytest.mark.parametrize("has_means", [False, True])
def test_a_team_that_assesses_when_care_starts_decides_as_one_that_assesses_before(line, has_means):
    world, number = line([NURSE, NURSE, NURSE])
    team, p = world.teams[number], world.globals[0].p
    team.eligible_from[KIND], team.means_tested[KIND] = 0.5, has_means
    p.means_test.self_funders, p.means_test.deprivation_ratio = 1.0, 1.0
    world.needs[1, KIND].severity = 0.3
    eligible, below, _ = serve(world, number)
    assert (below.state, below.worker) == (State.ON_FILE, NO_WORKER)
    assert eligible.state == (State.SUPPORTED if has_means else State.IN_CARE)
    assert (eligible.worker == NO_WORKER) == has_means
    assert team.caseload == (0 if has_means else 2)
    assert int(team.queue_length) == 0
