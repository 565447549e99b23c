"""Staff work no more than the time they have, however much is asked of them."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from joinedup.codes import Role
from joinedup.outcomes.measures import measure
from joinedup.outcomes.monthly import community_load
from joinedup.state.months import TEAM_TALLIES, TeamTally

COLUMNS = [
    TeamTally.CARE_MINUTES,
    TeamTally.OVERHEAD_MINUTES,
    TeamTally.MEETING_MINUTES,
    TeamTally.CAPACITY_MINUTES,
    TeamTally.PAID_MINUTES,
]
TIME_TO_SPARE = (30, 10, 10, 60, 100)
OVERLOADED = (500, 10, 10, 60, 100)
MORE_PAPERWORK_THAN_TIME = (500, 90, 30, 60, 100)


def measured(*teams: tuple[int, ...]) -> dict[str, float]:
    """Measures of a month in which each team is asked, can do and is paid for so many minutes."""
    tallies = np.zeros((1, len(teams), TEAM_TALLIES))
    tallies[0, :, COLUMNS] = 1_000 * np.transpose(teams)
    roles = SimpleNamespace(role=np.full(len(teams), Role.CASELOAD))
    world = SimpleNamespace(teams=roles, team_tallies=tallies)
    month = SimpleNamespace(extra=community_load(world, slice(0, 1)))
    keys = ("time_contacts", "time_paperwork", "time_meetings", "utilisation")
    return {key: float(measure(key).reading(month)[0]) for key in keys}


@pytest.mark.parametrize(
    ("teams", "shares"),
    [
        ([TIME_TO_SPARE], [0.3, 0.1, 0.1, 50 / 60]),
        ([OVERLOADED], [0.4, 0.1, 0.1, 520 / 60]),
        ([MORE_PAPERWORK_THAN_TIME], [0.0, 0.45, 0.15, 620 / 60]),
        ([TIME_TO_SPARE, OVERLOADED], [0.35, 0.1, 0.1, 570 / 120]),
    ],
    ids=["time_to_spare", "overloaded", "more_paperwork_than_time", "one_of_each"],
)
def test_contacts_take_what_paperwork_and_meetings_leave_of_a_teams_time(teams, shares):
    """Time to spare in one team is not worked by another; utilisation is of all that is asked."""
    assert list(measured(*teams).values()) == pytest.approx(shares)
