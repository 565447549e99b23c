"""What a unit of activity costs."""

from __future__ import annotations

from joinedup.codes import Profession
from joinedup.engine.parameter import Parameters, by, parameter


class Money(Parameters):
    """Unit costs, each with its year; activity is counted elsewhere."""

    # fmt: off
    staff_hour = parameter(
        by(Profession, gp=140.0, practice_nurse=61.0, mental_health_nurse=57.0, psychiatrist=109.0,
           psychologist=63.0, district_nurse=57.0, therapist=53.0, social_worker=52.0,
           support_worker=23.0, care_coordinator=47.0, link_worker=41.0),
        "GBP per hour", (0.85, 1.2),
        "cost_gp_hour_patient_contact; cost_gp_nurse_consult_10min; cost_nurse_hour_band6; "
        "cost_consultant_psychiatrist_hour; cost_ahp_psych_hour_band7; "
        "cost_adult_social_worker_hour; cost_home_care_hour; "
        "cost_ahp_psych_hour_band5, at link_worker_band",
        "cost of a paid hour, overheads included and training excluded", evidence="measured")
    ae = parameter(280.2, "GBP", (127, 489), "cost_ae_attendance",
        "an A&E attendance", evidence="measured")
    emergency_short = parameter(825.9, "GBP", (600, 1100), "cost_nonelective_short",
        "an emergency stay of less than a day", evidence="measured")
    emergency_long = parameter(5419.3, "GBP", (4000, 6500), "cost_nonelective_long",
        "a longer emergency stay", evidence="measured")
    excess_bed_day = parameter(400.0, "GBP per day", (345, 600), "cost_excess_bed_day",
        "a bed day after being fit to leave", evidence="recalled")
    elective = parameter(6689.0, "GBP", (5000, 8000), "cost_elective_inpatient",
        "an elective stay", evidence="measured")
    day_case = parameter(1077.5, "GBP", (900, 1300), "cost_daycase",
        "a day case", evidence="measured")
    outpatient = parameter(165.0, "GBP", (140, 235), "cost_outpatient_attendance",
        "a clinic attendance", evidence="recalled")
    care_home_week = parameter(916.0, "GBP per week", (800, 1100), "cost_residential_week_la",
        "a week in a care home", evidence="measured")
    council_share_of_care_homes = parameter(0.5, "share", (0.4, 0.65), "assumed",
        "share of care home residents paid for by the council")
    # fmt: on
