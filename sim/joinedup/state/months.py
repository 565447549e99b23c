"""Monthly sums: what is too common for a row of the event log each.

Minutes that many people add to are integers, so that sums do not depend on the order of adding.
"""

from __future__ import annotations

from enum import IntEnum

from joinedup.codes import EMPLOYERS, EPISODE_STATUSES, NEEDS, PROFESSIONS, QUINTILES, STATES
from joinedup.engine.tables import row_type
from joinedup.state.markers import ANSWERS, MARKERS, QUESTIONS


class Tally(IntEnum):
    """Monthly counts of what is too common for a row each: columns of ``World.tallies``."""

    CONSULTATIONS = 0
    NO_APPOINTMENT = 1
    BED_DAYS = 2
    READY_BED_DAYS = 3
    ELECTIVE_LIST_DAYS = 4
    DAYS = 5
    REPEATED_HISTORIES = 6
    CROSSED = 7
    CARER_STRAIN_DAYS = 8
    CARE_HOME_DAYS = 9
    ENROLLED_DAYS = 10
    VISITS = 11
    PLANS = 12
    ALLIES_LOST = 13
    CONTACTS = 14
    RESIDENT_DAYS = 15
    CONTINUITY_CONTACTS = 16
    USUAL_STAFF_CONTACTS = 17
    ACCEPTANCES = 18
    WITH_CHOICE = 19
    SHARED_CONTACTS = 20
    COORDINATED = 21
    KEPT_AT_HOME = 22
    SEEN_EARLY = 23
    PASSING_SIGNS = 24
    REQUESTS = 25
    FALSE_REQUESTS = 26
    LATE_VISITS = 27
    DISCUSSED = 28
    CHANGED_AT_MEETING = 29  # of those discussed, for whom anything is decided
    HOMES_COUNTED = 30
    OWN_HOMES_COUNTED = 31
    OWN_CARE_MINUTES = 32
    CORRIDOR_DAYS = 33
    CANCELLED = 34
    MENTAL_HEALTH_BED_DAYS = 35
    MENTAL_HEALTH_BEDS_OPEN = 36
    SENT_OUT_OF_AREA = 37
    OUT_OF_AREA_DAYS = 38
    AWAITING_HOME_DAYS = 39
    BEYOND_DAYS = 40


TALLIES = 41


class TeamTally(IntEnum):
    """Monthly sums for each team: columns of ``World.team_tallies``; minutes are in thousandths."""

    CARE_MINUTES = 0
    OVERHEAD_MINUTES = 1
    CAPACITY_MINUTES = 2
    QUEUE_DAYS = 3
    CASELOAD_DAYS = 4
    STARTED = 5
    WAITED_DAYS_THOUSANDTHS = 6
    PAID_MINUTES = 7
    MEETING_MINUTES = 8
    ASSESSED = 9
    ASSESSMENT_DAYS_THOUSANDTHS = 10
    ASSESSMENT_QUEUE_DAYS = 11


TEAM_TALLIES = 12


class Hours(IntEnum):
    """Monthly hours of posts by organisation and profession: columns of ``month.hours``."""

    POSTS = 0
    HELD = 1
    SICK = 2
    COVERED = 3
    LEAVERS = 4
    FEARED = 5  # hours held times fear


HOURS = 6


class Culture(IntEnum):
    """Monthly sums over staff and interfaces, week by week: columns of ``month.culture``."""

    MEMBERS = 0
    STRAIN = 1
    BURNT = 2
    SATISFACTION = 3
    FEAR = 4
    SPECIAL = 5
    LEARNT = 6
    JOINED = 7
    STAGES = 8  # and the five after it, one for each stage
    INTERFACES = 14
    TRUST = 15
    FIDELITY = 16
    HANDOVERS = 17
    DISSATISFIED = 18
    DISSATISFIED_BURNT = 19
    NURSES = 20
    NURSES_PACKAGES = 21
    PSYCHIATRISTS = 22
    PSYCHIATRISTS_PEOPLE = 23
    SOCIAL_WORKERS = 24
    SOCIAL_WORKERS_PEOPLE = 25


CULTURES = 26
BANDS = 3
STOCK = (2, NEEDS, STATES, BANDS, QUINTILES)
CLOSED = (2, NEEDS, EPISODE_STATUSES + 1)

MONTH = row_type(
    ("tallies", "i8", "Tally", (TALLIES,)),
    ("stock_days", "i8", "person-days of need, as the stock", STOCK),
    ("hours", "f8", "Hours, by organisation and profession", (EMPLOYERS, PROFESSIONS, HOURS)),
    ("culture", "f8", "Culture", (CULTURES,)),
    ("markers", "i8", "Marker", (MARKERS,)),
    ("surveys", "i8", "Answer, by Question", (QUESTIONS, ANSWERS)),
)
