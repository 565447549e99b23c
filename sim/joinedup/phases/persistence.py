"""What barriers have cost a person, over all their needs, and what they still bear."""

from __future__ import annotations

from joinedup.codes import Mechanism
from joinedup.engine.jit import kernel
from joinedup.phases.staff_posts import is_disabled
from joinedup.rules.persistence import persistence_today, still_spent
from joinedup.rules.seeking import persistence_left


@kernel
def begin_with_what_is_left(world, who, kind, t):
    """A request begins: with the persistence that earlier barriers have left."""
    p = world.globals[0].p
    resident = world.residents[who]
    spent = 0.0
    if not is_disabled(world, Mechanism.WEARING_OUT):
        spent = still_spent(p.persistence, resident.spent, t - resident.spent_at)
    least = min(resident.persistence, p.people.persistence_least)
    world.needs[who, kind].patience = persistence_today(resident.persistence, spent, least)


@kernel
def spend_persistence(world, who, kind, t, cost):
    """A barrier costs persistence, for this need and for the person's others."""
    resident = world.residents[who]
    need = world.needs[who, kind]
    need.patience = persistence_left(need.patience, cost)
    left = still_spent(world.globals[0].p.persistence, resident.spent, t - resident.spent_at)
    resident.spent = left + cost
    resident.spent_at = t
