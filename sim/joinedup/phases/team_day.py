"""A day of a team: its messages in order of time, its waiting list, its statistics."""

from __future__ import annotations

from joinedup.codes import PROFESSIONS, Role
from joinedup.engine.inbox import Message
from joinedup.engine.jit import entry_point, kernel
from joinedup.engine.schedule import NOBODY
from joinedup.phases.assessment_queue import serve_assessments
from joinedup.phases.assessment_time import keep_time_for_assessments
from joinedup.phases.expected_wait import expect_wait
from joinedup.phases.need_state import is_waiting
from joinedup.phases.records import month_of
from joinedup.phases.team_messages import NOT_QUEUED, THOUSAND, thousandths
from joinedup.phases.team_time import minutes_beyond_usual
from joinedup.phases.waiting_list import append_to_queue, serve_queue
from joinedup.phases.workers import change_time, release_worker
from joinedup.rules.general_practice import chance_of_appointment
from joinedup.state.months import TeamTally
from joinedup.state.needs import NeedEvent


@entry_point
def settle_team(world, team, day, working):
    """A team's day: messages in order of time, the waiting list after each, then statistics."""
    row = world.teams[team]
    open_today = working or row.weekends == 1
    if open_today:
        keep_time_for_assessments(row)
        serve_lines(world, team, float(day))
    at = row.inbox_first
    while at != NOBODY:
        message = world.inbox[at]
        apply_message(world, team, message)
        if open_today:
            serve_lines(world, team, max(message.time, float(day)))
        at = message.next
    row.inbox_first = NOBODY
    record_team_statistics(world, team, day)


@kernel
def serve_lines(world, team, t):
    """Serve both lines: an assessment may make the need wait for care."""
    serve_assessments(world, team, t)
    serve_queue(world, team, t)


@kernel
def apply_message(world, team, message):
    """Apply one message: staff time is released or changes, or a need joins a line.

    Who has left by the end of the day is on no line (`remove_reneged`), and joins none: it may
    wait no longer, or, where it has come again the same day, stand there already.
    """
    row = world.teams[team]
    if message.what == Message.RELEASE:
        release_worker(world, int(message.which), message.minutes)
        row.caseload -= 1
    elif message.what == Message.RESIZE:
        change_time(world, int(message.which), int(message.minutes))
    elif message.what == Message.JOIN:
        need = world.needs[message.who, message.kind]
        waits = is_waiting(need) and need.next_event == NeedEvent.RENEGE and need.team == team
        if waits and need.queue_next == NOT_QUEUED:
            append_to_queue(world, team, int(message.who), int(message.kind))


@kernel
def record_team_statistics(world, team, day):
    """The team's sums for today, and on Mondays what it expects of the weeks to come."""
    p = world.globals[0].p
    row = world.teams[team]
    month = month_of(world)
    weight = 1.0 / p.eligibility.averaged_days
    row.overhead += (row.overhead_today / THOUSAND * 7.0 - row.overhead) * weight
    row.demand += (row.demand_today / THOUSAND * 7.0 - row.demand) * weight
    committed = 0
    for profession in range(PROFESSIONS):
        committed += row.committed[profession]
    sums = world.team_tallies[month, team]
    sums[TeamTally.CARE_MINUTES] += int(committed / 7.0 + 0.5)
    sums[TeamTally.OVERHEAD_MINUTES] += row.overhead_today
    sums[TeamTally.CAPACITY_MINUTES] += thousandths(row.minutes / 7.0)
    sums[TeamTally.PAID_MINUTES] += thousandths(row.paid_minutes / 7.0)
    sums[TeamTally.QUEUE_DAYS] += row.queue_length
    sums[TeamTally.ASSESSMENT_QUEUE_DAYS] += row.to_be_assessed
    sums[TeamTally.CASELOAD_DAYS] += row.caseload
    row.overhead_today = 0
    row.demand_today = 0
    if row.minutes > 0.0:  # of a merged team, or one to come, some rows have no staff to meet
        sums[TeamTally.MEETING_MINUTES] += thousandths(row.fixed_overhead / 7.0)
        row.load = (committed / THOUSAND + row.overhead + row.fixed_overhead) / row.minutes
    if row.role == Role.GENERAL_PRACTICE:
        left = row.minutes - minutes_beyond_usual(row)
        row.appointment = chance_of_appointment(p.general_practice, row.demand, left)
    if day % 7 == 0:
        expect_wait(world, team)
