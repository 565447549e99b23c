"""A number is the same in its field, in the address, in words and in the run."""

from __future__ import annotations

import pytest

from joinedup_experiments.page.bookmark import from_query
from tests.page.looked_at import control

COST, MANY = "Cost of the programme itself", "residents"


def run_with(app) -> float:
    """The cost that the page's address is run with."""
    return from_query(dict(app.query_params)).arms()["joined up"].arrangement.programme_cost_a_year


@pytest.mark.parametrize(("residents", "cost"), [("60000", 300_000.0), ("2000", 10_000.0)])
def test_the_cost_of_another_number_of_residents_is_that_which_is_run(
    opened, residents: str, cost: float
) -> None:
    app = opened(residents=residents)
    assert control(app.number_input, COST).value == cost == run_with(app)
    about = from_query({"residents": residents}).arms()["joined up"].about
    assert "residents" in about and "150,000" not in about


def test_a_cost_that_is_typed_is_run(opened) -> None:
    app = opened(residents="60000")
    control(app.number_input, COST).set_value(150_000.0).run()
    assert app.query_params["cost"] == "150000" and run_with(app) == 150_000.0
    control(app.number_input, "Residents").set_value(90_000.0).run()
    assert control(app.number_input, COST).value == 150_000.0 == run_with(app)


@pytest.mark.parametrize("label", [COST, "Residents"])
def test_parts_of_pounds_and_people_are_refused_where_they_are_typed(opened, label: str) -> None:
    app = opened()
    control(app.number_input, label).set_value(20_000.5).run()
    assert "give a whole number from" in app.error[0].value and len(app.warning) == 1
    assert app.error[0].value.endswith(", not 20,000.5")  # the field shows it without its part


def test_a_cost_that_has_pence_shows_them(opened) -> None:
    app = opened(arrangement="closer_working", residents="1003")
    field = control(app.number_input, COST)
    assert (
        field.proto.format == "%.2f" and f"{field.value:.2f}" == f"{run_with(app):.2f}" == "1671.67"
    )


def test_controls_follow_the_ones_before_them(opened) -> None:
    app = opened(teams="community_mental_health,adult_social_care")
    one = from_query(dict(app.query_params)).arms()["joined up"].arrangement
    door = control(app.toggle, "A single point of access").value
    assert door is (one.single_point_of_access is not None)
    record = control(app.toggle, "They read each other's record").value
    assert record is bool(one.shared_record)


def test_sliders_show_what_stands_between_their_steps(opened) -> None:
    app = opened(engagement="0.333", older="1.23", managers="2.25")
    assert control(app.slider, "Share of staff who are consulted").value == 33.3
    shown = [control(app.slider, label).proto.format for label in ("People of 65", "Case managers")]
    assert [one % number for one, number in zip(shown, (1.23, 2.25), strict=True)] == [
        "1.23",
        "2.25",
    ]
    assert dict(app.query_params) == {"engagement": "0.333", "older": "1.23", "managers": "2.25"}
