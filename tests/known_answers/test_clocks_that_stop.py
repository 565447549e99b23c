"""A clock that stood still is set by another random number when it goes on."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from joinedup.codes import Need, Route
from joinedup.phases.clocks import schedule_events
from joinedup.phases.help_seeking import present
from joinedup.phases.natural_course import onset, resolve
from joinedup.phases.pathway import pass_on
from joinedup.state.residents import Clock

PEOPLE, KIND = 1_000, int(Need.DAILY_LIVING)


@pytest.fixture
def place(siloed, sized, quiet_place):
    def alter(p):
        p.people.carer_share = 1.0
        p.crisis.carer_rate = 7.0
        p.carer.builds_days = 1e-3
        p.onset.severity_low[KIND] = p.onset.severity_high[KIND] = 0.5

    return quiet_place(sized(siloed, PEOPLE, 1, 0), alter, 30, 5)


def independent(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two sets of thresholds are exponential, and know nothing of each other."""
    spread = all(stats.kstest(each, "expon").pvalue > 1e-4 for each in (one, other))
    return spread and abs(np.corrcoef(one, other)[0, 1]) < 0.15


def test_caring_that_is_resumed_has_a_breakdown_of_its_own(place):
    found = []
    for t in (1.0, 3.0):
        for who in range(PEOPLE):
            onset(place, who, KIND, t)
            schedule_events(place, who, t)
        rate = np.asarray(place.residents.rates)[:, Clock.CARER - Clock.CONSULTATION]
        found.append((np.asarray(place.clocks)[:, Clock.CARER] - t) * rate)
        for who in range(PEOPLE):
            resolve(place, who, KIND, t + 1.0)
            schedule_events(place, who, t + 1.0)
        assert np.isinf(np.asarray(place.clocks)[:, Clock.CARER]).all()
    assert independent(*found)


def test_a_need_that_was_turned_away_is_thought_of_anew(place):
    """A need that others noticed: what was left until the person asks is not begun again."""
    found = []
    place.teams.low = 2.0  # nobody takes it
    for who in range(PEOPLE):
        onset(place, who, KIND, 1.0)
    found.append(np.asarray(place.needs.next_event_at)[:, KIND] - 1.0)
    sender = int(place.globals[0].settings.practice_type)
    for who in range(PEOPLE):
        present(place, who, KIND, 2.0, sender, int(Route.NOTICED_BY_PRACTICE))
        pass_on(place, who, KIND, 2.0)
    found.append(np.asarray(place.needs.next_event_at)[:, KIND] - 2.0)
    assert independent(*(each / each.mean() for each in found))
