"""Monthly counts for process markers and targets, and the answers to surveys: columns of a month.

Nobody in the model acts on them.
"""

from __future__ import annotations

from enum import IntEnum


class Marker(IntEnum):
    """What process markers (000) and targets are counted from: columns of ``month.markers``."""

    ASSESSED_IN_TIME = 0
    STARTED_IN_TIME = 1
    GAPS = 2  # between one contact with a community team and the next
    GAP_HOURS = 3
    PLANNED_IN_TIME = 4  # by the month of enrolment
    LEFT_MENTAL_WARD = 5
    FOLLOWED_IN_TIME = 6  # by the month in which the ward was left
    MOVED_TO_CARE_HOME = 7  # at 65 and over
    OLDER = 8  # people of 65 and over whom the surveys come to
    SENSITIVE = 9  # admissions for what ambulatory care can affect

    CARERS_STOPPED = 10
    CARERS_SUPPORTED = 11
    DIED_IN_HOSPITAL = 12
    LAST_YEAR_SEEN = 13  # deaths of people seen to be in their last year
    LAST_YEAR_PLANNED = 14


MARKERS = 15


class Question(IntEnum):
    """What surveys ask: rows of ``month.surveys``. The last are asked of users of care."""

    HEALTH = 0  # EQ-5D index
    ACTIVATION = 1
    COORDINATION = 2
    CHOICE = 3
    HISTORY_REPEATED = 4
    SAME_WORKER = 5
    USERS_HEALTH = 6
    USERS_SATISFIED = 7
    CARERS_STRAINED = 8


class Answer(IntEnum):
    """What is kept of a question: columns of ``month.surveys``. Sums are in thousandths."""

    PEOPLE = 0  # to whom the question applies, asked or not
    TRUTH = 1  # the sum over them
    ASKED = 2
    ANSWERED = 3
    SUM = 4  # of what is answered


QUESTIONS, ANSWERS = len(Question), len(Answer)
OF_USERS = 0 + Question.USERS_HEALTH  # from here on, users of care, and their carers, are asked
