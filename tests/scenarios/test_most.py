"""Types of team, teams and posts have numbers of so many bytes: what has none is refused."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from joinedup.codes import NO_WORKER, Profession
from joinedup.phases.need_state import MOST_CRISES, MOST_TRIES
from joinedup.rules.collected import declared
from joinedup.scenario.arrangement import Arrangement
from joinedup.scenario.most import (
    ESTABLISHED,
    MOST_TEAMS,
    MOST_TYPES,
    complaints_about_most,
    established,
)
from joinedup.scenario.names import names_of
from joinedup.scenario.refusals import RefusedError
from joinedup.scenario.scenario import Scenario
from joinedup.setup.interfaces import OUTSIDE_SENDERS
from joinedup.setup.population import empty_world, new_world
from joinedup.setup.staffing import staff_table
from joinedup.state.teams import LANES
from joinedup_experiments.display.errors import BAD_INPUT, refusing
from joinedup_experiments.scenario_io.load import load_scenario


def test_posts_of_the_whole_place_written_as_if_for_30_000_are_refused(siloed: Scenario) -> None:
    place = siloed.place.model_copy(update={"residents": 300_000})
    many = {"staff": {"support_worker": 9_000.0}}
    teams = siloed.teams | {"nurses": siloed.teams["community_nursing"].model_copy(update=many)}
    (found,) = complaints_about_most(place, teams, siloed.arrangement, {})
    assert found.path == ("teams",)
    assert found.what.endswith("posts are more than the 50,000 that a place can have")
    assert found.advice == "posts are for every 30,000 residents, not for all"


def test_parts_of_posts_in_very_many_teams_are_refused(siloed: Scenario) -> None:
    """Each is a row of the table of staff, however small: 40,000 residents have some 66,000."""
    place = siloed.place.model_copy(
        update={"residents": 40_000, "neighbourhoods": 200, "practices_each": 20}
    )
    small = {"staff": dict.fromkeys(names_of(Profession), 0.05)}
    teams = {name: team.model_copy(update=small) for name, team in siloed.teams.items()}
    near = {"covers": "neighbourhood"}
    all_near = {
        name: team if team.role == "general_practice" else team.model_copy(update=near)
        for name, team in teams.items()
    }
    assert not [*complaints_about_most(place, teams, siloed.arrangement, {})]
    (found,) = complaints_about_most(place, all_near, siloed.arrangement, {})
    assert found.path == ("teams",)
    assert found.what == "some 66,009 posts are more than the 65,534 that have numbers"
    assert found.advice.startswith("a part of a post in each team is one of them")


def test_the_largest_shipped_place_is_not(siloed: Scenario) -> None:
    largest = siloed.place.model_copy(update={"residents": 5_000_000, "neighbourhoods": 200})
    assert not [*complaints_about_most(largest, siloed.teams, siloed.arrangement, {})]


def test_more_teams_or_types_than_have_numbers_are_refused(siloed: Scenario) -> None:
    team = siloed.teams["community_nursing"].model_copy(update={"staff": {}})
    place = siloed.place.model_copy(update={"neighbourhoods": 200, "practices_each": 1})
    many = {f"team_{number}": team for number in range(MOST_TYPES + 1)}
    found = [one.what for one in complaints_about_most(place, many, Arrangement(), {})]
    assert len(found) == 2
    assert found[0].startswith("251 types of team are more")
    assert found[1].startswith("50,200 teams are more")


def test_more_rows_than_workers_have_numbers_are_no_table(siloed, sized, monkeypatch) -> None:
    scenario = sized(siloed, 300, 1, 0)
    world = new_world([scenario], 1, 60, 20_000, False)
    monkeypatch.setattr("joinedup.setup.staffing._posts", lambda *_: {(0, 0): NO_WORKER + 0.5})
    says = "65,536 posts: no more than 65,534 can be numbered"
    with pytest.raises(RefusedError, match=says) as caught:
        staff_table(world, [scenario])
    assert str(pickle.loads(pickle.dumps(caught.value))) == f"teams: {says}"
    with pytest.raises(SystemExit) as ended, refusing():
        raise caught.value
    assert ended.value.code == BAD_INPUT


def test_the_rows_that_are_counted_are_no_fewer_than_there_are(sized, monkeypatch) -> None:
    arranged = {"arrangement.case_management": {"case_managers": 3.0}}
    scenario = sized(load_scenario("one_kettle").with_(arranged), 2_000, 3, 0)
    rows = len(new_world([scenario], 1, 60, 20_000, False).staff)
    monkeypatch.setattr("joinedup.scenario.most.NO_WORKER", rows)
    (found,) = complaints_about_most(scenario.place, scenario.all_teams, scenario.arrangement, {})
    assert found.what.endswith(f"are more than the {rows - 1:,} that have numbers")


def test_posts_by_default_are_no_more_than_the_bound_without_assumptions() -> None:
    assert established({"workforce.agency_cover": 0.6}) <= ESTABLISHED


def test_posts_that_stay_empty_for_longer_take_more_rows(siloed: Scenario) -> None:
    """Vacancies of 39%, of which 30% are worked: 1.38 posts for each that is stated."""
    slow = {"workforce.usual_leaving_ratio": 2.5, "workforce.agency_cover": 0.3}
    for key, ratio in (("leaving", 1.3), ("fill_weeks", 1.5)):
        default = declared()[f"workforce.{key}"].default[Profession.MENTAL_HEALTH_NURSE]
        slow[f"workforce.{key}"] = {"mental_health_nurse": ratio * float(default)}
    empty = 2.5 * 1.3 * 0.066 * 1.5 * 106.0 / (365.25 / 7.0)
    ratio = 1.0 / (1.0 - empty / (1.0 + empty) * 0.7)
    assert established(slow) == pytest.approx(ratio) == pytest.approx(1.38, abs=0.01)
    whole = {"place.residents": 300_000}
    staff = {"teams.community_nursing.staff": {"mental_health_nurse": 4_800.0}}
    scenario = siloed.with_(whole | staff)
    with pytest.raises(RefusedError, match="are more than the 65,534 that have numbers"):
        scenario.with_({"assumptions": slow})
    with pytest.raises(RefusedError, match="are more than the 65,534 that have numbers"):
        scenario.assuming(slow)


def test_what_is_allowed_has_a_number(siloed: Scenario, sized) -> None:
    needs = empty_world(sized(siloed, 300, 1, 0), 60, 20_000).needs.dtype.fields
    largest = {
        name: np.iinfo(needs[name][0]).max
        for name in ("sender", "team", "queue", "crises", "tries")
    }
    assert largest["sender"] >= MOST_TYPES + OUTSIDE_SENDERS - 1
    assert largest["team"] > MOST_TEAMS
    assert largest["queue"] >= MOST_TEAMS * LANES - 1
    assert largest["crises"] >= MOST_CRISES and largest["tries"] >= MOST_TRIES


def test_what_is_read_of_a_need_lies_on_two_lines_and_of_a_resident_on_six(siloed, sized) -> None:
    world = empty_world(sized(siloed, 300, 1, 0), 60, 20_000)
    assert world.needs.dtype.itemsize == 128
    assert world.residents.dtype.itemsize == 384
