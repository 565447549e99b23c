"""A design finds the arm and the outcome that its names mean, whatever others are called."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from joinedup_experiments.compare.arms import distinct, read_arms
from joinedup_experiments.scenario_io.load import ScenarioError
from joinedup_experiments.scenario_io.overrides import Overrides
from joinedup_experiments.sweep.discovery.questions import EMERGENCY, UNMET, questions_of
from joinedup_experiments.sweep.plan import Outcome
from joinedup_experiments.sweep.reading import read_design

FILES = ("a/proposal.yaml", "b/proposal.yaml", "proposal-2.yaml")
OF_CARE = "method: latin_hypercube\nsize: 8\nvary: [crisis.rate]\nbase: siloed_borough\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two files of one name, and one that is called as a second would be."""
    for number, name in enumerate(FILES):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        text = f"based_on: siloed_borough\narrangement: {{care_coordinators: {number + 1}}}\n"
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def read(folder: Path, text: str):
    file = folder / "design.yaml"
    file.write_text(f"{OF_CARE}arms: [{', '.join(FILES)}]\n{text}\n", encoding="utf-8")
    return read_design(file)


def coordinators(scenario) -> float:
    return scenario.arrangement.care_coordinators


def test_an_arm_that_a_design_names_is_the_file_of_that_name(folder: Path) -> None:
    plan = read(folder, "outcomes: [{measure: crises, arm: proposal-2}]")
    found = dict(zip(plan.names, plan.scenarios, strict=True))
    assert coordinators(found[plan.outcomes[0].arm]) == 3
    assert [*found] == ["siloed_borough", "proposal", "proposal-3", "proposal-2"]


def test_a_comparison_calls_each_file_by_its_own_name(folder: Path) -> None:
    arms = read_arms([str(folder / name) for name in FILES], Overrides(), ())
    assert arms.names == ("proposal", "proposal-3", "proposal-2")


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("outcomes: [{measure: crises, arm: proposal}]", ("outcomes", 0, "arm")),
        (
            "outcomes: [{measure: crises}]\nlevers: {arrangement.care_coordinators: "
            "{low: 1, high: 2, arms: [proposal-2, proposal]}}",
            ("levers", "arrangement.care_coordinators", "arms", 1),
        ),
    ],
)
def test_an_arm_that_two_files_fit_is_refused(folder: Path, text: str, path) -> None:
    with pytest.raises(ScenarioError) as refused:
        read(folder, text)
    (problem,) = refused.value.problems
    assert problem.path == path
    assert "`proposal` may be a/proposal.yaml or b/proposal.yaml" in str(refused.value)


def test_an_outcome_has_no_key_that_is_anothers_name(folder: Path) -> None:
    names = ("x", "x!", "x-2", "x_2")
    outcomes = (f"{{measure: crises, years: [1, {n}], name: {name}}}"
                for n, name in enumerate(names, 1))  # fmt: skip
    plan = read(folder, f"outcomes: [{', '.join(outcomes)}]")
    keys = {one.label: one.key for one in plan.outcomes}
    assert keys == {"x": "x", "x!": "x_3", "x-2": "x_2_2", "x_2": "x_2"}


def test_a_question_of_two_outcomes_has_no_key_that_is_anothers() -> None:
    ways = {"crises": "unmet_need_and_admissions_b", UNMET: "u", EMERGENCY: "e"}
    outcomes = [Outcome(key, key, "", what, "b", "a") for what, key in ways.items()]
    times: list[Any] = [SimpleNamespace(outcome=one) for one in outcomes]
    observed = {one: np.arange(4.0).reshape(2, 2) for one in outcomes}
    keys = [one.key for one in questions_of(observed, times, None, common=True)]
    assert keys == [*ways.values(), "unmet_need_and_admissions_b-2"]


def test_what_is_plain_keeps_its_name_wherever_it_stands() -> None:
    assert distinct(["x!", "x?", "x", "X-2", "x-3"]) == ("x-4", "x-5", "x", "X-2", "x-3")


def test_names_that_are_cut_are_different() -> None:
    assert distinct(["abcd1", "abcd2", "abcd-2", "abcd"], longest=4) == (
        "abcd-2", "abcd-3", "abcd-4", "abcd"
    )  # fmt: skip
