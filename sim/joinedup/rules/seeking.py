"""How people ask for help: when, at which door, and how often they try again."""

from __future__ import annotations

from joinedup.codes import Need
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, by, parameter


class Seeking(Parameters):
    """How soon somebody with a need asks for help, and how obstacles wear them down."""

    # fmt: off
    rate = parameter(
        by(Need, common_mental_disorder=1.2, severe_mental_illness=0.6, cognitive=0.15,
           long_term_condition=0.8, frailty=0.35, daily_living=0.1, housing_and_money=0.3,
           isolation=0.05, substance_use=0.12),
        "requests a year", (0.5, 2),
        "asc_requests_per_1000_65plus for daily living; the rest assumed",
        "requests for help of somebody with a need of middling severity")
    by_gp = parameter(
        by(Need, common_mental_disorder=0.75, severe_mental_illness=0.7, cognitive=0.9,
           long_term_condition=1.0, frailty=0.8, daily_living=0.25, housing_and_money=0.15,
           isolation=0.4, substance_use=0.35),
        "share of requests", (0.7, 1.3), "assumed",
        "share who ask their GP first, and not a service directly")
    discouraged = parameter(0.5, "ratio", (0.2, 1), "assumed",
        "how often somebody who gave up asks again, against somebody who never asked")
    retry_days = parameter(30.0, "days", (10, 90), "assumed",
        "days before somebody turned away tries again")
    days_borne_an_obstacle = parameter(120.0, "days", (40, 250), "assumed",
        "days of waiting that wear somebody down as much as one obstacle does")
    ae_instead = parameter(0.15, "share of requests", (0.02, 0.265),
        "single_gp_access_ae_avoid as an upper bound",
        "share who go to A&E when they get no appointment with the GP")
    no_appointment = parameter(1.0, "obstacles", (0.5, 2), "assumed",
        "persistence spent on finding no appointment with the GP")
    retry_least_days = parameter(1.0, "days", (0.5, 3), "assumed",
        "days before anyone turned away tries again, at least")
    back_to_gp = parameter(0.5, "ratio", (0.2, 1), "assumed",
        "time until people sent back to their GP ask there, against that of another try")
    patience_least = parameter(0.1, "obstacles", (0.05, 0.3), "assumed",
        "obstacles that everyone on a waiting list still bears", role="constant")
    # fmt: on


@rule
def seeking_rate(p, kind, severity, gave_up, ease):
    """Requests per day; twice as many at severity 1 as at 0.5, half as many after giving up.

    ``ease`` is how much easier it is to find the door than in a siloed place (1 there).
    """
    rate = p.rate[kind] * 2.0 * severity * ease / 365.25
    return rate * p.discouraged if gave_up else rate


@rule
def patience_left(patience, obstacle):
    """Persistence after one obstacle; at nought or below the person gives up."""
    return patience - obstacle


@rule
def days_until_renege(p, patience):
    """How long somebody waits in a line before giving up."""
    return max(patience, p.patience_least) * p.days_borne_an_obstacle
