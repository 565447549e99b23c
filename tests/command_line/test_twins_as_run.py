"""Twins are those of the proposal as it is run, however years and residents were changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import ValidationError

import joinedup as ju
from joinedup.scenario.arrangement import Arrangement
from joinedup.scenario.twins import twins
from joinedup_experiments.compare.arms import read_arms, run_as_first
from joinedup_experiments.compare.comparison import Comparison
from joinedup_experiments.compare.diagnostics import validity_warnings
from joinedup_experiments.compare.two_by_two import twins_in
from joinedup_experiments.scenario_io.load import ScenarioError, load_scenario
from joinedup_experiments.scenario_io.load.translation import first_complaint
from joinedup_experiments.scenario_io.overrides import Overrides
from joinedup_experiments.scenario_io.proposal_cost import by_year
from tests.command_line.test_two_by_two import made_up

SILOED, WELL = "siloed_borough", "local_care_network_well"
LATE = """based_on: siloed_borough
name: Late
run: {years: 6}
arrangement:
  care_coordinators: 9
  programme_cost_a_year: 300000
  phases:
    - {elements: [care_coordinators], from_month: 36}
    - {elements: [programme_cost_a_year], until_month: 12}
"""


def pounds(scenario) -> float:
    return sum(map(sum, by_year(scenario).values()))


def compared(scenarios) -> Comparison:
    return made_up(scenarios, [0.0] * len(scenarios))


@pytest.fixture
def late(tmp_path) -> str:
    (tmp_path / "late.yaml").write_text(LATE)
    return str(tmp_path / "late.yaml")


@pytest.fixture(params=[WELL, "late"])
def proposal(request, late) -> str:
    return late if request.param == "late" else request.param


@pytest.mark.parametrize("years", [2, 4])
def test_a_twin_has_the_money_of_the_years_that_are_run(proposal, years):
    """By an option of the command, by `load`, and as the first arm's years."""
    twin = f"{proposal}:cost_matched"
    by_option = read_arms([SILOED, proposal, twin], Overrides(years=years), []).scenarios[1:]
    by_load = [ju.load(one, years=years) for one in (proposal, twin)]
    for one, other in (by_option, by_load):
        assert pounds(other) == pytest.approx(pounds(one), abs=2.0)
        assert other.run.years == years
    scenarios = [load_scenario(SILOED).with_({"run.years": years}), *by_option]
    assert twins_in(compared(scenarios))[1]["cost_matched"] == 2


def test_a_twin_has_the_money_of_the_first_arms_years(tmp_path, late):
    (tmp_path / "short.yaml").write_text("based_on: siloed_borough\nrun: {years: 4}\n")
    asked = [str(tmp_path / "short.yaml"), late, f"{late}:cost_matched"]
    _, proposal, twin = read_arms(asked, Overrides(), []).scenarios
    assert twin.run.years == 4 and pounds(twin) == pytest.approx(pounds(proposal), abs=2.0)


def test_a_twin_that_is_not_there_in_such_years_is_refused(late):
    """The posts come after the run, so that there are none to have alone."""
    with pytest.raises(ScenarioError, match="no twin `capacity_only`"):
        read_arms([SILOED, late, f"{late}:capacity_only"], Overrides(years=2), [])


def test_a_twin_of_other_years_is_doubted_in_python(capsys):
    base, proposal = load_scenario(SILOED).with_({"run.years": 2}), load_scenario(WELL)
    arms = run_as_first(base, proposal, *twins(proposal).values())
    assert "the same money as capacity: its money is that of 7 years" in capsys.readouterr().err
    result = compared(arms)
    (doubt,) = [one.text for one in validity_warnings(result) if "no twin of" in one.text]
    assert "the same money as capacity is no twin of" in doubt and "over 2 years" in doubt
    anew = replace(result, scenarios=(*arms[:2], *twins(arms[1]).values()))
    assert not [one for one in validity_warnings(anew) if "no twin of" in one.text]


@pytest.mark.parametrize(
    "asks", [{"care_coordinators": 300}, {"programme_cost_a_year": 900_000_000}]
)
def test_twins_that_cannot_be_made_lose_no_finished_run(asks, monkeypatch):
    def refuses(scenario):
        raise ValueError("they would be too many\nand more")

    monkeypatch.setattr("joinedup_experiments.compare.two_by_two.twins", refuses)
    base = load_scenario(SILOED)
    result = compared([base, base.with_({"arrangement": asks})])
    assert twins_in(result) == {}
    found = validity_warnings(result)
    assert [one.text.endswith("cannot be made: they would be too many") for one in found
            if one.key in ("money", "fault")] == [True]  # fmt: skip


def test_why_an_arrangement_cannot_be_is_on_a_line() -> None:
    extra = {"general_practice": {"gp": 5_000.0, "practice_nurse": 5_000.0}}
    with pytest.raises(ValidationError) as caught:
        Arrangement(extra_staff=extra)
    why = first_complaint(caught.value)
    assert why.startswith("extra_staff.general_practice.gp: ") and "at most 1,000" in why


def test_a_file_whose_twins_cannot_be_made_says_why(tmp_path, monkeypatch):
    def refuses(scenario):
        raise ValueError("they would be too many")

    monkeypatch.setattr("joinedup_experiments.scenario_io.load.scenario_file.twins", refuses)
    with pytest.raises(ScenarioError, match="has no twins: they would be too many"):
        load_scenario(f"{WELL}:cost_matched")
