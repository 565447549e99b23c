"""A mean or share of nothing has no value, and no average takes it for nought."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from joinedup.codes import CAUSES, EMPLOYERS, MONTH_DAYS, PAYERS, PROFESSIONS, Role
from joinedup.outcomes.measure import mean_of_known, year_of
from joinedup.outcomes.measures import MEASURES, measure, read_monthly, weights_monthly
from joinedup.outcomes.monthly import Monthly, community_load
from joinedup.rules.collected import ACTIVITY_NUMBERS
from joinedup.state.markers import ANSWERS, MARKERS, QUESTIONS
from joinedup.state.months import CULTURES, HOURS, STOCK, TALLIES, TEAM_TALLIES, TeamTally

MONTHS = 14
JOINED = {"adoption", "fidelity"}  # 0 says that nothing is joined
NOTHING = np.nan


def an_empty_place() -> Monthly:
    """Fourteen months in which there is nobody, nobody works, and nothing happens."""
    teams = SimpleNamespace(role=np.array([Role.CASELOAD]))
    world = SimpleNamespace(teams=teams, team_tallies=np.zeros((MONTHS, 1, TEAM_TALLIES)))
    days = np.full(MONTHS, MONTH_DAYS)
    others = ("cost_cashable", "cost_capacity", "empty_beds_cash", "transfer_nhs",
              "transfer_council", "last_100_days", "three_in_90_days", "reabled",
              "still_at_home", "enrolled", "planned_in_time", "left_ward",
              "followed_in_time")  # fmt: skip
    return Monthly(
        by_truth=np.zeros((2, ACTIVITY_NUMBERS, MONTHS)),
        admissions=np.zeros((CAUSES, MONTHS)),
        tallies=np.zeros((TALLIES, MONTHS)),
        stock=np.zeros((MONTHS, *STOCK)),
        money=np.zeros((MONTHS, PAYERS)),
        utility_lost=np.zeros(MONTHS),
        days=days,
        hours=np.zeros((MONTHS, EMPLOYERS, PROFESSIONS, HOURS)),
        culture=np.zeros((MONTHS, CULTURES)),
        markers=np.zeros((MARKERS, MONTHS)),
        surveys=np.zeros((MONTHS, QUESTIONS, ANSWERS)),
        extra={
            **dict.fromkeys(others, np.zeros(MONTHS)),
            **community_load(world, slice(0, MONTHS)),
        },
    )


def test_every_mean_of_nothing_has_no_value_and_every_sum_of_nothing_is_nought() -> None:
    found = read_monthly(an_empty_place())
    each_day = {m.key for m in MEASURES if m.mean_of == "days" and m.form != "share"}
    of_some = {m.key for m in MEASURES if m.mean_of} - each_day - JOINED
    assert len(of_some) > 40
    assert [key for key in of_some if not np.isnan(found[key]).all()] == []
    assert [key for key, months in found.items() if key not in of_some and months.any()] == []
    weights = weights_monthly(an_empty_place())
    assert set(weights) == {*of_some, *each_day}, "every mean has weights"
    assert [key for key in of_some if weights[key].any()] == []


def test_a_month_in_which_nobody_began_takes_nothing_from_the_mean_wait() -> None:
    teams = SimpleNamespace(role=np.array([Role.CASELOAD]))
    tallies = np.zeros((3, 1, TEAM_TALLIES))
    tallies[[0, 2], 0, TeamTally.STARTED] = 3, 1
    tallies[[0, 2], 0, TeamTally.WAITED_DAYS_THOUSANDTHS] = 30_000, 50_000
    world = SimpleNamespace(teams=teams, team_tallies=tallies)
    months = SimpleNamespace(extra=community_load(world, slice(0, 3)))
    reading = measure("waiting_days").reading
    waits, starts = reading(months), reading.whole(months)
    assert waits == pytest.approx([10.0, NOTHING, 50.0], nan_ok=True)
    assert year_of(waits, "mean", starts) == 20.0, "80 days waited by four people"


def test_the_mean_of_what_is_known() -> None:
    values = np.array([[1.0, NOTHING, 3.0], [NOTHING] * 3, [0.0, 3.0, 6.0]])
    assert mean_of_known(values) == pytest.approx([2.0, NOTHING, 3.0], nan_ok=True)
    assert mean_of_known(values, axis=0) == pytest.approx([0.5, 3.0, 4.5])
    assert year_of(values, "sum") == pytest.approx([24.0, NOTHING, 36.0], nan_ok=True)


def test_a_mean_is_that_of_all_whatever_months_they_are_in() -> None:
    values, weights = np.array([[10.0, 40.0], [NOTHING, 7.0]]), np.array([[2.0, 1.0], [0.0, 5.0]])
    assert mean_of_known(values, weights=weights) == pytest.approx([20.0, 7.0])
    assert np.isnan(mean_of_known(np.array([NOTHING]), weights=np.array([0.0])))
