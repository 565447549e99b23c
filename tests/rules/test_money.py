"""Unit costs, and the year of their prices."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from joinedup.codes import Budgets, Profession
from joinedup.outcomes.costs import cash_of_empty_beds
from joinedup.outcomes.pooling import beyond_its_own
from joinedup.rules.collected import declared
from joinedup.rules.money import INFLATION, PRICE_YEAR, in_price_year
from joinedup.state.months import TALLIES, Tally
from joinedup_experiments.scenario_io.published import named_in, published

YEAR = re.compile(r"20\d\d[/-]\d\d")


def test_everything_counted_costs_something(p):
    for name in p.money.dtype.names:
        assert (np.asarray(p.money[name]) > 0.0).all(), name


def test_what_takes_more_costs_more(p):
    assert p.money.emergency_short < p.money.emergency_long
    assert p.money.outpatient < p.money.day_case < p.money.elective
    hours = p.money.staff_hour
    assert hours[Profession.SUPPORT_WORKER] == min(hours)
    assert hours[Profession.SOCIAL_WORKER] < hours[Profession.PSYCHIATRIST]
    assert p.money.own_care_home_ratio > 1.0


def test_empty_beds_are_cash_only_beyond_what_is_kept_for_safety(p):
    days, safe = np.full(3, 30.0), p.money.safe_occupancy
    hospital = SimpleNamespace(beds=100)
    world: Any = SimpleNamespace(globals=[SimpleNamespace(p=p, hospital=hospital)])
    tallies = np.zeros((TALLIES, 3))
    tallies[Tally.BED_DAYS] = np.array([0.97, safe, safe - 0.092]) * 100 * 30
    cash = cash_of_empty_beds(world, tallies, days)
    assert cash[0] == 0.0 and cash[1] == pytest.approx(0.0, abs=1e-6)
    assert cash[2] == pytest.approx(0.092 / safe * 100 * 30 * p.money.excess_bed_day)


def test_inflation_is_the_published_one_up_to_the_price_year():
    for year, rise in INFLATION.items():
        assert float(published()[f"nhscii_{year.replace('/', '_')}"].value) == rise
    assert list(INFLATION)[-1] == PRICE_YEAR
    assert in_price_year(7.0, PRICE_YEAR) == 7.0
    years = ["2022/23", "2023/24", PRICE_YEAR]
    carried = [in_price_year(100.0, year) for year in years]
    assert carried == sorted(carried, reverse=True)


@pytest.mark.parametrize("key", [key for key in declared() if key.startswith("money.")])
def test_a_price_of_an_earlier_year_names_what_carries_it(key):
    one = declared()[key]
    if not one.unit.startswith("GBP"):
        return
    rows = [row for row in named_in(one.source) if row.key.startswith(("cost_", "home_care"))]
    if not rows:  # assumed, at the prices of today
        return
    years = {YEAR.findall(row.setting_year)[-1].replace("-", "/") for row in rows}
    assert years <= {PRICE_YEAR} or "nhscii_2024_25" in one.source
    assert min(years) >= "2023/24" or "nhscii_2023_24" in one.source
    value = {row.key: float(row.value) for row in rows}
    if len(rows) == 1 and not one.per:
        year = YEAR.findall(rows[0].setting_year)[-1].replace("-", "/")
        assert float(one.default) == in_price_year(value[rows[0].key], year)


def test_hours_are_those_of_the_rows_that_their_source_names():
    value = {row.key: float(row.value) for row in named_in(declared()["money.staff_hour"].source)}
    hour = declared()["money.staff_hour"].default
    for profession, row in (
        (Profession.THERAPIST, "cost_ahp_psych_hour_band6"),
        (Profession.CARE_COORDINATOR, "cost_nurse_hour_band5"),
        (Profession.PSYCHOLOGIST, "cost_ahp_psych_hour_band7"),
        (Profession.LINK_WORKER, "cost_ahp_psych_hour_band5"),
        (Profession.SOCIAL_WORKER, "cost_adult_social_worker_hour"),
        (Profession.SUPPORT_WORKER, "cost_home_care_hour"),
    ):
        assert hour[profession] == in_price_year(value[row], "2022/23")
    assert hour[Profession.PSYCHIATRIST] == value["cost_consultant_psychiatrist_hour_2025"]
    assert hour[Profession.DISTRICT_NURSE] == value["cost_nurse_hour_band6_2025"]


def test_a_pool_moves_what_each_side_costs_beyond_its_share_of_before(p):
    shared = p.incentives.risk_shared
    mine, theirs, share = np.array([70.0]), np.array([50.0]), 0.5
    for budgets in Budgets:
        moved = beyond_its_own(shared[budgets], mine, mine + theirs, share)
        back = beyond_its_own(shared[budgets], theirs, mine + theirs, 1.0 - share)
        assert moved + back == pytest.approx(0.0)
        pooled = budgets == Budgets.POOLED
        assert moved == pytest.approx(-10.0 if pooled else 0.0)  # half of the pot is 60
