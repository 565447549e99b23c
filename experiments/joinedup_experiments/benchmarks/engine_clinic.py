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

from math import log
from typing import Any, NamedTuple

import numpy as np

from joinedup.engine.by_address import pass_by_address
from joinedup.engine.draws import person_key, uniform_of
from joinedup.engine.jit import entry_point, kernel
from joinedup.engine.schedule import NOBODY, Calendar, new_calendar, schedule
from joinedup.engine.tables import as_records, table
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
from joinedup_experiments.benchmarks.engine_months import (
    count_rows,
    months_of,
    new_counts,
    tables_of,
)
from joinedup_experiments.benchmarks.engine_queue import join_queue, leave_queue

ROWS_PER_PERSON, ROWS_AT_LEAST, ROWS_OF_AN_EVENT = 30, 1_000, 2
CHUNK = 4_096  # rows: 48 kilobytes
EVENTS_PER_SLOT = 0.8
EVENTS_PER_PERSON_DAY = 163_300 / net.LOCALITY / net.HORIZON


@pass_by_address
class Town(NamedTuple):
    """Everything of the people who are simulated together."""

    people: Any  # PERSON
    teams: Any  # TEAM
    calendar: Calendar
    ledger: Any  # ROW
    runs: Any  # RUN, one


@kernel
def _record(town, number, now, activity):
    run, person = town.runs[0], town.people[number]
    row = town.ledger[run.rows]
    row.who = run.first_who + number
    row.time = now
    row.activity = activity
    row.kind = person.kind
    row.team = run.first_team + person.team
    run.rows += 1


@kernel
def _draw(person, purpose, what, nth):
    return uniform_of(person.key, purpose, what, nth)


@kernel
def _threshold(person, purpose, what):
    """Unit-exponential, of this person's present episode."""
    return -log(_draw(person, purpose, what, person.episode))


@kernel
def _become_well(town, number, now):
    person = town.people[number]
    person.episode += 1
    person.state = State.WELL
    person.due = now + net.WELL_MEAN * _threshold(person, DrawPurpose.ONSET, 0)


@kernel
def _fall_ill(town, number, now):
    person = town.people[number]
    u = _draw(person, DrawPurpose.KIND, 0, person.episode)
    kind = 0 if u < net.PHYSICAL_SHARE else 1 if u < net.PHYSICAL_OR_MENTAL_SHARE else 2
    person.kind = kind
    person.team = number // net.LOCALITY * net.KINDS + kind
    person.bounces = 0
    person.state = State.SEEKING
    person.crisis = now + net.CRISIS_MEAN * _threshold(person, DrawPurpose.CRISIS, kind)
    seek = now + net.SEEK_MEAN * _threshold(person, DrawPurpose.SEEK, kind)
    person.due = min(seek, person.crisis)


@kernel
def _start(town, number, now):
    person = town.people[number]
    _record(town, number, now, Activity.START)
    town.teams[person.team].idle -= 1
    person.state = State.IN_CARE
    length = _threshold(person, DrawPurpose.SERVICE, person.kind)
    person.due = now + town.runs[0].service_mean * length


@kernel
def _is_sent_on(town, number):
    person = town.people[number]
    if person.bounces >= net.BOUNCES_AT_MOST:
        return False
    nth = person.episode * net.BOUNCES_AT_MOST + person.bounces
    return _draw(person, DrawPurpose.BOUNCE, person.kind, nth) < net.BOUNCE_CHANCE


@kernel
def _send_on(town, number, now):
    person = town.people[number]
    nth = person.episode * net.BOUNCES_AT_MOST + person.bounces
    draw = _draw(person, DrawPurpose.OTHER_DOOR, person.kind, nth)
    step = 1 if draw < 0.5 else 2
    door = person.team % net.KINDS
    person.team = person.team - door + (door + step) % net.KINDS
    person.bounces += 1
    person.state = State.SENT_ON
    person.due = min(now + net.BOUNCE_DAYS, person.crisis)


@kernel
def _arrive(town, number, now):
    """At a team's door: sent on to one of the other two, taken at once, or queued."""
    person = town.people[number]
    team = town.teams[person.team]
    if _is_sent_on(town, number):
        _record(town, number, now, Activity.BOUNCE)
        _send_on(town, number, now)
    elif team.idle > 0:
        _start(town, number, now)
    else:
        join_queue(town, team, number)
        person.state = State.WAITING
        person.due = person.crisis


@kernel
def _finish(town, number, now):
    """Well again, and the server turns to the first in the queue."""
    team = town.teams[town.people[number].team]
    _record(town, number, now, Activity.COMPLETED)
    _become_well(town, number, now)
    team.idle += 1
    following = team.front
    if following != NOBODY:
        leave_queue(town, team, following)
        _start(town, following, now)
        _schedule(town, following)


@kernel
def _go_to_hospital(town, number, now):
    person = town.people[number]
    _record(town, number, now, Activity.ADMISSION)
    if person.state == State.WAITING:
        leave_queue(town, town.teams[person.team], number)
    person.state = State.IN_HOSPITAL
    person.due = now + net.STAY_DAYS


@kernel
def _schedule(town, number):
    schedule(town.calendar, number, town.people[number].due * town.runs[0].slots_per_day)


@kernel
def _happen(town, number):
    """The event that is due for one person, and when their next one is."""
    person = town.people[number]
    now, state = person.due, person.state
    if state == State.WELL:
        _fall_ill(town, number, now)
        _record(town, number, now, Activity.ONSET)
    elif state == State.IN_CARE:
        _finish(town, number, now)
    elif state == State.IN_HOSPITAL:
        _record(town, number, now, Activity.DISCHARGE)
        _become_well(town, number, now)
    elif now == person.crisis:
        _go_to_hospital(town, number, now)
    else:
        activity = Activity.REFERRAL if state == State.SEEKING else Activity.ARRIVAL
        _record(town, number, now, activity)
        _arrive(town, number, now)
    _schedule(town, number)


@kernel
def _earliest(town, slot):
    """The person of this slot whose event comes first, the lower number of two at once."""
    found = town.calendar.first[slot]
    if found == NOBODY:
        return found
    due = town.people[found].due
    number = town.calendar.slots[found].after
    while number != NOBODY:
        other = town.people[number].due
        if other < due or (other == due and number < found):
            found, due = number, other
        number = town.calendar.slots[number].after
    return found


@entry_point
def _live(town, slot):
    """Live from a slot on; returns the one at which there is no room for more rows, or the end."""
    while slot < town.calendar.first.shape[0]:
        number = _earliest(town, slot)
        if number == NOBODY:
            slot += 1
        elif town.runs[0].rows + ROWS_OF_AN_EVENT > town.ledger.shape[0]:
            return slot
        else:
            _happen(town, number)
    return slot


@entry_point
def _live_and_count(town, ends, pairs, days, last):
    """Live all slots; whenever the ledger is full it is counted, and written anew."""
    slot = 0
    while slot < town.calendar.first.shape[0]:
        town.runs[0].rows = 0
        slot = _live(town, slot)
        count_rows(town.ledger, town.runs[0].rows, ends, pairs, days, last)


@entry_point
def _begin(town):
    """Everybody is well at time 0."""
    for number in range(town.people.shape[0]):
        person = town.people[number]
        person.episode = 0
        person.key = person_key(town.runs[0].seed, town.runs[0].first_who + number)
        _become_well(town, number, 0.0)
        _schedule(town, number)


def new_town(ledger, rows, first_who, people, seed, service_mean):
    """``people`` residents from number ``first_who`` on, whose ledger has ``rows`` rows already."""
    slots_per_day = max(1.0, round(people * EVENTS_PER_PERSON_DAY / EVENTS_PER_SLOT))
    residents = table(people, PERSON)
    calendar = new_calendar(people, int(net.HORIZON * slots_per_day), residents)
    first_team = first_who // net.LOCALITY * net.KINDS
    runs = table(1, RUN)
    runs[0] = (seed, first_who, first_team, service_mean, slots_per_day, rows)
    town = Town(residents, new_teams(people), calendar, ledger, runs)
    _begin(town)
    return town


def live(ledger, rows, first_who, people, seed, service_mean=net.SERVICE_MEAN):
    """Five years of ``people`` residents from number ``first_who`` on.

    Writes the ledger from row ``rows`` on and returns how many rows it has then.
    """
    town = new_town(ledger, rows, first_who, people, seed, service_mean)
    if _live(town, 0) < len(town.calendar.first):
        raise MemoryError("the ledger is full")
    return int(town.runs[0].rows)


def new_ledger(rows):
    """An empty ledger with room for so many rows."""
    return np.empty(rows, as_records(ROW)).view(np.recarray)


def _groups(people, together):
    """The first of each group simulated together, and how many they are."""
    return [(first, min(together, people - first)) for first in range(0, people, together)]


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
    ledger, rows = new_ledger(people * ROWS_PER_PERSON + ROWS_AT_LEAST), 0
    for first_who, group in _groups(people, together):
        rows = live(ledger, rows, first_who, group, seed, service_mean)
    return ledger[:rows]


def simulate(people, seed, service_mean=net.SERVICE_MEAN, together=net.LOCALITY):
    """Simulate the network and count its months from the ledger; see :func:`history`.

    The ledger is counted and written anew as often as it is full, so that it stays near at hand.
    """
    ledger, counts = new_ledger(CHUNK), new_counts(people)
    for first_who, group in _groups(people, together):
        _live_and_count(
            new_town(ledger, 0, first_who, group, seed, service_mean), *tables_of(counts)
        )
    return months_of(counts)
