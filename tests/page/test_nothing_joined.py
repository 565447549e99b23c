"""What joins nothing, and choices of which nothing comes, are refused by the page."""

from __future__ import annotations

import pytest

from joinedup_experiments.display.errors import InputError
from joinedup_experiments.page.bookmark import from_query
from tests.page.looked_at import control, text_of

OFF = {"teams": "", "record": "no", "form": "no", "door": "no", "meetings": "0"}


@pytest.mark.parametrize("query", [
    {**OFF, "residents": "1000", "cost": "0"}, OFF, {**OFF, "leadership": "transformational"},
])  # fmt: skip
def test_an_arrangement_that_joins_nothing_is_refused(query) -> None:
    with pytest.raises(InputError, match=r"nothing is joined.*join some teams"):
        from_query(query).arms()


@pytest.mark.parametrize("query", [
    {"arrangement": "merged_on_paper"}, {**OFF, "managers": "2"}, {**OFF, "budgets": "pooled"},
    {"degree": "none", "door": "no", "meetings": "0"}, {**OFF, "coordinators": "1"},
])  # fmt: skip
def test_what_works_alone_is_run(query) -> None:
    assert from_query(query).arms()


@pytest.mark.parametrize(("query", "label"), [
    ({"teams": "memory_service", "degree": "merged"}, "Teams that are joined"),
    ({"arrangement": "merged_on_paper", "teams": "memory_service"}, "Teams that are joined"),
    ({"arrangement": "merged_on_paper", "degree": "merged"}, "How far they are joined"),
    ({"arrangement": "merged_on_paper", "extra": "0.2"}, "Posts added to the joined teams"),
    ({"arrangement": "merged_on_paper", "record": "yes"}, "They read each other's record"),
    ({"arrangement": "merged_on_paper", "form": "yes"}, "They share an assessment form"),
    ({"arrangement": "merged_on_paper", "door": "yes"}, "A single point of access"),
    ({"arrangement": "merged_on_paper", "meetings": "14"}, "Days between their joint meetings"),
])  # fmt: skip
def test_a_choice_of_which_nothing_comes_is_refused(query, label: str) -> None:
    with pytest.raises(InputError, match=rf"{label}.*: nothing comes of it here.*two teams"):
        from_query(query).arms()


def test_the_page_names_it_and_goes_on_once_two_teams_are_chosen(opened) -> None:
    app = opened(arrangement="merged_on_paper", extra="0.2")
    assert "nothing comes of it here" in text_of(app)
    teams = control(app.multiselect, "Teams that are joined")
    teams.set_value(["memory_service", "community_nursing"]).run()
    assert not app.error and [one for one in app.button if one.label == "Run"]
    assert dict(app.query_params)["extra"] == "0.2"
