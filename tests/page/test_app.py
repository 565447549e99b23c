"""The page as Streamlit's own tester sees it: what is chosen, said, run and shown."""

from __future__ import annotations

from joinedup_experiments.page.predicting import KEYS, SKIP
from tests.page.looked_at import button, ran, text_of


def test_nothing_runs_before_one_says_what_one_expects(opened) -> None:
    app = opened(years="1")
    assert button(app, "Run").disabled
    for key in KEYS:
        app.radio(f"expect {key}").set_value("Falls")
    app.run()
    assert not button(app, "Run").disabled


def test_from_prediction_to_answer(opened) -> None:
    app = opened(years="1", arrangement="closer_working")
    for key in KEYS:
        app.radio(f"expect {key}").set_value("Rises")
    ran(app.run())
    text = text_of(app)
    assert text.count("you expected that it rises; on average over worlds it ") == len(KEYS)
    assert "300 residents simulated" in text
    assert "Scenario: scenario-joined_up.yaml" in [
        one.proto.label for one in app.get("download_button")
    ]
    button(app, "Make: Workbook (Excel)").click().run()
    saved = [one.proto.label for one in app.get("download_button")]
    assert any(one.startswith("Save: Workbook (Excel), 5 plausible worlds,") for one in saved)
    assert "Make: Workbook (Excel)" not in [one.label for one in app.button]
    what_is_expected_later_is_of_the_next_run(app)


def what_is_expected_later_is_of_the_next_run(app) -> None:
    """Else what is seen could be expected."""
    app.radio(f"expect {KEYS[0]}").set_value("Falls").run()
    app.checkbox("skip").check().run()
    assert text_of(app).count("you expected that it rises; on average over") == len(KEYS)
    assert "you expected that it falls" not in text_of(app)


def test_a_bookmark_sets_the_controls_and_choices_make_the_bookmark(opened) -> None:
    app = opened(degree="co_located", engagement="0.9")
    (engaged,) = (one for one in app.slider if one.label == "Share of staff who are consulted")
    assert engaged.value == 90
    engaged.set_value(50).run()
    assert dict(app.query_params) == {"degree": "co_located"}
    door = next(one for one in app.toggle if one.label.startswith("A single point of access"))
    door.set_value(False).run()
    assert app.query_params["door"] == "no"


def test_a_bookmark_that_is_not_understood_is_said_and_left_out(opened) -> None:
    app = opened(degree="maximal")
    assert "not understood" in text_of(app) and "degree=maximal" in text_of(app)
    assert "degree" not in app.query_params


def test_choices_that_cannot_be_are_said_in_place_of_a_run(opened) -> None:
    app = opened(arrangement="closer_working", teams="", record="no", form="no", cost="0")
    assert "nothing is joined" in text_of(app)
    assert not app.exception and button(app, "Run").disabled


def test_results_outside_the_folder_are_not_opened(opened) -> None:
    app = opened()
    app.text_input("folder").set_value("../../etc").run()
    assert "only folders inside" in text_of(app)
    app.text_input("folder").set_value("nowhere").run()
    assert app.error and not app.exception


def test_skipping_the_prediction_shows_none(opened) -> None:
    app = opened(years="1", arrangement="closer_working")
    next(one for one in app.checkbox if one.label == SKIP).check().run()
    assert "you expected" not in text_of(ran(app))
