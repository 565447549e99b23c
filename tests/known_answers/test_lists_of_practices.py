"""How many residents are on each practice's list, without looking at all of them."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.setup.areas import residents_covered
from joinedup.setup.population import new_world

PLACES = {
    "one neighbourhood": {"residents": 1_003, "practices_each": 3},
    "three": {"residents": 2_501, "neighbourhoods": 3},
    "one practice each": {"residents": 1_777, "neighbourhoods": 7, "practices_each": 1},
    "unequal, and straddling": {
        "residents": 2_003,
        "neighbourhoods": 2,
        "practices_each": 7,
        "straddling": 0.3,
        "place.by_neighbourhood": [{"share_of_residents": 0.31}, {"share_of_residents": 0.69}],
    },
}


@pytest.mark.parametrize("which", PLACES)
def test_a_practices_list_is_as_long_as_it_has_residents(siloed, which):
    scenario = siloed.with_(PLACES[which])
    world = new_world([scenario], 1, 400, 262_144, False)
    practice = scenario.all_teams["general_practice"]
    (practices,) = np.nonzero(world.teams.type == scenario.team_names.index("general_practice"))
    found = [residents_covered(world, int(number), practice) for number in practices]
    counted = [np.count_nonzero(world.residents.practice == number) for number in practices]
    assert found == counted and sum(found) == scenario.place.residents
