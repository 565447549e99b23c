"""Rates as they are stored, against the same set anew from what they depend on."""

from __future__ import annotations

from typing import Any

import numpy as np

from joinedup.codes import Need
from joinedup.phases.clocks import schedule_events
from joinedup.state.residents import RATED, Change, Clock
from joinedup.state.world import World, copied


def rates_of(world: World) -> dict[str, np.ndarray]:
    """Every rate at which something happens to a person, but for carers and clinics.

    A carer's is an upper bound. Where teams are joined they answer in a clinic's stead as far as
    fidelity goes, which moves every week: clinics follow at the next contact.
    """
    needs, people = world.needs, world.residents
    own = [clock for clock in list(Clock)[:RATED] if clock not in (Clock.CARER, Clock.CLINIC)]
    return {
        **{f"{kind.name} begins or worsens": needs.hazard_rate[:, kind] for kind in Need},
        **{f"crisis of {kind.name}": needs.crisis_rate[:, kind] for kind in Need},
        **{clock.name: people.rates[:, clock - Clock.CONSULTATION] for clock in own},
    }


def stale(world: Any, t: float) -> dict[str, int]:
    """How many of each rate are another when set anew, at the end of a day."""
    anew = copied(world)
    anew.residents.changed = Change.NEEDS
    for who in range(len(anew.residents)):
        schedule_events(anew, who, t)
    now, found = rates_of(anew), rates_of(world)
    others = {name: ~np.isclose(found[name], now[name], rtol=1e-9, atol=0.0) for name in now}
    return {name: int(other.sum()) for name, other in others.items() if other.any()}
