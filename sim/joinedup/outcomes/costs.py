"""The cost of a run by payer and month, cashable and of standing capacity."""

from __future__ import annotations

import numpy as np

from joinedup.codes import MONTH_DAYS, PER, Activity, Organisation, Profession
from joinedup.scenario.arrangement import Arrangement
from joinedup.scenario.scenario import Scenario
from joinedup.setup.programme import first_live, paid_until, unpaid
from joinedup.setup.teams import WEEK_MINUTES
from joinedup.state.months import Hours, Tally
from joinedup.state.world import World

CASE_MANAGER = "district_nurse"
OF_THE_COUNCIL = (Profession.SOCIAL_WORKER, Profession.SUPPORT_WORKER)


def costs(
    world: World,
    scenario: Scenario,
    flows: np.ndarray,
    stays: np.ndarray,
    tallies: np.ndarray,
    days: np.ndarray,
    first: int,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pounds by month and payer, and by month what is bought by the item and what is not.

    Parameters
    ----------
    flows : ndarray [activity, month]
        Rows of the ledger.
    stays : ndarray [2, month]
        Emergency discharges after less than a day, and after more.
    tallies, days : ndarray [item, month], ndarray [month]
        Monthly tallies, and the days run in each month.
    first : int
        The month of the index date, counted from day 0.

    Returns
    -------
    money : ndarray [month, payer]
    cashable : ndarray [month]
        What a payer would not pay if it did not happen: weeks in a care home.
    capacity : ndarray [month]
        The rest: staff in post and hospital activity, whose cost stays when activity falls
        until posts or beds are closed (004: paying twice).
    """
    staff = staff_cost(world, scenario, first, days)
    hospital = hospital_cost(world, flows, stays, tallies)
    p = world.globals[0].p.money
    homes = tallies[Tally.CARE_HOME_DAYS] / 7.0 * p.care_home_week
    homes = homes * p.council_share_of_care_homes
    money = staff.copy()
    money[:, Organisation.NHS] += hospital
    money[:, Organisation.COUNCIL] += homes
    return money, homes, hospital + staff.sum(axis=1)


def hospital_cost(
    world: World, flows: np.ndarray, stays: np.ndarray, tallies: np.ndarray
) -> np.ndarray:
    """Pounds by month of A&E, beds, operations and clinics, at a price for each."""
    p = world.globals[0].p.money
    return (
        flows[Activity.AE_ATTENDANCE] * p.ae
        + stays[0] * p.emergency_short
        + stays[1] * p.emergency_long
        + tallies[Tally.READY_BED_DAYS] * p.excess_bed_day
        + flows[Activity.ELECTIVE_INPATIENT] * p.elective
        + flows[Activity.DAY_CASE] * p.day_case
        + flows[Activity.OUTPATIENT] * p.outpatient
    )


def staff_cost(world: World, scenario: Scenario, first: int, days: np.ndarray) -> np.ndarray:
    """Pounds of staff in post, of cover for vacancies, and of the programme.

    Returns
    -------
    ndarray [month, payer]
    """
    p = world.globals[0].p
    hours = np.asarray(world.months.hours)[first : first + len(days)]
    hours = hours * _weeks_for_a_monday(first, days)[:, None, None, None]
    paid = hours[..., Hours.HELD] + hours[..., Hours.COVERED] * p.workforce.cover_premium
    pay = paid @ np.asarray(p.money.staff_hour)
    month = np.arange(len(days))
    ends = paid_until(scenario, int(world.globals[0].settings.index_day)) / MONTH_DAYS - first
    funded = np.clip(ends - month, 0.0, 1.0)[:, None]
    live = np.clip(month + 1.0 - first_live(scenario), 0.0, 1.0)[:, None]
    lasting = posts_outside_teams(world, unpaid(scenario))
    added = posts_outside_teams(world, scenario.arrangement) - lasting
    yearly = live * (lasting + funded * added)
    yearly[:, Organisation.NHS] += funded[:, 0] * scenario.arrangement.programme_cost_a_year
    return pay + yearly * days[:, None] / 365.25


def _weeks_for_a_monday(first: int, days: np.ndarray) -> np.ndarray:
    """Weeks of each month for each Monday in it: hours are booked on Mondays, four or five."""
    mondays = np.arange(0.0, (first + len(days) + 1) * MONTH_DAYS, 7.0)
    often = np.bincount((mondays / MONTH_DAYS).astype(np.int64))[first : first + len(days)]
    return days / 7.0 / np.maximum(often, 1)


def posts_outside_teams(world: World, arrangement: Arrangement) -> np.ndarray:
    """Pounds a year, per payer, of an arrangement's posts that belong to no team."""
    p = world.globals[0].p.money
    yearly = np.zeros(len(Organisation))
    thousands = len(world.residents) / PER
    week = WEEK_MINUTES / 60.0 * 52.18
    nurse = p.staff_hour[Profession[CASE_MANAGER.upper()]]
    coordinator = p.staff_hour[Profession.CARE_COORDINATOR]
    if arrangement.case_management:
        yearly[0] += arrangement.case_management.case_managers * thousands * week * nurse
    posts = arrangement.care_coordinators + arrangement.boundary_spanners
    yearly[0] += posts * thousands * week * coordinator
    if arrangement.single_point_of_access:
        for profession, posts in sorted(arrangement.single_point_of_access.staff.items()):
            member = Profession[profession.upper()]
            payer = Organisation.COUNCIL if member in OF_THE_COUNCIL else Organisation.NHS
            yearly[payer] += posts * thousands * week * p.staff_hour[member]
    return yearly
