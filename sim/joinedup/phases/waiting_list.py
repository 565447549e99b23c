"""The two lines of a team, for assessment and for care: accepted needs join, renege, are served.

Each line has an urgent and an ordinary lane; `lane_of` numbers them.
"""

from __future__ import annotations

from joinedup.codes import NEEDS, EpisodeStatus, State
from joinedup.engine.draws import purpose
from joinedup.engine.inbox import Message
from joinedup.engine.jit import entry_point, kernel
from joinedup.engine.schedule import NOBODY
from joinedup.phases.care import begin_care
from joinedup.phases.clocks import accrue_hazard, wake
from joinedup.phases.coordination import AT_START, minutes_of_package
from joinedup.phases.help_seeking import give_up
from joinedup.phases.incentives import paid_to_prioritise
from joinedup.phases.judgement import severity_in_triage
from joinedup.phases.markers import mark_in_time
from joinedup.phases.need_state import set_state
from joinedup.phases.records import month_of
from joinedup.phases.resident_draws import nth_of, uniform_draw, what_of
from joinedup.phases.team_messages import NOT_QUEUED, join_queue, lane_of, leave_queue
from joinedup.phases.workers import (
    NO_PROFESSION,
    count_wanted,
    minutes_by,
    note_who_has_time,
    profession_with_time,
    take_on,
)
from joinedup.rules.seeking import days_until_renege, persistence_after_wait
from joinedup.rules.team_process import next_meeting
from joinedup.state.markers import Marker
from joinedup.state.months import TeamTally
from joinedup.state.needs import NeedEvent
from joinedup.state.teams import FOR_CARE, LANES

ALLOCATION = purpose("waiting_list.allocation")


@kernel
def wait_for_assessment(world, who, kind, t):
    """Join the queue for assessment of the team that has accepted the need."""
    need = world.needs[who, kind]
    need.status = EpisodeStatus.WAITING_FOR_ASSESSMENT
    set_state(world, who, kind, State.WAITING_FOR_ASSESSMENT)
    enter_queue(world, who, kind, t)


@kernel
def wait_for_care(world, who, kind, meets_after):
    """Join the queue for care, at once or at the team's first allocation meeting after that time.

    Returns whether at once.
    """
    p = world.globals[0].p
    need = world.needs[who, kind]
    need.status = EpisodeStatus.WAITING_FOR_CARE
    set_state(world, who, kind, State.WAITING_FOR_CARE)
    draw = uniform_draw(world, ALLOCATION, who, what_of(need, kind), nth_of(need, need.tries))
    if draw < world.teams[need.team].allocation[kind]:
        need.next_event = NeedEvent.ALLOCATE
        weekday = world.teams[need.team].key % 5
        need.next_event_at = next_meeting(
            meets_after, p.team_process.meeting_every, weekday + p.team_process.meeting_at
        )
        return False
    return True


@entry_point
def allocate(world, who, kind, t):
    """The team's allocation meeting puts the need on the line for care."""
    accrue_hazard(world.needs[who, kind], t)
    enter_queue(world, who, kind, t)


@kernel
def enter_queue(world, who, kind, t):
    """Join the queue that the need's state names."""
    set_patience(world, who, kind, t)
    join_queue(world, who, kind, t)


@kernel
def set_patience(world, who, kind, t):
    """Schedule when the person reneges, and whether the need is urgent."""
    p = world.globals[0].p
    need = world.needs[who, kind]
    need.next_event = NeedEvent.RENEGE
    need.next_event_at = t + days_until_renege(p.seeking, need.patience)
    looks = severity_in_triage(world, who, kind)
    if looks >= p.eligibility.urgent_from or paid_to_prioritise(world, who, kind):
        need.urgent = 1


@entry_point
def renege(world, who, kind, t):
    """The wait has been too long: the person leaves the queue."""
    leave_queue(world, who, kind, t)
    give_up(world, who, kind, t, EpisodeStatus.DETERRED)


@kernel
def append_to_queue(world, team, who, kind):
    """Put a need at the end of the lane that is its own now."""
    row = world.teams[team]
    need = world.needs[who, kind]
    lane = lane_of(need)
    need.queue = team * LANES + lane
    key = who * NEEDS + kind
    need.queue_next = NOBODY
    need.queue_before = row.queue_last[lane]
    if row.queue_last[lane] == NOBODY:
        row.queue_first[lane] = key
    else:
        last = row.queue_last[lane]
        world.needs[last // NEEDS, last % NEEDS].queue_next = key
    row.queue_last[lane] = key
    row.queue_length += 1
    if lane < FOR_CARE:
        row.to_be_assessed += 1
    else:
        count_wanted(world, team, who, kind, 1)


@kernel
def remove_from_queue(world, who, kind):
    """Take a need out of the queue it is in; nothing happens when it is in none."""
    need = world.needs[who, kind]
    if need.queue_next == NOT_QUEUED:
        return
    team, lane = int(need.queue) // LANES, int(need.queue) % LANES
    row = world.teams[team]
    if need.queue_before == NOBODY:
        row.queue_first[lane] = need.queue_next
    else:
        before = need.queue_before
        world.needs[before // NEEDS, before % NEEDS].queue_next = need.queue_next
    if need.queue_next == NOBODY:
        row.queue_last[lane] = need.queue_before
    else:
        after = need.queue_next
        world.needs[after // NEEDS, after % NEEDS].queue_before = need.queue_before
    need.queue_next = NOT_QUEUED
    row.queue_length -= 1
    if lane < FOR_CARE:
        row.to_be_assessed -= 1
    else:
        count_wanted(world, team, who, kind, -1)


@kernel
def serve_queue(world, team, t):
    """Start care for all whom staff have time for, the urgent first, in the order of the line.

    A need for which nobody has time holds up those behind it that want the same profession of the
    same team, so that large packages start too, and nobody else.
    """
    row = world.teams[team]
    if row.queue_length == row.to_be_assessed:
        return
    left = note_who_has_time(world, row)
    for turn in range(LANES - FOR_CARE):
        lane = LANES - 1 - turn
        key = row.queue_first[lane]
        while key != NOBODY and left > 0:
            who, kind = int(key) // NEEDS, int(key) % NEEDS
            need = world.needs[who, kind]
            key = need.queue_next
            wanted = int(need.wanted)
            crew = int(row.crew[kind])
            if row.turned_away[crew] & (1 << wanted):
                continue
            minutes = minutes_of_package(world, who, kind, team, AT_START, int(need.tries))
            given = profession_with_time(world, row, wanted, kind, minutes)
            if given == NO_PROFESSION:
                row.turned_away[crew] |= 1 << wanted
                left -= 1
                continue
            remove_from_queue(world, who, kind)
            serve(world, who, kind, t, given, minutes_by(world, wanted, given, minutes))


@kernel
def serve(world, who, kind, t, profession, minutes):
    """Start one person's care, by a member of a profession that has time."""
    need = world.needs[who, kind]
    team = int(need.team)
    waited = max(0.0, t - need.since)
    row = world.teams[team]
    row.starts_week[row.group[kind]] += 1
    if begin_care(world, who, kind, t, minutes):
        sums = world.team_tallies[month_of(world), team]
        sums[TeamTally.STARTED] += 1
        sums[TeamTally.WAITED_DAYS_THOUSANDTHS] += int(waited * 1000.0)
        within = world.globals[0].p.targets.started_within
        mark_in_time(world, Marker.STARTED_IN_TIME, waited, within)
        row.caseload += 1
        take_on(world, team, who, kind, profession)
    wake(world, who, t, world.globals[0].settings.today + 1.0)


@kernel
def spend_patience(world, who, kind, t):
    """What the wait for an assessment leaves of the person's persistence."""
    need = world.needs[who, kind]
    left = max(0.0, need.next_event_at - t)
    need.patience = persistence_after_wait(world.globals[0].p.seeking, left)


@entry_point
def remove_reneged(world, team):
    """Remove from the lines, before anyone is served, those who have left them today."""
    at = world.teams[team].inbox_first
    while at != NOBODY:
        message = world.inbox[at]
        if message.what == Message.LEAVE:
            remove_from_queue(world, int(message.who), int(message.kind))
        at = message.next
