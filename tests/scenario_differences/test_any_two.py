"""Any two scenarios that differ give a sentence, and two that do not give none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from typer.testing import CliRunner

from joinedup.scenario.arrangement import Arrangement
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.cli import app
from joinedup_experiments.scenario_io.diff.differences import as_lines, differences
from tests.strategies import part, values

TEAMS = ["practices", "nursing", "mental_health", "social_care"]
ARRANGEMENT = values(part("arrangement"), TEAMS)
REST = st.fixed_dictionaries(
    {},
    optional={
        "about": st.text("ab ", max_size=4),
        "place": st.fixed_dictionaries({"residents": st.integers(800, 90_000)}),
        "assumptions": st.fixed_dictionaries(
            {},
            optional={
                "handover.loss": st.floats(0.1, 0.3),
                "handover.loss_multiplier": st.fixed_dictionaries(
                    {"merged": st.floats(0.08, 0.12)}
                ),
            },
        ),
        **{key: values(part(key), TEAMS) for key in ("hospital", "disable_mechanisms", "run")},
    },
)
FEW = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def valid(place: Any, arrangement: dict[str, Any], rest: dict[str, Any]) -> Scenario:
    for key in ("go_live_by_neighbourhood", "readiness_by_neighbourhood"):
        each = arrangement.get("programme", {}).get(key)
        if each:
            del each[1:]
    try:
        return place(arrangement=arrangement, **rest)
    except ValidationError:
        assume(False)
        raise


@FEW
@given(one=ARRANGEMENT, two=ARRANGEMENT, first=REST, second=REST)
def test_two_that_differ_say_so_and_two_that_do_not_do_not(place, one, two, first, second):
    a, b = valid(place, one, first), valid(place, two, second)
    assert bool(differences(a, b)) == (a != b)
    assert differences(a, a) == {}
    assert (as_lines(a, b) == ["no difference"]) == (a == b)


@FEW
@given(one=ARRANGEMENT, data=st.data())
def test_one_key_that_differs_is_told(place, one, data):
    """Nothing hides behind something else: one key changed gives a sentence of its own."""
    key = data.draw(st.sampled_from(list(Arrangement.model_fields)))
    other = data.draw(ARRANGEMENT)
    changed = {k: v for k, v in one.items() if k != key}
    changed |= {key: other[key]} if key in other else {}
    a, b = valid(place, one, {}), valid(place, changed, {})
    assert bool(differences(a, b)) == (a != b)


@FEW
@given(data=st.data())
def test_one_key_of_a_team_that_differs_is_told(place, data):
    before = place()
    team = part("teams")["additionalProperties"]
    key = data.draw(st.sampled_from(sorted(team["properties"])))
    changed = before.model_dump()["teams"]
    changed["nursing"][key] = data.draw(values(team["properties"][key], TEAMS))
    b = valid(lambda **_: place(teams=changed), {}, {})
    assert bool(differences(before, b)) == (before != b)


def test_other_plausible_worlds_are_a_difference(tmp_path: Path) -> None:
    (tmp_path / "own.csv").touch()
    (tmp_path / "place.yaml").write_text("based_on: siloed_borough\nname: Here\n")
    (tmp_path / "fitted.yaml").write_text("based_on: place.yaml\nworlds: own.csv\n")
    files = [str(tmp_path / f"{name}.yaml") for name in ("place", "fitted")]
    found = CliRunner().invoke(app, ["diff", *files]).stdout
    assert f"Changes the plausible worlds from England's to those in {tmp_path}/own.csv." in found
    assert "no difference" not in found
    assert CliRunner().invoke(app, ["diff", files[1], files[1]]).stdout == "no difference\n"
