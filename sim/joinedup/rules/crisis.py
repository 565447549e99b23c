"""Crises of unmet need, and which service is reached."""

from __future__ import annotations

from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, by_need, parameter


class Crisis(Parameters):
    """The hazard of a crisis by kind of need, and what follows it."""

    # fmt: off
    rate = parameter(by_need(lambda kind: kind.crises), "crises a year", (0.5, 2),
        "acsc_share_emerg_adm bounds their sum; the split by kind assumed",
        "crises of an unserved need at its worst")
    in_care = parameter(0.5, "ratio", (0.3, 0.9),
        "continuity_least_vs_full_hr for the sign; the number assumed",
        "crises in care as a share of crises without it")
    admitted = parameter(0.75, "share of crises", (0.4, 0.95),
        "ed_visit_acsc_share (55% of such visits end without admission)",
        "share of crises at their worst that need a hospital bed")
    own_team = parameter(0.3, "chance", (0.1, 0.6), "assumed",
        "chance that the team whose care a person is in can see them at once")
    crisis_team = parameter(0.6, "chance", (0.3, 0.9), "assumed",
        "chance that a crisis team with time to spare is called and comes")
    crisis_team_minutes = parameter(600.0, "minutes", (200, 1500), "assumed",
        "crisis team's time for one crisis")
    own_team_minutes = parameter(120.0, "minutes", (45, 240), "assumed",
        "own team's time for one crisis")
    admitted_no_alternative = parameter(0.3, "share of attendances", (0.1, 0.6), "assumed",
        "share of people in crisis at A&E who are admitted because no alternative was reachable")
    severity_after = parameter(1.0, "steps", (0, 2), "assumed",
        "steps of severity that a crisis adds")
    carer_rate = parameter(0.14, "breakdowns a year", (0.05, 0.4), "assumed",
        "breakdowns of a carer who is as strained as can be")
    gp = parameter(0.5, "chance", (0.2, 0.8), "assumed",
        "chance that a GP with an appointment can see a person in crisis at once")
    at_home = parameter(0.5, "chance", (0, 0.8),
        "crisis_plan_admission_rr and crisis_plan_compulsory_or for the sign; the number assumed",
        "chance that what a care plan has ready at home is enough, for the mildest")
    # fmt: on


@rule
def crisis_rate(p, kind, severity, interactions, served):
    """Crises per day: ``rate * severity**2 * interactions``, less in care."""
    rate = p.rate[kind] * severity * severity * interactions / 365.25
    return rate * p.in_care if served else rate


@rule
def chance_of_admission(p, severity):
    """The chance that a crisis needs a hospital bed, whatever service is reached."""
    return p.admitted * severity


@rule
def chance_at_home(p, severity):
    """The chance that what a care plan has ready at home is enough: none at the worst."""
    return p.at_home * (1.0 - severity)


@rule
def carer_breakdown_rate(p, strain):
    """Breakdowns per day of a carer with this strain."""
    return p.carer_rate * strain / 365.25


@rule
def chance_of_crisis_team(p, load):
    """The chance that the crisis team comes: lower the higher its load.

    ``load`` is its committed time as a share of its time.
    """
    return p.crisis_team * max(0.0, 1.0 - load)
