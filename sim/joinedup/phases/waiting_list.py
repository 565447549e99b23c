"""The waiting list of a team: accepted needs join it, renege, or are served."""

from __future__ import annotations

from joinedup.codes import NEEDS, EpisodeStatus
from joinedup.engine.inbox import Message
from joinedup.engine.jit import entry_point, kernel
from joinedup.engine.schedule import NOBODY, schedule
from joinedup.phases.care import begin_care, minutes_of_package
from joinedup.phases.clocks import accrue_hazard, next_event_time, schedule_events
from joinedup.phases.help_seeking import give_up
from joinedup.phases.incentives import paid_to_prioritise
from joinedup.phases.records import month_of
from joinedup.phases.team_messages import NOT_QUEUED, join_queue, leave_queue
from joinedup.phases.workers import (
    NO_PROFESSION,
    count_wanted,
    minutes_by,
    profession_with_time,
    professions_that_can_begin,
    take_on,
)
from joinedup.rules.seeking import days_until_renege
from joinedup.state.months import TeamTally
from joinedup.state.needs import NeedEvent


@entry_point
def allocate(world, who, kind, t):
    """The team's allocation meeting puts the need on the waiting list."""
    accrue_hazard(world.needs[who, kind], t)
    enter_queue(world, who, kind, t)


@kernel
def enter_queue(world, who, kind, t):
    """Join the waiting list, until care starts or the person reneges."""
    p = world.globals[0].p
    need = world.needs[who, kind]
    need.next_event = NeedEvent.RENEGE
    need.next_event_at = t + days_until_renege(p.seeking, need.patience)
    if need.severity >= p.eligibility.urgent_from or paid_to_prioritise(world, who, kind):
        need.urgent = 1
    join_queue(world, who, kind, t)


@entry_point
def renege(world, who, kind, t):
    """The wait has been too long: the person leaves the waiting list."""
    leave_queue(world, who, kind, t)
    give_up(world, who, kind, t, EpisodeStatus.DETERRED)


@kernel
def append_to_queue(world, team, who, kind, urgent):
    """Put a need at the end of the urgent or the ordinary queue."""
    row = world.teams[team]
    need = world.needs[who, kind]
    key = who * NEEDS + kind
    need.queue_next = NOBODY
    need.queue_before = row.queue_last[urgent]
    if row.queue_last[urgent] == NOBODY:
        row.queue_first[urgent] = key
    else:
        last = row.queue_last[urgent]
        world.needs[last // NEEDS, last % NEEDS].queue_next = key
    row.queue_last[urgent] = key
    row.queue_length += 1
    count_wanted(world, team, who, kind, 1)


@kernel
def remove_from_queue(world, team, who, kind, urgent):
    """Take a need out of its queue, if it is in it."""
    row = world.teams[team]
    need = world.needs[who, kind]
    if need.queue_next == NOT_QUEUED:
        return
    if need.queue_before == NOBODY:
        row.queue_first[urgent] = need.queue_next
    else:
        before = need.queue_before
        world.needs[before // NEEDS, before % NEEDS].queue_next = need.queue_next
    if need.queue_next == NOBODY:
        row.queue_last[urgent] = need.queue_before
    else:
        after = need.queue_next
        world.needs[after // NEEDS, after % NEEDS].queue_before = need.queue_before
    need.queue_next = NOT_QUEUED
    row.queue_length -= 1
    count_wanted(world, team, who, kind, -1)


@kernel
def serve_queue(world, team, t):
    """Start care for all whom staff have time for, the urgent first, in the order of the line.

    A need for which nobody has time holds up those behind it that want the same profession, so
    that large packages start too, and nobody else.
    """
    row = world.teams[team]
    if row.queue_length == 0:
        return
    hopeful = professions_that_can_begin(world, row)
    for urgent in range(1, -1, -1):
        key = row.queue_first[urgent]
        while key != NOBODY and hopeful != 0:
            who, kind = int(key) // NEEDS, int(key) % NEEDS
            need = world.needs[who, kind]
            key = need.queue_next
            wanted = int(need.wanted)
            if hopeful & (1 << wanted) == 0:
                continue
            minutes = minutes_of_package(world, who, kind, team)
            given = profession_with_time(world, row, wanted, minutes)
            if given == NO_PROFESSION:
                hopeful ^= 1 << wanted
                continue
            remove_from_queue(world, team, who, kind, urgent)
            serve(world, who, kind, t, given, minutes_by(world, wanted, given, minutes))


@kernel
def serve(world, who, kind, t, profession, minutes):
    """Start one person's care, by a member of a profession that has time."""
    need = world.needs[who, kind]
    team = int(need.team)
    waited = max(0.0, t - need.since)
    sums = world.team_tallies[month_of(world), team]
    sums[TeamTally.STARTED] += 1
    sums[TeamTally.WAITED_DAYS_THOUSANDTHS] += int(waited * 1000.0)
    world.teams[team].starts_week += 1
    if begin_care(world, who, kind, t, minutes):
        world.teams[team].caseload += 1
        take_on(world, team, who, kind, profession)
    schedule_events(world, who, t)
    tomorrow = world.globals[0].settings.today + 1.0
    schedule(world.calendar, who, max(next_event_time(world, who), tomorrow))


@entry_point
def remove_reneged(world, team):
    """Remove from the waiting list, before anyone is served, those who have left it today."""
    at = world.teams[team].inbox_first
    while at != NOBODY:
        message = world.inbox[at]
        if message.what == Message.LEAVE:
            remove_from_queue(world, team, int(message.who), int(message.kind), int(message.urgent))
        at = message.next
