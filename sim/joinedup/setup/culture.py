"""What an arrangement means to a team's staff: who leads it, and how ready their sites are."""

from __future__ import annotations

import numpy as np

from joinedup.engine.tables import Table
from joinedup.rules.identity import junior_partner
from joinedup.scenario.planned import staff_of
from joinedup.scenario.scenario import Scenario
from joinedup.setup.areas import covers_any


def set_culture(row: Table, scenario: Scenario, name: str, joined: set[str]) -> None:
    """Set how far a team's staff are the junior partner, and their sites' mean readiness.

    ``joined`` are all teams that the arrangement joins anywhere, today or later.
    """
    junior = "junior_partner" not in scenario.disable_mechanisms
    row.junior = _junior(scenario, name, joined) if junior else 0.0
    places = scenario.place.neighbourhoods
    ready = scenario.arrangement.programme.readiness_by_neighbourhood or [1.0] * places
    covered = [covers_any(scenario, row, np.arange(places) == place) for place in range(places)]
    row.readiness = np.mean(np.asarray(ready)[covered])


def _junior(scenario: Scenario, name: str, joined: set[str]) -> float:
    """0 for staff whom the change leaves alone, and for those of an employer who leads it."""
    arrangement = scenario.arrangement
    merging = set(arrangement.organisations_merge)
    posts: dict[str, float] = {}
    for team, stated in scenario.all_teams.items():
        if team in joined or stated.organisation in merging:
            staff = sum(staff_of(scenario, team).values())
            posts[stated.organisation] = posts.get(stated.organisation, 0.0) + staff
    own = scenario.all_teams[name].organisation
    if name not in joined and own not in merging:
        return 0.0
    leads = set(arrangement.programme.led_by) or {max(posts, key=lambda each: posts[each])}
    if own in leads:
        return 0.0
    leading = sum(posts.get(each, 0.0) for each in sorted(leads))
    return float(junior_partner(posts[own], leading))
