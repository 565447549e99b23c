"""What is refused is said where it stands; all else stays as it is, and nothing runs."""

from __future__ import annotations

import pytest

from joinedup_experiments.display.errors import InputError
from joinedup_experiments.page import people
from joinedup_experiments.page.jobs import Jobs, Session
from joinedup_experiments.page.predicting import SKIP
from joinedup_experiments.scenario_io.plausible_worlds import plausible_worlds
from tests.page.looked_at import button, control
from tests.page.test_own_place import given

KINDS = ("toggle", "selectbox", "multiselect", "slider", "number_input", "checkbox", "radio")
RESIDENTS = "give a whole number from 1,000 to 1,000,000"


def controls_of(app) -> list[tuple[str, object]]:
    """Each control's label and value."""
    return [(one.label, one.value) for kind in KINDS for one in getattr(app, kind)]


def stopped(app, why: str) -> bool:
    """Whether the reason stands at what is wrong and by the button, which cannot be pressed."""
    at_it = any(why in one.value for one in app.error)
    return at_it and why in app.warning[-1].value and button(app, "Run").disabled


def test_a_refused_number_leaves_all_else_and_is_mended(opened) -> None:
    app = opened(years="2")
    control(app.checkbox, SKIP).check().run()
    before = controls_of(app)
    control(app.number_input, "Residents").set_value(999.0).run()
    assert stopped(app, RESIDENTS)
    assert [(a, b) for a, b in controls_of(app) if b != 999.0] == [
        one for one in before if not one[0].startswith("Residents")
    ]
    control(app.toggle, "They read each other's").set_value(False).run()
    control(app.slider, "Clarity of the common").set_value(20.0).run()
    control(app.number_input, "Residents").set_value(1_000_001.0).run()
    assert stopped(app, RESIDENTS) and dict(app.query_params) == {"years": "2"}
    control(app.number_input, "Residents").set_value(2_000.0).run()
    assert not app.error and not button(app, "Run").disabled
    chosen = {"years": "2", "record": "no", "purpose": "0.2", "residents": "2000"}
    assert dict(app.query_params) == chosen


def test_two_refused_numbers_are_both_named(opened) -> None:
    app = opened()
    control(app.number_input, "Residents").set_value(999.0)
    control(app.number_input, "Cost of the programme").set_value(-1.0).run()
    assert stopped(app, RESIDENTS) and stopped(app, "from 0 to 2,000,000") and len(app.error) == 2


def test_an_arrangement_that_does_not_fit_the_place_leaves_its_controls(opened) -> None:
    app = opened(arrangement="three_networks_in_turn")
    assert stopped(app, "does not fit Siloed borough") and len(app.toggle) > 4
    app.selectbox[0].set_value("siloed_three_networks").run()
    assert not app.error and app.query_params["place"] == "siloed_three_networks"


def test_what_is_chosen_while_nothing_is_joined_stays(opened) -> None:
    app = opened(arrangement="closer_working")
    teams = control(app.multiselect, "Teams that are joined")
    chosen = list(teams.value)
    teams.set_value([]).run()
    assert stopped(app, "nothing is joined")
    control(app.selectbox, "How far they").set_value("merged").run()
    assert stopped(app, "nothing comes of it here")
    control(app.multiselect, "Teams that are joined").set_value(chosen).run()
    assert not app.error and control(app.selectbox, "How far they").value == "merged"


def test_a_refused_file_is_not_run_as_the_shipped_place(opened) -> None:
    app = given(opened(), "nme: x")
    assert stopped(app, "own.yaml") and len(app.toggle) > 4


def test_two_lives_for_which_memory_is_too_short_end_in_a_sentence(monkeypatch) -> None:
    def too_large(*_: object) -> str:
        raise InputError("memory is too short")

    shown: list[str] = []
    monkeypatch.setattr(people, "_lives", too_large)
    monkeypatch.setattr(people.st, "error", shown.append)
    monkeypatch.setattr(people.st, "number_input", lambda *_, **__: 1.0)
    people.show(people.LIVES, Session(Jobs(1)), None, {})
    assert shown == ["memory is too short"]


@pytest.mark.parametrize(("seed", "not_this"), [(9999.0, "9999"), (1.5, "1.5")])
def test_a_seed_that_cannot_be_is_said_and_draws_nothing(monkeypatch, seed, not_this) -> None:
    shown: list[str] = []
    monkeypatch.setattr(people.st, "error", shown.append)
    monkeypatch.setattr(people.st, "number_input", lambda *_, **__: seed)
    people.show(people.LIVES, Session(Jobs(1)), None, {})
    last = len(plausible_worlds())
    assert shown == [f"Another person: give a whole number from 1 to {last}, not {not_this}"]


def test_a_seed_with_a_part_is_not_cut_off_in_its_field() -> None:
    """A field of whole numbers cuts it off in silence."""
    seen: dict[str, object] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(people.st, "number_input", lambda _, **given: seen.update(given) or 0)
        patch.setattr(people.st, "error", lambda _: None)
        people.show(people.LIVES, Session(Jobs(1)), None, {})
    assert isinstance(seen["value"], float) and "g" in str(seen["format"])
