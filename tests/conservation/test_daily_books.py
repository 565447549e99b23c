"""The books of a month are the sum of its days: each day counted again from everybody's rows."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import NEEDS, State
from joinedup.day import run_days
from joinedup.setup.population import new_world
from joinedup.state.hospital import Stay
from joinedup.state.months import STOCK, Tally, TeamTally
from joinedup.state.needs import NeedEvent

DAYS = 150


def census(world) -> np.ndarray:
    """Needs by truth, kind, state, severity band and fifth."""
    needs = world.needs
    state = np.asarray(needs.state).ravel()
    there = (state != State.ABSENT) & (state != State.RESOLVED)
    kind = np.tile(np.arange(NEEDS), len(needs))
    quintile = np.repeat(np.asarray(world.residents.quintile), NEEDS)
    p = world.globals[0].p.worsening
    ends = [p.moderate_from, p.severe_from]
    band = np.searchsorted(ends, np.asarray(needs.severity).ravel(), side="right")
    columns = (np.asarray(needs.genuine).ravel(), kind, state, band, quintile)
    found = np.zeros(STOCK, np.int64)
    np.add.at(found, tuple(column[there].astype(int) for column in columns), 1)
    return found


def team_day(world, number: int) -> dict[TeamTally, int]:
    """A team's day, from its packages and its line."""
    needs, row = world.needs, world.teams[number]
    mine = np.asarray(needs.team) == number
    cared = np.argwhere(mine & np.isin(needs.state, (State.IN_CARE, State.SUPPORTED)))
    waits = np.isin(needs.state, (State.WAITING_FOR_ASSESSMENT, State.WAITING_FOR_CARE))
    waits &= mine & (np.asarray(needs.next_event) == NeedEvent.RENEGE)
    promised = sum(int(float(needs[who, kind].minutes) * 1000.0 + 0.5) for who, kind in cared)
    return {
        TeamTally.CARE_MINUTES: int(promised / 7.0 + 0.5),
        TeamTally.CAPACITY_MINUTES: int(row.minutes / 7.0 * 1000.0 + 0.5),
        TeamTally.CASELOAD_DAYS: len(cared),
        TeamTally.QUEUE_DAYS: int(waits.sum()),
    }


@pytest.fixture(scope="module")
def lived(siloed, sized):
    """A place after `DAYS` days, and what was counted on each of them."""
    world = new_world([sized(siloed, 1_500, 1, 0)], 21, DAYS, 200_000, False)
    teams = np.zeros((len(world.teams), len(TeamTally)), np.int64)
    stock = np.zeros(STOCK, np.int64)
    beds = np.zeros(3, np.int64)
    for day in range(DAYS):
        assert run_days(world, day, day + 1, 16_384) == day + 1
        stock += census(world)
        stay = np.asarray(world.residents.stay)
        listed = np.asarray(world.residents.listed)
        general = (stay != Stay.NO) & (stay <= Stay.AWAITING)
        beds += [general.sum(), (stay == Stay.READY).sum(), (listed > 0).sum()]
        for number in range(len(teams)):
            for item, value in team_day(world, number).items():
                teams[number, item] += value
    return world, teams, stock, beds


def test_person_days_of_need_are_a_census_a_day(lived):
    world, _, stock, _ = lived
    assert np.array_equal(np.asarray(world.months.stock_days).sum(axis=0), stock)


def test_bed_days_are_people_in_bed_day_by_day(lived):
    world, _, _, beds = lived
    tallies = np.asarray(world.months.tallies).sum(axis=0)
    items = (Tally.BED_DAYS, Tally.READY_BED_DAYS, Tally.ELECTIVE_LIST_DAYS)
    assert [int(tallies[item]) for item in items] == beds.tolist()
    assert tallies[Tally.DAYS] == DAYS


def test_a_teams_time_is_care_overhead_and_what_is_left_idle(lived):
    """Care as the packages say; idle time is what neither care nor overhead takes.

    No idle time is below nought over the whole: a team starts no care that it has no time for.
    """
    world, teams, _, _ = lived
    sums = world.team_tallies.sum(axis=0)
    for item in (
        TeamTally.CARE_MINUTES,
        TeamTally.CAPACITY_MINUTES,
        TeamTally.CASELOAD_DAYS,
        TeamTally.QUEUE_DAYS,
    ):
        assert np.array_equal(sums[:, item], teams[:, item]), item.name
    carries = np.asarray(world.teams.role) == 0
    idle = sums[:, TeamTally.CAPACITY_MINUTES] - sums[:, TeamTally.CARE_MINUTES]
    assert (idle[carries] >= 0).all()
    assert (sums[:, TeamTally.CARE_MINUTES] > 0).sum() > 4, "too little care to speak of"
