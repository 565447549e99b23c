"""The staff of each team: one row a post, from the posts that a scenario states.

Posts are stated in whole-time equivalents worked, bank and agency staff included, so there
are a few more posts than that, of which some are empty in usual times.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from joinedup.codes import NO_WORKER, PER, PROFESSIONS, Profession
from joinedup.engine.tables import Table, table, whole_rows
from joinedup.phases.staff_posts import appoint_at_first, leave_post
from joinedup.rules.case_management import carriers_of
from joinedup.rules.collected import row_with
from joinedup.rules.workforce import usual_hours_worked
from joinedup.scenario.arrangement import Arrangement
from joinedup.scenario.in_force import InForce, days_of_change
from joinedup.scenario.names import Complaint
from joinedup.scenario.planned import staff_of
from joinedup.scenario.refusals import RefusedError
from joinedup.scenario.scenario import Scenario
from joinedup.setup.areas import residents_covered, staffing_of, works_as
from joinedup.state.staff import STAFF
from joinedup.state.world import World

SMALLEST_POST = 1e-6  # whole-time equivalents; less is rounding, not a person
SPANNER = -1
CASE_MANAGER = Profession.DISTRICT_NURSE
Posts = dict[tuple[int, int], float]


def staff_table(world: World, scenarios: Sequence[Scenario]) -> Table:
    """A row for every post that any of the scenarios would have at any time.

    Returns
    -------
    table of STAFF
        Case managers and coordinators first, then spanners, then by team, profession and number.
        No post is there yet.

    Raises RefusedError where there are more than can be numbered.
    """
    most: Posts = {}
    forces = [InForce.nowhere(scenarios[0])]
    for scenario in scenarios:
        forces += [InForce.on(scenario, day) for day in days_of_change(scenario)]
    for force in forces:
        for place, posts in _posts(world, force).items():
            most[place] = max(posts, most.get(place, 0.0))
    rows = [
        (team, profession, person)
        for (team, profession), posts in sorted(most.items())
        for person in range(int(np.ceil(posts - SMALLEST_POST)))
    ]
    if len(rows) >= NO_WORKER:
        what = f"{len(rows):,} posts: no more than {NO_WORKER - 1:,} can be numbered"
        raise RefusedError([Complaint(("teams",), what)])
    members = table(len(rows), row_with(STAFF, "staff_columns"))
    for number, (team, profession, person) in enumerate(rows):
        members[number].team = members[number].home = team
        members[number].key = team if team < 0 else world.teams[team].key
        members[number].profession = profession
        members[number].person = person
    return members


def with_posts_of(world: World, scenarios: Sequence[Scenario]) -> World:
    """The world with the rows of `staff_table`: those that it has are as they were.

    The scenarios are of its place and have its teams. A row that no post had until now changes
    nothing, and what refers to a post refers to it still.
    """
    staff = staff_table(world, scenarios)
    numbers = {post: number for number, post in enumerate(_posts_in(staff))}
    new = np.array([numbers[post] for post in _posts_in(world.staff)], np.int64)
    whole_rows(staff)[new] = whole_rows(world.staff)
    workers = world.needs.worker
    has_one = workers != NO_WORKER
    workers[has_one] = new[workers[has_one]]
    for column in ("manager", "coordinator"):
        carriers = world.residents[column]
        has_one = carriers > 0
        carriers[has_one] = new[carriers[has_one] - 1] + 1
    world = world._replace(staff=staff, members=np.zeros(len(staff), np.int32))
    number_members(world)
    return world


def _posts_in(staff: Table) -> list[tuple[int, int, int]]:
    return list(zip(*(staff[key].tolist() for key in ("home", "profession", "person"))))


def number_members(world: World) -> None:
    """Put staff in the order of their teams; note where each team's and neighbourhood's stand."""
    where = np.asarray(world.staff.team)
    world.members[:] = np.argsort(where, kind="stable")
    numbers = np.arange(len(world.teams))
    world.teams.first_member = np.searchsorted(where[world.members], numbers)
    world.teams.after_members = np.searchsorted(where[world.members], numbers, "right")
    for number, place in enumerate(world.places):
        mine = np.flatnonzero(world.staff.team == carriers_of(number, 0))
        place.first_manager, place.after_managers = _first_and_after(mine)
        mine = np.flatnonzero(world.staff.team == carriers_of(number, 1))
        place.first_coordinator, place.after_coordinators = _first_and_after(mine)


def _first_and_after(rows: np.ndarray) -> tuple[int, int]:
    return (int(rows[0]), int(rows[-1]) + 1) if len(rows) else (0, 0)


def set_posts(world: World, force: InForce, day: int) -> None:
    """Set the posts there are from today; new ones are vacant until filled.

    On day 0 as many are vacant as in usual times.
    """
    posts = _posts(world, force)
    lasting = _posts(world, InForce.nowhere(force.siloed))
    yearly = force.planned.arrangement.programme.money_renewed_yearly
    for member, row in enumerate(world.staff):
        left = posts.get((int(row.home), int(row.profession)), 0.0) - float(row.person)
        post = min(1.0, left) if left > SMALLEST_POST else 0.0
        row.post = post
        beyond = float(row.person) >= lasting.get((int(row.home), int(row.profession)), 0.0)
        row.temporary = yearly and beyond
        if post == 0.0 and row.in_post:
            leave_post(world, member)
            row.absent_days = 0.0
        elif day == 0 and post > 0.0:
            appoint_at_first(world, member)


def _posts(world: World, force: InForce) -> Posts:
    """Posts by (team, profession); spanners, case managers, coordinators belong to no team."""
    scenario = force.siloed
    usual = _usually_worked(world, scenario)
    established: Posts = {}
    for number, row in enumerate(world.teams):
        name = scenario.team_names[row.type]
        covered = residents_covered(world, number, scenario.all_teams[name]) / PER
        covered *= staffing_of(world, scenario, row)
        for profession, posts in staff_of(works_as(force, row), name).items():
            kind = Profession[profession.upper()]
            established[number, kind] = posts * covered / usual[kind]
    spanners = force.anywhere.arrangement.boundary_spanners
    if spanners > 0.0:
        kind = Profession.CARE_COORDINATOR
        established[SPANNER, kind] = spanners * len(world.residents) / PER / usual[kind]
    for number, place in enumerate(world.places):
        thousands = float(place.after - place.first) / PER
        established |= _carriers(force.at[number].arrangement, number, thousands, usual)
    return established


def posts_by_place(world: World, scenario: Scenario, members: np.ndarray) -> np.ndarray:
    """Which neighbourhood each of a borough team's posts falls to: in turn, so that all get alike.

    ``members`` are the rows of one team's staff. Neither other arrangements nor dates change it.
    """
    usual = _posts(world, InForce.nowhere(scenario))
    home = int(world.staff.home[members[0]]) if len(members) else 0
    of_each = [int(np.ceil(usual.get((home, kind), 0.0))) for kind in range(PROFESSIONS)]
    before = np.concatenate([[0], np.cumsum(of_each)])
    turn = before[np.asarray(world.staff.profession)[members]] + world.staff.person[members]
    return np.asarray(turn % len(world.places))


def _carriers(arrangement: Arrangement, place: int, thousands: float, usual: list[float]) -> Posts:
    """Posts of a neighbourhood's case managers and care coordinators."""
    managed = arrangement.case_management
    kind = CASE_MANAGER
    managers = managed.case_managers * thousands / usual[kind] if managed else 0.0
    posts = {(int(carriers_of(place, 0)), int(kind)): managers}
    kind = Profession.CARE_COORDINATOR
    coordinators = arrangement.care_coordinators * thousands / usual[kind]
    posts[int(carriers_of(place, 1)), int(kind)] = coordinators
    return {which: number for which, number in posts.items() if number > 0.0}


def _usually_worked(world: World, scenario: Scenario) -> list[float]:
    if "leaving" in scenario.disable_mechanisms:  # no post is ever empty: those stated are enough
        return [1.0] * PROFESSIONS
    p = world.globals[0].p.workforce
    return [float(usual_hours_worked(p, profession)) for profession in range(PROFESSIONS)]
