"""General practice: how often people come, and whether there is an appointment."""

from __future__ import annotations

from joinedup.codes import Age, Need
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, by, parameter


class GeneralPractice(Parameters):
    """Consultations and appointments."""

    # fmt: off
    rate = parameter(
        by(Age, child=2.95, young_adult=2.95, middle=3.75, young_old=5.2, old=6.5, very_old=7.3),
        "consultations per person a year", (0.8, 1.2),
        "gp_practice_consult_rate for the sum; the split by age assumed",
        "GP and nurse consultations for matters outside this model, by age")
    by_unmet_need = parameter(
        by(Need, common_mental_disorder=1.2, severe_mental_illness=1.5, cognitive=0.8,
           long_term_condition=1.0, frailty=1.5, daily_living=0.8, housing_and_money=0.6,
           isolation=1.0, substance_use=0.8),
        "consultations per person a year", (0.5, 1.6),
        "gp_consult_mental_health_share gives the sign; the numbers assumed",
        "further consultations of somebody with the need unserved, about something else")
    review_every = parameter(
        by(Need, common_mental_disorder=60.0, severe_mental_illness=90.0, cognitive=120.0,
           long_term_condition=105.0, frailty=90.0, daily_living=180.0, housing_and_money=180.0,
           isolation=180.0, substance_use=120.0),
        "days", (0.7, 1.5), "assumed",
        "days between the practice's own contacts about a need it looks after")
    care_years = parameter(
        by(Need, common_mental_disorder=1.7, severe_mental_illness=8.0, cognitive=4.0,
           long_term_condition=10.0, frailty=4.0, daily_living=2.0, housing_and_money=0.5,
           isolation=0.5, substance_use=1.0),
        "years", (0.6, 1.6), "assumed",
        "how long a practice looks after a need before it counts as met")
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
    """The chance of an appointment, given last week's demand on the practice's time."""
    if minutes <= 0.0:
        return 0.0
    if demand_minutes <= 0.0:
        return 1.0 - p.inconvenient
    return (1.0 - p.inconvenient) * min(1.0, minutes / demand_minutes)
