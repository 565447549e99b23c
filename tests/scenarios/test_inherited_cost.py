"""A programme's cost that a file inherits goes with its residents, as in `with_`."""

from __future__ import annotations

from pathlib import Path

import pytest

import joinedup as ju
from joinedup_experiments.scenario_io.load import ScenarioError, load_scenario, shipped_scenarios
from joinedup_experiments.scenario_io.load.yaml_tree import plain, tree_of

TENFOLD = "place: {residents: 300000, neighbourhoods: 10}\n"


def cost(folder: Path, *texts: str) -> float:
    """The cost of the last of some files, each of which is based on the one before."""
    based_on = "local_care_network"
    for number, text in enumerate(texts):
        name = f"step{number}"
        (folder / f"{name}.yaml").write_text(f"based_on: {based_on}\nname: X\n{text}")
        based_on = f"{name}.yaml"
    return load_scenario(folder / based_on).arrangement.programme_cost_a_year


STATED = "arrangement: {programme_cost_a_year: 200000}\n"


@pytest.mark.parametrize(
    "texts, pounds",
    [
        ((TENFOLD,), 1_500_000),
        ((TENFOLD, "place: {residents: 60000}\n"), 300_000),
        (("arrangement: {care_coordinators: 4}\n", TENFOLD), 1_500_000),
        ((STATED, TENFOLD), 2_000_000),
        ((TENFOLD + STATED,), 200_000),
        ((TENFOLD + STATED, "run: {years: 2}\n"), 200_000),
        ((TENFOLD + "arrangement: {programme_cost_a_year: }\n",), 0),
        ((TENFOLD + "posts: whole_place\n",), 1_500_000),
    ],
)
def test_it_is_scaled_unless_the_file_states_it(
    tmp_path: Path, texts: tuple[str, ...], pounds: float
) -> None:
    assert cost(tmp_path, *texts) == pounds


def test_it_is_what_python_makes_of_it(tmp_path: Path) -> None:
    changes = {"place.residents": 300_000, "place.neighbourhoods": 10}
    assert cost(tmp_path, TENFOLD) == (
        ju.load("local_care_network").with_(changes).arrangement.programme_cost_a_year
    )


@pytest.mark.parametrize("wrong", ["true", "-5", "2e9", "abc", ".nan"])
def test_what_is_no_cost_is_refused_as_it_stands(tmp_path: Path, wrong: str) -> None:
    """Where it stands and as it is written, whatever the residents of the file that inherits it."""
    stated = f"arrangement: {{programme_cost_a_year: {wrong}}}\n"
    refused = []
    for texts in ((stated,), (stated, TENFOLD)):
        with pytest.raises(ScenarioError, match=r"step0\.yaml:3: `") as found:
            cost(tmp_path, *texts)
        refused.append(str(found.value))
    assert refused[0] == refused[1]


def test_a_cost_that_residents_take_too_far_is_refused_where_they_stand(tmp_path: Path) -> None:
    """With both numbers; not where the file states the cost itself."""
    stated = "arrangement: {programme_cost_a_year: 2e8}\n"
    with pytest.raises(ScenarioError) as found:
        cost(tmp_path, stated, TENFOLD)
    (problem,) = found.value.problems
    assert str(problem.spot).endswith("step1.yaml:3")
    assert "£200,000,000 for 30,000 residents" in problem.what and "step0.yaml:3" in problem.what
    assert "£2,000,000,000 for 300,000" in problem.what
    assert cost(tmp_path, stated, TENFOLD + STATED) == 200_000


def test_blocks_that_are_added_are_of_the_place_as_it_is(tmp_path: Path) -> None:
    own = cost(tmp_path, "place: {residents: 60000}\nadd: [shared_record]\n")
    alone = cost(tmp_path, "add: [shared_record]\n")
    assert own == pytest.approx(2 * alone)


@pytest.mark.parametrize("name", sorted(shipped_scenarios()))
def test_no_shipped_scenario_is_scaled(name: str) -> None:
    stated = tree_of(shipped_scenarios()[name].read_text(encoding="utf-8"), name)
    arrangement = plain(stated).get("arrangement", {})
    if "programme_cost_a_year" in arrangement and "add" not in stated.value:
        found = load_scenario(name).arrangement.programme_cost_a_year
        assert found == arrangement["programme_cost_a_year"]
