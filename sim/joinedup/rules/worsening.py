"""Worsening of untreated needs and improvement of treated ones, in steps of severity."""

from __future__ import annotations

from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, by_need, parameter


class Worsening(Parameters):
    """How fast severity rises without care and falls with it."""

    # fmt: off
    step = parameter(0.1, "severity", (0.05, 0.2), "assumed",
        "size of one step of severity", role="constant")
    untreated = parameter(by_need(lambda kind: kind.worsening), "steps a year", (0.5, 2), "assumed",
        "steps of worsening of a mild need that is not served")
    in_care = parameter(0.4, "ratio", (0.1, 0.8),
        "collab_care_depression_smd gives the sign; the size assumed",
        "worsening in care as a share of worsening without it")
    improvement = parameter(by_need(lambda kind: kind.easing), "steps a year", (0.5, 2),
        "collab_care_depression_smd for the mental domain; the rest assumed",
        "steps of improvement of a need in care")
    moderate_from = parameter(0.35, "severity", (0.3, 0.4), "assumed",
        "severity from which a need counts as moderate", role="constant")
    severe_from = parameter(0.65, "severity", (0.6, 0.7), "assumed",
        "severity from which a need counts as severe", role="constant")
    # fmt: on


@rule
def worsening_rate(p, kind, severity, interactions, served):
    """Steps of severity per day: ``rate * (1 - severity) * interactions``, less in care."""
    rate = p.untreated[kind] * (1.0 - severity) * interactions / 365.25
    return rate * p.in_care if served else rate


@rule
def one_step_worse(p, severity):
    """Severity one step higher, at most 1."""
    return min(1.0, severity + p.step)


@rule
def chance_of_improvement(p, kind, days):
    """The chance that a contact finds the need one step better than ``days`` before."""
    return min(1.0, p.improvement[kind] * days / 365.25)


@rule
def one_step_better(p, severity):
    """Severity one step lower, not below one step."""
    return max(p.step, severity - p.step)


@rule
def severity_band(p, severity):
    """Band of a severity: 0 mild, 1 moderate, 2 severe."""
    if severity < p.moderate_from:
        return 0
    return 1 if severity < p.severe_from else 2
