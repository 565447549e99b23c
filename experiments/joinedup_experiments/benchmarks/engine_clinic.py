"""The reference network on this project's engine.

Keyed draws (``joinedup.engine.draws``), a calendar queue (``joinedup.engine.schedule``),
continuous times within the day, and a ledger with one row for each thing that happened, from
which the monthly measures are counted afterwards. A person is looked at only when something of
theirs is due, in the order of time, ties broken by the person's number, so the history does not
depend on how the people are laid out: one locality at a time, which keeps everything in the
processor's cache, gives the same rows as all localities together
(``tests/known_answers/test_clinic_network.py`` holds it to that).
"""

from __future__ import annotations

import numpy as np

from joinedup.engine.draws import hazard_threshold, uniform
from joinedup.engine.jit import entry_point, kernel
from joinedup.engine.schedule import NOBODY, new_calendar, schedule
from joinedup_experiments.benchmarks import network as net
from joinedup_experiments.benchmarks.engine_columns import (
    PERSON,
    ROW,
    RUN,
    Activity,
    DrawPurpose,
    State,
    new_teams,
)
from joinedup_experiments.benchmarks.engine_months import months
from joinedup_experiments.benchmarks.engine_queue import join_queue, leave_queue

ROWS_PER_PERSON, ROWS_AT_LEAST = 30, 1_000
EVENTS_PER_SLOT = 0.8
EVENTS_PER_PERSON_DAY = 163_300 / net.LOCALITY / net.HORIZON


@kernel
def _record(ledger, run, person, who, time, activity):
    if run.rows >= ledger.shape[0]:
        raise MemoryError("the ledger is full")
    row = ledger[run.rows]
    row.who = who
    row.time = time
    row.activity = activity
    row.kind = person.kind
    row.team = run.first_team + person.team
    run.rows += 1


@kernel
def _become_well(person, run, who, now):
    person.episode += 1
    person.state = State.WELL
    person.due = now + net.WELL_MEAN * hazard_threshold(
        run.seed, DrawPurpose.ONSET, who, 0, person.episode
    )


@kernel
def _fall_ill(person, run, who, now, first_team):
    seed, episode = run.seed, person.episode
    u = uniform(seed, DrawPurpose.KIND, who, 0, episode)
    kind = 0 if u < net.PHYSICAL_SHARE else 1 if u < net.PHYSICAL_OR_MENTAL_SHARE else 2
    person.kind = kind
    person.team = first_team + kind
    person.bounces = 0
    person.state = State.SEEKING
    person.crisis = now + net.CRISIS_MEAN * hazard_threshold(
        seed, DrawPurpose.CRISIS, who, kind, episode
    )
    seek = now + net.SEEK_MEAN * hazard_threshold(seed, DrawPurpose.SEEK, who, kind, episode)
    person.due = min(seek, person.crisis)


@kernel
def _start(person, team, run, who, now):
    team.idle -= 1
    person.state = State.IN_CARE
    length = hazard_threshold(run.seed, DrawPurpose.SERVICE, who, person.kind, person.episode)
    person.due = now + run.service_mean * length


@kernel
def _is_sent_on(person, run, who):
    if person.bounces >= net.BOUNCES_AT_MOST:
        return False
    nth = person.episode * net.BOUNCES_AT_MOST + person.bounces
    return uniform(run.seed, DrawPurpose.BOUNCE, who, person.kind, nth) < net.BOUNCE_CHANCE


@kernel
def _send_on(person, run, who, now):
    nth = person.episode * net.BOUNCES_AT_MOST + person.bounces
    draw = uniform(run.seed, DrawPurpose.OTHER_DOOR, who, person.kind, nth)
    step = 1 if draw < 0.5 else 2
    door = person.team % net.KINDS
    person.team = person.team - door + (door + step) % net.KINDS
    person.bounces += 1
    person.state = State.SENT_ON
    person.due = min(now + net.BOUNCE_DAYS, person.crisis)


@kernel
def _arrive(people, teams, ledger, run, number, who, now):
    """At a team's door: sent on to one of the other two, taken at once, or queued."""
    person = people[number]
    team = teams[person.team]
    if _is_sent_on(person, run, who):
        _record(ledger, run, person, who, now, Activity.BOUNCE)
        _send_on(person, run, who, now)
    elif team.idle > 0:
        _record(ledger, run, person, who, now, Activity.START)
        _start(person, team, run, who, now)
    else:
        join_queue(people, team, number)
        person.state = State.WAITING
        person.due = person.crisis


@kernel
def _finish(people, teams, calendar, ledger, run, number, who, now):
    """Well again, and the server turns to the first in the queue."""
    person = people[number]
    team = teams[person.team]
    _record(ledger, run, person, who, now, Activity.COMPLETED)
    _become_well(person, run, who, now)
    team.idle += 1
    following = team.front
    if following != NOBODY:
        other, other_who = people[following], run.first_who + following
        leave_queue(people, team, following)
        _record(ledger, run, other, other_who, now, Activity.START)
        _start(other, team, run, other_who, now)
        schedule(calendar, following, other.due * run.slots_per_day)


@kernel
def _go_to_hospital(people, teams, ledger, run, number, who, now):
    person = people[number]
    _record(ledger, run, person, who, now, Activity.ADMISSION)
    if person.state == State.WAITING:
        leave_queue(people, teams[person.team], number)
    person.state = State.IN_HOSPITAL
    person.due = now + net.STAY_DAYS


@kernel
def _happen(people, teams, calendar, ledger, run, number):
    """The event that is due for one person, and when their next one is."""
    person = people[number]
    who, now, state = run.first_who + number, person.due, person.state
    if state == State.WELL:
        _fall_ill(person, run, who, now, number // net.LOCALITY * net.KINDS)
        _record(ledger, run, person, who, now, Activity.ONSET)
    elif state == State.IN_CARE:
        _finish(people, teams, calendar, ledger, run, number, who, now)
    elif state == State.IN_HOSPITAL:
        _record(ledger, run, person, who, now, Activity.DISCHARGE)
        _become_well(person, run, who, now)
    elif now == person.crisis:
        _go_to_hospital(people, teams, ledger, run, number, who, now)
    else:
        activity = Activity.REFERRAL if state == State.SEEKING else Activity.ARRIVAL
        _record(ledger, run, person, who, now, activity)
        _arrive(people, teams, ledger, run, number, who, now)
    schedule(calendar, number, person.due * run.slots_per_day)


@kernel
def _earliest(calendar, people, slot):
    """The person of this slot whose event comes first, the lower number of two at once."""
    found = calendar.first[slot]
    if found == NOBODY:
        return found
    due = people[found].due
    number = calendar.slots[found].after
    while number != NOBODY:
        other = people[number].due
        if other < due or (other == due and number < found):
            found, due = number, other
        number = calendar.slots[number].after
    return found


@entry_point
def _live(people, teams, calendar, ledger, run):
    for number in range(people.shape[0]):
        person = people[number]
        person.episode = 0
        _become_well(person, run, run.first_who + number, 0.0)
        schedule(calendar, number, person.due * run.slots_per_day)
    for slot in range(calendar.first.shape[0]):
        number = _earliest(calendar, people, slot)
        while number != NOBODY:
            _happen(people, teams, calendar, ledger, run, number)
            number = _earliest(calendar, people, slot)


def live(ledger, rows, first_who, people, seed, service_mean=net.SERVICE_MEAN):
    """Five years of ``people`` residents from number ``first_who`` on.

    Writes the ledger from row ``rows`` on and returns how many rows it has then.
    """
    slots_per_day = max(1.0, round(people * EVENTS_PER_PERSON_DAY / EVENTS_PER_SLOT))
    calendar = new_calendar(people, int(net.HORIZON * slots_per_day))
    first_team = first_who // net.LOCALITY * net.KINDS
    run = np.array([(seed, first_who, first_team, service_mean, slots_per_day, rows)], RUN)
    run = run.view(np.recarray)[0]
    everybody = np.empty(people, PERSON).view(np.recarray)
    _live(everybody, new_teams(people), calendar, ledger, run)
    return int(run.rows)


def history(people, seed, service_mean=net.SERVICE_MEAN, together=net.LOCALITY):
    """Everything that happens to ``people`` residents in five years.

    Parameters
    ----------
    people : int
        Residents.
    seed : int
        The run's seed.
    service_mean : float
        Mean length of a service, days.
    together : int
        How many residents are simulated together, a multiple of a locality's. The rows are
        the same whatever it is; only their order differs.

    Returns
    -------
    ledger : recarray of ROW
        In the order of time within each group simulated together.

    Raises
    ------
    MemoryError
        When more happens than ``ROWS_PER_PERSON`` leaves room for.
    """
    ledger = np.empty(people * ROWS_PER_PERSON + ROWS_AT_LEAST, ROW).view(np.recarray)
    rows = 0
    for first_who in range(0, people, together):
        group = min(together, people - first_who)
        rows = live(ledger, rows, first_who, group, seed, service_mean)
    return ledger[:rows]


def simulate(people, seed, service_mean=net.SERVICE_MEAN, together=net.LOCALITY):
    """Simulate the network and count its months from the ledger; see :func:`history`."""
    return months(history(people, seed, service_mean, together), people)
