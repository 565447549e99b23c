"""The codes: what kinds of need, states, teams, occasions and causes there are.

Members are stored in columns: a number, once given, is never changed; new ones go at the end.
"""

from __future__ import annotations

from enum import IntEnum

MONTH_DAYS = 365.25 / 12.0
WEEK_HOURS = 37.5
PER = 30_000.0  # residents for whom staff are stated


class Need(IntEnum):
    """Kinds of need, in three domains (docs/model.md)."""

    COMMON_MENTAL_DISORDER = 0
    SEVERE_MENTAL_ILLNESS = 1
    COGNITIVE = 2
    LONG_TERM_CONDITION = 3
    FRAILTY = 4
    DAILY_LIVING = 5
    HOUSING_AND_MONEY = 6
    ISOLATION = 7
    SUBSTANCE_USE = 8


NEEDS = 9
NO_NEED = 255  # in a column for a kind of need
NONE_TEAM = 65535  # in a column for a team


class Domain(IntEnum):
    """The three domains that needs, and professions' skills, fall into."""

    MENTAL = 0
    PHYSICAL = 1
    SOCIAL = 2


DOMAINS = 3
DOMAIN_OF_NEED = (0, 0, 0, 1, 1, 2, 2, 2, 2)


class Age(IntEnum):
    """Age bands of residents."""

    CHILD = 0
    YOUNG_ADULT = 1
    MIDDLE = 2
    YOUNG_OLD = 3
    OLD = 4
    VERY_OLD = 5


AGES = 6
AGE_NAMES = ("0-15", "16-39", "40-64", "65-74", "75-84", "85+")
QUINTILES = 5


class State(IntEnum):
    """Where a need stands: exactly one of these (docs/model.md)."""

    ABSENT = 0
    LATENT = 1
    PRESENTED = 2
    REFERRED = 3
    WAITING = 4
    IN_CARE = 5
    MET = 6
    RESOLVED = 7


STATES = 8


class EpisodeStatus(IntEnum):
    """Where an episode of need ends, or stands: the rows of the barrier ledger."""

    LATENT = 0
    DETERRED = 1
    REFUSED = 2
    BOUNCED = 3
    LOST = 4
    DIVERTED = 5
    IN_PROGRESS = 6
    WAITING = 7
    IN_CARE = 8
    MET = 9
    RESOLVED = 10
    FALSE = 11
    DIED = 12


EPISODE_STATUSES = 13
EPISODE_STATUS_LABELS = (
    "still latent: no service knows",
    "deterred: gave up on the way",
    "refused: below the threshold",
    "bounced: belongs to nobody",
    "lost at a handover",
    "diverted: advised and sent home",
    "on its way: presented or referred",
    "waiting: accepted, in the line",
    "in care",
    "met",
    "resolved by itself",
    "false: found not to be need",
    "ended by death",
)


class Profession(IntEnum):
    """Professions that teams are staffed by."""

    GP = 0
    PRACTICE_NURSE = 1
    MENTAL_HEALTH_NURSE = 2
    PSYCHIATRIST = 3
    PSYCHOLOGIST = 4
    DISTRICT_NURSE = 5
    THERAPIST = 6
    SOCIAL_WORKER = 7
    SUPPORT_WORKER = 8
    CARE_COORDINATOR = 9


PROFESSIONS = 10


class Degree(IntEnum):
    """How far two teams are joined at the interface between them (papers 000 and 001)."""

    NONE = 0
    CLOSER_WORKING = 1
    COORDINATED = 2
    CO_LOCATED = 3
    MERGED = 4


DEGREES = 5


class Process(IntEnum):
    """Øvretveit's six team processes (paper 002)."""

    PARALLEL_PATHWAY = 0
    POST_BOX = 1
    RECEPTION_ALLOCATION = 2
    RECEPTION_ASSESSMENT_ALLOCATION = 3
    RECEPTION_ASSESSMENT_ALLOCATION_REVIEW = 4
    HYBRID = 5


PROCESSES = 6


class Stage(IntEnum):
    """Grol and Wensing's stages of taking up a change (000, table 2), and before them."""

    NOT_YET = 0
    ORIENTATION = 1
    INSIGHT = 2
    ACCEPTANCE = 3
    CHANGE = 4
    MAINTENANCE = 5


class Advance(IntEnum):
    """From one stage to the next: what a rate of adoption belongs to."""

    TO_ORIENTATION = 0
    TO_INSIGHT = 1
    TO_ACCEPTANCE = 2
    TO_CHANGE = 3
    TO_MAINTENANCE = 4


class Leadership(IntEnum):
    """The four styles of leadership (000)."""

    CHARISMATIC = 0
    INSPIRATIONAL = 1
    TRANSFORMATIONAL = 2
    LAISSEZ_FAIRE = 3


class Management(IntEnum):
    """Øvretveit's five management structures (002), and matrix management (000)."""

    PROFESSION_MANAGED = 0
    SINGLE_MANAGER = 1
    JOINT_MANAGEMENT = 2
    TEAM_MANAGER_CONTRACTED = 3
    HYBRID_MANAGEMENT = 4
    MATRIX = 5


class Budgets(IntEnum):
    """How organisations hold the money for what they do together (001)."""

    SEPARATE = 0
    ALIGNED = 1
    POOLED = 2


class Payment(IntEnum):
    """How the providers of care are paid (001)."""

    ACTIVITY = 0
    BLOCK = 1
    PAY_FOR_COORDINATION = 2
    PAY_FOR_PERFORMANCE = 3
    BUNDLED = 4
    CAPITATED = 5


class Mechanism(IntEnum):
    """What a scenario may leave out, to see what it does: bits of ``programme.disabled``."""

    STRAIN = 0
    SICKNESS = 1
    LEAVING = 2
    LEARNING = 3
    ADOPTION = 4
    TRUST = 5
    FEAR = 6
    INCENTIVES = 7


class Organisation(IntEnum):
    """Who employs a team and who pays for it."""

    NHS = 0
    COUNCIL = 1
    VOLUNTARY = 2


PAYERS = 3


class Role(IntEnum):
    """What a team does beside, or instead of, carrying a caseload."""

    CASELOAD = 0
    GENERAL_PRACTICE = 1
    CRISIS = 2


class Activity(IntEnum):
    """What a row of the ledger says happened."""

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
    ADVICE = 34
    IMPROVED = 35


ACTIVITIES = 36


class Cause(IntEnum):
    """Why somebody was admitted as an emergency. Every admission carries one."""

    NONE = 0
    BACKGROUND = 1
    CRISIS = 2
    CARER_BREAKDOWN = 3
    NO_ALTERNATIVE = 4
    FOUND = 5


CAUSES = 6
CAUSE_LABELS = (
    "",
    "background acute illness",
    "crisis of unmet need",
    "carer breakdown",
    "no alternative reachable",
    "found by somebody who looked",
)


class Route(IntEnum):
    """How a need came to light."""

    SOUGHT_HELP = 0
    NOTICED_BY_PRACTICE = 1
    NOTICED_BY_TEAM = 2
    NOTICED_IN_HOSPITAL = 3
    SEARCHED_FOR = 4
    AT_DISCHARGE = 5


ROUTES = 6


def title(member: IntEnum) -> str:
    """The member's name in words: ``Need.LONG_TERM_CONDITION`` gives 'long term condition'."""
    return member.name.lower().replace("_", " ")
