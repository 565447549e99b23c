"""General practice: consultations, and the chance of an appointment."""

from __future__ import annotations

from joinedup.codes import Age
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, by, by_need, parameter


class GeneralPractice(Parameters):
    """How often the practice is consulted, how long that takes, and how full it is."""

    # fmt: off
    rate = parameter(
        by(Age, child=2.95, young_adult=2.95, middle=3.75, young_old=5.2, old=6.5, very_old=7.3),
        "consultations per person a year", (0.8, 1.2),
        "gp_practice_consult_rate for the sum; the split by age assumed",
        "GP and nurse consultations for matters outside this model, by age")
    by_unmet_need = parameter(by_need(lambda kind: kind.gp_consultations),
        "consultations per person a year", (0.5, 1.6),
        "gp_consult_mental_health_share gives the sign; the numbers assumed",
        "further consultations of a person with the need unserved, about something else")
    review_every = parameter(by_need(lambda kind: kind.gp_review_days), "days", (0.7, 1.5),
        "assumed",
        "days between the practice's own contacts about a need it looks after")
    care_years = parameter(by_need(lambda kind: kind.gp_years), "years", (0.6, 1.6), "assumed",
        "how long a practice looks after a need before a review, at which it may be met")
    gp_minutes = parameter(12.5, "minutes", (9.22, 16), "gp_consult_minutes is 9.22 face to face",
        "practice time for one consultation, its notes and letters included")
    inconvenient = parameter(0.03, "share of requests", (0, 0.1), "assumed",
        "share of requests that find no convenient appointment even with time to spare")
    recognised = parameter(0.5, "share of false needs", (0.2, 0.8), "assumed",
        "share of false needs that the practice recognises")
    false_years = parameter(0.25, "years", (0.1, 0.5), "assumed",
        "how long a practice looks after a false need")
    # fmt: on


@rule
def chance_of_appointment(p, demand_minutes, minutes):
    """Chance of an appointment, given last week's demand on the practice's time."""
    if minutes <= 0.0:
        return 0.0
    if demand_minutes <= 0.0:
        return 1.0 - p.inconvenient
    return (1.0 - p.inconvenient) * min(1.0, minutes / demand_minutes)
