"""A place that is uploaded is the one that is run, with its own values."""

from __future__ import annotations

from tests.page.looked_at import control, text_of

OWN = """based_on: siloed_borough
name: Ours
place: {residents: 1000}
run: {years: 1, burn_in_years: 1}
"""
FALLS = """teams:
  falls_team:
    label: Falls team
    organisation: nhs
    staff: {support_worker: 1.0}
    accepts: {frailty: {}}
"""


def given(app, text: str):
    """Choose a file of one's own, and upload it."""
    app.selectbox[0].set_value("my own file").run()
    app.file_uploader(key="upload").set_value(("own.yaml", text.encode(), "text/yaml")).run()
    assert not app.exception
    return app


def stands(app) -> tuple[float, float]:
    """Residents and years, as the page has them."""
    (residents,) = (one for one in app.number_input if one.key.startswith("residents"))
    (years,) = (one for one in app.slider if one.key.startswith("years"))
    return residents.value, years.value


def test_an_uploaded_place_keeps_its_own_values(opened) -> None:
    app = given(opened(), OWN)
    assert stands(app) == (1_000.0, 1.0) and dict(app.query_params) == {}
    app.run()  # looked at again, as it is when results come
    assert stands(app) == (1_000.0, 1.0) and dict(app.query_params) == {}


def test_another_file_begins_with_its_own_values_too(opened) -> None:
    app = given(opened(), OWN)
    control(app.number_input, "Residents").set_value(5_000).run()
    assert app.query_params["residents"] == "5000"
    other = OWN.replace("Ours", "Theirs").replace("1000", "2000")
    app.file_uploader(key="upload").set_value(("own.yaml", other.encode(), "text/yaml")).run()
    assert stands(app) == (2_000.0, 1.0) and dict(app.query_params) == {}
    app.selectbox[0].set_value("siloed_three_networks").run()
    assert stands(app)[0] > 30_000 and dict(app.query_params) == {"place": "siloed_three_networks"}


def test_what_a_file_has_beyond_a_place_is_said_to_be_left_out(opened) -> None:
    app = given(opened(), f"{OWN}arrangement: {{care_coordinators: 2}}\n")
    assert "own arrangement is not used" in text_of(app)


def test_without_a_file_the_shipped_place_is_named(opened) -> None:
    app = given(opened(), OWN)
    app.file_uploader(key="upload").set_value(("own.yaml", b"nme: x", "text/yaml")).run()
    assert app.error and "the place is Siloed borough" in text_of(app)
    assert stands(app) == (30_000.0, 7.0)


def test_the_address_is_not_called_whole_where_a_file_is_left_out(opened) -> None:
    app = opened()
    assert "holds your choices: keep it" in text_of(app)
    assert "holds your choices, all but your file" in text_of(given(app, OWN))


def test_a_file_that_is_refused_after_a_good_one_stays_refused(opened) -> None:
    app = given(opened(), OWN)
    app.file_uploader(key="upload").set_value(("own.yaml", b"nme: 1", "text/yaml")).run()
    control(app.toggle, "They read each other's").set_value(False).run()
    assert "unknown key `nme`" in app.error[0].value and len(app.file_uploader) == 1
    assert "no place can be made of this file" in app.warning[-1].value
    app.file_uploader(key="upload").set_value(("own.yaml", OWN.encode(), "text/yaml")).run()
    assert not app.error and stands(app) == (1_000.0, 1.0)
    app.selectbox[0].set_value("siloed_borough").run()
    app.run()
    assert not app.file_uploader and stands(app)[0] == 30_000


def test_a_team_of_ones_own_is_joined_and_stays_so(opened) -> None:
    app = given(opened(arrangement="closer_working"), OWN + FALLS)
    teams = control(app.multiselect, "Teams that are joined")
    teams.set_value(["falls_team", "memory_service", "community_nursing"]).run()
    app.run()
    assert not app.warning and "falls_team" in app.query_params["teams"]
    assert "falls_team" in control(app.multiselect, "Teams that are joined").value
