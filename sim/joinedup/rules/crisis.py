"""How an unmet need comes to a head, and who is there when it does."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from joinedup.codes import Need
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameter

Table = Any


class Crisis(NamedTuple):
    """How fast the fuse of each need burns, and what happens at its end."""

    rate: Annotated[
        Table,
        Parameter(
            "crises of a need at its worst that nobody serves",
            "crises a year",
            0.5,
            2.0,
            "acsc_share_emerg_adm bounds their sum; the split by kind assumed",
            "assumed",
            per=(Need,),
        ),
    ] = (0.07, 0.4, 0.15, 0.15, 0.26, 0.14, 0.05, 0.02, 0.16)
    in_care: Annotated[
        float,
        Parameter(
            "crises in care as a share of crises without it",
            "ratio",
            0.3,
            0.9,
            "continuity_least_vs_full_hr for the sign; the number assumed",
        ),
    ] = 0.5
    admitted: Annotated[
        float,
        Parameter(
            "share of crises at their worst that need a hospital bed",
            "share of crises",
            0.4,
            0.95,
            "ed_visit_acsc_share (55% of such visits end without admission)",
            "assumed",
        ),
    ] = 0.75
    own_team: Annotated[
        float,
        Parameter(
            "chance that the team somebody is in care with can see them at once",
            "chance",
            0.1,
            0.6,
        ),
    ] = 0.3
    crisis_team: Annotated[
        float,
        Parameter(
            "chance that a crisis team with time to spare is called and comes",
            "chance",
            0.3,
            0.9,
        ),
    ] = 0.6
    crisis_team_minutes: Annotated[
        float,
        Parameter("crisis team's time for one crisis", "minutes", 200.0, 1500.0),
    ] = 600.0
    own_team_minutes: Annotated[
        float,
        Parameter("own team's time for one crisis", "minutes", 45.0, 240.0),
    ] = 120.0
    admitted_for_want: Annotated[
        float,
        Parameter(
            "share of people in crisis at A&E who are admitted because nobody else was reachable",
            "share of attendances",
            0.1,
            0.6,
        ),
    ] = 0.3
    severity_after: Annotated[
        float,
        Parameter("steps of severity that a crisis adds", "steps", 0.0, 2.0),
    ] = 1.0
    carer_rate: Annotated[
        float,
        Parameter(
            "breakdowns of an unpaid carer of somebody whose need at its worst nobody serves",
            "breakdowns a year",
            0.05,
            0.4,
        ),
    ] = 0.15


@rule
def crisis_rate(p, kind, severity, interactions, served):
    """Crises per day: with the square of severity, so that mild needs seldom come to a head."""
    rate = p.rate[kind] * severity * severity * interactions / 365.25
    return rate * p.in_care if served else rate


@rule
def chance_of_bed(p, severity):
    """The chance that a crisis needs a hospital bed, whoever is there."""
    return p.admitted * severity


@rule
def carer_breakdown_rate(p, severity):
    """Breakdowns per day of the carer of somebody with an unserved need of this severity."""
    return p.carer_rate * severity / 365.25


@rule
def crisis_team_reached(p, load, draw):
    """Whether the crisis team comes: the fuller it is, the less likely.

    ``load`` is its committed time as a share of its time.
    """
    return draw < p.crisis_team * max(0.0, 1.0 - load)
