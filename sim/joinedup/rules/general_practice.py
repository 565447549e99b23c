"""General practice: how often people come, and whether there is an appointment."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from joinedup.codes import Age, Need
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameter

Table = Any


class GeneralPractice(NamedTuple):
    """Consultations and appointments."""

    rate: Annotated[
        Table,
        Parameter(
            "GP and nurse consultations for matters outside this model, by age",
            "consultations per person a year",
            0.8,
            1.2,
            "gp_practice_consult_rate for the sum; the split by age assumed",
            "assumed",
            per=(Age,),
        ),
    ] = (2.95, 2.95, 3.75, 5.2, 6.5, 7.3)
    by_unmet_need: Annotated[
        Table,
        Parameter(
            "further consultations of somebody with the need unserved, about something else",
            "consultations per person a year",
            0.5,
            1.6,
            "gp_consult_mental_health_share gives the sign; the numbers assumed",
            "assumed",
            per=(Need,),
        ),
    ] = (1.2, 1.5, 0.8, 1.0, 1.5, 0.8, 0.6, 1.0, 0.8)
    review_every: Annotated[
        Table,
        Parameter(
            "days between the practice's own contacts about a need it looks after",
            "days",
            0.7,
            1.5,
            per=(Need,),
        ),
    ] = (60.0, 90.0, 120.0, 105.0, 90.0, 180.0, 180.0, 180.0, 120.0)
    care_years: Annotated[
        Table,
        Parameter(
            "how long a practice looks after a need before it counts as met",
            "years",
            0.6,
            1.6,
            per=(Need,),
        ),
    ] = (1.7, 8.0, 4.0, 10.0, 4.0, 2.0, 0.5, 0.5, 1.0)
    gp_minutes: Annotated[
        float,
        Parameter(
            "practice time for one consultation, its notes and letters included",
            "minutes",
            9.22,
            16.0,
            "gp_consult_minutes is 9.22 face to face",
            "assumed",
        ),
    ] = 12.5
    inconvenient: Annotated[
        float,
        Parameter(
            "share of requests that find no convenient appointment even with time to spare",
            "share of requests",
            0.0,
            0.1,
        ),
    ] = 0.03


@rule
def chance_of_appointment(p, demand_minutes, minutes):
    """The chance of an appointment, given last week's demand on the practice's time."""
    if minutes <= 0.0:
        return 0.0
    if demand_minutes <= 0.0:
        return 1.0 - p.inconvenient
    return (1.0 - p.inconvenient) * min(1.0, minutes / demand_minutes)
