"""Background acute illness: A&E, emergency admission, the stay and the way home."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from joinedup.codes import Age
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameter

Table = Any


class Acute(NamedTuple):
    """What would happen at the hospital's front door whatever the community teams do."""

    ae_rate: Annotated[
        Table,
        Parameter(
            "A&E attendances for acute illness of people without frailty, by age",
            "attendances per person a year",
            0.8,
            1.2,
            "ae_attend_rate for the sum; the split by age assumed",
            "assumed",
            per=(Age,),
        ),
    ] = (0.30, 0.245, 0.20, 0.24, 0.34, 0.48)
    deprivation_ratio: Annotated[
        float,
        Parameter(
            "attendances in the most deprived fifth against the least",
            "ratio",
            1.3,
            2.2,
            "ae_deprivation_ratio (tenths: 1.94)",
            "assumed",
        ),
    ] = 1.7
    frail_ratio: Annotated[
        float,
        Parameter(
            "attendances with moderate or severe frailty against without",
            "hazard ratio",
            1.9,
            4.7,
            "efi_hr_hosp_mild; efi_hr_hosp_moderate; efi_hr_hosp_severe",
            "measured",
        ),
    ] = 2.2
    care_home_ratio: Annotated[
        float,
        Parameter(
            "attendances in a care home against at home",
            "ratio",
            1.0,
            2.5,
            "carehome_ae_rate",
            "assumed",
        ),
    ] = 1.3
    admitted: Annotated[
        Table,
        Parameter(
            "share of these attendances that end in admission, by age",
            "share of attendances",
            0.8,
            1.2,
            "emerg_admission_rate for the sum; the split by age assumed",
            "assumed",
            per=(Age,),
        ),
    ] = (0.13, 0.15, 0.24, 0.42, 0.53, 0.62)
    direct: Annotated[
        float,
        Parameter(
            "emergency admissions that do not pass through A&E, for every one that does",
            "ratio",
            0.1,
            0.4,
        ),
    ] = 0.2
    stay_days: Annotated[
        Table,
        Parameter(
            "length of an emergency stay until fit to leave, by age",
            "days",
            0.8,
            1.2,
            "emerg_los_mean for the mean; the split by age assumed",
            "assumed",
            per=(Age,),
        ),
    ] = (1.4, 2.6, 4.0, 5.5, 7.2, 8.2)
    zero_day: Annotated[
        float,
        Parameter(
            "share of emergency admissions that go home the same day",
            "share of admissions",
            0.30,
            0.36,
            "emerg_zero_day_share",
            "measured",
        ),
    ] = 0.33
    held_back: Annotated[
        float,
        Parameter(
            "share of people ready to leave, with an unserved need in daily living or nursing, "
            "who cannot go home without a package",
            "share of discharges",
            0.08,
            0.5,
        ),
    ] = 0.17
    longest_wait_days: Annotated[
        float,
        Parameter(
            "days after which somebody held back goes home or elsewhere all the same, on average",
            "days",
            10.0,
            45.0,
        ),
    ] = 20.0
    other_delay: Annotated[
        float,
        Parameter(
            "share of overnight emergency stays of people over 65 that are prolonged by anything "
            "else",
            "share of stays",
            0.05,
            0.35,
            "delayed_discharge_social_care_share (63% of delays are for other reasons)",
            "assumed",
        ),
    ] = 0.2
    other_delay_days: Annotated[
        float,
        Parameter("how long those other delays last", "days", 3.0, 12.0),
    ] = 7.0
    beds_kept_free: Annotated[
        float,
        Parameter(
            "share of beds below which no elective patient is called in",
            "share of beds",
            0.02,
            0.10,
            "bed_occupancy_adult_ga",
            "assumed",
        ),
    ] = 0.05


@rule
def acute_rate(p, age, inclination, frail, in_care_home):
    """A&E attendances per day for background acute illness."""
    rate = p.ae_rate[age] * inclination / 365.25
    if in_care_home:
        return rate * p.care_home_ratio * p.frail_ratio
    return rate * p.frail_ratio if frail else rate


@rule
def stay_length(p, age, draw, same_day):
    """Days in a bed until fit to leave: a third go home the same day, the rest exponential.

    The mean over all is the table's value.
    """
    if same_day < p.zero_day:
        return 0.4
    return 0.5 + max(0.0, p.stay_days[age] - 0.5) / (1.0 - p.zero_day) * draw


@rule
def beds_for_elective(p, beds, occupied):
    """How many beds may be filled from the elective list today."""
    return int(beds * (1.0 - p.beds_kept_free)) - occupied
