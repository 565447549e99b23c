"""Every enumeration, once, with its labels; activities and kinds of need in files of their own.

Members are stored in columns: a number, once given, is never changed; new ones go at the end.
"""

from enum import IntEnum

from joinedup.activities import Activity as Activity
from joinedup.activities import OwnActivity as OwnActivity
from joinedup.labels import Labelled
from joinedup.labels import labels as labels
from joinedup.labels import title as title
from joinedup.needs import Domain as Domain
from joinedup.needs import Need as Need

MONTH_DAYS, WEEK_HOURS = 365.25 / 12.0, 37.5
YEAR_HOURS = WEEK_HOURS * 365.25 / 7.0  # paid, of a whole-time post
PER = 30_000.0  # residents for whom staff are stated
QUINTILES = 5
NEEDS, DOMAINS = len(Need), len(Domain)
# In a column for a kind of need, for a team, or for a member of staff.
NO_NEED, NONE_TEAM, NO_WORKER = 255, 65535, 65535
ALL_NEEDS = (1 << NEEDS) - 1  # a bit for each kind
DOMAIN_OF_NEED = tuple(int(need.kind.domain) for need in Need)
DOMAIN_MASKS = tuple(sum(1 << n for n in Need if n.kind.domain == d) for d in Domain)


class Age(Labelled):
    """Age bands of residents."""

    CHILD = 0, "0-15"
    YOUNG_ADULT = 1, "16-39"
    MIDDLE = 2, "40-64"
    YOUNG_OLD = 3, "65-74"
    OLD = 4, "75-84"
    VERY_OLD = 5, "85+"


class FrailtyGrade(IntEnum):
    """How frail a person is, by the severity of the need."""

    FIT = 0
    MILD = 1
    MODERATE = 2
    SEVERE = 3


class State(IntEnum):
    """The state of a need: exactly one of these, in the order of who knows and who acts.

    From HIDDEN to WAITING_FOR_CARE nobody serves it; ON_FILE is known and left alone.
    """

    ABSENT = 0
    HIDDEN = 1
    ON_FILE = 2
    PRESENTED = 3
    REFERRED = 4
    WAITING_FOR_ASSESSMENT = 5
    WAITING_FOR_CARE = 6
    IN_CARE = 7
    SUPPORTED = 8
    MET = 9
    RESOLVED = 10


class EpisodeStatus(Labelled):
    """Where an episode of need ends, or is under way: the rows of the barrier ledger."""

    HIDDEN = 0, "hidden: services do not know of it"
    DETERRED = 1, "gave up on the way"
    REFUSED = 2, "refused: below threshold, or not eligible when assessed"
    BOUNCED = 3, "bounced: no team's responsibility"
    LOST = 4, "lost at handover"
    DIVERTED = 5, "diverted: advised and sent home"
    IN_PROGRESS = 6, "on the way: presented or referred"
    WAITING_FOR_ASSESSMENT = 7, "waiting for an assessment"
    WAITING_FOR_CARE = 8, "waiting for care"
    IN_CARE = 9, "in care"
    SUPPORTED = 10, "in long-term support"
    MET = 11, "met"
    RESOLVED = 12, "resolved by itself"
    FALSE = 13, "false positive: not a need"
    DIED = 14, "died"
    RETURNED = 15, "discharged and back"
    HELD = 16, "held back by the practice"
    MOVED_AWAY = 17, "moved away"


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
    LINK_WORKER = 10


CONNECTING = (Profession.LINK_WORKER,)  # who care only for kinds whose package calls for them


class Degree(IntEnum):
    """How far two teams are joined at the interface between them (papers 000 and 001)."""

    NONE = 0
    CLOSER_WORKING = 1
    COORDINATED = 2
    CO_LOCATED = 3
    MERGED = 4


class Process(IntEnum):
    """Øvretveit's six team processes (paper 002)."""

    PARALLEL_PATHWAY = 0
    POST_BOX = 1
    RECEPTION_ALLOCATION = 2
    RECEPTION_ASSESSMENT_ALLOCATION = 3
    RECEPTION_ASSESSMENT_ALLOCATION_REVIEW = 4
    HYBRID = 5


class Stage(IntEnum):
    """Grol and Wensing's stages of adopting a change (000, table 2), and before them."""

    NOT_YET = 0
    ORIENTATION = 1
    INSIGHT = 2
    ACCEPTANCE = 3
    CHANGE = 4
    MAINTENANCE = 5


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
    """What a scenario may disable, to see its contribution: bits of ``programme.disabled``."""

    STRAIN = 0
    SICKNESS = 1
    LEAVING = 2
    LEARNING = 3
    ADOPTION = 4
    TRUST = 5
    FEAR = 6
    INCENTIVES = 7
    SUBSTITUTION = 8
    RELIEF = 9
    JUNIOR_PARTNER = 10
    REVIEW_FINDINGS = 11
    EXPECTATIONS = 12
    CONTINUITY = 13
    COORDINATION = 14
    CARE_PLANS = 15
    TEAM_COORDINATION = 16
    FADING = 17
    OVERLOOKING = 18
    WEARING_OUT = 19


class Organisation(IntEnum):
    """Who employs a team and who pays for it."""

    NHS = 0
    COUNCIL = 1
    VOLUNTARY = 2


class Payer(IntEnum):
    """Who pays: the organisations, by their numbers, and people for their own care."""

    NHS = 0
    COUNCIL = 1
    VOLUNTARY = 2
    PEOPLE = 3


class Role(IntEnum):
    """What a team does beside, or instead of, carrying a caseload."""

    CASELOAD = 0
    GENERAL_PRACTICE = 1
    CRISIS = 2


class Cause(Labelled):
    """Why a person was admitted as an emergency. Every admission carries one."""

    NONE = 0, ""
    BACKGROUND = 1, "acute illness"
    CRISIS = 2, "crisis of unmet need"
    CARER_BREAKDOWN = 3, "carer breakdown"
    NO_ALTERNATIVE = 4, "no alternative reachable"
    FOUND = 5, "case finding"
    SENSITIVE = 6, "acute illness, ambulatory-care-sensitive"


class Route(IntEnum):
    """How a need came to light."""

    SOUGHT_HELP = 0
    NOTICED_BY_PRACTICE = 1
    NOTICED_BY_TEAM = 2
    NOTICED_IN_HOSPITAL = 3
    SEARCHED_FOR = 4
    AT_DISCHARGE = 5


# How many there are, as numbers that compiled code can take.
AGES, PROFESSIONS = len(Age), len(Profession)
EMPLOYERS, PAYERS = len(Organisation), len(Payer)
STATES, EPISODE_STATUSES, CAUSES = len(State), len(EpisodeStatus), len(Cause)
