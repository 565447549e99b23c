"""Acute illness: A&E and emergency admission. What follows is in `joinedup.rules.stays`."""

from __future__ import annotations

from joinedup.codes import Age
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, by, parameter


class Acute(Parameters):
    """Attendances and admissions that do not depend on community teams."""

    # fmt: off
    ae_rate = parameter(
        by(Age, child=0.22, young_adult=0.15, middle=0.09, young_old=0.087, old=0.105,
           very_old=0.125),
        "attendances per person a year", (0.8, 1.2),
        "ae_attend_rate for the sum; the split by age assumed",
        "sudden visits to A&E of people who carry nothing, by age")
    deprivation_ratio = parameter(1.4, "ratio", (1.2, 1.8),
        "ae_deprivation_ratio (tenths: 1.94), less what people carry",
        "attendances in the most deprived quintile against the least")
    care_home_ratio = parameter(2.1, "ratio", (1, 3.5), "carehome_ae_rate",
        "attendances in a care home against at home")
    admitted = parameter(
        by(Age, child=0.12, young_adult=0.13, middle=0.2, young_old=0.36, old=0.47,
           very_old=0.55),
        "share of attendances", (0.8, 1.2),
        "emerg_admission_rate for the sum; the split by age assumed",
        "share of these attendances that end in admission, by age")
    direct = parameter(0.2, "ratio", (0.1, 0.4), "assumed",
        "emergency admissions that bypass A&E, for each one through it")
    # fmt: on


@rule
def admitted_in_spell(admitted, odds_ratio):
    """The chance of admission at other odds."""
    odds = admitted / (1.0 - admitted) * odds_ratio
    return odds / (1.0 + odds)
