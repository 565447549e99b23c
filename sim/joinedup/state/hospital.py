"""Columns of the hospital and other beds, and why a person is in one."""

from __future__ import annotations

from enum import IntEnum

from joinedup.engine.tables import row_type


class Stay(IntEnum):
    """Why a resident is in a bed: in one of the general hospital's up to AWAITING."""

    NO = 0
    EMERGENCY = 1
    ELECTIVE = 2
    READY = 3
    AWAITING = 4  # a mental health bed, in a general one or in A&E
    MENTAL_HEALTH = 5
    OUT_OF_AREA = 6
    STEP_DOWN = 7  # from here on: not in hospital any more, in one of ``Beyond``
    ASSESSED_AT_HOME = 8
    VIRTUAL_WARD = 9


class Queue(IntEnum):
    """What people wait for who are given it at the day's end, in the order in which they came."""

    BED = 0
    DAY_CASE = 1
    MENTAL_HEALTH = 2
    CARE_HOME = 3
    BEYOND = 4


QUEUES, BEYONDS = len(Queue), 3
LINK = (0, 0, 1, 2, 1)  # by queue: which of a resident's links it uses


class Beyond(IntEnum):
    """A place between a hospital bed and home."""

    STEP_DOWN = 0
    ASSESS_AT_HOME = 1
    VIRTUAL_WARD = 2


class Planning(IntEnum):
    """What elective care a person is listed for."""

    BED = 0
    DAY_CASE = 1


class HomePlace(IntEnum):
    """Whether a resident waits for a place in a care home, or one is kept for them."""

    NONE = 0
    LISTED = 1
    KEPT = 2


HOSPITAL = row_type(
    ("beds", "i8", "beds in all"),
    ("occupied", "i8", "beds taken"),
    ("ready", "i8", "beds of people fit to leave"),
    ("came_today", "i8", "emergency admissions less discharges, today"),
    ("ready_today", "i8", "newly fit to leave, less gone, today"),
    ("day_slots", "f8", "day cases a working day"),
    ("day_credit", "f8", "fractions of slots not used yet"),
    ("queue_first", "i4", "first in each queue, residents", (QUEUES,)),
    ("queue_last", "i4", "last in each", (QUEUES,)),
    ("queue_length", "i8", "people in each", (QUEUES,)),
    ("booked", "i8", "called in for beds on the next working day"),
    ("done_a_week", "f8", "running mean of beds filled, and day cases, a week", (2,)),
    ("mental_beds", "i8", "mental health beds"),
    ("mental_taken", "i8", "mental health beds taken"),
    ("out_of_area", "i8", "people in a mental health bed elsewhere"),
    ("care_home_beds", "i8", "places in care homes"),
    ("inbox_first", "i4", "first message to settle today"),
)
