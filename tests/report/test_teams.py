"""The bottleneck: waiting in made-up event logs, at the door and in a team's queue."""

from __future__ import annotations

from functools import partial

import pandas as pd
import pytest

from joinedup.codes import Activity
from joinedup.rules.expectations import ExpectationActivity
from joinedup.rules.life_course import LEAVINGS
from joinedup_experiments.compare.results.event_log import activity_names
from joinedup_experiments.report import teams
from joinedup_experiments.report.teams import Waits, message
from joinedup_experiments.scenario_io.load import load_scenario

SILOED = load_scenario("siloed_borough")
waits = partial(teams.waits, index_day=0.0)
DAY_0 = pd.Timestamp("2024-01-01")
ASC, MEMORY = "Adult social care", "Memory service"
MERGED = "Merged team (adult social care and 3 others)"
LAST = (100, Activity.PRESENTED, "general_practice 1")


def log(*lives: list[tuple]) -> pd.DataFrame:
    """A row an event: day, what, where, and of which kind of need (a true one, its first)."""
    rows = [
        {"case_id": f"a/{n}/1", "activity": activity_names()[what],
         "timestamp": DAY_0 + pd.Timedelta(days=day), "resource": where,
         "kind": "" if what in LEAVINGS else (*kind, "daily living")[0],
         "true_need": None if what in LEAVINGS else True,
         "episode": None if what in LEAVINGS else 1}
        for n, life in enumerate([*lives, [LAST]], 1)
        for day, what, where, *kind in life
    ]  # fmt: skip
    found = pd.DataFrame(rows)
    return found.astype({"true_need": "boolean", "episode": "Int64", "kind": "category"})


def served(asked: int, accepted: int, begun: int, team="adult_social_care", *kind: str):
    return [(asked, Activity.PRESENTED, "resident", *kind), (accepted, Activity.ACCEPTED, team,
            *kind), (begun, Activity.CARE_STARTED, team, *kind)]  # fmt: skip


def test_waiting_is_counted_from_the_first_request() -> None:
    found = waits(log(served(0, 10, 40), served(5, 5, 25, "memory_service")), SILOED)
    assert found.door == 10.0 and found.queues == {ASC: 30.0, MEMORY: 20.0}
    assert found.days == (40 + 20) / 2 and found.accepted == {ASC: 1, MEMORY: 1}
    assert found.begun == 2
    assert found.foremost == ASC


def test_needs_of_two_kinds_are_two_requests_whatever_their_numbers() -> None:
    frailty = served(2, 4, 9, "community_nursing", "frailty")
    both = sorted(served(0, 10, 40) + frailty, key=lambda row: row[0])
    found = waits(log(both), SILOED)
    assert found.door == 10.0 + 2.0 and found.queues[ASC] == 30.0
    assert found.days == (40 + 7) / 2 and sum(found.accepted.values()) == 2


@pytest.mark.parametrize(
    "what",
    [*LEAVINGS, Activity.NOT_ELIGIBLE, Activity.PAYS_OWN_CARE, Activity.CARE_HOME_MOVE,
     Activity.ONSET, Activity.GAVE_UP, Activity.RESOLVED, Activity.FOUND_FALSE],
)  # fmt: skip
def test_nobody_waits_on_whose_request_is_over_or_who_has_left(what) -> None:
    team = "adult_social_care"
    life = [(0, Activity.PRESENTED, "resident"), (3, Activity.ACCEPTED, team), (8, what, team)]
    found = waits(log(life), SILOED)
    assert found.door == 3.0 and found.queues == {ASC: 5.0}


@pytest.mark.parametrize("what", [ExpectationActivity.HELD, *LEAVINGS])
def test_nobody_waits_on_at_the_door_whom_nobody_will_accept(what) -> None:
    life = [(0, Activity.PRESENTED, "resident"), (6, what, "general_practice 1")]
    assert waits(log(life), SILOED).door == 6.0


def test_who_asks_again_or_is_handed_on_waits_anew() -> None:
    again = [(0, Activity.PRESENTED, "resident"), (5, Activity.GAVE_UP, "resident"),
             *served(50, 60, 80)]  # fmt: skip
    handed = [*served(0, 1, 4)[:2], (11, Activity.REFERRED, "memory_service"),
              (14, Activity.ACCEPTED, "memory_service"),
              (20, Activity.CARE_STARTED, "memory_service")]  # fmt: skip
    found = waits(log(again, handed), SILOED)
    assert found.door == 5 + 10 + 1 + 3 and found.queues == {ASC: 20 + 10, MEMORY: 6.0}
    assert found.days == (80 + 20) / 2  # from the first request


def test_who_is_turned_away_waits_until_they_give_up_and_is_counted() -> None:
    refused = [(0, Activity.PRESENTED, "resident"), (4, Activity.REFUSED, "adult_social_care"),
               (7, Activity.GAVE_UP, "adult_social_care")]  # fmt: skip
    bounced = [(0, Activity.PRESENTED, "resident"), (3, Activity.BOUNCED, "memory_service"),
               (9, Activity.ACCEPTED, "adult_social_care")]  # fmt: skip
    found = waits(log(refused, bounced), SILOED)
    assert found.door == 7 + 9 and found.queues == {ASC: 91.0}  # never served: to the end, day 100
    assert found.turned_away == {ASC: 1, MEMORY: 1}


@pytest.mark.parametrize("what", teams.TURNED_AWAY)
def test_of_requests_from_before_the_index_date_nobody_is_turned_away(what) -> None:
    """As nobody of them is accepted; the same person asks again, and that counts."""
    before = [(1, what, "memory_service"), (2, Activity.ACCEPTED, "memory_service")]
    since = [(3, Activity.PRESENTED, "resident"), (4, what, "memory_service")]
    found = waits(log(before), SILOED)
    assert found.turned_away == {} and found.accepted == {}
    assert waits(log(before + since), SILOED).turned_away == {MEMORY: 1}


def test_a_team_that_only_turns_people_away_has_a_row() -> None:
    away = [(0, Activity.PRESENTED, "resident"), (4, Activity.LOST, "memory_service")]
    found = waits(log(away, served(0, 3, 3)), SILOED)
    table = teams.figure(["Siloed"], [found]).table
    rows = {row[0]: row[1:] for row in table.rows}
    assert rows[MEMORY] == ("0", "0", "1") and rows[ASC] == ("0", "1", "0")
    assert table.head[-1] == "Siloed: turned away or lost"


def test_practices_of_all_neighbourhoods_are_one_and_merged_teams_have_their_name() -> None:
    one, two = (served(0, 0, 4, f"general_practice {n}") for n in (1, 2))
    practice = SILOED.teams["general_practice"].label
    assert waits(log(one, two), SILOED).queues == {practice: 8.0}
    (name,) = waits(log(served(0, 1, 5)), load_scenario("local_care_network")).queues
    assert name == MERGED


def test_a_team_has_its_own_name_where_and_until_it_is_merged() -> None:
    in_turn = load_scenario("three_networks_in_turn")  # months 0 and 12
    before, after = served(90, 91, 95, "{}"), served(800, 801, 805, "{}")
    for place, names in {1: [MERGED, MERGED], 2: [ASC, MERGED]}.items():
        for life, name in zip((before, after), names, strict=True):
            there = [(day, what, f"adult_social_care {place}") for day, what, _ in life]
            assert waits(log(there), in_turn).queues == {name: 4.0}


def made(door: float, **queues: float) -> Waits:
    return Waits(door, {name.replace("_", " "): n for name, n in queues.items()}, {}, {}, 1.0, 3)


@pytest.mark.parametrize(
    ("found", "wording"),
    [
        ([made(5.0, Memory_service=9.0), made(5.0, Memory_service=6.0)],
         "Most waiting is at Memory service in every arm"),
        ([made(5.0, Memory_service=9.0), made(20.0, Memory_service=6.0)],
         "Most waiting is at Memory service in A, at the door in B"),
        ([made(9.0, Memory_service=5.0), made(9.0)], "Most waiting is at the door in every arm"),
        ([made(0.0), made(0.0)], "Nobody waits"),
    ],
)  # fmt: skip
def test_the_message_names_the_bottleneck_or_the_door(found, wording) -> None:
    assert message(["A", "B"], found) == wording
