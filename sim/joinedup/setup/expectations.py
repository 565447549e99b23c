"""What people and practices expect on day 0: the usual cost, whatever the place is like."""

from __future__ import annotations

import numpy as np

from joinedup.state.world import World


def expect_the_usual(world: World) -> None:
    """Set every expectation to the usual cost; call once residents have their addresses."""
    p, where = world.globals[0].p.expectations, np.asarray(world.residents.address)
    people = np.bincount(where, minlength=len(world.expectations))
    world.expectations.people = np.maximum(1, people)[:, None]
    world.expectations.days = np.maximum(0.0, np.asarray(p.usual_cost) - p.asking_days)
    world.expectations.helped = 1.0
    world.records.days = max(0.0, p.usual_referral_cost - p.asking_days)
