"""How an unmet need comes to a head, and who is there when it does."""

from __future__ import annotations

from joinedup.codes import Need
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, by, parameter


class Crisis(Parameters):
    """How fast the fuse of each need burns, and what happens at its end."""

    # fmt: off
    rate = parameter(
        by(Need, common_mental_disorder=0.07, severe_mental_illness=0.4, cognitive=0.15,
           long_term_condition=0.15, frailty=0.26, daily_living=0.14, housing_and_money=0.05,
           isolation=0.02, substance_use=0.16),
        "crises a year", (0.5, 2),
        "acsc_share_emerg_adm bounds their sum; the split by kind assumed",
        "crises of a need at its worst that nobody serves")
    in_care = parameter(0.5, "ratio", (0.3, 0.9),
        "continuity_least_vs_full_hr for the sign; the number assumed",
        "crises in care as a share of crises without it")
    admitted = parameter(0.75, "share of crises", (0.4, 0.95),
        "ed_visit_acsc_share (55% of such visits end without admission)",
        "share of crises at their worst that need a hospital bed")
    own_team = parameter(0.3, "chance", (0.1, 0.6), "assumed",
        "chance that the team somebody is in care with can see them at once")
    crisis_team = parameter(0.6, "chance", (0.3, 0.9), "assumed",
        "chance that a crisis team with time to spare is called and comes")
    crisis_team_minutes = parameter(600.0, "minutes", (200, 1500), "assumed",
        "crisis team's time for one crisis")
    own_team_minutes = parameter(120.0, "minutes", (45, 240), "assumed",
        "own team's time for one crisis")
    admitted_for_want = parameter(0.3, "share of attendances", (0.1, 0.6), "assumed",
        "share of people in crisis at A&E who are admitted because nobody else was reachable")
    severity_after = parameter(1.0, "steps", (0, 2), "assumed",
        "steps of severity that a crisis adds")
    carer_rate = parameter(0.15, "breakdowns a year", (0.05, 0.4), "assumed",
        "breakdowns of an unpaid carer of somebody whose need at its worst nobody serves")
    gp = parameter(0.5, "chance", (0.2, 0.8), "assumed",
        "chance that a GP with an appointment can see a person in crisis at once")
    # fmt: on


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
