"""The cost of a run by payer and month: bought by the item, of standing capacity, of people's own.

All at the prices of `joinedup.rules.money.PRICE_YEAR`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from joinedup.codes import (
    EMPLOYERS,
    MONTH_DAYS,
    PAYERS,
    PER,
    YEAR_HOURS,
    Activity,
    Organisation,
    Payer,
    Profession,
)
from joinedup.outcomes.pooling import moved_between_payers
from joinedup.phases.coordinators import COUNTED_EVERY
from joinedup.rules.money import post_year
from joinedup.scenario.in_force import spans
from joinedup.scenario.outside_teams import outside_teams_in_force, places_in_force
from joinedup.scenario.scenario import Scenario
from joinedup.state.months import Hours, Tally
from joinedup.state.world import World


class Costs(NamedTuple):
    """Pounds by month. What is bought by the item, capacity and people's own come to the whole."""

    money: np.ndarray  # [month, payer] What each pays, after transfers
    # [month, payer] What of it is for others' activity under a pooled budget, below zero for who
    # receives
    transfers: np.ndarray
    # [month] What an organisation would not pay if it did not happen: weeks in a care home
    cashable: np.ndarray
    # [month] Staff in post and hospital activity, whose cost stays when activity falls until
    # posts or beds are closed (004: paying twice)
    capacity: np.ndarray


def costs(
    world: World,
    scenario: Scenario,
    flows: np.ndarray,
    stays: np.ndarray,
    tallies: np.ndarray,
    days: np.ndarray,
    first: int,
) -> Costs:
    """What a run costs.

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
    """
    staff = staff_cost(world, first, days)
    programme = programme_cost(world, scenario, len(days))
    hospital = hospital_cost(world, flows, stays, tallies)
    homes, own_homes = care_home_cost(world, tallies)
    money = np.zeros((len(days), PAYERS))
    money[:, :EMPLOYERS] = staff + programme
    money[:, Payer.NHS] += hospital
    money[:, Payer.COUNCIL] += homes
    money[:, Payer.PEOPLE] = own_homes + own_support_cost(world, tallies, days, first)
    community = staff.copy()
    community[:, Organisation.COUNCIL] += homes
    transfers = moved_between_payers(scenario, world, community, community_before(world, first))
    capacity = hospital + (staff + programme).sum(axis=1)
    return Costs(money + transfers, transfers, homes, capacity)


def cash_of_empty_beds(world: World, tallies: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Pounds by month that closing the beds which stand empty would turn into cash.

    None while freed beds are filled from the lists (004: beds must close for money to be saved).
    """
    p, beds = world.globals[0].p.money, float(world.globals[0].hospital.beds)
    empty = beds * days - tallies[Tally.BED_DAYS] / p.safe_occupancy
    return np.asarray(np.maximum(empty, 0.0) * p.excess_bed_day)


def community_before(world: World, first: int) -> np.ndarray:
    """Pounds, per employer, of staff and care homes in the year before the index date, or less."""
    since = slice(max(0, first - 12), first)
    tallies = np.asarray(world.months.tallies)[since].T.astype(float)
    paid = staff_cost(world, since.start, tallies[Tally.DAYS])
    paid[:, Organisation.COUNCIL] += care_home_cost(world, tallies)[0]
    return np.asarray(paid.sum(axis=0))


def care_home_cost(world: World, tallies: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pounds by month of care homes: what the council pays, and what people pay themselves."""
    p = world.globals[0].p.money
    own = tallies[Tally.OWN_HOMES_COUNTED] / np.maximum(tallies[Tally.HOMES_COUNTED], 1.0)
    whole = tallies[Tally.CARE_HOME_DAYS] / 7.0 * p.care_home_week
    return whole * (1.0 - own), whole * own * p.own_care_home_ratio


def own_support_cost(world: World, tallies: np.ndarray, days: np.ndarray, first: int) -> np.ndarray:
    """Pounds by month of support at home that people pay for themselves."""
    counts = _times_in_each(COUNTED_EVERY, first, len(days))
    hours = tallies[Tally.OWN_CARE_MINUTES] / 60.0 / counts * days / 7.0
    return np.asarray(hours * world.globals[0].p.money.own_care_hour)


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
        + tallies[Tally.MENTAL_HEALTH_BED_DAYS] * p.mental_health_bed_day
        + tallies[Tally.OUT_OF_AREA_DAYS] * p.mental_health_bed_day
        + tallies[Tally.CORRIDOR_DAYS] * p.corridor_day
        + tallies[Tally.CANCELLED] * p.cancelled
        + flows[Activity.ELECTIVE_INPATIENT] * p.elective
        + flows[Activity.DAY_CASE] * p.day_case
        + flows[Activity.OUTPATIENT] * p.outpatient
    )


def staff_cost(world: World, first: int, days: np.ndarray) -> np.ndarray:
    """Pounds of staff in post and of cover for vacancies [month, employer].

    Hours are booked on Mondays, four or five in a month.
    """
    p = world.globals[0].p
    hours = np.asarray(world.months.hours)[first : first + len(days)]
    weeks = days / 7.0 / _times_in_each(7, first, len(days))
    hours = hours * weeks[:, None, None, None]
    paid = hours[..., Hours.HELD] + hours[..., Hours.COVERED] * p.workforce.cover_premium
    return np.asarray(paid @ post_year(p.money)) / YEAR_HOURS


def programme_cost(world: World, scenario: Scenario, months: int) -> np.ndarray:
    """Pounds of the programme and of what is in force outside teams [month, employer].

    Twelfths of a year each, however many days a month has, as they are planned.
    """
    p, residents = world.globals[0].p.money, len(world.residents)
    pay, paid = post_year(p), np.zeros((months, EMPLOYERS))
    for span in spans(scenario, months):
        yearly = np.zeros(EMPLOYERS)
        for post in outside_teams_in_force(span.force):
            profession = Profession[post.profession.upper()]
            yearly[post.employer] += post.number * residents / PER * pay[profession]
        yearly[Organisation.NHS] += np.dot(places_in_force(span.force), p.beyond_day) * 365.25
        yearly[Organisation.NHS] += span.force.programme_cost
        paid += span.share_of_months(months)[:, None] * yearly / 12.0
    return paid


def _times_in_each(every: int, first: int, months: int) -> np.ndarray:
    """How often every so many days, from day 0 on, falls in each month; at least once."""
    dates = np.arange(0.0, (first + months + 1) * MONTH_DAYS, every)
    often = np.bincount((dates / MONTH_DAYS).astype(np.int64), minlength=first + months)
    return np.maximum(often[first : first + months], 1)
