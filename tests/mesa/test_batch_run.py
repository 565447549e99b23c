"""Mesa's ``batch_run`` works as it comes, and no two of its runs live the same lives unasked."""

from __future__ import annotations

import mesa
import pytest

from joinedup.mesa_model import CareModel
from joinedup_experiments.scenario_io.load import load_scenario


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("siloed_borough").with_(
        {"place.residents": 300, "run.years": 0.1, "run.burn_in_years": 0.1}
    )


def batch(scenario, iterations=1, period=-1, **lists):
    return mesa.batch_run(
        CareModel,
        {"scenario": [scenario], **lists},
        iterations=iterations,
        data_collection_period=period,
        display_progress=False,
    )


def test_iterations_are_replications_of_the_scenarios_seed_and_the_next(scenario):
    rows = batch(scenario, iterations=3)
    assert len({row["referrals"] for row in rows}) == 3
    seeds = [scenario.run.seed + n for n in range(3)]
    again = batch(scenario, seed=seeds)
    assert [row["referrals"] for row in again] == [row["referrals"] for row in rows]


def test_there_is_a_row_for_every_step_that_is_asked_for(scenario):
    rows = batch(scenario, period=7)
    assert [row["day"] for row in rows[:3]] == [1, 8, 15]
    assert rows[-1]["Step"] == rows[-1]["day"] - 1


@pytest.mark.parametrize(
    ("lists", "iterations", "why"),
    [
        ({"rng": [1, 2, 3]}, 1, "give the list as `seed`"),
        ({"seed": [1]}, 2, "every iteration of batch_run would live the same lives"),
        ({"collect_every": [7]}, 1, "leave `collect_every` out"),
        ({"collect_every": [0]}, 1, "leave `collect_every` out"),
        ({"seed": [1.2, 1.9]}, 1, "seed must be a whole number"),
    ],
)
def test_what_would_give_the_same_lives_again_or_rows_that_are_not_there_is_refused(
    scenario, lists, iterations, why
):
    with pytest.raises(ValueError, match=why):
        batch(scenario, iterations=iterations, **lists)


def test_a_scenario_that_is_in_no_list_is_named(scenario):
    """Mesa goes through what it is given, and a scenario's parts are pairs."""
    with pytest.raises(TypeError, match=r"in a list, `\[scenario\]`"):
        mesa.batch_run(CareModel, {"scenario": scenario}, display_progress=False)


def test_outside_of_a_batch_the_seed_is_the_scenarios_and_a_row_comes_every_week(scenario):
    with CareModel(scenario, rng=3) as model:
        assert (model.seed, model.collect_every) == (scenario.run.seed, 7)
