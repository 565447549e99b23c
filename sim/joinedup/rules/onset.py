"""Onset of needs, and interactions between them."""

from __future__ import annotations

from joinedup.codes import Age, Domain
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, by, by_need, parameter


class Onset(Parameters):
    """How often needs begin, how long they last, and how they interact."""

    # fmt: off
    rate = parameter(by_need(lambda kind: by(Age, 0.0, **kind.onset)),
        "needs per person a year", (0.7, 1.4),
        "prevalence divided by how long the need lasts, so that the siloed place is steady",
        "new needs of people who do not have them, by kind and age, in the middle quintile")
    interaction_ratio = parameter(
        by(Domain,
           mental=by(Domain, mental=1.3, physical=1.4, social=1.4),
           physical=by(Domain, mental=1.95, physical=1.3, social=1.5),
           social=by(Domain, mental=1.8, physical=1.5, social=1.3)),
        "hazard ratio", (0.75, 1.25),
        "or_mental_disorder_1_physical for physical to mental; the rest assumed",
        "hazard ratio of a need's onset and worsening while a need of another domain is unmet, "
        "from domain to domain")
    served_share = parameter(0.3, "share of the logarithm", (0, 0.8), "assumed",
        "share of the log of that ratio that remains once the other need is in care or met")
    course_years = parameter(by_need(lambda kind: kind.course_years), "years", (0.6, 1.6),
        "assumed",
        "how long a need lasts by itself, on average (1000: for life)")
    severity_low = parameter(by_need(lambda kind: kind.severity_low), "severity 0 to 1", (0.8, 1.2),
        "assumed",
        "lowest severity at which a need begins")
    severity_high = parameter(by_need(lambda kind: kind.severity_high),
        "severity 0 to 1", (0.85, 1.1), "cmd_share_warranting_active_intervention",
        "highest severity at which a need begins")
    # fmt: on


@rule
def onset_rate(p, kind, age, inclination, interactions):
    """New needs of one kind per day for a person without it.

    ``inclination`` is the deprivation gradient, ``interactions`` the product of the interaction
    ratios of the person's other needs.
    """
    return p.rate[kind, age] * inclination * interactions / 365.25


@rule
def interaction_ratio_of(p, source, target, unmet, served):
    """Hazard ratio from one domain to another: full if unmet, ``ratio**served_share`` if served."""
    if unmet:
        return p.interaction_ratio[source, target]
    if served:
        return p.interaction_ratio[source, target] ** p.served_share
    return 1.0


@rule
def first_severity(p, kind, draw):
    """Severity at onset, uniform between the kind's lowest and highest."""
    high = min(p.severity_high[kind], 1.0)
    return p.severity_low[kind] + (high - p.severity_low[kind]) * draw


@rule
def natural_length(p, kind, draw):
    """Days until the need would end by itself; ``draw`` is unit-exponential."""
    return p.course_years[kind] * 365.25 * draw
