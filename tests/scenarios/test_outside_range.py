"""Own values outside a declared range: only where the file says why, and never what cannot be."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from joinedup.rules.collected import AssumptionError, declared, overridden, parameter_record
from joinedup.scenario.refusals import RefusedError
from joinedup.scenario.twins import twins
from joinedup_experiments.compare.arms import read_arms
from joinedup_experiments.compare.diagnostics import out_of_range
from joinedup_experiments.compare.results.manifest import manifest_of
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.report import journeys
from joinedup_experiments.scenario_io.load import (
    ScenarioError,
    load_scenario,
    read_scenario,
    scenario_hash,
    written_out,
)
from joinedup_experiments.scenario_io.overrides import Overrides, changed
from joinedup_experiments.sweep.factors import parameter_factor, point_scenarios
from joinedup_experiments.sweep.manifest import read_manifest
from joinedup_experiments.sweep.plan import warnings_of_plan
from joinedup_experiments.sweep.reading import read_design
from joinedup_experiments.sweep.sweep_folder import make_sweep
from tests.report.test_honesty import results

WHY = "our audit of 2025"
BEYOND = {
    "assumptions": {"handover.loss": 0.45, "handover.loss_multiplier": {"merged": 0.9}},
    "outside_range": {"handover.loss": WHY, "handover.loss_multiplier": WHY},
}
FILE = """based_on: local_care_network
assumptions:
  handover.loss: 0.45
"""
DESIGN = """base: siloed_borough
method: latin_hypercube
size: 4
outcomes: [{measure: crises}]
vary: [handover.loss, crisis.rate]
ranges:
  handover.loss: {low: 0.1, high: 0.45}
  crisis.rate: {low: 1.0, high: 9.0}
"""


def file_with(folder: Path, text: str) -> Path:
    file = folder / "own.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_refusal_says_how_to_go_beyond(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"outside its range 0\.1 to 0\.3") as refused:
        load_scenario(file_with(tmp_path, FILE))
    assert "`outside_range: {handover.loss: why}`" in str(refused.value)
    assert "own.yaml:3" in str(refused.value)


def test_a_reason_allows_it_and_is_kept(tmp_path: Path) -> None:
    scenario = load_scenario(file_with(tmp_path, FILE + f"outside_range: {{handover.loss: {WHY}}}"))
    again = load_scenario(file_with(tmp_path, written_out(scenario)))
    assert again == scenario and scenario_hash(again) == scenario_hash(scenario)
    child = load_scenario(file_with(tmp_path, "based_on: siloed_borough")).with_(BEYOND)
    assert child.with_({"years": 3.0}).outside_range == child.outside_range
    for made in (scenario, scenario.siloed, *twins(scenario).values()):
        record = parameter_record(made.assumptions, made.outside_range)
        assert record[0].handover.loss == 0.45


def test_a_reason_taken_out_again_is_missed() -> None:
    with pytest.raises(RefusedError, match="outside its range"):
        load_scenario("siloed_borough").with_(BEYOND).with_({"outside_range": None})


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("outside_range: {handover.los: why}", "did you mean `handover.loss`"),
        ("outside_range: {handover.loss: ''}", "must not be empty"),
        ("outside_range: {handover.loss: 1}", "must be text"),
        ("outside_range: [handover.loss]", "must be a table"),
    ],
)
def test_a_reason_for_nothing_or_none_is_refused(tmp_path: Path, line: str, words: str) -> None:
    text = FILE.replace("0.45", "0.2") + line
    with pytest.raises(ScenarioError, match=words):
        load_scenario(file_with(tmp_path, text))


@pytest.mark.parametrize("value", [-0.1, 1.1, float("nan"), float("inf")])
def test_what_cannot_be_is_refused_whatever_the_reason(value: float) -> None:
    with pytest.raises(RefusedError):
        load_scenario("siloed_borough").with_(BEYOND | {"assumptions": {"handover.loss": value}})
    with pytest.raises(AssumptionError):
        overridden({"handover.loss": value}, {"handover.loss"})


def test_no_parameter_can_be_negative_or_endless() -> None:
    for key, d in declared().items():
        cell = ", ".join(labels(0).name.lower() for labels in d.per)
        for value in (-1.0, float("inf"), float("nan")):
            with pytest.raises(AssumptionError):
                overridden({key: {cell: value} if cell else value}, {key})


def test_old_scenarios_are_as_before() -> None:
    assert "outside_range" not in load_scenario("local_care_network").model_dump(exclude_none=True)


def test_every_parameter_outside_is_a_reason_for_doubt() -> None:
    scenario = load_scenario("siloed_borough").with_(BEYOND)
    (doubt,) = out_of_range(scenario, 30_000)
    for key in BEYOND["assumptions"]:
        assert f"{key} outside its range ({WHY})" in doubt.text


def test_the_notes_before_a_run_and_the_manifest_have_the_reason(tmp_path: Path) -> None:
    file = file_with(tmp_path, FILE + f"outside_range: {{handover.loss: {WHY}}}")
    arms = read_arms([str(file)], Overrides(), [])
    assert f"own: handover.loss outside its range ({WHY})" in arms.notes
    result = results(arms=1, base=arms.scenarios[0])
    written = manifest_of(result, arms, 1, datetime.now(UTC))
    assert any(WHY in one["text"] for one in written["warnings"])


def test_a_design_takes_the_same_permission(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="outside_range") as refused:
        read_design(file_with(tmp_path, DESIGN))
    assert len(refused.value.problems) == 2
    reasons = f"outside_range: {{handover.loss: {WHY}, crisis.rate: {WHY}}}\n"
    plan = read_design(file_with(tmp_path, DESIGN + reasons))
    assert [line.split(" ")[0] for line in warnings_of_plan(plan)] == [
        "handover.loss",
        "crisis.rate",
    ]
    assert all(WHY in line for line in warnings_of_plan(plan))
    assert read_manifest(make_sweep(tmp_path / "sweep", plan, [], False).folder)[
        "warnings"
    ] == warnings_of_plan(plan)
    with pytest.raises(ScenarioError):
        read_design(file_with(tmp_path, DESIGN.replace("low: 0.1", "low: -0.1") + reasons))


def test_a_point_beyond_the_range_is_run_as_it_is() -> None:
    base = load_scenario("siloed_borough").with_({"outside_range": {"crisis.rate": WHY}})
    factors = [parameter_factor("crisis.rate")]
    usual = declared()["crisis.rate"].default
    (made,) = point_scenarios(["a"], [base], factors, {"crisis.rate": 9.0})
    there = overridden(made.assumptions, made.outside_range)["crisis.rate"]
    assert there == pytest.approx(9.0 * usual)


def test_the_command_line_says_it_too() -> None:
    with pytest.raises(InputError, match=r"--assume .*`outside_range: \{handover.loss: why\}`"):
        changed(load_scenario("siloed_borough"), Overrides(assume=["handover.loss=0.9"]))


def test_the_manifest_of_a_journey_has_the_reason(tmp_path: Path, monkeypatch) -> None:
    base = load_scenario("siloed_borough").with_(BEYOND)
    run = SimpleNamespace(scenario=base, seed=1, index_day=0.0)
    found = SimpleNamespace(runs=(run, run), who=3, why="asked for", world=None)
    monkeypatch.setattr(journeys, "journey_rows", lambda _: [{"a": 1}])
    monkeypatch.setattr(journeys, "journey_parts", lambda *_: [])
    journeys.write_journey(tmp_path, found, ["joinedup"], every_contact=False)
    written = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert f"handover.loss outside its range ({WHY})" in written["warnings"]


def test_a_reason_that_is_not_needed_is_noted(tmp_path: Path) -> None:
    reasons = f"outside_range: {{handover.loss: {WHY}, crisis.rate: {WHY}}}\n"
    file = file_with(tmp_path, FILE + reasons)
    assert [note for note in read_scenario(file).notes if "crisis.rate" in note] == [
        "crisis.rate has a reason under outside_range, and is not outside its range"
    ]
