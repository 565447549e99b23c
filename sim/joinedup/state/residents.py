"""Columns of a resident, and the clocks of a resident's own.

Times are days since day 0, a Monday, as floats.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from joinedup.codes import NEEDS
from joinedup.engine.tables import CACHE_LINE, Table, aligned, row_type

NEVER = np.inf


class Clock(IntEnum):
    """A resident's own clocks, after one for each kind of need: when each is next due."""

    CONSULTATION = NEEDS
    CLINIC = NEEDS + 1
    ACUTE = NEEDS + 2
    DEATH = NEEDS + 3
    CARER = NEEDS + 4
    STAY = NEEDS + 5
    DATE = NEEDS + 6


class Change(IntEnum):
    """What is to be set anew after an event of a resident: column ``changed``."""

    NOTHING = 0
    RATES = 1  # the rates of the person's own clocks
    NEEDS = 2  # those, and the hazards of every need


CLOCKS = -(-(NEEDS + len(Clock)) // 8) * 8  # whole cache lines
RATED = 5


RESIDENT = row_type(
    # Mechanisms add columns of their own; `READ_OFTEN` has the order.
    ("changed", "u1", "Change since the clocks were set"),
    ("stay", "u1", "codes.Stay"),
    ("enrolled", "u1", "1 when under case management"),
    ("listed", "u1", "0, or 1 on the list for a bed, 2 on the list for a day case"),
    ("stale", "u2", "bit per kind: its clock is to be set"),
    ("hidden", "u2", "bit per kind: a true need that services do not know of"),
    ("idle", "u2", "bit per kind: a true need that nobody acts on, hidden or on file"),
    ("unserved", "u2", "bit per kind: an unmet true need"),
    ("served", "u2", "bit per kind: a true need in care or met"),
    ("generation", "u2", "how many residents have had this row before"),
    ("age", "u1", "age band, codes.Age"),
    ("quintile", "u1", "deprivation quintile, 0 the least deprived"),
    ("practice", "i4", "number of their practice's team"),
    ("consultations", "i4", "count so far, for keys"),
    ("clinics", "i4", "count so far, for keys"),
    ("series_left", "i4", "clinic attendances still to come from specialists' answers"),
    ("rates", "f8", "rates of the clocks CONSULTATION to CARER", (RATED,)),
    ("carer", "u1", "1 when they have an unpaid carer"),
    ("care_home", "u1", "1 when they live in a care home"),
    ("stay_cause", "u1", "codes.Cause of the stay"),
    ("plan", "u1", "1 when they have a care plan"),
    ("neighbourhood", "i4", "number of their neighbourhood"),
    ("queue_next", "i4", "next on the elective list, for a place elsewhere, for a home", (3,)),
    ("queue_before", "i4", "before them on each", (3,)),
    ("acutes", "i4", "count so far, for keys"),
    ("carer_breaks", "i4", "count so far, for keys"),
    ("visits", "i4", "count so far, for keys"),
    ("stays", "i4", "count so far, for keys"),
    ("series", "i4", "count of series begun, for keys"),
    ("histories_repeated", "i4", "repeat history-takings"),
    ("crossed", "i4", "interfaces crossed"),
    ("risk", "f8", "risk score at the last search"),
    ("rank", "f8", "rank in the list being made"),
    ("persistence", "f8", "barriers borne before giving up"),
    ("assessed_at", "f8", "when last assessed by a team with the shared record"),
    ("admitted_at", "f8", "day of the last emergency admission"),
    ("attendances", "i4", "A&E attendances so far, for keys"),
    ("visit_at", "f8", "when the case manager comes next"),
    ("series_at", "f8", "when the next clinic of a series is"),
)

# What a resident's events read most often, the mechanisms' columns too: one cache line, a second,
# a third, each the more often the earlier it stands. What is not named here comes after.
READ_OFTEN = (
    "changed", "stay", "enrolled", "listed", "stale", "hidden", "idle", "unserved", "served",
    "generation", "age", "quintile", "conditions", "care_home", "practice", "rates",

    "consultations", "activation", "unwell_until", "address", "neighbourhood", "proneness",
    "continuity", "clinics", "carer", "plan", "buys", "carer_strain", "carer_load", "contact_at",
    "series_left", "early", "home_place", "stay_cause", "carer_support",

    "series_at", "visit_at", "birthday_at", "leaves_at", "manager", "coordinator", "spent",
    "spent_at", "acutes", "spells",
)  # fmt: skip
BYTES_READ_OFTEN = 3 * CACHE_LINE


def unscheduled_clocks(people: int) -> Table:
    """Clocks of so many residents, none of them set, each person's on two cache lines."""
    return aligned(np.full((people, CLOCKS), NEVER))
