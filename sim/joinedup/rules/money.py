"""What a unit of activity costs, at the prices of one year.

A price that its source states for an earlier year is carried to `PRICE_YEAR` by the NHS Cost
Inflation Index for pay and prices (nhscii_2023_24, nhscii_2024_25), social care's too.
"""

from __future__ import annotations

from typing import Any

from joinedup.codes import WEEK_HOURS, Profession
from joinedup.engine.parameter import Parameters, by, parameter
from joinedup.state.hospital import Beyond

PRICE_YEAR = "2024/25"
INFLATION = {"2023/24": 0.0247, "2024/25": 0.0402}  # from the year before


def in_price_year(pounds: float, year: str) -> float:
    """A price of ``year`` at prices of `PRICE_YEAR`, to the penny.

    >>> in_price_year(100.0, "2023/24"), in_price_year(100.0, "2022/23")
    (104.02, 106.59)
    """
    for later, rise in INFLATION.items():
        pounds *= 1.0 + rise if later > year else 1.0
    return round(pounds, 2)


def post_year(money: Any) -> Any:
    """Pounds a year for a whole-time post, ndarray [profession], of a record of `Money`."""
    return money["staff_hour"] * float(money["working_weeks"]) * WEEK_HOURS


# The price year's own manual states nurses and psychiatrists, and how a GP's time has moved.
HOURLY = {"mental_health_nurse": 61.0, "district_nurse": 61.0, "psychiatrist": 141.0, "gp": 133.0}
HOURLY_2022_23 = {
    "practice_nurse": 61.0, "psychologist": 63.0, "therapist": 53.0, "social_worker": 52.0,
    "support_worker": 23.0, "care_coordinator": 47.0, "link_worker": 41.0,
}  # fmt: skip


class Money(Parameters):
    """Unit costs at 2024/25 prices; activity is counted elsewhere.

    An hour of staff is a working hour, as its source states it: what a whole-time post costs in a
    year, over the hours that are left of it after leave, holidays, sickness and study.
    """

    # fmt: off
    staff_hour = parameter(
        by(Profession, **HOURLY,
           **{one: in_price_year(pounds, "2022/23") for one, pounds in HOURLY_2022_23.items()}),
        "GBP per hour", (0.85, 1.2),
        "cost_gp_hour_patient_contact as cost_gp_consult_10min_2025 is to cost_gp_consult_10min; "
        "cost_gp_nurse_consult_10min; cost_nurse_hour_band6_2025; "
        "cost_consultant_psychiatrist_hour_2025; cost_ahp_psych_hour_band7 for psychologists, "
        "cost_ahp_psych_hour_band6 for therapists; cost_adult_social_worker_hour; "
        "cost_home_care_hour; cost_nurse_hour_band5 for care coordinators; "
        "cost_ahp_psych_hour_band5, at link_worker_band; nhscii_2023_24, nhscii_2024_25",
        "cost of a working hour, overheads included and training excluded", evidence="measured")
    working_weeks = parameter(42.0, "weeks a year", (40.5, 43.5),
        "the working time behind the hours of PSSRU's manuals; dn_time_patient_share: 202 of 241 "
        "days, holidays not counted",
        "weeks in which a post works, by which the yearly cost of a post became that of an hour",
        evidence="recalled")
    ae = parameter(280.2, "GBP", (127, 489), "cost_ae_attendance",
        "an A&E attendance", evidence="measured")
    emergency_short = parameter(825.9, "GBP", (600, 1100), "cost_nonelective_short",
        "an emergency stay of less than a day", evidence="measured")
    emergency_long = parameter(5419.3, "GBP", (4000, 6500), "cost_nonelective_long",
        "a longer emergency stay", evidence="measured")
    excess_bed_day = parameter(in_price_year(400.0, "2022/23"), "GBP per day", (345, 600),
        "cost_excess_bed_day; nhscii_2023_24, nhscii_2024_25",
        "a bed day after being fit to leave", evidence="recalled")
    safe_occupancy = parameter(0.92, "share of beds", (0.85, 0.95), "safe_bed_occupancy",
        "occupancy up to which beds are kept open; beyond what that takes they could be closed",
        evidence="recalled")
    mental_health_bed_day = parameter(719.1, "GBP per day", (500, 900),
        "cost_mh_bed_day_adult_acute", "a day in a mental health bed, here or out of area",
        evidence="measured")
    beyond_day = parameter(by(Beyond, step_down=250.0, assess_at_home=115.0, virtual_ward=150.0),
        "GBP per day", (0.6, 1.6), "cost_intermediate_care_home for a day at home; others assumed",
        "a place between hospital and home for a day, whether it is taken or not")
    cancelled = parameter(1400.0, "GBP", (500, 3000), "assumed",
        "theatre time and preparation that a cancelled elective stay leaves unused")
    corridor_day = parameter(250.0, "GBP per day", (100, 500), "assumed",
        "staff beyond those of the wards for a day in a corridor or in A&E")
    elective = parameter(6689.0, "GBP", (5000, 8000), "cost_elective_inpatient",
        "an elective stay", evidence="measured")
    day_case = parameter(1077.5, "GBP", (900, 1300), "cost_daycase",
        "a day case", evidence="measured")
    outpatient = parameter(in_price_year(165.0, "2022/23"), "GBP", (140, 235),
        "cost_outpatient_attendance; nhscii_2023_24, nhscii_2024_25",
        "a clinic attendance", evidence="recalled")
    care_home_week = parameter(in_price_year(916.0, "2023/24"), "GBP per week", (800, 1100),
        "cost_residential_week_la; nhscii_2024_25",
        "a week in a care home, as the council pays it", evidence="measured")
    own_care_home_ratio = parameter(1.36, "ratio", (1.1, 1.41),
        "care_home_fee_self_funder; care_home_fee_council",
        "fee of a care home for people who pay themselves, against what the council pays",
        evidence="measured")
    own_care_hour = parameter(28.53, "GBP per hour", (23, 35), "home_care_minimum_price",
        "an hour of home care for people who pay themselves", evidence="measured")
    # fmt: on
