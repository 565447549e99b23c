"""Between a hospital bed and home: step-down beds, assessment at home, virtual wards, response.

Each is places or a team's minutes, and who is suitable. What they spare comes of who is in a bed
who could be elsewhere, and of who would have gone to A&E; when they are full they spare nothing.
"""

from __future__ import annotations

from joinedup.codes import OwnActivity
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, parameter


class BeyondActivity(OwnActivity):
    """What the event log says of them."""

    WENT_BEYOND = 44
    LEFT_BEYOND = 45
    URGENT_RESPONSE = 46


class BeyondHospital(Parameters):
    """Who is suitable for a place between hospital and home, and what an urgent response takes."""

    # fmt: off
    virtual_suits = parameter(0.3, "share of stays", (0.1, 0.5), "assumed",
        "share of overnight emergency stays whose later part can be in a virtual ward")
    virtual_least_days = parameter(1.0, "days", (0.5, 3), "assumed",
        "days that a stay has still to go from which a virtual ward takes it on")
    response_called = parameter(0.6, "chance", (0.3, 0.9), "assumed",
        "chance that a crisis of physical or social need comes to an urgent community response "
        "with time to spare before it comes to A&E")
    response_minutes = parameter(300.0, "minutes", (120, 600), "assumed",
        "an urgent community response's time for one crisis, the days after it included")
    # fmt: on

    resident_columns = (
        ("wants", "u1", "bit for each Beyond that they wait for in a hospital bed"),
        ("left_bed_at", "f4", "when they last went from a hospital bed to a place beyond"),
    )


@rule
def suits_virtual_ward(p, draw, days_left):
    """Whether the rest of an overnight stay can be in a virtual ward."""
    return days_left >= p.virtual_least_days and draw < p.virtual_suits


@rule
def chance_of_response(p, backlog, minutes_a_week):
    """The chance that an urgent response comes within two hours: none with a day's work ahead."""
    if minutes_a_week <= 0.0:
        return 0.0
    return p.response_called * max(0.0, 1.0 - backlog / (minutes_a_week / 7.0))
