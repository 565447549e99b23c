"""Arms that add teams are run in one place: what cannot be is refused when they are read."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
from typer.testing import CliRunner

import joinedup as ju
from joinedup.run import check_same_place
from joinedup.scenario.in_force import InForce
from joinedup.scenario.phase import day_of
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.cli import app
from joinedup_experiments.scenario_io.load import ScenarioError, load_scenario
from joinedup_experiments.scenario_io.proposal_cost import by_year
from joinedup_experiments.sweep.reading import read_design

SILOED = load_scenario("siloed_borough")
HUB = (
    "{label: Hub, organisation: %s, covers: %s, staff: {link_worker: 3}, accepts: {isolation: {}}}"
)
ONE = ("voluntary", "neighbourhood")
OTHERS = {
    ("voluntary", "borough"): "covers: borough", ("nhs", "neighbourhood"): "organisation: nhs",
}  # fmt: skip


def arm(folder: Path, name: str, hub: tuple[str, str]) -> str:
    file = folder / f"{name}.yaml"
    hubs = f"{{new_teams: {{hub: {HUB % hub}}}}}"
    file.write_text(f"based_on: siloed_borough\nname: {name}\narrangement: {hubs}\n")
    return str(file)


@pytest.mark.parametrize("hub", OTHERS)
def test_new_teams_of_one_name_that_serve_others_are_refused_when_arms_are_read(tmp_path, hub):
    one, other = arm(tmp_path, "one", ONE), arm(tmp_path, "other", hub)
    quick = ["--years", "0.1", "--burn-in", "0.1", "--replications", "1", "--residents", "600"]
    out = ["--out", str(tmp_path / "out"), *quick]
    result = CliRunner().invoke(app, ["compare", "siloed_borough", one, other, *out])
    text = " ".join(result.output.split())
    assert result.exit_code == 2 and "both add a team `hub`" in text
    assert OTHERS[hub] in text and "call one of them something else" in text
    design = tmp_path / "design.yaml"
    arms = f"base: siloed_borough\narms: [{one}, {other}]\nvary: [crisis.rate]\n"
    design.write_text(arms + "method: latin_hypercube\nsize: 8\n")
    with pytest.raises(ScenarioError, match="both add a team `hub`") as refused:
        read_design(design)
    assert [problem.spot.line for problem in refused.value.problems] == [2]
    first, second = ju.load(one), ju.load(other)
    with pytest.raises(ValueError, match="both add a team `hub`"):
        ju.compare(SILOED, first, second)
    with pytest.raises(ValueError, match="one and other both add a team `hub`"):
        check_same_place(first, second)
    check_same_place(first, ju.load(arm(tmp_path, "third", ("council", "neighbourhood"))))


def test_arms_may_add_more_teams_together_than_one_may():
    """A place has the teams of all its arms, and one arm adds twenty at most."""
    hub = {"label": "Hub", "organisation": "voluntary", "staff": {}, "accepts": {"isolation": {}}}
    arms = [
        SILOED.with_({"arrangement.new_teams": {f"{kind}{n}": hub for n in range(15)}})
        for kind in "ab"
    ]
    place = SILOED.beside(arms).siloed
    assert len(place.arrangement.new_teams) == len(place.arrangement.closed_teams) == 30


ADVICE = {"label": "Hub", "organisation": "voluntary", "staff": {"link_worker": 10.0},
          "accepts": {"isolation": {}, "housing_and_money": {}}}  # fmt: skip
MOVED = {"new_teams": {"hub": ADVICE}, "closed_teams": ["advice_and_support"]}


def phased(*elements: str, **others: object) -> Scenario:
    """Advice that moves to a hub, with elements from month 18 on."""
    phases = [{"elements": list(elements), "from_month": 18.0}]
    return SILOED.with_({"arrangement": {**MOVED, **others, "phases": phases}, "years": 2.0})


def open_teams(scenario: Scenario, month: float) -> set[str]:
    arrangement = InForce.on(scenario, day_of(month)).anywhere.arrangement
    return {*scenario.all_teams} - {*arrangement.closed_teams}


def test_elements_of_a_phase_hold_in_whatever_order_it_names_them():
    for named in permutations(MOVED):
        late = phased(*named)
        assert open_teams(late, 6.0) == {*SILOED.teams}
        assert open_teams(late, 18.0) == {*SILOED.teams, "hub"} - {"advice_and_support"}
        assert all(money[0] == 0.0 for money in by_year(late).values())


def test_a_team_of_another_arm_stays_away_whatever_closes_late():
    alone = phased("closed_teams")
    other = SILOED.with_({"arrangement.new_teams": {"theirs": ADVICE}})
    for month in (0.0, 18.0):
        assert open_teams(alone.beside([other]), month) == open_teams(alone, month)
    assert by_year(alone.beside([other])) == by_year(alone)


def test_new_teams_that_close_with_the_money_stay_closed():
    """Nothing of the place's own closes, so that the new team does nobody else's work."""
    ended = phased(
        "closed_teams", new_teams={"hub": ADVICE, "second": ADVICE}, closed_teams=["second"],
        programme={"money_ends_month": 6.0},
    )  # fmt: skip
    assert open_teams(ended, 12.0) == {*SILOED.teams}
