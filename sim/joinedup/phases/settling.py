"""Teams settle what is scarce: who leaves, who joins the line, and who is next."""

from __future__ import annotations

from joinedup.codes import NEEDS, PROFESSIONS, Role, State
from joinedup.engine.inbox import Message
from joinedup.engine.jit import entry_point, kernel
from joinedup.engine.schedule import NOBODY, schedule
from joinedup.phases.caring import begin_care, package_of
from joinedup.phases.counting import month_of
from joinedup.phases.lines import NOT_QUEUED
from joinedup.phases.paying import payment_of
from joinedup.phases.rows import next_event_time, schedule_events
from joinedup.rules.eligibility import threshold_under_load
from joinedup.rules.general_practice import chance_of_appointment
from joinedup.rules.incentives import guarded
from joinedup.state.place import Step, TeamTally

SMOOTHING = 1.0 / 28.0
THOUSAND = 1000.0


@entry_point
def settle_team(world, team, day, working):
    """Settle one team's day: messages in order of time, the line after each, then the books."""
    row = world.teams[team]
    open_today = working or row.weekends == 1
    if open_today:
        serve_queue(world, team, float(day))
    at = row.inbox_first
    while at != NOBODY:
        message = world.inbox[at]
        take_message(world, team, message)
        if open_today:
            serve_queue(world, team, message.time)
        at = message.next
    row.inbox_first = NOBODY
    record_statistics(world, team, day)


@entry_point
def remove_reneged(world, team):
    """First of all, those who have left the line today: nobody serves them any more."""
    at = world.teams[team].inbox_first
    while at != NOBODY:
        message = world.inbox[at]
        if message.what == Message.LEAVE:
            unlink(world, team, int(message.who), int(message.kind), int(message.urgent))
        at = message.next


@kernel
def take_message(world, team, message):
    """Apply one message: staff time comes back, or somebody joins the line."""
    row = world.teams[team]
    if message.what == Message.RELEASE:
        commit(row, message.kind, message.minutes, -1)
        row.caseload -= 1
    elif message.what == Message.JOIN:
        need = world.needs[message.who, message.kind]
        waits = need.state == State.WAITING and need.step == Step.RENEGE and need.team == team
        if waits and need.queue_next == NOT_QUEUED:
            append(world, team, int(message.who), int(message.kind), int(message.urgent))


@kernel
def commit(row, kind, minutes, sign):
    """Take a package's time from each profession's, or give it back (``sign`` -1)."""
    for profession in range(PROFESSIONS):
        share = int(minutes * row.mix[kind, profession] * THOUSAND + 0.5)
        row.committed[profession] += sign * share


@kernel
def fits(row, kind, minutes):
    """Whether every profession that the package needs has the time for it."""
    if row.minutes <= 0.0:
        return False
    usable = max(0.0, 1.0 - (row.overhead + row.fixed_overhead) / row.minutes)
    for profession in range(PROFESSIONS):
        share = int(minutes * row.mix[kind, profession] * THOUSAND + 0.5)
        if share > 0:
            room = int(row.capacity[profession] * usable)
            if row.committed[profession] + share > room and row.committed[profession] > 0:
                return False
            if room <= 0:
                return False
    return True


@kernel
def append(world, team, who, kind, urgent):
    """Put a need at the end of the urgent or the ordinary line."""
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


@kernel
def unlink(world, team, who, kind, urgent):
    """Take a need out of the line, if it is in it."""
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


@kernel
def serve_queue(world, team, t):
    """Start care for whoever is next, the urgent first, as long as staff have time."""
    row = world.teams[team]
    month = month_of(world)
    while True:
        urgent = 1 if row.queue_first[1] != NOBODY else 0
        key = row.queue_first[urgent]
        if key == NOBODY:
            return
        who, kind = int(key) // NEEDS, int(key) % NEEDS
        minutes = package_of(world, who, kind, team)
        if not fits(row, kind, minutes):
            return
        need = world.needs[who, kind]
        waited = max(0.0, t - need.since)
        unlink(world, team, who, kind, urgent)
        world.team_tallies[month, team, TeamTally.STARTED] += 1
        world.team_tallies[month, team, TeamTally.WAITED_DAYS_THOUSANDTHS] += int(waited * 1000.0)
        row.starts_week += 1
        if begin_care(world, who, kind, t, minutes):
            row.caseload += 1
            commit(row, kind, float(need.minutes), 1)
        schedule_events(world, who, t)
        schedule(
            world.calendar,
            who,
            max(next_event_time(world, who), world.globals[0].settings.today + 1.0),
        )


@kernel
def record_statistics(world, team, day):
    """The team's sums for today, and on Mondays what it expects of the weeks to come."""
    p = world.globals[0].p
    row = world.teams[team]
    month = month_of(world)
    row.overhead += (row.overhead_today * 7.0 - row.overhead) * SMOOTHING
    row.demand += (row.demand_today * 7.0 - row.demand) * SMOOTHING
    committed = 0
    for profession in range(PROFESSIONS):
        committed += row.committed[profession]
    care = committed / THOUSAND
    sums = world.team_tallies[month, team]
    sums[TeamTally.CARE_MINUTES] += int(care / 7.0 + 0.5)
    sums[TeamTally.OVERHEAD_MINUTES] += row.overhead_today
    sums[TeamTally.CAPACITY_MINUTES] += int(row.minutes / 7.0 + 0.5)
    sums[TeamTally.PAID_MINUTES] += int(row.paid_minutes / 7.0 + 0.5)
    sums[TeamTally.MEETING_MINUTES] += int(row.fixed_overhead / 7.0 + 0.5)
    sums[TeamTally.QUEUE_DAYS] += row.queue_length
    sums[TeamTally.CASELOAD_DAYS] += row.caseload
    row.overhead_today = 0
    row.demand_today = 0
    if row.minutes > 0.0:
        row.load = (care + row.overhead + row.fixed_overhead) / row.minutes
    if row.role == Role.GENERAL_PRACTICE:
        row.appointment = chance_of_appointment(p.general_practice, row.demand, row.minutes)
    if day % 7 == 0:
        row.starts += (row.starts_week - row.starts) * 0.125
        row.starts_week = 0
        row.wait_weeks = row.queue_length / max(row.starts, 0.25)
        risen = threshold_under_load(p.eligibility, row.threshold, row.wait_weeks)
        row.threshold_now = guarded(p.incentives, payment_of(world, team), row.threshold, risen)
