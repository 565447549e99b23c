"""The world: every table of one simulated place, in one tuple.

A table is a numpy record array, so that one row's numbers lie beside each other and a compiled
function takes a pointer. Two worlds share nothing: `copied` copies every table.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from joinedup.codes import DOMAINS, NEEDS, QUINTILES
from joinedup.engine.by_address import pass_by_address
from joinedup.engine.schedule import Calendar
from joinedup.engine.tables import Table, copied_table, row_type
from joinedup.state.hospital import HOSPITAL
from joinedup.state.months import CLOSED, STOCK
from joinedup.state.staff import PROGRAMME

SETTINGS = row_type(
    ("seed", "i8", "seed of the run"),
    ("today", "i8", "the day"),
    ("contacts", "u1", "1 when routine contacts are written to the event log too"),
    ("events", "i8", "rows used of the event log's present chunk"),
    ("messages", "i8", "messages used today"),
    ("types", "i4", "number of team types"),
    ("practices_each", "i4", "practices in a neighbourhood"),
    ("practice_type", "i4", "type number of general practice"),
    ("crisis_type", "i4", "type number of the crisis team, or -1"),
    ("index_day", "i8", "index day: the announcement of the arrangement"),
    ("care_homes", "i8", "residents who live in a care home"),
    ("winters", "u1", "1 when acute illness has its seasons"),
    ("grows_from", "f8", "day from which the population ages and acute illness grows, or never"),
    ("peak", "f8", "the highest that season and growth make acute illness, against the mean"),
)


@pass_by_address
class World(NamedTuple):
    """One place at one time: its tables, numpy record arrays of the types of this package.

    ===================== ====================================== =============================
    table                 shape                                  a row, or a number, is
    ===================== ====================================== =============================
    globals               1                                      `globals_type`: settings, ``p``
    residents             people                                 ``residents.RESIDENT``
    needs                 people, NEEDS                          ``needs.NEED``
    clocks                people, CLOCKS                         time of the next event, days
    calendar              days; people                           ``engine.schedule.Calendar``
    teams                 teams                                  ``teams.TEAM``
    places                neighbourhoods                         ``places.PLACE``
    types                 types of team                          ``teams.TYPE``
    ages                  practices, years of age                ``places.AGE_IN_YEARS``
    team_of               types, neighbourhoods                  number of the (first) team
    interfaces            neighbourhoods, senders, types         ``teams.INTERFACE`` today
    target_interfaces     neighbourhoods, senders, types         as the arrangement has it
    baseline_interfaces   1                                      the siloed one
    expectations          neighbourhoods, NEEDS                  ``expectations.EXPECTATION``
    records               teams, types: of practices alone       ``expectations.RECORD``
    staff                 posts                                  ``staff.STAFF``
    members               posts                                  row of staff, team by team
    due                   people                                 row of a resident due today
    inbox                 messages                               ``engine.inbox.MESSAGE``
    events                rows of a chunk                        ``engine.events.EVENT``
    months                months                                 ``months.MONTH``
    team_tallies          months, teams, TEAM_TALLIES            sum, see ``months.TeamTally``
    ===================== ====================================== =============================

    Senders are the types of team, then the public, the hospital and the case managers.
    """

    globals: Table
    residents: Table
    needs: Table
    clocks: Table
    calendar: Calendar
    teams: Table
    places: Table
    types: Table
    ages: Table
    team_of: Table
    interfaces: Table
    target_interfaces: Table
    baseline_interfaces: Table
    expectations: Table
    records: Table
    staff: Table
    members: Table
    due: Table
    inbox: Table
    events: Table
    months: Table
    team_tallies: Table


@cache
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
        ("stock", "i8", "needs by genuine, kind, state, severity band, quintile", STOCK),
        ("closed", "i8", "episodes ended by genuine, kind, status; last, begun", CLOSED),
    )


def copied(world: World) -> World:
    """A world of its own with the same numbers in every table."""
    tables = {}
    for name, value in world._asdict().items():
        tables[name] = (
            Calendar(*(c.copy() for c in value)) if name == "calendar" else copied_table(value)
        )
    return World(**tables)
