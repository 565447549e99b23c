"""Acute illness: A&E and emergency admission. What follows is in `joinedup.rules.stays`."""

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
    frail_from = parameter(0.35, "severity", (0.3, 0.4), "assumed",
        "severity from which frailty counts as moderate", role="constant")
    # fmt: on


@rule
def acute_rate(p, age, inclination, frail, in_care_home):
    """A&E attendances per day for acute illness that is not a crisis of need."""
    rate = p.ae_rate[age] * inclination / 365.25
    if in_care_home:
        return rate * p.care_home_ratio * p.frail_ratio
    return rate * p.frail_ratio if frail else rate
