"""What can happen: the activities of the event log."""

from enum import IntEnum


class Activity(IntEnum):
    """What happened, in a row of the event log. Numbers stay when others go: 34 is nothing's."""

    ONSET = 0
    PRESENTED = 1
    REFERRED = 2
    REFUSED = 3
    BOUNCED = 4
    LOST = 5
    DIVERTED = 6
    ACCEPTED = 7
    CARE_STARTED = 8
    CARE_ENDED = 9
    GAVE_UP = 10
    RESOLVED = 11
    FOUND_FALSE = 12
    RELAPSED = 13
    CRISIS = 14
    AE_ATTENDANCE = 15
    EMERGENCY_ADMISSION = 16
    DISCHARGE = 17
    READY_FOR_DISCHARGE = 18
    OUTPATIENT = 19
    ELECTIVE_LISTED = 20
    ELECTIVE_INPATIENT = 21
    DAY_CASE = 22
    CARE_HOME_MOVE = 23
    DIED = 24
    MOVED_IN = 25
    NOTICED = 26
    ENROLLED = 27
    CONSULTATION = 28
    CONTACT = 29
    WORSENED = 30
    NO_APPOINTMENT = 31
    ASSESSED = 32
    CRISIS_TEAM = 33
    IMPROVED = 35
    REOPENED = 36
    NOT_ELIGIBLE = 37
    PAYS_OWN_CARE = 38
    STEPPED_UP = 39


class OwnActivity(IntEnum):
    """Activities of one mechanism, declared in its rule file; numbers go on after `Activity`'s."""
