"""The ledger: one row per thing that happened, in chunks that never move once full."""

from __future__ import annotations

import numpy as np

from sim.decorators import inner
from sim.place import EVENT, table

CHUNK = 262_144
DAY_MARGIN = 16_384


@inner
def write(world, time, who, activity, kind, team, occasion, genuine, cause):
    """Write one row. The day loop stops for a fresh chunk before this one is full."""
    used = world.one[0].settings.events
    row = world.events[used]
    row.time = time
    row.who = who
    row.occasion = occasion
    row.team = team
    row.activity = activity
    row.kind = kind
    row.genuine = genuine
    row.cause = cause
    world.one[0].settings.events = used + 1


def fresh_chunk(rows: int = CHUNK) -> np.ndarray:
    """An empty chunk of the ledger."""
    return table(rows, EVENT)


def in_order(chunks: list[np.ndarray]) -> np.ndarray:
    """Every row of the chunks, in an order that does not depend on who was visited first."""
    rows = np.concatenate([np.asarray(c).view(EVENT) for c in chunks])
    order = np.lexsort(
        (rows["cause"], rows["team"], rows["activity"], rows["kind"], rows["who"], rows["time"])
    )
    return rows[order]
