"""How money is held and paid: today's way, or left out, changes no life; and Mesa agrees."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from joinedup.mesa_model import CareModel
from joinedup.run import Run, simulate
from joinedup.scenario.arrangement import Paying
from joinedup.scenario.elements import unpaid
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.load import load_scenario


def paid(**paying: Any) -> Scenario:
    """The shipped Local Care Network in small, where everybody works the new way at once."""
    scenario = load_scenario("local_care_network")
    place, run = scenario.place, scenario.run
    return scenario.model_copy(
        update={
            "place": place.model_copy(update={"residents": 800}),
            "run": run.model_copy(update={"burn_in_years": 0.5, "years": 1.0}),
            "arrangement": scenario.arrangement.model_copy(update={"paying": Paying(**paying)}),
            "disable_mechanisms": ["adoption", "trust"],
        }
    )


@pytest.fixture(scope="module")
def usual() -> Run:
    return simulate(paid())


def same(ours: Run, theirs: Run) -> bool:
    return ours.events.tobytes() == theirs.events.tobytes() and all(
        np.array_equal(ours.months[key], theirs.months[key], equal_nan=True) for key in ours.months
    )


def test_todays_way_said_aloud_is_todays_way(usual):
    assert same(simulate(paid(budgets="separate", payment="activity")), usual)


@pytest.mark.parametrize(
    "paying",
    [
        {"budgets": "pooled", "payment": "capitated"},
        {"budgets": "aligned", "payment": "pay_for_performance"},
    ],
)
def test_a_way_of_paying_changes_lives_unless_incentives_are_left_out(usual, paying):
    scenario = paid(**paying)
    assert not same(simulate(scenario), usual)
    disabled = scenario.with_({"disable_mechanisms": [*scenario.disable_mechanisms, "incentives"]})
    assert same(simulate(disabled), usual)


def test_nothing_is_paid_in_a_new_way_before_it_goes_live(usual):
    """The same lives until then, and other ones after."""
    scenario = paid(budgets="pooled", payment="block")
    later = scenario.arrangement.programme.model_copy(update={"go_live_month": 6.0})
    arrangements = [
        each.arrangement.model_copy(update={"programme": later}) for each in (scenario, paid())
    ]
    block, activity = (
        simulate(scenario.model_copy(update={"arrangement": each})) for each in arrangements
    )
    live = block.index_day + round(6.0 * 365.25 / 12.0)
    before = [run.events[run.events["time"] < live - 1].tobytes() for run in (block, activity)]
    assert before[0] == before[1]
    assert block.events.tobytes() != activity.events.tobytes()


@pytest.mark.parametrize(
    ("scheme", "left"),
    [
        ("pay_for_coordination", "activity"),
        ("pay_for_performance", "activity"),
        ("capitated", "capitated"),
        ("block", "block"),
    ],
)
def test_what_is_paid_on_top_ends_with_the_programmes_money(scheme, left):
    scheme_paid = paid(budgets="pooled", payment=scheme)
    paying = unpaid(scheme_paid.arrangement, scheme_paid.teams).paying
    assert (paying.payment, paying.budgets) == (left, "pooled")


@pytest.mark.parametrize(
    "paying",
    [
        pytest.param({"budgets": "pooled", "payment": "capitated"}, marks=pytest.mark.slow),
        {"budgets": "aligned", "payment": "pay_for_performance"},
        pytest.param({"payment": "pay_for_coordination"}, marks=pytest.mark.slow),
    ],
)
def test_mesa_lives_the_compiled_history_however_it_is_paid(paying):
    scenario = paid(**paying)
    ours = simulate(scenario)
    with CareModel(scenario, rng=2, collect_every=0) as model:
        model.run_model()
        assert same(ours, model.results())
