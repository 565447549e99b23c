"""What things cost: unit costs, each with its year; activity is counted elsewhere."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from joinedup.codes import Profession
from joinedup.engine.parameter import Parameter

Table = Any


class Money(NamedTuple):
    """Unit costs in pounds, at the prices of the year in the source."""

    staff_hour: Annotated[
        Table,
        Parameter(
            "cost of a paid hour, overheads included and training excluded",
            "GBP per hour",
            0.85,
            1.2,
            "cost_gp_hour_patient_contact; cost_gp_nurse_consult_10min; cost_nurse_hour_band6; "
            "cost_consultant_psychiatrist_hour; cost_ahp_psych_hour_band7; "
            "cost_adult_social_worker_hour; cost_home_care_hour",
            "measured",
            per=(Profession,),
        ),
    ] = (140.0, 61.0, 57.0, 109.0, 63.0, 57.0, 53.0, 52.0, 23.0, 47.0)
    ae: Annotated[
        float,
        Parameter("an A&E attendance", "GBP", 127.0, 489.0, "cost_ae_attendance", "measured"),
    ] = 280.2
    emergency_short: Annotated[
        float,
        Parameter(
            "an emergency stay of less than a day",
            "GBP",
            600.0,
            1100.0,
            "cost_nonelective_short",
            "measured",
        ),
    ] = 825.9
    emergency_long: Annotated[
        float,
        Parameter(
            "a longer emergency stay", "GBP", 4000.0, 6500.0, "cost_nonelective_long", "measured"
        ),
    ] = 5419.3
    excess_bed_day: Annotated[
        float,
        Parameter(
            "a bed day after being fit to leave",
            "GBP per day",
            345.0,
            600.0,
            "cost_excess_bed_day",
            "recalled",
        ),
    ] = 400.0
    elective: Annotated[
        float,
        Parameter("an elective stay", "GBP", 5000.0, 8000.0, "cost_elective_inpatient", "measured"),
    ] = 6689.0
    day_case: Annotated[
        float,
        Parameter("a day case", "GBP", 900.0, 1300.0, "cost_daycase", "measured"),
    ] = 1077.5
    outpatient: Annotated[
        float,
        Parameter(
            "a clinic attendance", "GBP", 140.0, 235.0, "cost_outpatient_attendance", "recalled"
        ),
    ] = 165.0
    care_home_week: Annotated[
        float,
        Parameter(
            "a week in a care home",
            "GBP per week",
            800.0,
            1100.0,
            "cost_residential_week_la",
            "measured",
        ),
    ] = 916.0
    council_share_of_care_homes: Annotated[
        float,
        Parameter("share of care home residents paid for by the council", "share", 0.4, 0.65),
    ] = 0.5
