"""Columns of the hospital, and why a person is in one of its beds."""

from __future__ import annotations

from enum import IntEnum

from joinedup.engine.tables import row_type


class Stay(IntEnum):
    """Why a resident is in a hospital bed."""

    NO = 0
    EMERGENCY = 1
    ELECTIVE = 2
    READY = 3


HOSPITAL = row_type(
    ("beds", "i8", "beds in all"),
    ("occupied", "i8", "beds taken"),
    ("ready", "i8", "beds of people fit to leave"),
    ("came_today", "i8", "emergency admissions less discharges, today"),
    ("ready_today", "i8", "newly fit to leave, less gone, today"),
    ("day_slots", "f8", "day cases a working day"),
    ("day_credit", "f8", "fractions of slots not used yet"),
    ("queue_first", "i4", "first on the lists for beds and for day cases, residents", (2,)),
    ("queue_last", "i4", "last on them", (2,)),
    ("queue_length", "i8", "people on each list", (2,)),
    ("inbox_first", "i4", "first message to settle today"),
)
