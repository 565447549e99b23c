"""Designs over the plausible worlds: every point is a world, levers vary beside it."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup_experiments.scenario_io.assumed import cell_paths, declared
from joinedup_experiments.scenario_io.load import ScenarioError
from joinedup_experiments.scenario_io.plausible_worlds import in_world, plausible_worlds
from joinedup_experiments.sweep.factors import point_scenarios
from joinedup_experiments.sweep.plan import Plan
from joinedup_experiments.sweep.reading import too_small

START = """
base: siloed_borough
arms: [local_care_network_well]
place: {residents: 300}
run: {years: 1, burn_in_years: 0.25}
outcomes: [{measure: crises}]
"""
LEVERS = """
levers:
  barriers: {scales: ["teams.*.threshold", "assumptions.handover.loss"], low: 0.5, high: 1.25}
  arrangement.programme.fit: {low: 0.3, high: 1.0}
"""
MANY = len(plausible_worlds())


@pytest.fixture
def planned(read):
    return lambda text: read(text, START)


def scenarios_at(plan: Plan, point: int):
    coordinates = plan.points[point]
    values = {f.key: f.value(x) for f, x in zip(plan.factors, coordinates, strict=True)}
    return point_scenarios(plan.names, plan.scenarios, plan.factors, values, own_stays=True)


def test_every_point_is_a_plausible_world_with_a_seed_of_its_own(planned) -> None:
    plan = planned("method: worlds\n")
    assert len(plan.points) == MANY
    assert {f.key for f in plan.factors} == set(plausible_worlds().keys)
    for scenario, at in zip(plan.scenarios, scenarios_at(plan, 6), strict=True):
        assert at == in_world(scenario, 7)
    assert len({plan.run(number).seed for number in range(plan.runs)}) == plan.runs


def test_designs_that_are_too_small_for_what_follows_are_warned_of(planned) -> None:
    assert too_small(planned("method: worlds\nsize: 12\n")) == (
        "12 plausible worlds: too few for sensitivity analysis (it takes 20) and scenario "
        "discovery (it takes 60)"
    )
    assert "sensitivity" not in too_small(planned("method: latin_hypercube\nsize: 30\n"))
    assert too_small(planned("method: worlds\nsize: 60\n")) == ""


def test_what_the_scenario_assumes_itself_stays(planned) -> None:
    plan = planned("method: worlds\nsize: 3\nassumptions: {handover.loss: 0.25}\n")
    assert "handover.loss" not in [f.key for f in plan.factors]
    for scenario, at in zip(plan.scenarios, scenarios_at(plan, 2), strict=True):
        assert at == in_world(scenario, 3)
        assert at.assumptions["handover.loss"] == 0.25


def test_levers_fill_their_ranges_while_the_worlds_go_round(planned) -> None:
    size = MANY + 20
    plan = planned(f"method: worlds\nsize: {size}\n{LEVERS}")
    assert len(plan.points) == size
    assert np.array_equal(plan.worlds[:20], plan.worlds[MANY:])
    assert len(set(plan.worlds)) == MANY
    for column in plan.points.T[-2:]:
        low, high = column.min(), column.max()
        cells = (column - low) / (high - low) * size
        assert np.all(np.abs(np.sort(cells) - np.arange(size)) < 2.0)
        assert not np.allclose(column[:20], column[MANY:])


def test_a_lever_multiplies_parameters_within_their_ranges_in_every_arm(planned) -> None:
    plan = planned(f"method: worlds\nsize: 4\n{LEVERS}")
    loss = declared()["handover.loss"]
    for point in range(4):
        factor = plan.points[point, -2]
        world = plausible_worlds().named(point + 1)["handover.loss"]
        wanted = min(max(world * factor, loss.low), loss.high)
        for scenario, at in zip(plan.scenarios, scenarios_at(plan, point), strict=True):
            assert at.assumptions["handover.loss"] == pytest.approx(wanted)
            before, after = (s.teams["memory_service"].threshold for s in (scenario, at))
            assert after == pytest.approx(before * factor)


def test_plausible_ranges_hold_nine_tenths_of_the_worlds(planned) -> None:
    vary = "vary: [handover.loss, crisis.rate, 'crisis.rate[frailty]']\n"
    plan = planned(f"{vary}ranges: plausible\nmethod: latin_hypercube\nsize: 4\n")
    worlds = plausible_worlds()
    crises = dict(
        zip(
            cell_paths(declared()["crisis.rate"]),
            declared()["crisis.rate"].default.flat,
            strict=True,
        )
    )
    for factor, times in zip(plan.factors, (1.0, 1.0, crises["frailty"]), strict=True):
        column = worlds.values[:, worlds.keys.index(factor.key.partition("[")[0])] * times
        inside = (column >= factor.low) & (column <= factor.high)
        assert inside.mean() == pytest.approx(0.9, abs=0.01)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (f"size: {MANY + 1}\n", f"there are {MANY} plausible worlds"),
        ("vary: [handover.loss]\n", "every parameter varies"),
        ("ranges: plausible\n", "values, not ranges"),
        ("ranges: {handover.loss: {low: 0.1, high: 0.2}}\n", "values, not ranges"),
        ("group_by_mechanism: true\n", "knows no groups"),
        ("levers: {a: {scales: [assumptions.no.such], low: 0.5, high: 2.0}}\n", "leads to no"),
    ],
)
def test_what_worlds_cannot_have_is_refused(planned, text: str, wrong: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        planned(f"method: worlds\n{text}")
    assert wrong in str(refused.value)
    assert len(refused.value.problems) == 1


def test_a_constant_has_no_plausible_range(planned) -> None:
    with pytest.raises(ScenarioError, match="no plausible range"):
        planned("vary: [handover.obstacle]\nranges: plausible\nmethod: morris\nsize: 4\n")
