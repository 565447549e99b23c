"""What the engine's version of the reference network keeps: codes, and columns as records.

A person's numbers lie together in one record, so that an event touches one line of the
processor's cache, and a function is handed the record of the person it is about.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from joinedup.engine.schedule import NOBODY, SLOT
from joinedup.engine.tables import table
from joinedup_experiments.benchmarks import network as net


class DrawPurpose(IntEnum):
    """Why a number is drawn."""

    ONSET = 1
    KIND = 2
    CRISIS = 3
    SEEK = 4
    BOUNCE = 5
    OTHER_DOOR = 6
    SERVICE = 7


class State(IntEnum):
    """Where a person stands; it says what their next event is, unless a crisis comes first."""

    WELL = 0
    SEEKING = 1
    SENT_ON = 2
    WAITING = 3
    IN_CARE = 4
    IN_HOSPITAL = 5


class Activity(IntEnum):
    """What a row of the ledger says happened."""

    ONSET = 0
    REFERRAL = 1
    BOUNCE = 2
    ARRIVAL = 3
    START = 4
    COMPLETED = 5
    ADMISSION = 6
    DISCHARGE = 7


PERSON = np.dtype(
    [
        ("due", np.float64),
        ("crisis", np.float64),
        ("key", np.uint64),
        ("episode", np.uint32),
        ("ahead", np.int32),
        ("behind", np.int32),
        ("team", np.uint16),
        ("state", np.uint8),
        ("kind", np.uint8),
        ("bounces", np.uint8),
        *((name, SLOT[name]) for name in SLOT.names or ()),
    ],
    align=True,
)
"""A resident: when their next event and their crisis are due, their draws' key, their state."""

TEAM = np.dtype([("front", np.int32), ("back", np.int32), ("idle", np.int32)], align=True)
"""A team: the two ends of its first-come queue, and its idle servers."""

ROW = np.dtype(
    [
        ("who", np.uint32),
        ("time", np.float32),
        ("activity", np.uint8),
        ("kind", np.uint8),
        ("team", np.uint16),
    ],
    align=True,
)
"""A row of the ledger, twelve bytes."""

RUN = np.dtype(
    [
        ("seed", np.int64),
        ("first_who", np.int64),
        ("first_team", np.int64),
        ("service_mean", np.float64),
        ("slots_per_day", np.float64),
        ("rows", np.int64),
    ],
    align=True,
)
"""What holds for the people simulated together, and how many rows the ledger has."""


def new_teams(people: int) -> np.recarray:
    """Three teams a locality, everybody idle and nobody in a queue."""
    teams = table(net.localities(people) * net.KINDS, TEAM)
    teams.front = teams.back = NOBODY
    teams.idle = np.tile(net.SERVERS, net.localities(people))
    return teams
