"""Who works in each team: one row a member, from the posts that a scenario states.

Posts are stated in whole-time equivalents, so 2.4 district nurses are two who work full time
and one who works two fifths of it. The days of the model count a team's hours by profession;
this table names the people behind them.
"""

from __future__ import annotations

import numpy as np

from sim.arrangement import PER, WEEK_MINUTES, residents_covered, staff_of
from sim.cache_lines import table
from sim.place import World
from sim.scenario import Scenario
from sim.vocabulary import Profession

STAFF = np.dtype(
    [
        ("team", "i4"),  # number of the team
        ("profession", "u1"),  # vocabulary.Profession
        ("person", "i4"),  # number within the team and the profession
        ("minutes_week", "f8"),  # paid minutes a week
    ],
    align=True,
)
SMALLEST_POST = 1e-6  # whole-time equivalents; less is rounding, not a person


def staff_of_place(world: World, scenario: Scenario) -> np.ndarray:
    """Everybody in post under the scenario's arrangement.

    Returns
    -------
    ndarray of STAFF
        By team, then profession, then number; the last of a profession may work part time.
    """
    names = scenario.team_names
    found = []
    for team, row in enumerate(world.teams):
        name = names[row.type]
        covered = residents_covered(world, team, scenario.teams[name])
        posts = {Profession[p.upper()]: n for p, n in staff_of(scenario, name).items()}
        for profession in sorted(posts):
            left = posts[profession] * covered / PER
            person = 0
            while left > SMALLEST_POST:
                found.append((team, profession, person, min(1.0, left) * WEEK_MINUTES))
                left -= 1.0
                person += 1
    members = table(len(found), STAFF)
    members[:] = np.array(found, STAFF)
    return members
