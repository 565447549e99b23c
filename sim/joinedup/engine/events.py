"""The event log: a row for everything that happened, in chunks that never move once full."""

from __future__ import annotations

import numpy as np

from joinedup.engine.jit import kernel
from joinedup.engine.tables import row_type, table, whole_rows

EVENT = row_type(
    ("time", "f4", "days since day 0"),
    ("who", "u4", "resident, or NOBODY for a team"),
    ("episode", "u2", "which episode"),
    ("team", "u2", "team, or NONE_TEAM"),
    ("activity", "u1", "codes.Activity"),
    ("kind", "u1", "codes.Need, or NO_NEED"),
    ("genuine", "u1", "1 true need"),
    ("cause", "u1", "codes.Cause of an admission, or the route of a presentation"),
)

CHUNK = 262_144
DAY_MARGIN = 16_384


@kernel
def write(world, time, who, activity, kind, team, episode, genuine, cause):
    """Write one row. The day loop stops for a fresh chunk before this one is full."""
    used = world.globals[0].settings.events
    row = world.events[used]
    row.time = time
    row.who = who
    row.episode = episode
    row.team = team
    row.activity = activity
    row.kind = kind
    row.genuine = genuine
    row.cause = cause
    world.globals[0].settings.events = used + 1


def fresh_chunk(rows: int = CHUNK) -> np.ndarray:
    """An empty chunk of the event log."""
    return table(rows, EVENT)


def in_order(chunks: list[np.ndarray]) -> np.ndarray:
    """Every row of the chunks, in an order that does not depend on the order of residents in a day.

    By time, who, kind, activity, team and cause; rows that agree in all of them stay as they
    came. Time and who are sorted as one whole number (the bits of a time that is not negative
    are in its order), and only where they tie does the rest need looking at.
    """
    rows = np.concatenate([whole_rows(chunk) for chunk in chunks]).view(EVENT)
    when = np.ascontiguousarray(rows["time"]).view(np.uint32).astype(np.uint64)
    first = when << np.uint64(32) | rows["who"]
    order = np.argsort(first, kind="stable")
    first = first[order]
    tie = np.flatnonzero(first[1:] == first[:-1])
    at = np.unique(np.concatenate([tie, tie + 1]))
    tied = rows[order[at]]
    rest = np.lexsort((tied["cause"], tied["team"], tied["activity"], tied["kind"], first[at]))
    order[at] = order[at][rest]
    return rows[order]
