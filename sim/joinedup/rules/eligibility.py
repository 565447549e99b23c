"""Eligibility thresholds, and how they rise under load."""

from __future__ import annotations

from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, parameter


class Eligibility(Parameters):
    """Barrier 1: the threshold, and the fortress mentality (001)."""

    # fmt: off
    judgement_error = parameter(0.18, "severity", (0.05, 0.3),
        "referral_urgent_by_referrer gives the sign; the number assumed",
        "standard deviation of the error in judging severity from a referral")
    standard_wait_weeks = parameter(6.0, "weeks", (2, 18),
        "wait_cmht_gt4wk_share; the number assumed",
        "expected wait above which a team starts to raise its threshold")
    rise = parameter(0.08, "severity", (0, 0.3), "001 (fortress mentality); the number assumed",
        "how far the threshold rises when the expected wait is twice the standard")
    highest_rise = parameter(0.25, "severity", (0.1, 0.5), "assumed",
        "how far the threshold can rise at most")
    urgent_from = parameter(0.97, "severity", (0.8, 1), "assumed",
        "judged severity from which a need joins the urgent queue")
    averaged_days = parameter(28.0, "days", (14, 56), "assumed",
        "days over which a team averages its overhead and its demand")
    starts_weight = parameter(0.125, "share a week", (0.05, 0.3), "assumed",
        "weight of the last week in the starts of care that a team expects")
    starts_least = parameter(0.25, "starts a week", (0.1, 0.5), "assumed",
        "fewest starts of care that a team reckons its wait with, for every 30,000 residents",
        role="constant")
    # fmt: on


@rule
def expected_wait(p, covered, to_be_assessed, assessments, to_be_served, starts):
    """Weeks from acceptance to care: both lines, at the assessments and the starts a week.

    ``covered`` is how many residents the team covers, as a share of `joinedup.codes.PER`.
    """
    least = p.starts_least * covered
    return to_be_assessed / max(assessments, least) + to_be_served / max(starts, least)


@rule
def smoothed(p, so_far, this_week):
    """Starts of care, or assessments, that a team expects a week."""
    return so_far + (this_week - so_far) * p.starts_weight


@rule
def threshold_under_load(p, threshold, wait_weeks):
    """A team's threshold: its own, raised while its expected wait is above standard."""
    excess = wait_weeks / p.standard_wait_weeks - 1.0
    if excess <= 0.0:
        return threshold
    return min(1.0, threshold + min(p.rise * excess, p.highest_rise))


@rule
def apparent_severity(severity, error, draw):
    """Severity as judged from a referral; ``draw`` is standard normal."""
    return min(1.0, max(0.0, severity + error * draw))


@rule
def is_below_threshold(apparent, threshold, kept):
    """Whether a referral is below threshold; ``kept`` is the share of the threshold applied."""
    return apparent < threshold * kept
