"""Planned care: clinics, the elective list, day cases."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from joinedup.codes import Age, Need
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameter

Table = Any


class Planned(NamedTuple):
    """How outpatient and elective demand arises."""

    clinic_rate: Annotated[
        Table,
        Parameter(
            "clinic attendances of people without a long-term condition that do not follow from "
            "a GP's question, by age",
            "attendances per person a year",
            0.8,
            1.2,
            "outpatient_attend_rate for the sum; the split assumed",
            "assumed",
            per=(Age,),
        ),
    ] = (0.66, 0.72, 0.83, 1.12, 1.38, 1.38)
    clinic_by_need: Annotated[
        Table,
        Parameter(
            "further clinic attendances of people with the need",
            "attendances per person a year",
            0.6,
            1.5,
            "outpatient_attend_rate for the sum; the split assumed",
            "assumed",
            per=(Need,),
        ),
    ] = (0.10, 0.60, 0.50, 1.30, 0.80, 0.10, 0.0, 0.0, 0.20)
    answerable: Annotated[
        float,
        Parameter(
            "share of the clinic attendances for a need that ask a question a community "
            "professional with that skill could answer",
            "share of attendances",
            0.2,
            0.8,
        ),
    ] = 0.6
    question: Annotated[
        float,
        Parameter(
            "chance that a GP consultation ends in a question to a hospital specialist",
            "chance per consultation",
            0.03,
            0.05,
            "gp_referrals_per_1000_yr divided by gp_practice_consult_rate",
            "recalled",
        ),
    ] = 0.041
    series: Annotated[
        float,
        Parameter(
            "clinic attendances that follow from one such question",
            "attendances",
            1.5,
            3.5,
        ),
    ] = 2.2
    listed: Annotated[
        float,
        Parameter(
            "chance that a clinic attendance ends on the elective list",
            "chance per attendance",
            0.07,
            0.11,
            "elective_daycase_rate divided by outpatient_attend_rate",
            "recalled",
        ),
    ] = 0.092
    day_case: Annotated[
        float,
        Parameter(
            "share of elective care that is a day case",
            "share of elective",
            0.83,
            0.88,
            "elective_daycase_rate",
            "recalled",
        ),
    ] = 0.857
    stay_days: Annotated[
        float,
        Parameter("length of an elective stay", "days", 2.5, 5.0, "mean_los_all", "recalled"),
    ] = 3.4


@rule
def clinic_rate_of_need(p, kind, advised):
    """Clinic attendances per day for one need; fewer where the skill is at the table.

    ``advised`` is the share of questions put to the community team and not to a clinic.
    """
    return p.clinic_by_need[kind] * (1.0 - p.answerable * advised) / 365.25
