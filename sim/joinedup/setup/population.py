"""The place on day 0: residents and their addresses, teams, and everyone's first clocks."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np

from joinedup.codes import DOMAINS, MONTH_DAYS, NEEDS, QUINTILES
from joinedup.engine import draws
from joinedup.engine.draws import purpose
from joinedup.engine.events import fresh_chunk
from joinedup.engine.inbox import MESSAGE
from joinedup.engine.jit import entry_point, kernel
from joinedup.engine.schedule import NOBODY, new_calendar, schedule
from joinedup.engine.tables import table
from joinedup.phases.clocks import next_event_time, schedule_events
from joinedup.phases.demography import list_of, move_in
from joinedup.rules.collected import parameter_record, row_with
from joinedup.rules.onset import interaction_ratio_of
from joinedup.rules.people import gradient
from joinedup.rules.seasons import YEAR, growth
from joinedup.scenario.in_force import InForce
from joinedup.scenario.place import Team, whole_beds
from joinedup.scenario.scenario import Scenario
from joinedup.setup.addresses import set_addresses
from joinedup.setup.ages import YEARS, set_ages
from joinedup.setup.apply_arrangement import apply_arrangement
from joinedup.setup.areas import place_of_team, team_of
from joinedup.setup.expectations import expect_the_usual
from joinedup.setup.interfaces import OUTSIDE_SENDERS, baseline_interface
from joinedup.setup.practices import ages_by_practice, quintiles_by_practice, set_proneness
from joinedup.setup.programme import disable_mechanisms, take_effect
from joinedup.setup.staffing import number_members, set_posts, staff_table
from joinedup.setup.teams import set_apart
from joinedup.state.expectations import EXPECTATION, RECORD
from joinedup.state.months import MONTH, TEAM_TALLIES
from joinedup.state.needs import NEED
from joinedup.state.places import AGE_IN_YEARS, NO_SEARCH, PLACE
from joinedup.state.residents import NEVER, READ_OFTEN, RESIDENT, unscheduled_clocks
from joinedup.state.staff import STAFF
from joinedup.state.teams import INTERFACE, TEAM, TYPE
from joinedup.state.world import World, globals_type

AGE = purpose("population.age")
QUINTILE = purpose("population.quintile")


def new_world(
    scenarios: Sequence[Scenario], seed: int, days: int, chunk: int, contacts: bool
) -> World:
    """A place on day 0, its people drawn and its teams siloed.

    Parameters
    ----------
    scenarios : sequence of Scenario
        Place, teams and assumptions are those of the first, and its burn-in. The arrangements
        are not applied here: they only say which posts there may ever be.
    seed : int
        Seed of every draw.
    days : int
        Days that the calendar reaches.
    chunk : int
        Rows of a chunk of the event log.
    contacts : bool
        Whether routine contacts are written to the event log too.
    """
    scenario = scenarios[0].beside(scenarios[1:])
    scenarios = [one.beside([scenario]) for one in scenarios]
    world = empty_world(scenario, days, chunk)
    p = world.globals[0].p
    _settings(world, scenario, seed, contacts)
    _tables_of_rules(world)
    set_addresses(world, scenario)
    set_proneness(world, scenario.place)
    _ages(world, scenario)
    expect_the_usual(world)
    nowhere = InForce.nowhere(scenario)
    baseline_interface(p, world.baseline_interfaces[0])
    apply_arrangement(world, nowhere)
    for row in world.teams:
        set_apart(row)
    world.interfaces.trust = p.trust.initial
    staff = staff_table(world, scenarios)
    world = world._replace(staff=staff, members=np.zeros(len(staff), np.int32))
    number_members(world)
    disable_mechanisms(world, scenario)
    set_posts(world, nowhere, 0)
    take_effect(world)
    draw_people(world, quintiles_by_practice(world, scenario.place))
    return world


def _ages(world: World, scenario: Scenario) -> None:
    """Set every practice's ages, and how acute illness changes with time."""
    for practice, upto in enumerate(ages_by_practice(world, scenario.place)):
        set_ages(world, practice, np.diff(upto, prepend=0.0))
    p, settings = world.globals[0].p.seasons, world.globals[0].settings
    settings.winters = scenario.place.winters
    settings.peak = 1.0 + p.winter if scenario.place.winters else 1.0
    settings.grows_from = NEVER
    if scenario.place.growing:
        settings.grows_from = scenario.run.burn_in_years * YEAR
        settings.peak *= growth.py_func(p, 0.0, (scenario.run.years + 1.0) * YEAR)


def empty_world(scenario: Scenario, days: int, chunk: int) -> World:
    """A world's tables, with its parameters and its teams' numbers; nothing else is set."""
    place, people = scenario.place, scenario.place.residents
    months = int(days / MONTH_DAYS) + 2
    units = _teams(scenario)
    types = len(scenario.team_names)
    interfaces = (scenario.place.neighbourhoods, types + OUTSIDE_SENDERS, types)
    parameters = parameter_record(scenario.assumptions, scenario.outside_range)
    world = World(
        globals=table(1, globals_type(parameters.dtype)),
        residents=table(people, row_with(RESIDENT, "resident_columns", READ_OFTEN)),
        needs=table((people, NEEDS), row_with(NEED, "need_columns")),
        clocks=unscheduled_clocks(people),
        calendar=new_calendar(people, days),
        teams=table(len(units), row_with(TEAM, "team_columns")),
        places=table(scenario.place.neighbourhoods, PLACE),
        types=table(types, TYPE),
        ages=table((place.neighbourhoods * place.practices_each, YEARS), AGE_IN_YEARS),
        team_of=team_of(scenario, units),
        interfaces=table(interfaces, INTERFACE),
        target_interfaces=table(interfaces, INTERFACE),
        baseline_interfaces=table(1, INTERFACE),
        expectations=table((scenario.place.neighbourhoods, NEEDS), EXPECTATION),
        records=table((len(units), types), RECORD),
        staff=table(0, row_with(STAFF, "staff_columns")),
        members=np.zeros(0, np.int32),
        due=np.zeros(people, np.int32),
        inbox=table(max(8192, people // 2), MESSAGE),
        events=fresh_chunk(chunk),
        months=table(months, MONTH),
        team_tallies=np.zeros((months, len(units), TEAM_TALLIES), np.int64),
    )
    world.globals.p[0] = parameters[0]
    world.places.bar = NO_SEARCH
    world.types.by_address = [team.organisation != "nhs" for team in _in_order(scenario)]
    for number, (row, (type_, unit)) in enumerate(zip(world.teams, units, strict=True)):
        row.type, row.unit, row.inbox_first = type_, unit, NOBODY
        row.key = number if type_ < len(scenario.teams) else _key(scenario.team_names[type_], unit)
        row.queue_first[:] = NOBODY
        row.queue_last[:] = NOBODY
        row.appointment = 1.0
        row.place = place_of_team(scenario, row)
    return world


def _key(name: str, unit: int) -> int:
    """The key of an added team: of its name, so that other arrangements' teams do not change it."""
    return (1 << 24) + ((crc32(name.encode()) & 0x7FF) << 12) + unit


def _in_order(scenario: Scenario) -> list[Team]:
    return [scenario.all_teams[name] for name in scenario.team_names]


def _teams(scenario: Scenario) -> list[tuple[int, int]]:
    """(type, unit) of every team; practices, neighbourhoods or the borough are units."""
    place = scenario.place
    counts = {
        "practice": place.neighbourhoods * place.practices_each,
        "neighbourhood": place.neighbourhoods,
        "borough": 1,
    }
    return [
        (number, unit)
        for number, team in enumerate(_in_order(scenario))
        for unit in range(counts[team.covers])
    ]


def _settings(world: World, scenario: Scenario, seed: int, contacts: bool) -> None:
    settings = world.globals[0].settings
    settings.seed = seed
    settings.contacts = contacts
    settings.types = len(scenario.team_names)
    settings.practices_each = scenario.place.practices_each
    settings.index_day = -1
    teams = _in_order(scenario)
    roles = [team.role for team in teams]
    settings.practice_type = roles.index("general_practice")
    settings.crisis_type = roles.index("crisis") if "crisis" in roles else -1
    hospital = world.globals[0].hospital
    people = scenario.place.residents
    hospital.beds = whole_beds(scenario.hospital.beds_per_1000, people)
    hospital.mental_beds = whole_beds(scenario.hospital.mental_health_beds_per_1000, people)
    hospital.care_home_beds = whole_beds(scenario.place.care_home_beds_per_1000, people)
    slots = scenario.hospital.day_case_slots_per_1000_a_year * people / 1000.0
    hospital.day_slots = slots / (365.25 * 5.0 / 7.0)
    hospital.queue_first[:] = NOBODY
    hospital.queue_last[:] = NOBODY
    hospital.inbox_first = NOBODY


def _tables_of_rules(world: World) -> None:
    """Interaction ratios by domain and deprivation gradients by quintile, computed once."""
    p, row = world.globals[0].p, world.globals[0]
    for source in range(DOMAINS):
        for target in range(DOMAINS):
            served = interaction_ratio_of(p.onset, source, target, False, True)
            unmet = interaction_ratio_of(p.onset, source, target, True, False)
            row.interactions[source, target, 1:] = served, unmet
    for quintile in range(QUINTILES):
        for kind in range(NEEDS):
            row.gradients[kind, quintile] = gradient(p.people.deprivation_ratio[kind], quintile)
        row.gradients[NEEDS, quintile] = gradient(p.acute.deprivation_ratio, quintile)


@entry_point
def draw_people(world, quintiles):
    """Draw everyone's age, deprivation quintile, needs and first clocks.

    ``quintiles`` are cumulative shares of each practice's list.
    """
    settings = world.globals[0].settings
    known = world.globals[0].p.people.known_at_start
    for who in range(world.residents.shape[0]):
        resident = world.residents[who]
        practice = int(world.teams[resident.practice].unit)
        draw = draws.uniform(settings.seed, QUINTILE, who, 0, 0)
        resident.quintile = _draw(quintiles[practice], draw)
        move_in(world, who, 0.0, known, _age_in_years(world, who))
        schedule_events(world, who, 0.0)
        schedule(world.calendar, who, next_event_time(world, who))


@kernel
def _age_in_years(world, who):
    """The age in years of a resident on day 0, with its fraction."""
    ages = world.ages[list_of(world, who)]
    draw = draws.uniform(world.globals[0].settings.seed, AGE, who, 0, 0)
    year = 0
    while year < ages.shape[0] - 1 and draw >= ages[year].upto:
        year += 1
    below = ages[year - 1].upto if year > 0 else 0.0
    here = ages[year].upto - below
    return year + (min(1.0, (draw - below) / here) if here > 0.0 else 0.0)


@kernel
def _draw(shares, uniform_draw):
    for number in range(shares.shape[0] - 1):
        if uniform_draw < shares[number]:
            return number
    return shares.shape[0] - 1
