"""A day, its phases in order: the one place where order is stated.

1. **Search.** On a search day the place is searched and people are enrolled.
2. **People.** Whoever has a clock due today lives it; what concerns a team is left on its desk.
3. **Teams** settle their desks and lines, each on its own.
4. **Hospital** settles beds and the elective list.
5. **Books.** Person-days of need, bed days, lists; monthly, who has a coordinator.
"""

from __future__ import annotations

from numba import njit

from sim.calendar import NOBODY, put_down, strike_out
from sim.decorators import inner, verb
from sim.phases.hospital import settle_hospital
from sim.phases.people import live_for_one
from sim.phases.presenting import month_of, tally
from sim.phases.searching import COUNTED_EVERY, count_mixed, search_place
from sim.phases.settling import let_go, settle_team
from sim.place import Tally
from sim.vocabulary import NEEDS, QUINTILES, STATES


@verb
def is_working_day(day):
    """Monday to Friday; day 0 is a Monday."""
    return day % 7 < 5


@inner
def search_today(world, day):
    """Whether today the place is searched."""
    settings = world.one[0].settings
    since = day - settings.changed_at
    if settings.changed_at < 0 or since < 0:
        return False
    return since == 0 or (settings.case_management == 1 and since % settings.search_every == 0)


@verb
def begin_day(world, day):
    """Open the day: an empty desk, and a search if one is due."""
    settings = world.one[0].settings
    settings.today = day
    settings.messages = 0
    if search_today(world, day):
        search_place(world, day)


@verb
def end_day(world, day):
    """Teams, hospital and books."""
    working = is_working_day(day)
    for team in range(world.teams.shape[0]):
        let_go(world, team)
    for team in range(world.teams.shape[0]):
        settle_team(world, team, day, working)
    settle_hospital(world, day, working)
    keep_place_books(world, day)


@verb
def keep_place_books(world, day):
    """Add today's stocks to the month's person-days."""
    hospital = world.one[0].hospital
    month = month_of(world)
    days = world.months[month].stock_days
    for real in range(2):
        for kind in range(NEEDS):
            for state in range(STATES):
                for severity in range(3):
                    for fifth in range(QUINTILES):
                        days[real, kind, state, severity, fifth] += world.one[0].stock[
                            real, kind, state, severity, fifth
                        ]
    tally(world, Tally.DAYS, 1)
    tally(world, Tally.BED_DAYS, hospital.occupied)
    tally(world, Tally.READY_BED_DAYS, hospital.ready)
    tally(world, Tally.ELECTIVE_LIST_DAYS, hospital.line_length[0] + hospital.line_length[1])
    tally(world, Tally.CARE_HOME_DAYS, world.one[0].settings.care_homes)
    if day % COUNTED_EVERY == 0:
        count_mixed(world)


@njit(cache=True, nogil=True)
def run_days(world, first, last, margin):
    """Run the days ``first`` to ``last`` - 1; stop early when the ledger's chunk is nearly full.

    Returns
    -------
    int
        The next day to run.
    """
    day = first
    while day < last:
        if world.one[0].settings.events > world.events.shape[0] - margin:
            return day
        begin_day(world, day)
        while world.calendar.first[day] != NOBODY:
            who = int(world.calendar.first[day])
            strike_out(world.calendar, who)
            put_down(world.calendar, who, live_for_one(world, who, day))
        end_day(world, day)
        day += 1
    return day
