"""Illness: who falls ill, and how an illness runs its course.

Acute illness comes at a rate by age and deprivation. Part of it is sudden and befalls anybody. The
rest comes of what a person carries, in spells: a spell begins before the first visit to hospital,
brings visits until it is over, and leaves decline.
"""

from __future__ import annotations

from math import exp

from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, parameter

HIGHEST_COUNT = 4  # conditions from which more make no difference to the ratio


class Illness(Parameters):
    """Acute illness by what a person carries, and spells of it."""

    # fmt: off
    by_conditions = parameter(1.63, "ratio", (1.5, 2.3),
        "or_unplanned_adm_4plus_physical for what comes of it, up to four of them",
        "acute illness for each further long-term condition, at middling severity")
    by_frailty_grade = parameter(1.3, "hazard ratio", (1.15, 1.6),
        "efi_hr_hosp_mild; efi_hr_hosp_moderate; efi_hr_hosp_severe, less what conditions explain",
        "acute illness for each grade of frailty: mild, moderate, severe")
    by_mental_disorder = parameter(1.12, "ratio", (1, 2.01), "or_unplanned_adm_mental",
        "acute illness with a common mental disorder or dementia, at middling severity")
    by_severe_mental_illness = parameter(4.5, "ratio", (2, 6), "mh_emerg_adm_multiplier",
        "acute illness with severe mental illness, at middling severity")
    by_substance_use = parameter(3.5, "ratio", (2, 6), "assumed",
        "acute illness with substance use, at middling severity")
    by_isolation = parameter(1.15, "ratio", (1, 1.4), "assumed",
        "acute illness of people who are isolated, at middling severity")
    whatever_severity = parameter(0.2, "share", (0.1, 0.6), "assumed",
        "share of what a condition or disorder adds to acute illness however mild it is; the rest "
        "grows with its severity")
    proneness = parameter(0.65, "standard deviation of the logarithm", (0.4, 1.1),
        "admitted_twice_share; high_impact_share; ae_thrice_share for what comes of it",
        "how far people differ in acute illness beyond what is recorded of them")
    sensitive = parameter(0.5, "ratio", (0.3, 0.8), "acsc_share_emerg_adm for what comes of it",
        "acute illness that ambulatory care can affect, for one condition at middling severity, "
        "against all sudden illness")
    sensitive_by_conditions = parameter(1.5, "exponent", (1, 2),
        "or_preventable_adm_4plus_physical for what comes of it",
        "how steeply it rises with the number of conditions")
    sensitive_in_care = parameter(0.7, "ratio", (0.4, 0.95),
        "acsc_share_emerg_adm for the sign (what ambulatory care can affect); the number assumed",
        "that illness with the conditions in care, against without")
    spell_days = parameter(40.0, "days", (30, 120), "assumed",
        "length of a spell of illness, on average")
    visits_a_spell = parameter(1.22, "visits", (0.8, 2),
        "readmission_30d_share for what comes of it; the number assumed",
        "visits to hospital in a spell of average length, without the time spent in a bed")
    by_day_early = parameter(1.1, "ratio a day", (1, 1.3), "assumed",
        "visits in a spell of illness for each day by which the last stay was cut for want of beds")
    sicker = parameter(1.4, "odds ratio", (1, 2.5), "mh_emerg_adm_multiplier against "
        "mh_ae_multiplier for the sign; the number assumed",
        "odds of being admitted in a spell, against in a sudden illness")
    consultations = parameter(10.0, "consultations a year", (4, 20), "assumed",
        "further consultations with the practice in a spell of illness")
    decline = parameter(0.2, "chance", (0.05, 0.4), "assumed",
        "chance that a spell leaves long-term conditions one step worse")
    # fmt: on

    resident_columns = (
        ("proneness", "f4", "acute illness beyond what is recorded, ratio with mean 1"),
        ("spells", "i4", "spells of illness so far, for keys"),
        ("unwell_until", "f8", "end of the spell of illness, or never"),
    )


@rule
def proneness_of(p, draw):
    """One person's ratio, lognormal with mean 1; ``draw`` is standard normal."""
    return exp(p.proneness * draw - 0.5 * p.proneness * p.proneness)


@rule
def ratio_at_severity(p, ratio, severity):
    """A ratio that holds at severity 0.5, at another: its excess grows with severity."""
    always = p.whatever_severity
    return 1.0 + (ratio - 1.0) * (always + (1.0 - always) * 2.0 * severity)


@rule
def ratio_of_conditions(p, count, severity):
    """Acute illness with so many conditions against none; 1 without any."""
    if count == 0:
        return 1.0
    return ratio_at_severity(p, p.by_conditions ** min(count, HIGHEST_COUNT), severity)


@rule
def sensitive_ratio(p, count, severity, served):
    """Illness that ambulatory care can affect, against sudden illness; 0 without a condition."""
    if count == 0:
        return 0.0
    care = p.sensitive_in_care if served else 1.0
    often = (1.0 * min(count, HIGHEST_COUNT)) ** p.sensitive_by_conditions
    return p.sensitive * often * (0.5 + severity) * care


@rule
def length_of_spell(p, draw):
    """Days of a spell of illness; ``draw`` is unit-exponential."""
    return p.spell_days * draw
