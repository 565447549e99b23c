"""Arms that add teams are run in one place: what cannot be is refused when they are read."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

import joinedup as ju
from joinedup.run import check_same_place
from joinedup_experiments.cli import app
from joinedup_experiments.scenario_io.load import ScenarioError, load_scenario
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
