"""Each two of the joined teams can be joined so far as they are, and the page shows it."""

from __future__ import annotations

import pytest

from joinedup_experiments.display.errors import InputError
from joinedup_experiments.page.bookmark import from_query, understood
from joinedup_experiments.page.choices import Choices
from joinedup_experiments.page.joining import degree_of, degrees, other_pairs
from joinedup_experiments.scenario_io.load import load_scenario
from tests.page.looked_at import control

A, B, C = "community_nursing", "memory_service", "adult_social_care"
THREE = {"teams": f"{B},{A},{C}", "degree": "co_located"}


def far(**query: str):
    """How far each two are joined in the arm that is joined up."""
    return degrees(from_query(query).arms()["joined up"])


def test_three_teams_in_three_pairs_each_with_its_degree() -> None:
    pairs = f"{B}/{A}:merged,{B}/{C}:none"
    assert far(**THREE, pairs=pairs) == {(B, A): "merged", (B, C): "none", (A, C): "co_located"}


def test_an_arrangement_shows_what_most_pairs_are_and_which_are_not() -> None:
    network, many = map(load_scenario, ("local_care_network", "integrated_no_extra_capacity"))
    assert (degree_of(network), len(other_pairs(network))) == ("merged", 4)
    assert all(one.startswith("general_practice/") for one in other_pairs(network))
    assert degree_of(many) == "coordinated"
    assert {one.partition(":")[2] for one in other_pairs(many)} == {"merged"}


def test_a_pair_that_goes_back_leaves_no_interface_behind() -> None:
    two = {"teams": f"{A},{C}", "pairs": f"{A}/{C}:none"}
    assert from_query(two).arms()["joined up"].arrangement.interfaces == []
    assert far(**THREE, pairs="") == far(**THREE)


def test_practices_go_no_further_than_co_located_where_most_are_merged() -> None:
    found = far(pairs="")
    practices = {degree for pair, degree in found.items() if "general_practice" in pair}
    assert (practices, set(found.values())) == ({"co_located"}, {"co_located", "merged"})


def test_one_pair_of_a_merger_cannot_be_apart_in_it() -> None:
    with pytest.raises(InputError, match=r"Pairs that are joined.*are one team"):
        far(teams=THREE["teams"], degree="merged", pairs=f"{B}/{A}:co_located")


def test_two_teams_that_are_merged_with_a_third_are_one_team_and_it_is_said() -> None:
    with pytest.raises(InputError, match=r"memory service and adult social care are one team"):
        far(**THREE, pairs=f"{B}/{A}:merged,{A}/{C}:merged")
    whole = far(**THREE, pairs=f"{B}/{A}:merged,{A}/{C}:merged,{B}/{C}:merged")
    assert set(whole.values()) == {"merged"}


def test_the_page_asks_for_a_pair_and_keeps_it(opened) -> None:
    app = opened(**THREE)
    pairs = control(app.multiselect, "Pairs that are")
    assert pairs.value == []
    pairs.set_value([f"{B}/{A}"]).run()
    assert "pairs" not in app.query_params and not app.error
    control(app.selectbox, "Memory service with community").set_value("merged").run()
    assert app.query_params["pairs"] == f"{B}/{A}:merged" and not app.error
    control(app.multiselect, "Teams that are").set_value([B, C]).run()
    assert "pairs" not in app.query_params and not app.error


def test_a_shipped_network_is_run_as_it_is(opened) -> None:
    app = opened()
    assert len(control(app.multiselect, "Pairs that are").value) == 4
    assert dict(app.query_params) == {} and not app.error


def test_a_bookmark_may_name_the_teams_of_a_pair_in_any_order() -> None:
    assert far(**THREE, pairs=f"{A}/{B}:merged") == far(**THREE, pairs=f"{B}/{A}:merged")
    choices, wrong = understood(THREE | {"pairs": f"{A}/{B}:merged"})
    assert (choices.query()["pairs"], wrong) == (f"{B}/{A}:merged", [])
    with pytest.raises(InputError, match=r"pairs.*is there twice"):
        from_query({"pairs": f"{A}/{B}:merged,{B}/{A}:none"})


def test_a_pair_that_is_not_joined_here_is_named_and_left_out() -> None:
    apart = "crisis_team/general_practice:co_located"
    choices, wrong = understood({"pairs": apart})
    assert choices == Choices() and "crisis_team is not joined here" in wrong[0]
    with pytest.raises(InputError, match=r"pairs=.*crisis_team is not joined here"):
        far(pairs=apart)
    kept, wrong = understood(THREE | {"pairs": f"{apart},{B}/{A}:merged"})
    assert kept.query()["pairs"] == f"{B}/{A}:merged" and len(wrong) == 1


def test_a_team_that_is_of_another_place_is_named_and_left_out() -> None:
    choices, wrong = understood({"teams": f"neighbourhood_hub,{A},{B}"})
    assert choices.changes["teams"] == (A, B)
    assert wrong[0].startswith("teams=neighbourhood_hub: there is no such team here")


def test_the_page_says_which_pair_is_left_out_and_runs_what_the_address_says_then(opened) -> None:
    app = opened(pairs="crisis_team/general_practice:co_located")
    assert "crisis_team is not joined here" in app.warning[0].value
    assert dict(app.query_params) == {} and not app.error
