"""A day, its phases in order: the one place where order is stated.

0. **Week.** On Mondays the programme advances, every member of staff has a week, and teams and
   interfaces are updated from it.
1. **Case finding.** On a day of case finding, residents are risk-stratified and enrolled.
2. **Residents.** What is due today happens to each; what concerns a team goes to its inbox.
3. **Teams** take their messages and serve their waiting lists, each on its own.
4. **Hospital**: beds, then the elective list.
5. **Statistics.** Person-days of need, bed days, lists; every four weeks, care coordinators;
   every month, surveys.
"""

from __future__ import annotations

from joinedup.codes import ALL_NEEDS, NEEDS, QUINTILES, STATES
from joinedup.engine.jit import compiled, entry_point, kernel
from joinedup.engine.prefetch import prefetch
from joinedup.engine.schedule import NOBODY, schedule
from joinedup.engine.tables import CACHE_LINE
from joinedup.phases.beyond_hospital import work_off_responses
from joinedup.phases.case_management import case_management_week, find_cases
from joinedup.phases.coordinators import COUNTED_EVERY, count_every_four_weeks
from joinedup.phases.elective_list import settle_hospital
from joinedup.phases.expectations import spread_word
from joinedup.phases.groups import groups_week
from joinedup.phases.interface_week import update_interfaces_week
from joinedup.phases.pathway import first_clock, live_day
from joinedup.phases.records import month_of, tally
from joinedup.phases.staff_week import staff_week
from joinedup.phases.surveys import survey_if_due
from joinedup.phases.team_day import settle_team
from joinedup.phases.team_messages import THOUSAND
from joinedup.phases.team_week import update_team_week
from joinedup.phases.waiting_list import remove_reneged
from joinedup.state.hospital import BEYONDS, Queue
from joinedup.state.months import Tally
from joinedup.state.residents import BYTES_READ_OFTEN

# How many residents lie between asking for a row and reading it, and asking for its needs.
LEAD, NEEDS_AFTER = 24, 12


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
    """Monday: the programme advances, then staff, teams and interfaces have their week."""
    advance_programme(world, day)
    for member in range(world.staff.shape[0]):
        staff_week(world, member, day)
    update_week(world)
    case_management_week(world, day)


@entry_point
def advance_programme(world, day):
    """A week of the programme: clarity of purpose decays, and each team's upheaval and threat."""
    programme = world.globals[0].programme
    p = world.globals[0].p
    programme.clarity -= programme.clarity * p.adoption.vision_drift
    for number in range(world.teams.shape[0]):
        team = world.teams[number]
        team.upheaval -= team.upheaval * p.adoption.upheaval_decay
        if team.live:
            team.threat_left -= team.threat_left * p.strain.threat_decay


@entry_point
def update_week(world):
    """Update teams from the week of their staff, then what concerns more than one."""
    for team in range(world.teams.shape[0]):
        update_team_week(world, team)
    settle_week(world)


@entry_point
def settle_week(world):
    """What concerns more than one team: interfaces, and what is said of asking for help."""
    update_interfaces_week(world)
    spread_word(world)
    groups_week(world)


@kernel
def finds_cases_today(world, place, day):
    """Whether today is a day of case finding in a neighbourhood."""
    index_day = world.globals[0].settings.index_day
    if index_day < 0 or day < index_day:
        return False
    since_first = day - place.searched_from
    again = place.case_management == 1 and since_first % place.search_every == 0
    return day == index_day or again


@entry_point
def begin_day(world, day):
    """Open the day: its date, and no messages yet."""
    settings = world.globals[0].settings
    settings.today = day
    settings.messages = 0


@entry_point
def find_cases_if_due(world, day):
    """Case finding, on its days."""
    for number in range(world.places.shape[0]):
        place = world.places[number]
        if finds_cases_today(world, place, day):
            find_cases(world, place, day)


@entry_point
def end_day(world, day):
    """Teams, hospital and statistics."""
    working = is_working_day(day)
    for team in range(world.teams.shape[0]):
        remove_reneged(world, team)
    for team in range(world.teams.shape[0]):
        settle_team(world, team, day, working)
    settle_hospital(world, day, working)
    record_place_statistics(world, day)


@entry_point
def record_place_statistics(world, day):
    """Add today's stocks to the month's person-days, and sort at the single point of access."""
    sort_at_spoa(world)
    month = month_of(world)
    days = world.months[month].stock_days
    for genuine in range(2):
        for kind in range(NEEDS):
            for state in range(STATES):
                for severity in range(3):
                    for quintile in range(QUINTILES):
                        days[genuine, kind, state, severity, quintile] += world.globals[0].stock[
                            genuine, kind, state, severity, quintile
                        ]
    tally(world, Tally.DAYS, 1)
    record_beds(world)
    if day % COUNTED_EVERY == 0:
        count_every_four_weeks(world)
    survey_if_due(world, day)


@kernel
def record_beds(world):
    """Add today's beds, and the lines for them, to the month's: who is in one tonight.

    Who leaves tomorrow is; who moves at the day's end is where they move to.
    """
    hospital = world.globals[0].hospital
    tally(world, Tally.BED_DAYS, hospital.occupied)
    tally(world, Tally.READY_BED_DAYS, hospital.ready)
    tally(world, Tally.CORRIDOR_DAYS, max(0, hospital.occupied - hospital.beds))
    planned = hospital.queue_length[Queue.BED] + hospital.queue_length[Queue.DAY_CASE]
    tally(world, Tally.ELECTIVE_LIST_DAYS, planned)
    tally(world, Tally.MENTAL_HEALTH_BED_DAYS, hospital.mental_taken)
    tally(world, Tally.MENTAL_HEALTH_BEDS_OPEN, hospital.mental_beds)
    tally(world, Tally.OUT_OF_AREA_DAYS, hospital.out_of_area)
    tally(world, Tally.CARE_HOME_DAYS, world.globals[0].settings.care_homes)
    tally(world, Tally.AWAITING_HOME_DAYS, hospital.queue_length[Queue.CARE_HOME])
    for number in range(world.places.shape[0]):
        for kind in range(BEYONDS):
            tally(world, Tally.BEYOND_DAYS, world.places[number].beyond_taken[kind])


@kernel
def sort_at_spoa(world):
    """Each neighbourhood's single point of access, and urgent response, work as time goes."""
    for number in range(world.places.shape[0]):
        place = world.places[number]
        asked = place.spoa_today / THOUSAND
        left = place.spoa_backlog + asked - place.spoa_minutes / 7.0
        place.spoa_backlog = max(0.0, left)
        place.spoa_today = 0
        work_off_responses(place)


@kernel
def live_residents(world, day):
    """What is due today happens to each resident; meanwhile the rows of the next come near.

    Nobody's events set another's day on the calendar before all have lived.
    """
    coming, due, step = world.calendar.first[day], 0, 0
    world.calendar.first[day] = NOBODY
    while coming != NOBODY or step < due + LEAD:
        if coming != NOBODY:
            world.due[due] = coming
            due += 1
            prefetch_resident(world, coming)
            world.calendar.slots[coming].on_day = NOBODY
            coming = world.calendar.slots[coming].after
            prefetch(world.calendar.slots, max(0, coming), 0)
        if 0 <= step - NEEDS_AFTER < due:
            prefetch_needs(world, world.due[step - NEEDS_AFTER])
        if step >= LEAD:
            who = int(world.due[step - LEAD])
            schedule(world.calendar, who, live_day(world, who, day))
        step += 1


@kernel
def prefetch_resident(world, who):
    """Ask for a resident's clocks, and for what is read often of the row."""
    for at in range(0, world.clocks.strides[0], CACHE_LINE):
        prefetch(world.clocks, who, at)
    for at in range(0, BYTES_READ_OFTEN, CACHE_LINE):
        prefetch(world.residents, who, at)


@kernel
def prefetch_needs(world, who):
    """Ask for the needs that a resident's first event of today may read."""
    row = world.needs.strides[1]
    clock = first_clock(world, who)
    if clock < NEEDS:
        prefetch(world.needs, who, row * clock + CACHE_LINE)
    kinds = ALL_NEEDS if clock < NEEDS else int(world.residents[who].idle)
    for kind in range(NEEDS):
        if kinds & (1 << kind):
            prefetch(world.needs, who, row * kind)


@compiled({"nogil": True, "_nrt": False})
def run_days(world, first, last, margin):
    """Run the days ``first`` to ``last`` - 1; stop early when the event log's chunk is nearly full.

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
        find_cases_if_due(world, day)
        live_residents(world, day)
        end_day(world, day)
        day += 1
    return day
