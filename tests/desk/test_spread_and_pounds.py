"""Readings of how use is spread over people, of who dies, and of money, counted by hand."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from joinedup.codes import MONTH_DAYS, NEEDS, NONE_TEAM, Activity, Age, Need, Profession, State
from joinedup.engine.events import EVENT
from joinedup.rules.collected import parameter_record
from joinedup.state.months import TALLIES, Tally
from joinedup_experiments.local_place.second_order import READINGS

IN, OUT, AE, DIED = (
    Activity.EMERGENCY_ADMISSION, Activity.DISCHARGE, Activity.AE_ATTENDANCE, Activity.DIED
)  # fmt: skip
START = 12 * MONTH_DAYS
TODAY = int(START + 730)


def place(*events: tuple, people: int = 4) -> SimpleNamespace:
    """Two years after a year of burn-in, with (time, who, activity) of what happened."""
    log = np.zeros(len(events), EVENT)
    for row, (time, who, activity) in zip(log, events, strict=True):
        row["time"], row["who"], row["activity"] = time, who, activity
    residents = np.zeros(people, [("generation", "u2"), ("age", "u1"), ("quintile", "u1")])
    needs = np.zeros((people, NEEDS), [
        ("team", "u2"), ("state", "u1"), ("genuine", "u1"), ("minutes", "f8")
    ])  # fmt: skip
    return SimpleNamespace(
        events=np.sort(log, order="time"),
        index_day=START,
        scenario=SimpleNamespace(place=SimpleNamespace(growing=False)),
        months={"ae_attendances": np.zeros(24), "cost_council": np.full(24, 10.0)},
        teams=[("clinic", "Clinic", 0)],
        history=SimpleNamespace(residents={n: residents[n].copy() for n in residents.dtype.names}),
        world=SimpleNamespace(
            residents=residents,
            needs=needs,
            months=SimpleNamespace(tallies=np.zeros((36, TALLIES))),
            globals=[SimpleNamespace(settings=SimpleNamespace(today=TODAY))],
        ),
    )


def late(*whos: int, activity: int = IN) -> list[tuple]:
    """Events of these residents in the last year, a day after each other."""
    return [(TODAY - 300.0 + day, who, activity) for day, who in enumerate(whos)]


def test_those_who_come_back_are_a_share_of_those_who_came():
    run = place(*late(0, 0, 0, 1, 2, 2), people=10)
    assert READINGS["times_a_year"](run, "emergency_admission 2 999") == pytest.approx(2 / 3)
    assert READINGS["times_a_year"](run, "emergency_admission 1 1") == pytest.approx(1 / 3)
    assert READINGS["events_of_many"](run, "emergency_admission 3") == pytest.approx(1 / 2)
    assert READINGS["holding_half"](run, "emergency_admission") == pytest.approx(1 / 3)
    assert np.isnan(READINGS["times_a_year"](place(), "emergency_admission 2 999"))


def test_two_more_within_a_year_of_a_first_in_the_first():
    run = place(
        *[(START + day, 0, IN) for day in (10, 100, 374)],
        *[(START + day, 1, IN) for day in (10, 100, 376)],
        *[(START + day, 2, IN) for day in (10,)],
        *[(START + day, 3, IN) for day in (400, 401, 402)],
    )
    assert READINGS["admitted_twice_more"](run, "") == pytest.approx(1 / 3)


def test_chance_alone_has_a_variance_of_its_mean():
    number = np.random.default_rng(3)
    times = number.poisson(0.3, 40_000)
    run = place(*late(*np.repeat(np.arange(40_000), times)), people=40_000)
    assert READINGS["spread_over_chance"](run, "emergency_admission") == pytest.approx(1, abs=0.03)
    prone = number.poisson(0.3 * number.gamma(0.5, 2.0, 40_000))
    run = place(*late(*np.repeat(np.arange(40_000), prone)), people=40_000)
    assert READINGS["spread_over_chance"](run, "emergency_admission") == pytest.approx(1.6, abs=0.1)


def test_long_stays_are_those_of_over_so_many_days():
    run = place(
        *[(START, 0, IN), (START + 0.5, 0, OUT), (START, 1, IN), (START + 3, 1, OUT)],
        *[(START, 2, IN), (START + 15, 2, OUT)],
    )
    assert READINGS["stays_over"](run, "14") == pytest.approx(1 / 3)
    assert READINGS["mean_overnight_stay"](run, "") == pytest.approx(9.0)


def test_deaths_are_compared_among_people_of_like_age():
    """Old people are better off here: by crude rates the deprived would die less often."""
    run = place(*[(START + who, who, DIED) for who in (0, 1, 2, 10, 11, 22)], people=30)
    then = run.history.residents
    then["age"][:] = np.repeat([Age.OLD, Age.YOUNG_ADULT], 15)
    then["quintile"][:] = np.repeat([0, 4, 4, 0], [10, 5, 10, 5])
    by_hand = (2 * 10 / 15 + 1 * 5 / 15) / (3 * 5 / 15)
    assert READINGS["deaths_most_deprived"](run, "") == pytest.approx(by_hand)
    assert READINGS["deaths"](run, "") == pytest.approx(6 / 2 / 30 * 1000)


def test_growth_is_that_of_the_months_where_a_place_grows():
    run = place()
    run.months["x"] = 50.0 * 1.03 ** (np.arange(24) / 12.0)
    assert np.isnan(READINGS["growth"](run, "x"))
    run.scenario.place.growing = True
    assert READINGS["growth"](run, "x") == pytest.approx(0.03)
    run.months["x"] = np.zeros(24)
    assert np.isnan(READINGS["growth"](run, "x"))


@pytest.fixture
def p() -> Any:
    return parameter_record()[0]


@pytest.fixture
def priced(p) -> SimpleNamespace:
    run = place(*[(START, 0, IN), (START + 0.5, 0, OUT), (START, 1, IN), (START + 3, 1, OUT)])
    run.world.globals[0].p = p
    return run


def test_a_head_costs_stays_at_their_prices(priced, p):
    by_hand = (p.money.emergency_short + p.money.emergency_long) / 2 / 4
    assert READINGS["emergency_cost"](priced, "") == pytest.approx(by_hand)
    assert READINGS["cost_a_head"](priced, "cost_council") == pytest.approx(120.0 / 4)


def test_a_contact_costs_what_the_team_in_post_does(priced, p):
    priced.world.staff = np.array(
        [(0, Profession.PSYCHIATRIST, 0.5, 1), (0, Profession.PSYCHIATRIST, 1.0, 0)],
        [("team", "u2"), ("profession", "u1"), ("post", "f8"), ("in_post", "u1")],
    )
    kind = Need.SEVERE_MENTAL_ILLNESS
    priced.world.needs["state"][:2, kind] = State.IN_CARE
    contacts = 2 * 365.25 / p.care.contact_every[kind]
    paid = 0.5 * 37.5 * p.money.working_weeks * p.money.staff_hour[Profession.PSYCHIATRIST]
    assert READINGS["contact_cost"](priced, "clinic") == pytest.approx(paid / contacts)


def test_who_pays_oneself_is_a_share_of_those_supported(priced):
    need = priced.world.needs[:, Need.DAILY_LIVING]
    need["genuine"], need["state"], need["minutes"] = 1, State.SUPPORTED, [0, 360, 600, 600]
    need["team"][0] = NONE_TEAM
    assert READINGS["support_paid_oneself"](priced, "") == pytest.approx(1 / 4)
    assert READINGS["support_hours"](priced, "") == pytest.approx(1560 / 3 / 60)
    tallies = priced.world.months.tallies
    tallies[:12, Tally.HOMES_COUNTED] = 99  # before the index date
    tallies[20, [Tally.HOMES_COUNTED, Tally.OWN_HOMES_COUNTED]] = 8, 2
    assert READINGS["care_homes_paid_oneself"](priced, "") == pytest.approx(1 / 4)
