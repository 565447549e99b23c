"""Teams that are joined or left out on the page: what becomes of their interfaces."""

from __future__ import annotations

import pytest

from joinedup_experiments.page.bookmark import from_query
from joinedup_experiments.page.joining import teams_changed
from joinedup_experiments.page.predicting import SKIP
from tests.page.looked_at import button, control, ran, text_of

NETWORK = ["community_mental_health", "memory_service", "community_nursing", "adult_social_care"]


def joined(**query: str):
    """The interfaces of the arm that is joined up."""
    made = from_query(query).arms()["joined up"].arrangement.interfaces
    return [(set(one.between), one.degree) for one in made]


def test_practices_stay_as_they_were_when_a_team_is_left_out() -> None:
    left = ["general_practice", *(team for team in NETWORK if team != "memory_service")]
    assert joined(teams=",".join(left)) == [
        (set(left), "closer_working"), (set(left[1:]), "merged")
    ]  # fmt: skip
    two = "general_practice,community_nursing"
    assert joined(teams=two) == [(set(two.split(",")), "closer_working")]


def test_a_team_that_comes_in_joins_the_others_as_they_are_joined() -> None:
    teams = ["general_practice", *NETWORK, "talking_therapies"]
    assert joined(teams=",".join(teams)) == [
        (set(teams), "closer_working"), (set(teams[1:]), "merged")
    ]  # fmt: skip


@pytest.mark.parametrize("query", [
    {"arrangement": "closer_working", "degree": "merged"},
    {"arrangement": "one_kettle", "degree": "merged",
     "teams": ",".join([*NETWORK, "general_practice"])},
])  # fmt: skip
def test_practices_are_co_located_with_teams_that_are_merged(query) -> None:
    (whole, degree), (merged, furthest) = joined(**query)
    assert (degree, furthest) == ("co_located", "merged")
    assert whole - merged <= {"general_practice", "crisis_team"}
    assert "general_practice" in whole - merged


def test_practices_that_come_in_to_a_merger_are_co_located_with_all_of_it() -> None:
    merged = from_query({"teams": ",".join(NETWORK), "degree": "merged"}).arms()["joined up"]
    assert [one.degree for one in merged.arrangement.interfaces] == ["merged"]
    made = merged.with_(teams_changed(merged, (*NETWORK, "general_practice")))
    degrees = {frozenset(one.between): one.degree for one in made.arrangement.interfaces}
    assert {degrees[frozenset((team, "general_practice"))] for team in NETWORK} == {"co_located"}
    assert degrees[frozenset(NETWORK)] == "merged"


def test_a_team_that_stayed_outside_is_joined_where_it_is_chosen() -> None:
    query = {"teams": ",".join([*NETWORK, "rehabilitation"])}
    made = from_query(query).arms()["joined up"].arrangement
    assert made.stays_outside == ["early_intervention", "crisis_team"]


def test_choices_that_cannot_be_leave_results_where_they_are(opened) -> None:
    app = opened(years="1", arrangement="closer_working")
    control(app.checkbox, SKIP).check().run()
    control(ran(app).number_input, "Cost of the programme").set_value(9e6).run()
    assert "give a whole number from" in text_of(app)
    assert "Shown: 5 plausible worlds" in text_of(app)
    assert button(app, "Run again").disabled
    assert control(app.checkbox, SKIP).value
