"""How people ask for help: when, at which door, and how often they try again."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from joinedup.codes import Need
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameter

Table = Any


class Seeking(NamedTuple):
    """How soon somebody with a need asks for help, and how obstacles wear them down."""

    rate: Annotated[
        Table,
        Parameter(
            "requests for help of somebody with a need of middling severity",
            "requests a year",
            0.5,
            2.0,
            "asc_requests_per_1000_65plus for daily living; the rest assumed",
            "assumed",
            per=(Need,),
        ),
    ] = (1.2, 0.6, 0.15, 0.8, 0.35, 0.1, 0.3, 0.05, 0.12)
    by_gp: Annotated[
        Table,
        Parameter(
            "share who ask their GP first, and not a service directly",
            "share of requests",
            0.7,
            1.3,
            per=(Need,),
        ),
    ] = (0.75, 0.7, 0.9, 1.0, 0.8, 0.25, 0.15, 0.4, 0.35)
    discouraged: Annotated[
        float,
        Parameter(
            "how often somebody who gave up asks again, against somebody who never asked",
            "ratio",
            0.2,
            1.0,
        ),
    ] = 0.5
    retry_days: Annotated[
        float,
        Parameter("days before somebody turned away tries again", "days", 10.0, 90.0),
    ] = 30.0
    days_borne_an_obstacle: Annotated[
        float,
        Parameter(
            "days of waiting that wear somebody down as much as one obstacle does",
            "days",
            40.0,
            250.0,
        ),
    ] = 120.0
    ae_instead: Annotated[
        float,
        Parameter(
            "share who go to A&E when they get no appointment with the GP",
            "share of requests",
            0.02,
            0.265,
            "single_gp_access_ae_avoid as an upper bound",
            "assumed",
        ),
    ] = 0.15


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
    return max(patience, 0.1) * p.days_borne_an_obstacle
