"""How needs begin, and how needs feed each other."""

from __future__ import annotations

from joinedup.codes import Age, Domain, Need
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, by, parameter


class Onset(Parameters):
    """How often needs begin, last and come back, and what feeds them."""

    # fmt: off
    rate = parameter(
        by(Need,
           common_mental_disorder=by(Age, child=0.0, young_adult=0.172, middle=0.15,
               young_old=0.082, old=0.066, very_old=0.064),
           severe_mental_illness=by(Age, child=0.0, young_adult=0.0004, middle=0.0004,
               young_old=0.0005, old=0.0005, very_old=0.0006),
           cognitive=by(Age, child=0.0, young_adult=0.0, middle=0.0001, young_old=0.0006,
               old=0.0034, very_old=0.016),
           long_term_condition=by(Age, child=0.0018, young_adult=0.004, middle=0.0155,
               young_old=0.047, old=0.125, very_old=0.36),
           frailty=by(Age, child=0.0, young_adult=0.0003, middle=0.0017, young_old=0.013, old=0.055,
               very_old=0.19),
           daily_living=by(Age, child=0.0, young_adult=0.0017, middle=0.0052, young_old=0.034,
               old=0.076, very_old=0.2),
           housing_and_money=by(Age, child=0.0, young_adult=0.05, middle=0.041, young_old=0.022,
               old=0.014, very_old=0.012),
           isolation=by(Age, child=0.0, young_adult=0.0125, middle=0.0145, young_old=0.015,
               old=0.021, very_old=0.032),
           substance_use=by(Age, child=0.0, young_adult=0.0078, middle=0.0048, young_old=0.0018,
               old=0.0006, very_old=0.0006)),
        "needs per person a year", (0.7, 1.4),
        "prevalence divided by how long the need lasts, so that the siloed place is steady",
        "new needs of people who do not have them, by kind and age, in the middle fifth")
    feeds = parameter(
        by(Domain,
           mental=by(Domain, mental=1.3, physical=1.4, social=1.4),
           physical=by(Domain, mental=1.95, physical=1.3, social=1.5),
           social=by(Domain, mental=1.8, physical=1.5, social=1.3)),
        "hazard ratio", (0.75, 1.25),
        "or_mental_disorder_1_physical for physical to mental; the rest assumed",
        "how much faster a need begins or worsens while a need of another domain is not met, from "
        "domain to domain")
    served_share = parameter(0.3, "share of the logarithm", (0, 0.8), "assumed",
        "how much of that remains once the feeding need is in care or met")
    course_years = parameter(
        by(Need, common_mental_disorder=1.7, severe_mental_illness=25.0, cognitive=1000.0,
           long_term_condition=60.0, frailty=8.0, daily_living=6.0, housing_and_money=1.2,
           isolation=4.0, substance_use=6.0),
        "years", (0.6, 1.6), "assumed",
        "how long a need lasts by itself, on average (1000: for life)")
    severity_low = parameter(
        by(Need, common_mental_disorder=0.1, severe_mental_illness=0.35, cognitive=0.15,
           long_term_condition=0.1, frailty=0.2, daily_living=0.15, housing_and_money=0.15,
           isolation=0.1, substance_use=0.15),
        "severity 0 to 1", (0.8, 1.2), "assumed",
        "lowest severity at which a need begins")
    severity_high = parameter(
        by(Need, common_mental_disorder=0.85, severe_mental_illness=0.9, cognitive=0.7,
           long_term_condition=0.75, frailty=0.8, daily_living=0.8, housing_and_money=0.85,
           isolation=0.75, substance_use=0.8),
        "severity 0 to 1", (0.85, 1.1), "cmd_share_warranting_active_intervention",
        "highest severity at which a need begins")
    # fmt: on


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
