"""How needs begin, and how needs feed each other."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from joinedup.codes import Age, Domain, Need
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameter

Table = Any


class Onset(NamedTuple):
    """How often needs begin, last and come back, and what feeds them."""

    rate: Annotated[
        Table,
        Parameter(
            "new needs of people who do not have them, by kind and age, in the middle fifth",
            "needs per person a year",
            0.7,
            1.4,
            "prevalence divided by how long the need lasts, so that the siloed place is steady",
            "assumed",
            per=(Need, Age),
        ),
    ] = (
        (0.0, 0.172, 0.15, 0.082, 0.066, 0.064),
        (0.0, 0.0004, 0.0004, 0.0005, 0.0005, 0.0006),
        (0.0, 0.0, 0.0001, 0.0006, 0.0034, 0.016),
        (0.0018, 0.004, 0.0155, 0.047, 0.125, 0.36),
        (0.0, 0.0003, 0.0017, 0.013, 0.055, 0.19),
        (0.0, 0.0017, 0.0052, 0.034, 0.076, 0.2),
        (0.0, 0.05, 0.041, 0.022, 0.014, 0.012),
        (0.0, 0.0125, 0.0145, 0.015, 0.021, 0.032),
        (0.0, 0.0078, 0.0048, 0.0018, 0.0006, 0.0006),
    )
    feeds: Annotated[
        Table,
        Parameter(
            "how much faster a need begins or worsens while a need of another domain is not met, "
            "from domain to domain",
            "hazard ratio",
            0.75,
            1.25,
            "or_mental_disorder_1_physical for physical to mental; the rest assumed",
            "assumed",
            per=(Domain, Domain),
        ),
    ] = ((1.3, 1.4, 1.4), (1.95, 1.3, 1.5), (1.8, 1.5, 1.3))
    served_share: Annotated[
        float,
        Parameter(
            "how much of that remains once the feeding need is in care or met",
            "share of the logarithm",
            0.0,
            0.8,
        ),
    ] = 0.3
    course_years: Annotated[
        Table,
        Parameter(
            "how long a need lasts by itself, on average (1000: for life)",
            "years",
            0.6,
            1.6,
            "assumed",
            "assumed",
            per=(Need,),
        ),
    ] = (1.7, 25.0, 1000.0, 60.0, 8.0, 6.0, 1.2, 4.0, 6.0)
    severity_low: Annotated[
        Table,
        Parameter(
            "lowest severity at which a need begins",
            "severity 0 to 1",
            0.8,
            1.2,
            per=(Need,),
        ),
    ] = (0.10, 0.35, 0.15, 0.10, 0.20, 0.15, 0.15, 0.10, 0.15)
    severity_high: Annotated[
        Table,
        Parameter(
            "highest severity at which a need begins",
            "severity 0 to 1",
            0.85,
            1.1,
            "cmd_share_warranting_active_intervention",
            "assumed",
            per=(Need,),
        ),
    ] = (0.85, 0.90, 0.70, 0.75, 0.80, 0.80, 0.85, 0.75, 0.80)


@rule
def onset_rate(p, kind, age, inclination, interactions):
    """New needs of one kind per day for somebody without it.

    ``inclination`` is the deprivation gradient and ``interactions`` the product of the ratios of
    the needs that feed this one.
    """
    return p.rate[kind, age] * inclination * interactions / 365.25


@rule
def interaction_ratio_of(p, source, target, unmet, served):
    """How one domain's needs speed up those of another: the full ratio, what is left, or 1."""
    if unmet:
        return p.feeds[source, target]
    if served:
        return p.feeds[source, target] ** p.served_share
    return 1.0


@rule
def first_severity(p, kind, draw):
    """Severity at onset, uniform between the kind's lowest and highest."""
    high = min(p.severity_high[kind], 1.0)
    return p.severity_low[kind] + (high - p.severity_low[kind]) * draw


@rule
def natural_length(p, kind, draw):
    """Days until the need would end by itself: exponential; ``draw`` is unit-exponential."""
    return p.course_years[kind] * 365.25 * draw
