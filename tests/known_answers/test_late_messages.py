"""What reaches a team a day late is taken in the order in which it happened, and as of today."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import NEEDS, Need, State
from joinedup.engine.inbox import Message, send
from joinedup.engine.jit import entry_point
from joinedup.engine.schedule import NOBODY
from joinedup.phases.stays import ask_for_package
from joinedup.phases.team_day import settle_team
from joinedup.phases.team_messages import NOT_QUEUED, join_queue, leave_queue
from joinedup.phases.waiting_list import append_to_queue, remove_reneged
from joinedup.setup.population import new_world
from joinedup.state.needs import NeedEvent

KIND = Need.FRAILTY
DAY, FIRST, SECOND, WHO = 40, 3, 4, 7
LATE, SOON = DAY - 0.5, DAY + 0.2
KEY = WHO * NEEDS + KIND


@pytest.fixture
def world(siloed, sized):
    """A place on a day that has begun, and a need that waits for an assessment."""
    world = new_world([sized(siloed, 300, 1, 0)], 5, 60, 20_000, False)
    world.globals[0].settings.today = DAY
    world.teams.weekends = 0
    wait(world, WHO)
    return world


def wait(world, who):
    need = world.needs[who, KIND]
    need.state, need.genuine, need.severity, need.urgent = State.WAITING_FOR_ASSESSMENT, 1, 0.5, 0
    need.team, need.next_event = FIRST, NeedEvent.RENEGE


def settle(world):
    """A team's day on which nobody is served; returns each team's first and last in its lanes."""
    for team in range(len(world.teams)):
        remove_reneged(world, team)
    for team in range(len(world.teams)):
        settle_team(world, team, DAY, False)
    return np.asarray(world.teams.queue_first), np.asarray(world.teams.queue_last)


@entry_point
def ask_to_join(world, who, kind, t):
    """Ask to join the queue of the need's team."""
    join_queue(world, who, kind, t)


@entry_point
def ask_as_ward(world, who, kind, t):
    """The ward asks for the package."""
    ask_for_package(world, who, kind, t)


@entry_point
def stand(world, who, kind):
    """Be in the line already."""
    append_to_queue(world, int(world.needs[who, kind].team), who, kind)


@entry_point
def leave_join_leave(world, who, kind, team, t):
    """Leave one line, join the urgent one of a team, and leave that too."""
    need = world.needs[who, kind]
    leave_queue(world, who, kind, t)
    need.team = team
    need.urgent = 1
    join_queue(world, who, kind, t + 0.1)
    leave_queue(world, who, kind, t + 0.2)


@entry_point
def send_all(world, team, times, whats, whos):
    """Send a message of each of these times, what they ask and people."""
    for number in range(times.shape[0]):
        send(world, team, times[number], whats[number], whos[number], 0, number, 0.0)


def test_messages_are_in_order_of_time_and_one_persons_as_they_were_sent(world):
    times = np.array([SOON, LATE + 0.1, LATE, LATE, LATE, LATE])
    whos = np.array([1, 1, 9, 5, 5, 5])
    leave, join, release = 0 + Message.LEAVE, 0 + Message.JOIN, 0 + Message.RELEASE
    send_all(world, FIRST, times, np.array([join, join, leave, join, leave, release]), whos)
    order, at = [], int(world.teams[FIRST].inbox_first)
    while at != NOBODY:
        order.append(int(world.inbox[at].which))
        at = int(world.inbox[at].next)
    assert order == [3, 4, 5, 2, 1, 0]


def test_who_joins_late_stands_in_the_order_in_which_they_came(world):
    for who, t in ((2, LATE + 0.2), (WHO, LATE + 0.1), (9, LATE)):
        wait(world, who)
        ask_to_join(world, who, 0 + KIND, t)
    first, last = settle(world)
    assert first[FIRST, 0] == 9 * NEEDS + KIND
    assert last[FIRST, 0] == 2 * NEEDS + KIND


@pytest.mark.parametrize("t", [LATE, SOON])
@pytest.mark.parametrize("team", [FIRST, SECOND, FIRST - 1])
def test_who_leaves_joins_and_leaves_again_stands_nowhere(world, team, t):
    for who in (2, WHO, 9):
        wait(world, who)
        stand(world, who, 0 + KIND)
    leave_join_leave(world, WHO, 0 + KIND, team, t)
    world.needs[WHO, KIND].state = State.ABSENT
    first, last = settle(world)
    assert first[FIRST, 0] == 2 * NEEDS + KIND
    assert last[FIRST, 0] == 9 * NEEDS + KIND
    assert world.needs[WHO, KIND].queue_next == NOT_QUEUED
    assert world.teams.queue_length.sum() == world.teams[FIRST].queue_length == 2
    assert (first[:, 1] == NOBODY).all()


@pytest.mark.parametrize("t", [LATE, SOON])
def test_the_ward_makes_urgent_who_is_on_the_way_to_a_line(world, t):
    ask_to_join(world, WHO, 0 + KIND, t)
    ask_as_ward(world, WHO, 0 + KIND, t + 0.1)
    first, last = settle(world)
    assert first[FIRST, 1] == last[FIRST, 1] == KEY
    assert first[FIRST, 0] == NOBODY
    assert world.teams[FIRST].queue_length == world.teams[FIRST].to_be_assessed == 1


def test_care_of_who_joins_late_starts_today(world):
    need = world.needs[WHO, KIND]
    need.state, need.assessed, need.episode, need.course_end = State.WAITING_FOR_CARE, 1, 1, 1e9
    mine = np.asarray(world.teams.mix)[:, KIND].sum(1) > 0.0
    team = int(np.flatnonzero(mine & (np.asarray(world.teams.minutes) > 0.0))[0])
    need.team = team
    row = world.teams[team]
    row.capacity = np.where(np.asarray(row.usual) > 0.0, 10**8, 0)
    ask_to_join(world, WHO, 0 + KIND, LATE)
    settle_team(world, team, DAY, True)
    assert need.state == State.IN_CARE
    assert need.since == DAY
