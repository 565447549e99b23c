"""The columns: residents, their needs, teams, interfaces, beds, and the day's messages.

Each kind of row is a record whose fields are declared once, below. A table is a numpy record
array, so that one person's numbers lie beside each other and a compiled function takes a
pointer; ``World`` only names the tables. Two worlds share nothing: `copied` copies every table.

Times are days since day 0, a Monday, as floats. Minutes that many people add to are integers,
so that sums do not depend on the order of adding.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from joinedup.codes import DOMAINS, EPISODE_STATUSES, NEEDS, PAYERS, PROFESSIONS, QUINTILES, STATES
from joinedup.engine.schedule import Calendar
from joinedup.engine.tables import Table, aligned, copied_table, row_type
from joinedup.state.team_rows import PROGRAMME

NEVER = np.inf


class Clock(IntEnum):
    """A resident's own clocks after those of their needs (0 to 8): when each next rings."""

    CONSULTATION = 9
    CLINIC = 10
    ACUTE = 11
    DEATH = 12
    CARER = 13
    STAY = 14
    SCHEDULED_VISIT = 15


CLOCKS = 16  # two cache lines
RATED = 5


class Step(IntEnum):
    """What a need's own timer does when it rings."""

    NOTHING = 0
    SEEK = 1
    SEEK_GP = 2
    TRIAGE = 3
    CHASE = 4
    ALLOCATED = 5
    RENEGE = 6
    CONTACT = 7
    RETRY = 8
    RELAPSE = 9
    MEETING = 10
    PASS_ON = 11


class Stay(IntEnum):
    """Why somebody is in a hospital bed."""

    NO = 0
    EMERGENCY = 1
    ELECTIVE = 2
    READY = 3


RESIDENT = row_type(
    # What a consultation reads comes first: it then lies on one or two cache lines.
    ("changed", "u1", "1 when needs have changed since the clocks were wound"),
    ("stay", "u1", "codes.Stay"),
    ("enrolled", "u1", "1 when under case management"),
    ("listed", "u1", "0, or 1 on the list for a bed, 2 on the list for a day case"),
    ("stale", "u2", "bit per kind: its clock is to be wound"),
    ("latent", "u2", "bit per kind: a true need that no service knows"),
    ("unserved", "u2", "bit per kind: a true need that nobody serves"),
    ("served", "u2", "bit per kind: a true need in care or met"),
    ("generation", "u2", "how many people have lived in this row before"),
    ("age", "u1", "age band, codes.Age"),
    ("quintile", "u1", "deprivation fifth, 0 the least deprived"),
    ("practice", "i4", "number of their practice's team"),
    ("consultations", "i4", "count so far, for keys"),
    ("clinics", "i4", "count so far, for keys"),
    ("series_left", "i4", "clinic attendances still to come from specialists' answers"),
    ("rates", "f8", "rates of the clocks CONSULTATION to CARER", (RATED,)),
    ("carer", "u1", "1 when somebody would care for them unpaid"),
    ("care_home", "u1", "1 when they live in a care home"),
    ("stay_cause", "u1", "codes.Cause of the stay"),
    ("cohort", "u1", "1 when first in line for case management on the day of change"),
    ("cohort_generation", "u2", "which of the row's people that was"),
    ("plan", "u1", "1 when they have a care plan"),
    ("neighbourhood", "i4", "number of their neighbourhood"),
    ("queue_next", "i4", "next on the elective list"),
    ("queue_before", "i4", "before them on the elective list"),
    ("acutes", "i4", "count so far, for keys"),
    ("carer_breaks", "i4", "count so far, for keys"),
    ("visits", "i4", "count so far, for keys"),
    ("stays", "i4", "count so far, for keys"),
    ("series", "i4", "count of series begun, for keys"),
    ("retold", "i4", "times the story was told again"),
    ("crossed", "i4", "interfaces crossed"),
    ("risk", "f8", "risk score at the last search"),
    ("persistence", "f8", "obstacles borne before giving up"),
    ("assessed_at", "f8", "when last assessed by a team with the shared record"),
    ("admitted_at", "f8", "day of the last emergency admission"),
    ("ready_at", "f8", "when fit to leave hospital"),
    ("attendances", "i4", "A&E attendances so far, for keys"),
    ("visit_at", "f8", "when the case manager comes next"),
    ("series_at", "f8", "when the next clinic of a series is"),
    ("spare", "f8", "fills the third cache line"),
)

NEED = row_type(
    # What is read whenever a resident's needs change comes first: one cache line of 64 bytes.
    ("state", "u1", "codes.State"),
    ("genuine", "u1", "1 true need, 0 false"),
    ("step", "u1", "Step"),
    ("status", "u1", "where the episode stands, codes.EpisodeStatus"),
    ("severity", "f4", "0 to 1"),
    ("hazard_threshold", "f8", "left of the onset fuse (absent, false) or the worsening fuse"),
    ("hazard_rate", "f8", "how fast it burns, a day"),
    ("crisis_threshold", "f8", "left of the crisis threshold"),
    ("crisis_rate", "f8", "how fast it burns, a day"),
    ("accrued_at", "f8", "until when the fuses have been burnt"),
    ("step_at", "f8", "when the timer rings"),
    ("course_end", "f8", "when the need would end by itself"),
    ("route", "u1", "how it came to light, codes.Route"),
    ("tries", "u1", "attempts in this episode, for keys"),
    ("urgent", "u1", "1 when it goes before the others in a line"),
    ("gave_up", "u1", "1 when they gave up in this episode"),
    ("short", "u1", "1 when the package is short-term support"),
    ("assessed", "u1", "1 when assessed before the line"),
    ("worsenings", "u2", "steps of worsening in this episode, for keys"),
    ("crises", "u2", "crises in this episode, for keys"),
    ("contacts", "u2", "contacts in this package, for keys"),
    ("team", "u2", "team referred to, waiting for or in care with"),
    ("sender", "u2", "type of the team that referred"),
    ("episode", "u4", "true episodes so far"),
    ("falses", "u4", "false episodes so far"),
    ("queue_next", "i4", "next in the team's line, as resident * 9 + kind"),
    ("queue_before", "i4", "before it in the line"),
    ("patience", "f4", "obstacles still borne"),
    ("minutes", "f4", "minutes a week of the package"),
    ("care_end", "f8", "when the package ends"),
    ("since", "f8", "when the present wait began"),
    ("spare", "f8", "fills the second cache line"),
)

HOSPITAL = row_type(
    ("beds", "i8", "beds in all"),
    ("occupied", "i8", "beds with somebody in them"),
    ("ready", "i8", "beds with somebody fit to leave"),
    ("came_today", "i8", "emergency admissions less discharges, today"),
    ("ready_today", "i8", "newly fit to leave, less gone, today"),
    ("day_slots", "f8", "day cases a working day"),
    ("day_credit", "f8", "slots not used up by whole people"),
    ("queue_first", "i4", "heads of the lists for beds and for day cases", (2,)),
    ("queue_last", "i4", "their tails", (2,)),
    ("queue_length", "i8", "people on each list", (2,)),
    ("inbox_first", "i4", "first message to settle today"),
)

SETTINGS = row_type(
    ("seed", "i8", "seed of the run"),
    ("today", "i8", "the day"),
    ("contacts", "u1", "1 when routine contacts are written to the ledger too"),
    ("events", "i8", "rows used of the ledger's present chunk"),
    ("messages", "i8", "messages used today"),
    ("types", "i4", "number of team types"),
    ("practices_each", "i4", "practices in a neighbourhood"),
    ("practice_type", "i4", "type number of general practice"),
    ("crisis_team", "i4", "number of the crisis team, or -1"),
    ("spoa", "u1", "1 when there is a single point of access"),
    ("spoa_kinds", "u1", "1 for kinds whose door it is", (NEEDS,)),
    ("back_to_gp", "f8", "severity below which a kind goes back to the GP", (NEEDS,)),
    ("meeting_every", "f8", "days between joint planning meetings, 0 none"),
    ("case_management", "u1", "1 when people are enrolled"),
    ("places", "i8", "people that the case managers can look after"),
    ("visit_every", "f8", "days between case managers' visits"),
    ("search_every", "i8", "days between searches"),
    ("searched_from", "i8", "day of the first search that enrols"),
    ("share_searched", "f8", "share of residents searched for"),
    ("index_day", "i8", "day of change"),
    ("coordinators", "f8", "care coordinators, whole-time equivalents"),
    ("covered", "f8", "share of people with mixed needs who have a coordinator"),
    ("spoa_minutes", "f8", "single point of access's minutes a week"),
    ("spoa_today", "i8", "minutes asked of it today"),
    ("spoa_backlog", "f8", "minutes of referrals it has not sorted yet"),
    ("care_homes", "i8", "residents who live in a care home"),
    ("budgets", "u1", "codes.Budgets that hold now"),
    ("payment", "u1", "codes.Payment that holds now"),
    ("mixed", "i8", "residents with known needs in two domains or more, last counted"),
)


class Tally(IntEnum):
    """Monthly counts of what is too common for a row each: columns of ``World.tallies``."""

    CONSULTATIONS = 0
    NO_APPOINTMENT = 1
    BED_DAYS = 2
    READY_BED_DAYS = 3
    ELECTIVE_LIST_DAYS = 4
    DAYS = 5
    RETOLD = 6
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


TALLIES = 22


class TeamTally(IntEnum):
    """Monthly sums for each team: columns of ``World.team_tallies``."""

    CARE_MINUTES = 0
    OVERHEAD_MINUTES = 1
    CAPACITY_MINUTES = 2
    QUEUE_DAYS = 3
    CASELOAD_DAYS = 4
    STARTED = 5
    WAITED_DAYS_THOUSANDTHS = 6
    CONTACTS = 7
    PAID_MINUTES = 8
    MEETING_MINUTES = 9


TEAM_TALLIES = 10


class Hours(IntEnum):
    """Monthly hours of posts by organisation and profession: columns of ``month.hours``."""

    POSTS = 0
    HELD = 1
    SICK = 2
    COVERED = 3
    LEAVERS = 4


HOURS = 5


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


CULTURES = 18
BANDS = 3
STOCK = (2, NEEDS, STATES, BANDS, QUINTILES)
CLOSED = (2, NEEDS, EPISODE_STATUSES + 1)

MONTH = row_type(
    ("tallies", "i8", "Tally", (TALLIES,)),
    ("stock_days", "i8", "person-days of need, as the stock", STOCK),
    ("hours", "f8", "Hours, by organisation and profession", (PAYERS, PROFESSIONS, HOURS)),
    ("culture", "f8", "Culture", (CULTURES,)),
)


class World(NamedTuple):
    """One place at one time: the names of its tables.

    ``interfaces[neighbourhood, sender, receiver]`` is what an interface does today;
    ``target_interfaces``, of the same shape, what the arrangement says that it should;
    ``baseline_interfaces`` the siloed one.
    """

    globals: Table
    residents: Table
    needs: Table
    clocks: Table
    calendar: Calendar
    teams: Table
    team_of: Table
    interfaces: Table
    target_interfaces: Table
    baseline_interfaces: Table
    staff: Table
    due: Table
    inbox: Table
    events: Table
    months: Table
    team_tallies: Table


def globals_type(parameters: np.dtype) -> np.dtype:
    """The record of everything that a world has one of, the rules' parameters included."""
    return row_type(
        ("settings", SETTINGS, "seed, day, switches"),
        ("p", parameters, "the rules' parameters"),
        ("hospital", HOSPITAL, "beds and lists"),
        ("programme", PROGRAMME, "how the arrangement is brought in"),
        (
            "interactions",
            "f8",
            "what needs do to each other: none, served, unmet",
            (DOMAINS, DOMAINS, 3),
        ),
        ("gradients", "f8", "deprivation, per kind and for acute illness", (NEEDS + 1, QUINTILES)),
        ("stock", "i8", "needs by real, kind, state, severity band, fifth", STOCK),
        ("closed", "i8", "episodes ended by real, kind, place; last, begun", CLOSED),
    )


def all_never(people: int) -> Table:
    """Clocks of so many residents, none of them wound, each person's on two cache lines."""
    return aligned(np.full((people, CLOCKS), NEVER))


def copied(world: World) -> World:
    """A world of its own with the same numbers in every table."""
    tables = {}
    for name, value in world._asdict().items():
        tables[name] = (
            Calendar(*(c.copy() for c in value)) if name == "calendar" else copied_table(value)
        )
    return World(**tables)
