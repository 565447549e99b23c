"""A scenario changed in Python is held to what a file is held to."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from joinedup.scenario.arrangement import Arrangement
from joinedup.scenario.refusals import RefusedError
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.load import load_scenario, shipped_scenarios
from joinedup_experiments.scenario_io.overrides import Overrides, changed
from tests.strategies import part, values

BASE = load_scenario("local_care_network_well")

CHANGES: dict[str, tuple[dict[str, Any], str, Any]] = {
    "a path": ({"arrangement.shared_record": []}, "arrangement.shared_record", []),
    "a name alone": ({"years": 3}, "run.years", 3.0),
    "a number of residents": ({"residents": 5_000}, "place.residents", 5_000),
    "into a list": (
        {"arrangement.interfaces[0].degree": "co_located"},
        "arrangement.interfaces.0.degree",
        "co_located",
    ),
    "into a table": (
        {"teams.memory_service.staff.psychiatrist": 2},
        "teams.memory_service.staff.psychiatrist",
        2.0,
    ),
    "a table is merged": (
        {"teams": {"memory_service": {"threshold": 0.2}}},
        "teams.memory_service.label",
        BASE.teams["memory_service"].label,
    ),
    "an empty table empties": ({"extra_staff": {}}, "arrangement.extra_staff", {}),
    "a tuple is a list": (
        {"disable_mechanisms": ("strain", "fear")},
        "disable_mechanisms",
        ["strain", "fear"],
    ),
    "a model replaces": ({"arrangement": Arrangement()}, "arrangement.management", {}),
    "None goes back": (
        {"single_point_of_access": None},
        "arrangement.single_point_of_access",
        None,
    ),
    "a whole number of NumPy": ({"residents": np.int64(5_000)}, "place.residents", 5_000),
    "a number of NumPy": ({"run": {"years": np.float32(2.5)}}, "run.years", 2.5),
    "numbers of NumPy in a list": (
        {"arrangement.programme.go_live_by_neighbourhood": [np.int64(3)]},
        "arrangement.programme.go_live_by_neighbourhood",
        [3.0],
    ),
    "a parameter by its path": (
        {"assumptions.handover.loss": np.float64(0.2)},
        "assumptions",
        {"handover.loss": 0.2},
    ),
    "a cell of a parameter by its path": (
        {"assumptions.crisis.rate.frailty": 0.3},
        "assumptions",
        {"crisis.rate": {"frailty": 0.3}},
    ),
    "two cells as on the command line": (
        {"assumptions.crisis.rate[frailty]": 0.3, "assumptions.crisis.rate.cognitive": 0.2},
        "assumptions",
        {"crisis.rate": {"frailty": 0.3, "cognitive": 0.2}},
    ),
    "a table and then a key in it": (
        {"run": {"years": 2}, "run.years": 3},
        "run.years",
        3.0,
    ),
    "a part that was not there": (
        {"case_management": {"case_managers": 12}},
        "arrangement.case_management.case_managers",
        12.0,
    ),
}


def at(part: Any, path: str) -> Any:
    for step in path.split("."):
        if isinstance(part, dict | list):
            part = part[int(step) if step.isdigit() else step]
        else:
            part = getattr(part, step)
    return part


@pytest.mark.parametrize("changes, path, value", CHANGES.values(), ids=CHANGES)
def test_a_change_is_made_and_nothing_else(changes, path, value):
    made = BASE.with_(changes)
    assert at(made, path) == value
    before, after = BASE.model_dump(), made.model_dump()
    top = path.split(".")[0]
    cost = after["arrangement"].pop("programme_cost_a_year")
    if top != "arrangement":
        kept = before["arrangement"].pop("programme_cost_a_year")
        assert cost == (kept / 6 if path == "place.residents" else kept)
        assert {k: v for k, v in after.items() if k != top} == {
            k: v for k, v in before.items() if k != top
        }


REFUSED: dict[str, tuple[Any, str]] = {
    "no table": (None, "changes: they are no table of paths"),
    "a number for a path": ({5: 1}, "unknown key `5`"),
    "misspelt": ({"residnts": 5_000}, "unknown key `residnts`; did you mean `residents`?"),
    "misspelt deep down": ({"arrangement.shared_recrd": []}, "did you mean `shared_record`?"),
    "a parameter": ({"handover.loss": 0.2}, "is set as `assumptions.handover.loss`"),
    "renamed": ({"without": ["trust"]}, "it is now called `disable_mechanisms`"),
    "renamed deep down": ({"run.replicates": 3}, "it is now called `replications`"),
    "renamed part": (
        {"arrangement.single_point_of_contact": {}},
        "it is now called `single_point_of_access`",
    ),
    "out of range": ({"residents": -5}, "`residents` must be at least 200, but is `-5`"),
    "of the wrong kind": ({"years": "seven"}, "`years` must be a number, not the text `seven`"),
    "text for a part": ({"place": 3}, "`place` must be a table of keys and values, not `3`"),
    "no such name": ({"leadership": "strong"}, "known here: charismatic"),
    "no such team": (
        {"shared_record": ["memory_servise", "crisis_team"]},
        "no team `memory_servise`; did you mean `memory_service`?",
    ),
    "no such entry": ({"arrangement.interfaces[9].loss": 0.1}, "no such entry"),
    "a team without staff": ({"teams.new.label": "New"}, "`staff` is missing"),
    "no such parameter": ({"assumptions": {"handover.los": 0.2}}, "did you mean handover.loss?"),
    "no such parameter by its path": (
        {"assumptions.handover.los": 0.2},
        "did you mean handover.loss?",
    ),
    "no such cell by its path": ({"assumptions.crisis.rate.frail": 0.3}, "crisis.rate.frail: "),
    "a cell of what has none": ({"assumptions.handover.loss.x": 0.3}, "is one number, not a table"),
    "a position in a list that is written as a key": (
        {"place.deprivation.0": 0.2},
        "place.deprivation.0: `0` is no entry of a list; write the first as `[0]`",
    ),
    "a key of a list": ({"interfaces.degree": "merged"}, "unknown key `interfaces`"),
    "a key of a list deep down": (
        {"arrangement.interfaces.degree": "merged"},
        "`degree` is no entry of a list",
    ),
    "one key by two paths": (
        {"residents": 2_000, "place.residents": 3_000},
        "`residents` and `place.residents` are the same key; change it once",
    ),
    "one cell by two paths": (
        {"assumptions.crisis.rate[frailty]": 0.3, "assumptions.crisis.rate.frailty": 0.2},
        "are the same key",
    ),
    "what NumPy calls true": ({"residents": np.True_}, "must be a whole number, not `true`"),
    "the same for a number": ({"hospital.beds_per_1000": np.True_}, "must be a number, not `true`"),
    "a complex number": ({"years": np.complex128(2 + 3j)}, "must be a number"),
    "a span of time": ({"years": np.timedelta64(2, "D")}, "must be a number"),
    "a parameter out of range": ({"assumptions": {"handover.loss": 0.9}}, "outside its range"),
    "no path": ({"": 1}, "needs the path of a key"),
    "taken out what must be there": ({"teams.general_practice": None}, "no team is general"),
}


@pytest.mark.parametrize("changes, says", REFUSED.values(), ids=REFUSED)
def test_what_a_file_could_not_say_is_refused(changes, says):
    with pytest.raises(RefusedError) as caught:
        BASE.with_(changes)
    assert says in str(caught.value)
    assert "pydantic" not in str(caught.value)


@pytest.mark.parametrize("value", [2 + 3j, "x", None, True, np.True_, [1], float("nan")])
def test_what_is_no_number_cannot_be_assumed(value):
    """And is one complaint, though it is no number and no table either."""
    with pytest.raises(RefusedError) as caught:
        BASE.assuming({"handover.loss": value})
    (line,) = str(caught.value).splitlines()
    assert line.startswith("assumptions.handover.loss: `handover.loss` must be a number")


def test_numbers_of_numpy_can_be_assumed():
    (value,) = BASE.assuming({"handover.loss": np.float32(0.25)}).assumptions.values()
    assert type(value) is float and value == 0.25


def test_an_assumption_that_is_taken_back_leaves_nothing():
    cell = "assumptions.crisis.rate.frailty"
    assumed = BASE.with_({cell: 0.2})
    assert assumed.with_({cell: None}) == BASE.with_({cell: None}) == BASE
    assert assumed.with_({"assumptions": {"crisis.rate": {"frailty": None}}}) == BASE
    assert assumed.with_({"assumptions": {"crisis.rate": {}}}) == BASE
    both = assumed.with_({"assumptions.crisis.rate.cognitive": 0.3})
    assert both.with_({cell: None}).assumptions == {"crisis.rate": {"cognitive": 0.3}}


def test_everything_wrong_is_told_at_once():
    with pytest.raises(RefusedError) as caught:
        BASE.with_({"residents": 1, "years": -1})
    assert len(caught.value.complaints) == len(str(caught.value).splitlines()) == 2


def test_residents_take_the_cost_with_them_as_on_the_command_line():
    twice = BASE.with_({"residents": 2 * BASE.place.residents})
    cost = BASE.arrangement.programme_cost_a_year
    assert cost > 0 and twice.arrangement.programme_cost_a_year == 2 * cost
    assert changed(BASE, Overrides(residents=2 * BASE.place.residents)) == twice
    own = BASE.with_({"residents": 2 * BASE.place.residents, "programme_cost_a_year": 7})
    assert own.arrangement.programme_cost_a_year == 7
    moved = BASE.with_({"residents": 3_000, "arrangement": BASE.arrangement})
    assert moved.arrangement == BASE.arrangement


COPIES: dict[str, tuple[dict[str, Any], str]] = {
    "out of range": (
        {"place": BASE.place.model_copy(update={"residents": -5})},
        "`residents` must be at least 200, but is `-5`",
    ),
    "of the wrong kind": ({"run": {"years": "seven"}}, "`years` must be a number"),
    "misspelt": ({"plase": BASE.place}, "unknown key `plase`; did you mean `place`?"),
    "that does not fit": ({"teams": {}}, "teams"),
    "a parameter out of range": ({"assumptions": {"handover.loss": 0.9}}, "outside its range"),
}


@pytest.mark.parametrize("update, says", COPIES.values(), ids=COPIES)
def test_a_copy_is_held_to_what_a_file_is_held_to(update, says):
    with pytest.raises(RefusedError) as caught:
        BASE.model_copy(update=update)
    assert says in str(caught.value)


@pytest.mark.parametrize("key", ["residents", "practices_each"])
def test_a_part_that_cannot_be_makes_no_scenario(key):
    bad = BASE.place.model_copy(update={key: -5})
    with pytest.raises(ValidationError, match=key):
        Scenario(name="bad", place=bad, teams=BASE.teams)


def test_a_copy_of_another_size_takes_the_cost_with_it():
    small = BASE.place.model_copy(update={"residents": 3_000})
    copied = BASE.model_copy(update={"place": small})
    assert copied == BASE.with_({"residents": 3_000})
    assert copied.arrangement.programme_cost_a_year > 0.0
    assert BASE.model_copy() == BASE


@pytest.mark.filterwarnings("ignore::pydantic.PydanticDeprecatedSince20")
def test_an_old_copy_is_a_model_copy() -> None:
    small = BASE.place.model_copy(update={"residents": 3_000})
    costly = BASE.with_({"programme_cost_a_year": 150_000.0})
    assert costly.copy(update={"place": small}) == costly.model_copy(update={"place": small})
    with pytest.raises(RefusedError):
        BASE.copy(update={"residnts": 5})
    assert BASE.copy() == BASE == BASE.copy(deep=True)


@pytest.mark.parametrize("name", shipped_scenarios())
def test_no_change_changes_nothing(name):
    scenario = load_scenario(name)
    assert scenario.with_({}) == scenario
    assert scenario.with_(scenario.model_dump()) == scenario


TEAMS = sorted(BASE.teams)
ANY = st.fixed_dictionaries(
    {}, optional={key: values(part(key), TEAMS) for key in ("arrangement", "hospital", "run")}
)


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(changes=ANY)
def test_whatever_is_changed_is_sound_or_refused_in_plain_words(changes):
    try:
        made = BASE.with_(changes)
    except RefusedError as error:
        assert str(error) and "input" not in str(error).lower()
    else:
        assert Scenario.model_validate(made.model_dump(), strict=True) == made


def test_a_change_parses_no_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """Worlds are changed in threads, where Python 3.11.7 may not parse (python/cpython#106905)."""

    def refuse(*_args: Any, **_options: Any) -> None:
        raise AssertionError("Python was parsed")

    with monkeypatch.context() as here:  # pytest itself parses afterwards
        here.setattr(ast, "parse", refuse)
        changed_again = BASE.with_({"years": 3, "seed": 2})
    assert changed_again.run.years == 3.0
