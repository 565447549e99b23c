"""Residents: prevalence on day 0, mortality, unpaid carers and persistence."""

from __future__ import annotations

from joinedup.codes import Age
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, by, by_need, parameter


class People(Parameters):
    """Residents of a place on day 0, and their mortality."""

    # fmt: off
    prevalence = parameter(by_need(lambda kind: by(Age, 0.0, **kind.prevalence)),
        "share of residents", (0.8, 1.2),
        "cmd_prevalence_adult; psychotic_disorder_prevalence; any_morbidity_share; "
        "efi_share_fit_mild_mod_sev; adl_or_iadl_need_65_69; adl_or_iadl_need_80plus; the split by "
        "age assumed",
        "share of residents with the need, by kind and age, in the middle deprivation quintile",
        evidence="recalled")
    deprivation_ratio = parameter(by_need(lambda kind: kind.deprivation_ratio),
        "ratio", (0.75, 1.25),
        "deprivation_ratio_adl_need for daily living; physical_mental_comorbidity_most_deprived "
        "for the rest",
        "how much commoner the need is in the most than in the least deprived quintile",
        evidence="recalled")
    known_at_start = parameter(0.4, "share of needs", (0, 1), "assumed",
        "share of needs that a service already knows of, on day 0 or on moving in",
        role="constant")
    mortality = parameter(
        by(Age, child=0.00032, young_adult=0.00053, middle=0.0026, young_old=0.009, old=0.019,
           very_old=0.047),
        "deaths per person a year", (0.8, 1.2), "English life tables",
        "deaths of people in the middle quintile who are well and not frail, by age",
        evidence="recalled")
    mortality_by_grade = parameter(1.6, "ratio", (1.4, 1.92), "efi_hr_death_mild_mod_sev",
        "hazard ratio of death for each grade of frailty: mild, moderate, severe")
    mortality_deprivation = parameter(2.0, "ratio", (1.6, 2.6), "mortality_deprivation_ratio",
        "deaths under 75 in the most deprived quintile against the least", evidence="recalled")
    mortality_severe_mental_illness = parameter(2.8, "ratio", (2, 4.9), "smi_mortality_ratio",
        "deaths with severe mental illness against without, beyond other ills",
        evidence="recalled")
    mortality_unwell = parameter(10.0, "ratio", (4, 20), "deaths_in_hospital for what comes "
        "of it; the number assumed",
        "deaths in a spell of illness against before it")
    mortality_care_home = parameter(0.17, "deaths per person a year", (0.1, 0.25),
        "care_home_deaths_a_year for all deaths in care homes, care_home_smr for adding them; what "
        "of them is beyond age, frailty and illness is that of the siloed place",
        "deaths of people who live in a care home beyond those of others as old and as frail")
    carer_share = parameter(0.55, "share of people", (0.3, 0.8), "assumed",
        "share of people with a need in daily living who have an unpaid carer")
    persistence = parameter(3.0, "barriers", (1.5, 6),
        "003 (those of low socioeconomic status and limited literacy); the number assumed",
        "barriers that a resident accepts before giving up, on average")
    persistence_ratio = parameter(0.6, "ratio", (0.4, 1), "003; the number assumed",
        "persistence in the most deprived quintile as a share of that in the least")
    highest_prevalence = parameter(0.95, "share of people", (0.9, 1), "assumed",
        "highest share of people who have one kind of need on day 0", role="constant")
    known_within_days = parameter(365.0, "days", (180, 730), "assumed",
        "days within which known needs on day 0 are taken to a service")
    persistence_least = parameter(0.5, "barriers", (0.25, 1), "assumed",
        "obstacles that everyone puts up with")
    # fmt: on


@rule
def gradient(ratio, quintile):
    """The factor of a deprivation quintile, ``ratio ** ((quintile - 2) / 4)``.

    1 in the middle one; ``quintile`` runs from 0 (least deprived) to 4; ``ratio`` is that of the
    most to the least deprived.
    """
    return ratio ** ((float(quintile) - 2.0) / 4.0)


@rule
def persistence_of(p, quintile, draw):
    """Barriers that one resident accepts: exponential around their quintile's mean.

    ``draw`` is unit-exponential. At least ``persistence_least``, so that everyone can ask once.
    """
    beyond = p.persistence - p.persistence_least
    return p.persistence_least + beyond * gradient(p.persistence_ratio, quintile) * draw


@rule
def mortality_rate(p, age, quintile, grade, severe_mental_illness, unwell, in_care_home):
    """Deaths a day of one resident; the gradient by deprivation holds under 75.

    Age makes less difference in care homes than elsewhere, so that what is beyond it there is
    added (care_home_smr).
    """
    rate = p.mortality[age] * p.mortality_by_grade**grade / 365.25
    if age <= Age.YOUNG_OLD:
        rate *= gradient(p.mortality_deprivation, quintile)
    if severe_mental_illness:
        rate *= p.mortality_severe_mental_illness
    rate *= p.mortality_unwell if unwell else 1.0
    return rate + p.mortality_care_home / 365.25 if in_care_home else rate
