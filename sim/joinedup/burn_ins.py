"""A burn-in as plain arrays of bytes, and back: what keeps it need not know its tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from joinedup.engine.events import EVENT
from joinedup.engine.tables import table
from joinedup.results import History
from joinedup.run import BurnIn, chunk_of, days_of
from joinedup.scenario.scenario import Scenario
from joinedup.setup.population import empty_world
from joinedup.state.world import World

EVENTS, RESIDENTS = "history events", "history residents "


def arrays_of(burnt: BurnIn) -> dict[str, np.ndarray]:
    """All that a burn-in has, but for what `burn_in` was called with, by name."""
    arrays = {name: _bytes_of(columns) for name, columns in _tables(burnt.world)}
    arrays[EVENTS] = _bytes_of(burnt.history.events)
    return arrays | {RESIDENTS + key: each for key, each in burnt.history.residents.items()}


def burn_in_of(
    place: Scenario, seed: int, contacts: bool, arrays: Mapping[str, np.ndarray]
) -> BurnIn:
    """The burn-in of which `arrays_of` gave these.

    Raises KeyError or ValueError where they are not of this place's tables.
    """
    world = empty_world(place, days_of(place)[1], chunk_of(place))
    posts = len(arrays["members"]) // world.members.itemsize
    staff = table(posts, world.staff.dtype)
    world = world._replace(staff=staff, members=np.zeros(posts, np.int32))
    for name, columns in _tables(world):
        columns.reshape(-1).view(np.uint8)[...] = _exactly(arrays[name], columns.nbytes)
    residents = {
        key.removeprefix(RESIDENTS): arrays[key] for key in arrays if key.startswith(RESIDENTS)
    }
    history = History(np.array(arrays[EVENTS]).view(EVENT), residents)
    return BurnIn(place, seed, contacts, world, history)


def _tables(world: World) -> Iterator[tuple[str, np.ndarray]]:
    """Every table by name, but for the event log's chunk, of which nothing is used."""
    for name, value in world._asdict().items():
        if name == "calendar":
            yield "calendar first", np.asarray(value.first)
            yield "calendar slots", np.asarray(value.slots)
        elif name != "events":
            yield name, np.asarray(value)


def _bytes_of(columns: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(columns).reshape(-1).view(np.uint8)


def _exactly(found: np.ndarray, size: int) -> np.ndarray:
    if found.dtype != np.uint8 or found.shape != (size,):
        raise ValueError(f"{found.size} bytes where {size} are needed")
    return found
