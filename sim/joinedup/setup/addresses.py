"""Where residents live, and where they are registered.

Residents of a neighbourhood are those of its practices: a primary care network is one by its
practices (000). Some of them may live across its boundary.
"""

from __future__ import annotations

import numpy as np

from joinedup.engine import draws
from joinedup.engine.draws import purpose
from joinedup.phases.team_messages import NOT_QUEUED
from joinedup.scenario.place import Place, shared_out
from joinedup.scenario.scenario import Scenario
from joinedup.state.world import World

STRADDLES = purpose("addresses.straddles")


def set_addresses(world: World, scenario: Scenario) -> None:
    """Neighbourhoods in blocks of residents; practices in turn within a neighbourhood."""
    place, residents = scenario.place, world.residents
    who = np.arange(place.residents)
    where = _neighbourhoods_of(place, who)
    residents.neighbourhood = residents.address = where
    world.places.first = np.searchsorted(where, np.arange(place.neighbourhoods))
    world.places.after = np.searchsorted(where, np.arange(place.neighbourhoods), "right")
    first = np.argmax(np.asarray(world.teams.type) == world.globals[0].settings.practice_type)
    residents.practice = first + where * place.practices_each + who % place.practices_each
    if place.straddling > 0.0:
        seed = int(world.globals[0].settings.seed)
        drawn = [draws.uniform(seed, STRADDLES, int(one), 0, 0) for one in who]
        over = np.array(drawn) < place.straddling
        residents.address = np.where(over, (where + 1) % place.neighbourhoods, where)
    living = np.bincount(np.asarray(residents.address), minlength=place.neighbourhoods)
    world.places.living = living
    assets = [place.assets if one.assets is None else one.assets for one in place.each]
    world.places.group_places = shared_out((living / 1000.0 * assets).tolist())
    residents.queue_next = NOT_QUEUED
    world.needs.queue_next = NOT_QUEUED


def _neighbourhoods_of(place: Place, who: np.ndarray) -> np.ndarray:
    if all(one.share_of_residents is None for one in place.each):
        return who * place.neighbourhoods // place.residents
    ends = np.cumsum(place.shares_of_residents)[:-1] * place.residents
    return np.searchsorted(np.round(ends).astype(int), who, "right")
