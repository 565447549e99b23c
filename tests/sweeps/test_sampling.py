"""What varies, over which range, at which points."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from SALib.sample import sobol

from joinedup.rules.collected import overridden, parameter_record
from joinedup_experiments.scenario_io.assumed import declared
from joinedup_experiments.scenario_io.load import ScenarioError
from joinedup_experiments.sweep.design import METHODS, block_size, problem_of
from joinedup_experiments.sweep.factors import point_scenarios
from joinedup_experiments.sweep.plan import plan_from


def test_everything_that_is_no_constant_varies_unless_said(read) -> None:
    found = read("method: latin_hypercube\nsize: 4\n")
    varying = [key for key, d in declared().items() if d.role != "constant"]
    assert [factor.key for factor in found.factors] == varying
    for factor in found.factors:
        q = declared()[factor.key]
        assert (factor.low, factor.high) == (q.low, q.high)


@pytest.mark.parametrize("end", ["low", "high"])
def test_a_scenario_can_be_made_at_either_end_of_every_range(read, end) -> None:
    found = read("method: latin_hypercube\nsize: 4\n")
    values = {f.key: f.value(getattr(f, end)) for f in found.factors}
    for scenario in point_scenarios(found.names, found.scenarios, found.factors, values):
        parameter_record(scenario.assumptions)  # raises outside a declared range


def test_a_table_is_one_factor_on_all_its_cells_and_no_share_passes_1(read) -> None:
    found = read("vary: [seeking.gp_first, crisis.rate]\nmethod: latin_hypercube\nsize: 4\n")
    values = {"seeking.gp_first": 1.3, "crisis.rate": 0.5}
    base, _ = point_scenarios(found.names, found.scenarios, found.factors, values)
    table = overridden(base.assumptions)
    usual = declared()["seeking.gp_first"].default
    assert np.allclose(table["seeking.gp_first"], np.minimum(1.3 * usual, 1.0))
    assert (1.3 * usual > 1.0).any()
    assert np.allclose(table["crisis.rate"], 0.5 * declared()["crisis.rate"].default)


def test_a_cell_varies_alone(read) -> None:
    found = read("vary: ['crisis.rate[frailty]']\nmethod: latin_hypercube\nsize: 4\n")
    (factor,) = found.factors
    values = {factor.key: factor.high}
    base, _ = point_scenarios(found.names, found.scenarios, found.factors, values)
    changed = overridden(base.assumptions)["crisis.rate"] != declared()["crisis.rate"].default
    assert changed.sum() == 1


def test_levers_act_in_their_arms_and_choices_are_named(read) -> None:
    found = read(
        "vary: []\nlevers:\n  arrangement.paying.budgets: {choices: [separate, pooled]}\n"
        "  hospital.beds_per_1000: {low: 1, high: 3}\n"
        "  place.residents: {low: 500, high: 502}\nmethod: latin_hypercube\nsize: 30\n"
    )
    plan = found
    seen = set()
    for number in range(len(plan.points)):
        one = plan.run(number)
        values = {f.key: f.value(x) for f, x in zip(plan.factors, one.coordinates, strict=True)}
        base, other = point_scenarios(plan.names, plan.scenarios, plan.factors, values)
        assert base.hospital == other.hospital
        assert base.place.residents == other.place.residents == values["place.residents"]
        assert base.arrangement == plan.scenarios[0].arrangement
        assert other.arrangement.paying.budgets == values["arrangement.paying.budgets"]
        seen.add((other.arrangement.paying.budgets, other.place.residents))
    assert seen == {(b, r) for b in ("separate", "pooled") for r in (500, 501, 502)}


def test_a_lever_that_scales_multiplies_every_number_its_patterns_lead_to(read) -> None:
    found = read(
        'vary: []\nlevers:\n  staff: {scales: ["teams.*.staff.*"], low: 0.5, high: 1.5}\n'
        "method: latin_hypercube\nsize: 4\n"
    )
    (factor,) = found.factors
    base, other = point_scenarios(found.names, found.scenarios, found.factors, {"staff": 1.5})
    assert factor.unit == "times"
    assert base.teams == other.teams
    for name, team in found.scenarios[0].teams.items():
        for profession, posts in team.staff.items():
            assert base.teams[name].staff[profession] == 1.5 * posts
        assert base.teams[name].threshold == team.threshold
    assert plan_from(found.written(), found.points).factors == (factor,)


@pytest.mark.parametrize("method", [m for m in METHODS if m not in ("given", "worlds")])
def test_every_method_stays_within_the_ranges_and_draws_the_same_again(read, method) -> None:
    size = "" if method == "fractional_factorial" else f"size: {128 if method == 'fast' else 8}\n"
    text = f"vary: [crisis.rate, handover.loss, care.years]\nmethod: {method}\n{size}"
    found, again = read(text), read(text).points
    points = found.points
    low, high = np.array(problem_of(found.factors, ())["bounds"]).T
    assert np.array_equal(points, again)
    assert (points >= low - 1e-12).all() and (points <= high + 1e-12).all()
    if found.design.size:
        each = 3 if method == "fast" else block_size(method, 3, False)
        assert len(points) == found.design.size * each


def test_a_latin_hypercube_has_one_point_in_every_slice(read) -> None:
    points = read("vary: [handover.loss]\nmethod: latin_hypercube\nsize: 50\n").points
    slices = np.floor((points[:, 0] - 0.1) / 0.2 * 50).astype(int)
    assert sorted(slices) == list(range(50))


def test_groups_move_together_and_others_are_groups_of_their_own(read) -> None:
    found = read(
        "vary: [handover.l*, handover.wrong_door, crisis.rate]\n"
        "groups: {doors: [handover.*]}\nmethod: sobol\nsize: 8\n"
    )
    assert set(found.groups) == {"doors", "crisis.rate"}
    assert len(found.points) == 8 * (2 + 2)
    by_mechanism = read("group_by_mechanism: true\nmethod: morris\nsize: 2\n")
    assert set(by_mechanism.groups) == {f.key.partition(".")[0] for f in by_mechanism.factors}


def test_points_from_outside_are_those_exported(read, tmp_path: Path, swept, in_threads) -> None:
    found = read("vary: [crisis.rate, handover.loss]\nmethod: sobol\nsize: 4\n")
    problem = json.loads(json.dumps(problem_of(found.factors, found.groups)))
    points = sobol.sample(problem, 4, calc_second_order=False, seed=5)
    table = "\n".join(["handover.loss,crisis.rate", *(f"{b},{a}" for a, b in points)])
    (tmp_path / "points.csv").write_text(table + "\n", encoding="utf-8")
    given = read("vary: [crisis.rate, handover.loss]\nmethod: given\ngiven: points.csv\n")
    assert np.array_equal(given.points, points)
    (tmp_path / "points.csv").write_text("handover.loss,crisis.rate\n0.2,1\n0.9,1\n")
    with pytest.raises(ScenarioError, match=r"handover.loss is not .* line 3 of points.csv"):
        read("vary: [crisis.rate, handover.loss]\nmethod: given\ngiven: points.csv\n")


def test_a_plan_reads_back_as_it_was_written(read) -> None:
    plan = read(
        "place: {residents: 700}\nassumptions: {handover.loss: 0.15}\nvary: [crisis.*]\n"
        "levers: {arrangement.paying.budgets: {choices: [separate, pooled]}}\n"
        "method: morris\nsize: 3\n"
    )
    again = plan_from(json.loads(json.dumps(plan.written())), plan.points)
    assert again.fingerprint == plan.fingerprint
    assert again.scenarios == plan.scenarios
    assert again.scenarios[0].place.residents == 700
    assert again.scenarios[0].assumptions["handover.loss"] == 0.15


def test_replications_have_the_same_seeds_at_every_point_unless_the_design_differs(read) -> None:
    text = "vary: [crisis.*]\nmethod: morris\nsize: 3\nreplications: 2\nseed: 9\n"
    same, own = read(text), read(text + "common_random_numbers: false\n")
    assert [same.run(n).seed for n in range(4)] == [9, 10, 9, 10]
    assert [own.run(n).seed for n in range(4)] == [9, 10, 11, 12]
    assert [(same.run(n).point, same.run(n).replication) for n in range(3)] == [
        (0, 1),
        (0, 2),
        (1, 1),
    ]
