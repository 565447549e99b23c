"""Acute illness: A&E, emergency admission, length of stay, delayed discharge."""

from __future__ import annotations

from joinedup.codes import Age
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, by, parameter


class Acute(Parameters):
    """Attendances and admissions that do not depend on community teams."""

    # fmt: off
    ae_rate = parameter(
        by(Age, child=0.3, young_adult=0.245, middle=0.2, young_old=0.24, old=0.34, very_old=0.48),
        "attendances per person a year", (0.8, 1.2),
        "ae_attend_rate for the sum; the split by age assumed",
        "A&E attendances for acute illness of people without frailty, by age")
    deprivation_ratio = parameter(1.7, "ratio", (1.3, 2.2), "ae_deprivation_ratio (tenths: 1.94)",
        "attendances in the most deprived quintile against the least")
    frail_ratio = parameter(2.2, "hazard ratio", (1.9, 4.7),
        "efi_hr_hosp_mild; efi_hr_hosp_moderate; efi_hr_hosp_severe",
        "attendances with moderate or severe frailty against without", evidence="measured")
    care_home_ratio = parameter(1.3, "ratio", (1, 2.5), "carehome_ae_rate",
        "attendances in a care home against at home")
    admitted = parameter(
        by(Age, child=0.13, young_adult=0.15, middle=0.24, young_old=0.42, old=0.53, very_old=0.62),
        "share of attendances", (0.8, 1.2),
        "emerg_admission_rate for the sum; the split by age assumed",
        "share of these attendances that end in admission, by age")
    direct = parameter(0.2, "ratio", (0.1, 0.4), "assumed",
        "emergency admissions that bypass A&E, for each one through it")
    stay_days = parameter(
        by(Age, child=1.4, young_adult=2.6, middle=4.0, young_old=5.5, old=7.2, very_old=8.2),
        "days", (0.8, 1.2), "emerg_los_mean for the mean; the split by age assumed",
        "length of an emergency stay until fit to leave, by age")
    zero_day = parameter(0.33, "share of admissions", (0.3, 0.36), "emerg_zero_day_share",
        "share of emergency admissions that go home the same day", evidence="measured")
    delayed = parameter(0.105, "share of discharges", (0.08, 0.5), "assumed",
        "share of people fit to leave, with an unserved need in daily living or nursing, whose "
        "discharge waits for a package")
    longest_waiting_days = parameter(20.0, "days", (10, 45), "assumed",
        "mean days after which a delayed person goes home or elsewhere without a package")
    other_delay = parameter(0.2, "share of stays", (0.05, 0.35),
        "delayed_discharge_social_care_share (63% of delays are for other reasons)",
        "share of overnight emergency stays at ages over 65 that are prolonged for other reasons")
    other_delay_days = parameter(7.0, "days", (3, 12), "assumed",
        "how long those other delays last")
    beds_kept_free = parameter(0.05, "share of beds", (0.02, 0.1), "bed_occupancy_adult_ga",
        "share of beds below which no elective patient is called in")
    frail_from = parameter(0.35, "severity", (0.3, 0.4), "assumed",
        "severity from which frailty counts as moderate", role="constant")
    zero_day_days = parameter(0.4, "days", (0.2, 0.6), "assumed",
        "length of a stay that ends the same day", role="constant")
    overnight_least_days = parameter(0.5, "days", (0.4, 0.6), "assumed",
        "shortest overnight stay", role="constant")
    delay_least_days = parameter(1.0, "days", (0.5, 2), "assumed",
        "shortest delay of a discharge that waits for a package")
    package_begins_days = parameter(0.5, "days", (0.2, 2), "assumed",
        "days from the start of a package to leaving hospital")
    # fmt: on


@rule
def acute_rate(p, age, inclination, frail, in_care_home):
    """A&E attendances per day for acute illness that is not a crisis of need."""
    rate = p.ae_rate[age] * inclination / 365.25
    if in_care_home:
        return rate * p.care_home_ratio * p.frail_ratio
    return rate * p.frail_ratio if frail else rate


@rule
def stay_length(p, age, draw, same_day):
    """Days in a bed until fit to leave; the mean over all ages is ``stay_days``.

    A share ``zero_day`` goes home the same day; the rest stay an exponential time.
    """
    if same_day < p.zero_day:
        return p.zero_day_days
    beyond = max(0.0, p.stay_days[age] - p.overnight_least_days)
    return p.overnight_least_days + beyond / (1.0 - p.zero_day) * draw


@rule
def beds_for_elective(p, beds, occupied):
    """Beds that may be filled from the elective list today."""
    return int(beds * (1.0 - p.beds_kept_free)) - occupied
