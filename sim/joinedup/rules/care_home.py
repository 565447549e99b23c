"""Moves into a care home. Its places are finite: who is to move waits until one is free."""

from __future__ import annotations

from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, parameter


class CareHome(Parameters):
    """When living at home is no longer possible."""

    # fmt: off
    from_severity = parameter(0.8, "severity", (0.7, 1), "assumed",
        "severity of need in daily living from which a move is considered")
    chance = parameter(0.45, "chance", (0.05, 0.5), "assumed",
        "chance of a move each time such a need has a crisis or worsens")
    carer_ratio = parameter(0.6, "ratio", (0.3, 1), "assumed",
        "chance with an unpaid carer against without")
    # fmt: on

    resident_columns = (("home_place", "u1", "HomePlace: waiting for a care home, or one is kept"),)


@rule
def chance_of_move(p, severity, has_carer):
    """The chance of a move into a care home when need in daily living worsens or has a crisis."""
    if severity < p.from_severity - 1e-9:
        return 0.0
    return p.chance * p.carer_ratio if has_carer else p.chance
