"""Mergers of any shape: books balance, names decide nothing, what ends leaves teams as before."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from joinedup.codes import PROFESSIONS
from joinedup.run import Run, branch
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.load import load_scenario

NOBODY = {"leadership": "laissez_faire", "engagement": 0.0}
NURSING, MEMORY = "community_nursing", "memory_service"


@pytest.fixture(scope="module")
def place() -> Scenario:
    return load_scenario("siloed_borough").with_({
        "place": {"residents": 4_000, "neighbourhoods": 2},
        "run": {"years": 2.0, "burn_in_years": 2.0},
    })  # fmt: skip


def merged(place: Scenario, teams: list[str], **arrangement: Any) -> Scenario:
    joined = {"interfaces": [{"between": teams, "degree": "merged"}], **arrangement}
    return place.with_({"arrangement": joined})


def second_nursing(place: Scenario) -> dict[str, Any]:
    team = place.teams[NURSING].model_dump(exclude_none=True)
    return {**team, "staff": {"district_nurse": 6.0}}


def books_balance(run: Run) -> None:
    """Each team's promised minutes are its members', and its caseload those in care with it."""
    world = run.world
    promised = np.zeros((len(world.teams), PROFESSIONS), np.int64)
    staff = world.staff[np.asarray(world.staff.team) >= 0]
    np.add.at(promised, (staff.team, staff.profession), staff.committed)
    assert (np.asarray(world.teams.committed) == promised).all()
    assert (promised >= 0).all()


def committed(run: Run, names: tuple[str, ...]) -> float:
    rows = [number for number, team in enumerate(run.teams) if team[0] in names]
    return float(np.asarray(run.world.teams.committed)[rows].sum())


def test_the_name_of_an_added_team_decides_nothing_before_or_after_it_is_merged(place) -> None:
    """It leads the merged team when it comes first by name, and closes when its money ends."""
    found = {}
    for name in ("a_new", "z_new"):
        proposal = merged(
            place,
            [name, NURSING, MEMORY],
            new_teams={name: second_nursing(place)},
            programme={**NOBODY, "money_ends_month": 12.0},
        )
        found[name] = branch(place, [proposal], 5)
        books_balance(found[name][1])
    for run in (pair[1] for pair in found.values()):
        assert committed(run, (NURSING, MEMORY)) > 0.9 * committed(
            found["a_new"][0], (NURSING, MEMORY)
        )
    first, second = (committed(pair[1], (NURSING, MEMORY)) for pair in found.values())
    assert first == pytest.approx(second, rel=0.1)


def test_both_teams_that_took_a_kind_go_on_taking_it(place) -> None:
    """Nobody adopts: as much is carried as apart."""
    two = place.with_({"teams": {"second_nursing": second_nursing(place)}})
    apart, one = branch(two, [merged(two, [NURSING, "second_nursing"], programme=NOBODY)], 5)
    names = (NURSING, "second_nursing")
    assert committed(one, names) > 0.95 * committed(apart, names)


def test_where_none_may_assess_all_do_in_a_merger_too(place) -> None:
    advice = place.teams["advice_and_support"].model_dump(exclude_none=True)
    team = {**advice, "assessing": 0.2, "process": "reception_assessment_allocation"}
    two = place.with_({"teams": {"advice_and_support": team, "befriending": team}})
    apart, one = branch(
        two, [merged(two, ["advice_and_support", "befriending"], programme=NOBODY)], 5
    )
    minutes = [float(np.asarray(run.world.teams.assessing_minutes).sum()) for run in (apart, one)]
    assert minutes[1] == pytest.approx(minutes[0], rel=0.2)


def test_a_staggered_merger_of_a_boroughs_team_keeps_the_books(place) -> None:
    proposal = merged(place, [MEMORY, NURSING], programme={"go_live_by_neighbourhood": [0.0, 12.0]})
    late = proposal.with_({"arrangement.programme.go_live_by_neighbourhood": [0.0, 500.0]})
    for run in branch(place, [proposal, late], 5):
        books_balance(run)


def test_more_teams_than_kinds_of_need_can_be_one(place) -> None:
    care = [name for name, team in place.teams.items() if team.role == "caseload"]
    proposal = merged(
        place, [*care, "second_nursing"], new_teams={"second_nursing": second_nursing(place)}
    )
    assert len(care) + 1 > 9
    for run in branch(place, [proposal], 5):
        books_balance(run)


def test_who_else_is_compared_does_not_decide_what_ends_with_the_money(place) -> None:
    ends = place.with_({"arrangement": {
        "new_teams": {"second_nursing": second_nursing(place)},
        "programme": {"money_ends_month": 6.0},
    }})  # fmt: skip
    other = place.with_({"arrangement": {"new_teams": {"third": second_nursing(place)}}})
    alone, beside = branch(place, [ends], 5)[1], branch(place, [ends, other], 5)[1]
    assert np.array_equal(alone.months["care_started"], beside.months["care_started"])
