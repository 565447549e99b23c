"""Teams that an arrangement adds or closes: nobody is lost, and nobody else's life changes."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import Activity, State
from joinedup.rules.care import CareActivity
from joinedup.run import Run, branch, simulate
from joinedup.scenario.refusals import RefusedError
from joinedup.scenario.scenario import Scenario
from joinedup.state.months import TeamTally
from joinedup_experiments.scenario_io.load import load_scenario

CLOSED = "talking_therapies"
IN_HAND = [*range(State.REFERRED, State.WAITING_FOR_CARE + 1), State.IN_CARE, State.SUPPORTED]


@pytest.fixture(scope="module")
def siloed() -> Scenario:
    """Two small neighbourhoods."""
    changes = {"place": {"residents": 3_000, "neighbourhoods": 2}}
    return load_scenario("siloed_borough").with_(
        {**changes, "run": {"years": 1.5, "burn_in_years": 2.0}}
    )


@pytest.fixture(scope="module")
def moved(siloed) -> Scenario:
    """One team closes and another does its work, first in one neighbourhood, then in the other."""
    team = siloed.teams[CLOSED].model_copy(update={"label": "A new place", "threshold": 0.1})
    changes = {"new_teams": {"new_place": team}, "closed_teams": [CLOSED]}
    programme = {"go_live_by_neighbourhood": [0.0, 6.0]}
    return siloed.with_({"arrangement": {**changes, "programme": programme}})


@pytest.fixture(scope="module")
def runs(siloed, moved) -> list[Run]:
    return branch(siloed, [moved], 3)


def numbers(run: Run, name: str) -> list[int]:
    """The rows of a kind of team."""
    return [number for number, team in enumerate(run.teams) if team[0] == name]


def test_whom_a_closing_team_has_in_hand_is_referred_again(runs) -> None:
    run = runs[1]
    closed, new = numbers(run, CLOSED), numbers(run, "new_place")
    needs = run.world.needs
    held = np.isin(np.asarray(needs.state), IN_HAND) & np.isin(np.asarray(needs.team), closed)
    assert not held.any()
    for column in ("queue_length", "caseload", "minutes"):
        assert not np.asarray(run.world.teams[closed][column]).any()
    assert not np.asarray(run.world.teams[closed].committed).any()
    assert (np.asarray(run.world.teams[new].caseload) > 0).all()
    today = run.events[run.events["time"] < run.index_day + 0.5]
    ended = today[(today["activity"] == CareActivity.PASSED_ON) & (today["team"] == closed[0])]
    begun = today[np.isin(today["activity"], [Activity.REFERRED, Activity.CARE_STARTED])]
    sent = {(row["who"], row["kind"]) for row in begun}
    assert len(ended) >= 3
    assert all((row["who"], row["kind"]) in sent for row in ended if row["genuine"])


def test_each_neighbourhoods_team_closes_when_it_is_live(runs) -> None:
    run = runs[1]
    later, new_later = numbers(run, CLOSED)[1], numbers(run, "new_place")[1]
    accepted = run.events[run.events["activity"] == Activity.ACCEPTED]
    live = run.index_day + 183
    assert (accepted["time"][accepted["team"] == later] < live).all()
    assert (accepted["time"][accepted["team"] == later] > run.index_day).any()
    assert (accepted["time"][accepted["team"] == new_later] >= live - 1).all()


def test_the_siloed_place_lives_as_without_the_other_arm(runs, siloed) -> None:
    alone = simulate(siloed, 3)
    assert np.array_equal(runs[0].events, alone.events)
    for key, months in alone.months.items():
        assert np.array_equal(runs[0].months[key], months, equal_nan=True), key


def test_a_team_without_staff_holds_no_meetings(runs) -> None:
    for run in runs:
        nobody = run.world.team_tallies[..., TeamTally.CAPACITY_MINUTES] == 0
        assert nobody.any()
        assert not run.world.team_tallies[nobody][:, TeamTally.MEETING_MINUTES].any()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"closed_teams": ["general_practice"]}, "closed_teams[0]: general_practice cannot close"),
        ({"closed_teams": ["memory_service"]}, "no team accepts cognitive"),
        ({"closed_teams": ["memory_servise"]}, "did you mean `memory_service`"),
        ({"new_teams": {CLOSED: {}}}, "there is a team `talking_therapies` already"),
        ({"new_teams": {"hub": {"role": "crisis"}}}, "a new team cannot have the role crisis"),
    ],
)
def test_refused_with_its_reason(siloed, moved, changes, says) -> None:
    team = moved.arrangement.new_teams["new_place"].model_dump(exclude_none=True)
    if "new_teams" in changes:
        changes = {"new_teams": {name: team | more for name, more in changes["new_teams"].items()}}
    with pytest.raises(RefusedError) as refused:
        siloed.with_({"arrangement": changes})
    assert says in str(refused.value)


def test_whom_a_team_without_posts_leaves_is_referred_again(siloed) -> None:
    """A team that lives on money that ends has nobody left to care for its people."""
    name = "substance_use_service"
    base = siloed.with_({f"teams.{name}.staff": {"support_worker": 0, "mental_health_nurse": 0}})
    paid = base.with_({
        "arrangement.extra_staff": {name: {"support_worker": 2.0}},
        "arrangement.programme.money_ends_month": 12.0,
    })  # fmt: skip
    run = branch(base, [paid], 3)[1]
    (number,) = numbers(run, name)
    ended = run.events[(run.events["activity"] == CareActivity.PASSED_ON)]
    ended = ended[(ended["team"] == number) & (ended["time"] == run.index_day + 365)]
    assert len(ended) >= 3
    assert int(run.world.teams[number].caseload) == 0
