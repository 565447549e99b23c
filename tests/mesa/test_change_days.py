"""Results are of the months from the day of the change, whichever day it is."""

from __future__ import annotations

from math import ceil

import numpy as np
import pytest

from joinedup.codes import MONTH_DAYS, Activity
from joinedup.mesa_model import CareModel, ServiceUser
from joinedup.run import simulate
from joinedup.scenario.scenario import Scenario
from joinedup.state.months import Tally
from joinedup_experiments.scenario_io.load import load_scenario

PLANNED, LAST = 3, 9  # months of burn-in, and in all


def small(name: str, before: int = PLANNED) -> Scenario:
    """A shipped scenario that runs for nine months, the first of them siloed."""
    run = {"burn_in_years": before / 12, "years": (LAST - before) / 12}
    return load_scenario(name).with_({"residents": 300, **run})


def first_day(month: int) -> int:
    return ceil(month * MONTH_DAYS)


@pytest.mark.parametrize("month", [0, 1, PLANNED])
def test_a_siloed_place_that_changes_on_a_day_is_the_place_that_planned_that_day(month):
    """Its new posts too: a world that was made for the siloed place had no rows for them."""
    planned = simulate(small("case_management", before=month))
    with CareModel(small("siloed_borough"), collect_every=0) as model:
        model.fast_forward(first_day(month))
        model.change_to(small("case_management"))
        assert model.index_day == first_day(month)
        model.fast_forward(400)
        found = model.results()
    assert (found.years, found.index_day) == (planned.years, planned.index_day)
    assert found.scenario == planned.scenario
    assert found.events.tobytes() == planned.events.tobytes()
    assert found.world.staff.tobytes() == planned.world.staff.tobytes()
    for measure, months in planned.months.items():
        np.testing.assert_array_equal(found.months[measure], months, measure)
    np.testing.assert_array_equal(found.costs, planned.costs)


def test_a_second_change_counts_the_months_that_are_left():
    with CareModel(small("siloed_borough"), collect_every=0) as model:
        model.fast_forward(first_day(PLANNED + 2))
        model.change_to(small("local_care_network"))
        model.fast_forward(400)
        found = model.results()
    assert len(found.costs) == LAST - PLANNED - 2
    days = np.asarray(found.world.months.tallies)[PLANNED + 2 : LAST].reshape(4, -1)[:, Tally.DAYS]
    assert days.sum() == model.last_day - found.index_day
    visits = np.count_nonzero(found.events["activity"] == Activity.OUTPATIENT)
    assert found.months["outpatient_attendances"].sum() == visits > 0
    assert (found.costs.sum(axis=1) > 0.0).all()


def test_agents_of_staff_keep_their_posts_where_others_are_added():
    with CareModel(small("siloed_borough"), collect_every=0) as model:
        before = {member.post: member for member in model.staff_members}
        model.change_to(small("case_management"))
        assert {member.post: member for member in model.staff_members} == before
        model.step()
        after = {member.post: member for member in model.staff_members}
        assert len(after) > len(before)
        assert all(after[post] is member for post, member in before.items())


@pytest.mark.parametrize(
    ("day", "would_do"), [(40, "day 31 or day 61"), (250, "day 244"), (274, "day 244")]
)
def test_a_day_on_which_no_month_begins_is_refused_and_those_that_would_do_are_named(day, would_do):
    with CareModel(small("siloed_borough"), collect_every=0) as model:
        model.fast_forward(day)
        with pytest.raises(ValueError, match=f"none begins on day {day}: change on {would_do}$"):
            model.change_to(small("local_care_network"))


def test_what_is_asked_at_the_wrong_time_is_answered_or_refused_in_words():
    with CareModel(small("siloed_borough"), collect_every=0) as model:
        model.fast_forward(20)
        assert len(model.events()) == 0 < len(model.events(burn_in=True))
        with pytest.raises(TypeError, match="a Scenario is needed"):
            model.change_to("local_care_network")
        for days in (2.5, -3, "5", True, float("nan")):
            for run in (model.run_days, model.fast_forward):
                with pytest.raises(ValueError, match="days must be"):
                    run(days)
        for years in (-1, "1", float("nan"), float("inf")):
            with pytest.raises(ValueError, match="years must be"):
                model.run_years(years)
        assert model.day == 20
        model.fast_forward(first_day(PLANNED) + 1 - 20)
    for ask in (
        lambda: model.fast_forward(3),
        lambda: model.run_days(3),
        lambda: model.run_years(1),
        lambda: model.change_to(small("local_care_network")),
    ):
        with pytest.raises(RuntimeError, match="closed"):
            ask()
    with pytest.raises(RuntimeError, match="days left"):
        model.results()


@pytest.mark.parametrize(
    ("given", "why"),
    [
        *[({"seed": seed}, "seed must be") for seed in (1.2, 1.9, "1", True, -1, 2**63)],
        *[({"collect_every": days}, "collect_every must be") for days in (2.5, -1, "7", True)],
        ({"contacts": "no"}, "contacts must be true or false"),
        ({"service_user_class": int}, "derived from ServiceUser"),
        ({"service_user_class": ServiceUser.step}, "derived from ServiceUser"),
    ],
)
def test_a_model_is_made_of_nothing_else(given, why):
    with pytest.raises((ValueError, TypeError), match=why):
        CareModel(small("siloed_borough"), **given)


def test_numpys_whole_numbers_are_seeds():
    with CareModel(small("siloed_borough"), seed=np.int64(3)) as model:
        assert (model.seed, type(model.seed)) == (3, int)
