"""What a scenario states that reaches nobody is noted, key by key; what is usual is not."""

from __future__ import annotations

import pytest

from joinedup.codes import Process
from joinedup.rules.collected import declared
from joinedup.scenario.names import names_of
from joinedup_experiments.scenario_io.in_vain import ASSESS
from joinedup_experiments.scenario_io.load import load_scenario, read_scenario, shipped_scenarios
from joinedup_experiments.scenario_io.scenario_warnings import scenario_warnings

SILOED = load_scenario("siloed_borough")
MANAGED = {"case_managers": 2.0}
NONE_FOUND = {"share_of_residents": 0.0, "filled_by_clinicians": 0.0}


def noted(**changes: object) -> list[str]:
    return scenario_warnings(
        SILOED.with_({key.replace("__", "."): one for key, one in changes.items()})
    )


@pytest.mark.parametrize(
    ("managed", "why"),
    [
        ({"offered_to": 0.0}, "`offered_to` is 0"),
        (NONE_FOUND, "`share_of_residents` and `filled_by_clinicians` are 0"),
        ({"share_of_residents": 0.0}, ""),
        ({"filled_by_clinicians": 0.0}, ""),
    ],
)
def test_case_managers_who_can_enrol_nobody_are_pointed_out(managed, why):
    found = noted(arrangement__case_management=MANAGED | managed)
    found = [one for one in found if one.startswith("case management enrols nobody")]
    assert [one.partition(": ")[2] for one in found] == [why] * bool(why)


def test_training_where_nothing_is_joined_is_pointed_out():
    training = {"arrangement__programme__training_hours_a_week": 2.0}
    (one,) = noted(**training)
    assert "reaches nobody" in one
    near = ["adult_social_care", "general_practice"]
    assert noted(**training, arrangement__shared_record=near) == []


@pytest.mark.parametrize(
    ("team", "key", "value", "is_noted"),
    [
        ("general_practice", "threshold", 0.6, True),
        ("general_practice", "works_weekends", True, True),
        ("general_practice", "process", "hybrid", True),
        ("general_practice", "direct_access", False, False),
        ("crisis_team", "direct_access", True, True),
        ("crisis_team", "means_tested", True, True),
        ("crisis_team", "process", "post_box", False),
        ("memory_service", "eligible_from", 0.4, False),
    ],
)
def test_a_key_that_a_role_does_not_read_is_pointed_out(team, key, value, is_noted):
    found = noted(**{f"teams__{team}__{key}": value})
    assert [one.startswith(f"`{key}` of {team} changes") for one in found] == [True] * is_noted


def test_time_for_assessments_that_a_process_does_not_make_is_pointed_out():
    process = {"teams__memory_service__process": "post_box"}
    (one,) = noted(**process, teams__memory_service__assessing=0.5)
    assert (
        one == "`assessing` of memory_service changes nothing: a post_box has no assessment stage"
    )
    later = {"arrangement__processes": {"memory_service": "hybrid"}}
    assert noted(**process, **later, teams__memory_service__assessing=0.5) == []


def test_which_processes_assess_is_what_is_declared():
    share = declared()["team_process.assessment"].default
    assert {name for name, one in zip(names_of(Process), share, strict=True) if one} == {*ASSESS}


def test_nothing_is_noted_of_what_is_shipped():
    for file in shipped_scenarios().values():
        assert not any("changes nothing" in one for one in scenario_warnings(load_scenario(file)))


@pytest.mark.parametrize(
    ("programme", "is_noted"),
    [
        ("go_live_month: 6, go_live_by_neighbourhood: [0]", True),
        ("go_live_month: 0, go_live_by_neighbourhood: [0]", False),
        ("go_live_month: 6", False),
        ("go_live_by_neighbourhood: [0]", False),
    ],
)
def test_a_month_beside_a_list_that_holds_is_pointed_out(tmp_path, programme, is_noted):
    file = tmp_path / "mine.yaml"
    base = "based_on: local_care_network_well"
    file.write_text(f"{base}\narrangement: {{programme: {{{programme}}}}}\n")
    found = [one.startswith("`go_live_month` changes") for one in read_scenario(file).notes]
    assert found == [True] * is_noted
