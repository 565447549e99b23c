"""The bottleneck: waiting in made-up event logs, at the door and in a team's queue."""

from __future__ import annotations

import pandas as pd
import pytest

from joinedup.codes import Activity
from joinedup_experiments.compare.results.event_log import activity_names
from joinedup_experiments.report.teams import Waits, message, waits
from joinedup_experiments.scenario_io.load import load_scenario

SILOED = load_scenario("siloed_borough")
DAY_0 = pd.Timestamp("2024-01-01")
ASC, MEMORY = "Adult social care", "Memory service"
LAST = (100, Activity.PRESENTED, "general_practice 1")


def log(*lives: list[tuple[int, Activity, str]]) -> pd.DataFrame:
    """A row an event: day, what, and where; an episode for each life."""
    rows = [
        {"case_id": f"a/{n}/1", "episode": n, "activity": activity_names()[what],
         "timestamp": DAY_0 + pd.Timedelta(days=day), "resource": where}
        for n, life in enumerate([*lives, [LAST]], 1)
        for day, what, where in life
    ]  # fmt: skip
    return pd.DataFrame(rows)


def served(asked: int, accepted: int, begun: int, team="adult_social_care"):
    return [(asked, Activity.PRESENTED, "resident"), (accepted, Activity.ACCEPTED, team),
            (begun, Activity.CARE_STARTED, team)]  # fmt: skip


def test_waiting_is_counted_from_the_first_request() -> None:
    found = waits(log(served(0, 10, 40), served(5, 5, 25, "memory_service")), SILOED)
    assert found.door == 10.0 and found.queues == {ASC: 30.0, MEMORY: 20.0}
    assert found.days == (40 + 20) / 2 and found.accepted == {ASC: 1, MEMORY: 1}
    assert found.foremost == ASC


def test_who_is_turned_away_stops_waiting_and_is_counted() -> None:
    refused = [(0, Activity.PRESENTED, "resident"), (7, Activity.REFUSED, "adult_social_care")]
    bounced = [(0, Activity.PRESENTED, "resident"), (3, Activity.BOUNCED, "memory_service"),
               (9, Activity.ACCEPTED, "adult_social_care")]  # fmt: skip
    found = waits(log(refused, bounced), SILOED)
    assert found.door == 7 + 9 and found.queues == {ASC: 91.0}  # never served: to the end, day 100
    assert found.turned_away == {ASC: 1, MEMORY: 1}


def test_practices_of_all_neighbourhoods_are_one_and_merged_teams_have_their_name() -> None:
    one, two = (served(0, 0, 4, f"general_practice {n}") for n in (1, 2))
    practice = SILOED.teams["general_practice"].label
    assert waits(log(one, two), SILOED).queues == {practice: 8.0}
    merged = load_scenario("local_care_network")
    (name,) = waits(log(served(0, 1, 5)), merged).queues
    assert name == "Merged team (adult social care and 3 others)"


def made(door: float, **queues: float) -> Waits:
    return Waits(door, {name.replace("_", " "): n for name, n in queues.items()}, {}, {}, 1.0)


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
