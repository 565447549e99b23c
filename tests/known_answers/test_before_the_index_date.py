"""What looks back past the index date: stays that began before it, and last days of life."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import NO_NEED, Activity, Cause
from joinedup.engine.events import EVENT
from joinedup.outcomes.measures import measure
from joinedup.outcomes.stays import emergency_stays, months_of
from joinedup.run import simulate

PRICE = "assumptions.money.emergency_long"
IN, OUT = Activity.EMERGENCY_ADMISSION, Activity.DISCHARGE


@pytest.fixture(scope="module")
def runs(siloed, sized):
    """One place, at two prices of a long emergency stay."""
    small = sized(siloed, 2_000, 1.0, 0.5)
    return [simulate(small.with_({PRICE: price}), 3) for price in (5_000.0, 6_000.0)]


def by_month(run, times) -> np.ndarray:
    months = len(run.costs)
    month = months_of(np.array(times), int(run.index_day))
    return np.bincount(month[(month >= 0) & (month < months)], minlength=months)


def on_record(run, *activities) -> np.ndarray:
    rows = np.concatenate([run.history.events, run.events])  # in order of time
    return rows[np.isin(rows["activity"], activities)]


def test_every_emergency_stay_that_ends_is_paid_for(runs):
    """Also one that began before the index date; each is a thousand pounds dearer."""
    came, long, early = {}, [], 0
    for row in on_record(runs[0], IN, OUT):
        if row["activity"] == IN:
            came[row["who"]] = row["time"]
        elif row["cause"] != Cause.NONE and row["time"] >= runs[0].index_day:
            since = came.pop(row["who"])
            early += since < runs[0].index_day
            if row["time"] - since >= 1.0:
                long.append(row["time"])
    dearer = (runs[1].months["cost_nhs"] - runs[0].months["cost_nhs"]) / 1_000.0
    assert early > 0
    np.testing.assert_allclose(dearer, by_month(runs[0], long), atol=1e-6)


def test_admissions_before_the_index_date_are_in_the_last_days_of_who_dies_after_it(runs):
    run = runs[0]
    came = [(row["who"], row["time"]) for row in on_record(run, IN)]
    last, three, early = [], [], 0
    for who, died in on_record(run, Activity.DIED)[["who", "time"]].tolist():
        near = [t for one, t in came if one == who and 0.0 <= died - t <= 100.0]
        last += [died] * len(near)
        if sum(died - t <= 90.0 for t in near) >= 3:
            three.append(died)
        early += died >= run.index_day > min(near, default=died)
    assert early > 0
    assert np.array_equal(run.months["admissions_last_100_days"], by_month(run, last))
    share = by_month(run, three).sum() / run.months["deaths"].sum()
    np.testing.assert_allclose(run.months["deaths_after_three_admissions"], share)


def test_a_stay_whose_beginning_is_no_longer_on_record_was_a_long_one():
    rows = np.zeros(3, EVENT)
    rows["time"], rows["who"] = [3.0, 3.5, 20.0], [7, 7, 8]
    rows["activity"], rows["cause"] = [IN, OUT, OUT], Cause.CRISIS
    assert emergency_stays(rows, 0, 1).tolist() == [[1.0], [1.0]]
    assert emergency_stays(rows[2:], 0, 1).tolist() == [[0.0], [1.0]]
    assert not emergency_stays(rows[:0], 0, 1).any()


def test_crises_are_of_need_and_of_carers_as_their_words_say(runs):
    rows = runs[0].events[runs[0].events["activity"] == Activity.CRISIS]
    of_carers = rows["kind"] == NO_NEED
    assert (rows["cause"][of_carers] == Cause.CARER_BREAKDOWN).all() and 0 < of_carers.mean() < 1
    assert runs[0].months["crises"].sum() == len(rows)
    assert "carers" in measure("crises").description
