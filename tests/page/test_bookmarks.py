"""A bookmark is run as it is, or it is said what of it is not."""

from __future__ import annotations

import pytest

from joinedup_experiments.page import widgets
from joinedup_experiments.page.bookmark import CONTROLS, from_query
from tests.page.looked_at import control, text_of

WEAK = "aqua:1,1,1,1,1,1,1,1"


def test_scores_between_whole_ones_are_kept(opened) -> None:
    ready = "aqua:2.5,3,4,2,3,1,2,3.25"
    app = opened(ready=ready)
    assert dict(app.query_params) == {"ready": ready} and not app.warning
    values = [one.value for one in app.slider if one.key and one.key.startswith("aqua ")]
    assert values == [2.5, 3.0, 4.0, 2.0, 3.0, 1.0, 2.0, 3.25]


@pytest.mark.parametrize(("query", "why"), [
    ({"arrangement": "siloed_borough"}, "arrangement=siloed_borough: nothing is joined there"),
    ({"place": "local_care_network"}, "place=local_care_network: it is an arrangement"),
])  # fmt: skip
def test_what_can_only_be_the_other_of_both_is_named(opened, query, why: str) -> None:
    app = opened(**query)
    assert why in text_of(app) and dict(app.query_params) == {}
    assert control(app.selectbox, "A place to begin with").value == "siloed_borough"
    assert control(app.selectbox, "An arrangement to begin").value == "local_care_network"


def test_a_choice_that_is_there_twice_is_named(opened) -> None:
    app = opened(residents=["2000", "4000", "3000"], years=["2", "2"])
    (named,) = (one.value for one in app.warning)
    assert "residents: it is there as 2000, 4000 and 3000; 3000, the last, is taken" in named
    assert "years" not in named
    assert dict(app.query_params) == {"residents": "3000", "years": "2"}


def test_choices_in_place_of_answers_are_named(opened) -> None:
    app = opened(ready=WEAK, leadership="transformational", purpose="0.9", engagement="0.9")
    programme = from_query(dict(app.query_params)).arms()["joined up"].arrangement.programme
    assert (programme.leadership, programme.shared_purpose) == ("transformational", 0.9)
    (named,) = (one.value for one in app.warning)
    assert "transformational, in place of laissez faire" in named
    assert "90%, in place of 44%" in named and named.count(", in place of ") == 2
    control(app.slider, "Clarity of the common").set_value(20.0).run()
    assert "20%, in place of 44%" in app.warning[0].value


def test_answers_alone_are_followed_in_silence(opened) -> None:
    assert not opened(ready=WEAK, engagement="0.9").warning


def test_a_slider_is_run_as_its_bookmark_has_it(monkeypatch) -> None:
    """A browser adds steps up, and so may leave the last bit of a float."""
    moved = 0.5 + 7 * 0.1
    monkeypatch.setattr(widgets.st, "slider", lambda *_, **__: moved)
    assert moved != widgets._number(CONTROLS["older"], 1.0, "") == 1.2


def test_the_back_button_takes_back_a_choice(opened) -> None:
    app = opened(years="2", arrangement="closer_working", ready=WEAK)
    before = dict(app.query_params)
    control(app.toggle, "They read each other's").set_value(True).run()
    control(app.slider, "Years after").set_value(3.0).run()
    (score,) = (one for one in app.slider if one.key.startswith("aqua culture"))
    score.set_value(4.0).run()
    went_back(app, before)
    assert dict(app.query_params) == before and app.session_state["written address"][0] == before
    assert not control(app.toggle, "They read each other's").value
    assert control(app.slider, "Years after").value == 2.0


def test_a_bookmark_is_not_written_anew_where_it_says_the_same(opened) -> None:
    """Else a browser could never go back beyond it."""
    given = {"years": "2.0", "arrangement": "local_care_network"}
    assert dict(opened(**given).query_params) == given


def test_a_choice_is_not_taken_back_by_an_address_that_comes_late(opened) -> None:
    app = opened(arrangement="closer_working")
    before = dict(app.query_params)
    control(app.toggle, "They read each other's").set_value(True).run()
    control(app.toggle, "They share an assessment").set_value(True)
    went_back(app, before)
    assert dict(app.query_params) == before | {"record": "yes", "form": "yes"}


def went_back(app, query: dict[str, str]) -> None:
    """The page at another address, long after it wrote the last."""
    app.session_state["written address"] = (app.session_state["written address"][0], -1e9)
    app.query_params.clear()
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
