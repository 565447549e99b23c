"""A day, its phases in order: the one place where order is stated.

0. **Week.** On Mondays the programme goes on, every member of staff lives a week, and teams and
   interfaces settle what comes of it.
1. **Search.** On a search day the place is searched and people are enrolled.
2. **People.** Whoever has a clock due today lives it; what concerns a team is left on its desk.
3. **Teams** settle their desks and lines, each on its own.
4. **Hospital** settles beds and the elective list.
5. **Books.** Person-days of need, bed days, lists; monthly, who has a coordinator.
"""

from __future__ import annotations

from joinedup.codes import NEEDS, QUINTILES, STATES, State
from joinedup.engine.jit import compiled, entry_point, kernel
from joinedup.engine.schedule import NOBODY, schedule
from joinedup.phases.counting import month_of, tally
from joinedup.phases.hospital import settle_hospital
from joinedup.phases.joint_work import settle_interfaces, update_team_week
from joinedup.phases.people import first_clock, live_for_one
from joinedup.phases.searching import COUNTED_EVERY, count_mixed, search_place
from joinedup.phases.settling import remove_reneged, settle_team
from joinedup.phases.staff_week import week_for_one
from joinedup.state.place import Tally


@entry_point
def is_working_day(day):
    """Monday to Friday; day 0 is a Monday."""
    return day % 7 < 5


@entry_point
def is_monday(day):
    """Whether a week begins."""
    return day % 7 == 0


@entry_point
def begin_week(world, day):
    """Monday: the programme goes on, staff live their week, teams and interfaces settle."""
    advance_programme(world, day)
    for member in range(world.staff.shape[0]):
        week_for_one(world, member, day)
    settle_week(world)


@entry_point
def advance_programme(world, day):
    """A week of the programme: upheaval wears off, fear too, and the vision until a review."""
    programme = world.globals[0].programme
    p = world.globals[0].p
    programme.upheaval -= programme.upheaval * p.adoption.upheaval_wears_off
    programme.clarity -= programme.clarity * p.adoption.vision_drift
    if day >= programme.live_from:
        programme.threat_left -= programme.threat_left * p.strain.fear_fades


@entry_point
def settle_week(world):
    """What the members' week comes to, for their teams and at every interface."""
    for team in range(world.teams.shape[0]):
        update_team_week(world, team)
    settle_interfaces(world)


@kernel
def search_today(world, day):
    """Whether today the place is searched."""
    settings = world.globals[0].settings
    since = day - settings.index_day
    if settings.index_day < 0 or since < 0:
        return False
    since_first = day - settings.searched_from
    again = settings.case_management == 1 and since_first % settings.search_every == 0
    return since == 0 or again


@entry_point
def begin_day(world, day):
    """Open the day: its date, and an empty desk."""
    settings = world.globals[0].settings
    settings.today = day
    settings.messages = 0


@entry_point
def search_if_due(world, day):
    """The day's first phase."""
    if search_today(world, day):
        search_place(world, day)


@entry_point
def end_day(world, day):
    """Teams, hospital and books."""
    working = is_working_day(day)
    for team in range(world.teams.shape[0]):
        remove_reneged(world, team)
    for team in range(world.teams.shape[0]):
        settle_team(world, team, day, working)
    settle_hospital(world, day, working)
    record_place_statistics(world, day)


@entry_point
def record_place_statistics(world, day):
    """Add today's stocks to the month's person-days; the single door keeps its own book."""
    settle_spoa(world)
    hospital = world.globals[0].hospital
    month = month_of(world)
    days = world.months[month].stock_days
    for real in range(2):
        for kind in range(NEEDS):
            for state in range(STATES):
                for severity in range(3):
                    for quintile in range(QUINTILES):
                        days[real, kind, state, severity, quintile] += world.globals[0].stock[
                            real, kind, state, severity, quintile
                        ]
    tally(world, Tally.DAYS, 1)
    tally(world, Tally.BED_DAYS, hospital.occupied)
    tally(world, Tally.READY_BED_DAYS, hospital.ready)
    tally(world, Tally.ELECTIVE_LIST_DAYS, hospital.queue_length[0] + hospital.queue_length[1])
    tally(world, Tally.CARE_HOME_DAYS, world.globals[0].settings.care_homes)
    if day % COUNTED_EVERY == 0:
        count_mixed(world)


@kernel
def settle_spoa(world):
    """The single point of access sorts what came today, as far as its week's time goes."""
    settings = world.globals[0].settings
    left = settings.spoa_backlog + settings.spoa_today - settings.spoa_minutes / 7.0
    settings.spoa_backlog = max(0.0, left)
    settings.spoa_today = 0


@kernel
def pop_due(world, day):
    """Take everybody due today off the calendar; returns how many, listed in ``world.due``."""
    count = 0
    who = world.calendar.first[day]
    world.calendar.first[day] = NOBODY
    while who != NOBODY:
        world.due[count] = who
        count += 1
        world.calendar.slots[who].on_day = NOBODY
        who = world.calendar.slots[who].after
    return count


@kernel
def prefetch(world, first, last_due):
    """Read a little of the next few who are due, so that their rows are near in their turn.

    The reads do not wait for each other, as they would one person at a time. Nothing changes.
    """
    last = world.clocks.shape[1] - 1
    touched = 0.0
    for place in range(first, last_due):
        who = world.due[place]
        touched += world.clocks[who, 0] + world.clocks[who, last]
        touched += world.calendar.slots[who].on_day
        touched += world.residents[who].rates[0] + world.residents[who].persistence
    for place in range(first, last_due):
        who = world.due[place]
        clock = first_clock(world, who)
        if clock < NEEDS:
            need = world.needs[who, clock]
            touched += need.state + need.since
            if need.state != State.IN_CARE:
                for kind in range(0, NEEDS):
                    touched += world.needs[who, kind].state + world.needs[who, kind].accrued_at
    if touched < -1e300:  # never: without a use, the compiler would leave the reads out
        world.globals[0].settings.today = -1


BATCH = 64


@compiled({"nogil": True})
def run_days(world, first, last, margin):
    """Run the days ``first`` to ``last`` - 1; stop early when the ledger's chunk is nearly full.

    Returns
    -------
    int
        The next day to run.
    """
    day = first
    while day < last:
        if world.globals[0].settings.events > world.events.shape[0] - margin:
            return day
        begin_day(world, day)
        if is_monday(day):
            begin_week(world, day)
        search_if_due(world, day)
        due = pop_due(world, day)
        for first_of_batch in range(0, due, BATCH):
            end_of_batch = min(due, first_of_batch + BATCH)
            prefetch(world, first_of_batch, end_of_batch)
            for place in range(first_of_batch, end_of_batch):
                who = int(world.due[place])
                schedule(world.calendar, who, live_for_one(world, who, day))
        end_day(world, day)
        day += 1
    return day
