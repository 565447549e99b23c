"""Voluntary groups of a neighbourhood: link workers bring people, who stay until care ends."""

from __future__ import annotations

from joinedup.codes import NO_WORKER, Need, Profession
from joinedup.engine.draws import purpose
from joinedup.engine.jit import kernel
from joinedup.phases.resident_draws import nth_of, uniform_draw, what_of_care
from joinedup.rules.groups import chance_of_place

PLACE_FREE = purpose("groups.place_free")


@kernel
def bring_to_group(world, who, kind):
    """At a contact: whether the link worker finds the person a place in a group today."""
    need = world.needs[who, kind]
    resident = world.residents[who]
    place = world.places[resident.address]
    if kind != Need.ISOLATION or resident.in_group or place.group_places == 0:
        return False
    if need.worker == NO_WORKER or not need.genuine:
        return False
    if world.staff[need.worker].profession != Profession.LINK_WORKER:
        return False
    if need.contacts < world.globals[0].p.groups.brought_after:
        return False
    place.group_asks += 1
    what, nth = what_of_care(need, kind), nth_of(need, need.contacts)
    if uniform_draw(world, PLACE_FREE, who, what, nth) >= place.group_chance:
        return False
    resident.in_group = 1
    place.group_members += 1
    return True


@kernel
def groups_week(world):
    """Monday: how likely it is to find a place in each neighbourhood's groups this week."""
    for number in range(world.places.shape[0]):
        place = world.places[number]
        place.group_chance = chance_of_place(
            int(place.group_places), int(place.group_members), int(place.group_asks)
        )
        place.group_asks = 0
