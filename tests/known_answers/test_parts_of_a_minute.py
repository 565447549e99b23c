"""Minutes are counted as they are: a part of one is not a whole one, nor nothing."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.phases.general_practice import consult
from joinedup.phases.team_day import settle_team

PEOPLE = 200


@pytest.mark.parametrize("minutes", [12.49, 12.5, 13.3])
def test_a_practice_is_asked_for_the_minutes_of_each_consultation(
    minutes, siloed, sized, quiet_place
):
    def alter(p):
        p.general_practice.gp_minutes = minutes
        p.eligibility.averaged_days = 1.0

    world = quiet_place(sized(siloed, PEOPLE, 1, 0), alter, 30, 5)
    for who in range(PEOPLE):
        consult(world, who, 0.5)
    for team in range(len(world.teams)):
        settle_team(world, team, 0, True)
    asked = np.asarray(world.teams.demand).sum()
    assert asked == pytest.approx(7.0 * PEOPLE * minutes)
