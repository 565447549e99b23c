"""Help-seeking: when, of which service, and how often people try again."""

from __future__ import annotations

from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, by_need, parameter


class Seeking(Parameters):
    """How soon a person with a need asks for help, and how barriers use up persistence."""

    # fmt: off
    rate = parameter(by_need(lambda kind: kind.help_seeking), "requests a year", (0.5, 2),
        "asc_requests_per_1000_65plus for daily living; the rest assumed",
        "requests for help by a person with a need of moderate severity, at the usual cost")
    gp_first = parameter(by_need(lambda kind: kind.gp_first), "share of requests", (0.7, 1.3),
        "assumed",
        "share of requests made to the GP first, and not to a service directly")
    retry_days = parameter(30.0, "days", (10, 90), "assumed",
        "days before a person turned away tries again")
    waiting_days_per_obstacle = parameter(120.0, "days", (40, 250), "assumed",
        "days of waiting that use up as much persistence as one barrier")
    ae_instead = parameter(0.15, "share of requests", (0.02, 0.265),
        "single_gp_access_ae_avoid as an upper bound",
        "share who go to A&E when they get no appointment with the GP")
    no_appointment = parameter(1.0, "barriers", (0.5, 2), "assumed",
        "persistence spent on finding no appointment with the GP")
    retry_least_days = parameter(1.0, "days", (0.5, 3), "assumed",
        "days before anyone turned away tries again, at least")
    back_to_gp = parameter(0.5, "ratio", (0.2, 1), "assumed",
        "time until people sent back to their GP ask there, against that of another try")
    patience_least = parameter(0.1, "barriers", (0.05, 0.3), "assumed",
        "barriers that everyone on a waiting list still accepts", role="constant")
    # fmt: on


@rule
def seeking_rate(p, kind, severity):
    """Requests per day where asking is expected to cost as usual: ``rate * 2 * severity``."""
    return p.rate[kind] * 2.0 * severity / 365.25


@rule
def persistence_left(patience, obstacle):
    """Persistence after one barrier; at 0 or below the person gives up."""
    return patience - obstacle


@rule
def persistence_after_wait(p, days):
    """Persistence left to a person who would have waited so many days more."""
    return days / p.waiting_days_per_obstacle


@rule
def days_until_renege(p, patience):
    """Days that a person stays on a waiting list before reneging."""
    return max(patience, p.patience_least) * p.waiting_days_per_obstacle
