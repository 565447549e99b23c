"""Who lives here: prevalence on day 0, mortality, unpaid carers and persistence."""

from __future__ import annotations

from joinedup.codes import Age, Need
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, by, parameter


class People(Parameters):
    """What is known of the people of a place on day 0, and of how long they live."""

    # fmt: off
    prevalence = parameter(
        by(Need,
           common_mental_disorder=by(Age, child=0.0, young_adult=0.185, middle=0.175,
               young_old=0.125, old=0.12, very_old=0.13),
           severe_mental_illness=by(Age, child=0.0, young_adult=0.008, middle=0.01, young_old=0.009,
               old=0.008, very_old=0.007),
           cognitive=by(Age, child=0.0, young_adult=0.0, middle=0.002, young_old=0.018, old=0.07,
               very_old=0.2),
           long_term_condition=by(Age, child=0.06, young_adult=0.12, middle=0.33, young_old=0.6,
               old=0.72, very_old=0.76),
           frailty=by(Age, child=0.0, young_adult=0.002, middle=0.01, young_old=0.07, old=0.2,
               very_old=0.4),
           daily_living=by(Age, child=0.0, young_adult=0.01, middle=0.03, young_old=0.17, old=0.28,
               very_old=0.45),
           housing_and_money=by(Age, child=0.0, young_adult=0.06, middle=0.05, young_old=0.03,
               old=0.02, very_old=0.02),
           isolation=by(Age, child=0.0, young_adult=0.05, middle=0.06, young_old=0.07, old=0.1,
               very_old=0.15),
           substance_use=by(Age, child=0.0, young_adult=0.05, middle=0.035, young_old=0.015,
               old=0.005, very_old=0.002)),
        "share of residents", (0.8, 1.2),
        "cmd_prevalence_adult; psychotic_disorder_prevalence; any_morbidity_share; "
        "efi_share_fit_mild_mod_sev; adl_or_iadl_need_65_69; adl_or_iadl_need_80plus; the split by "
        "age assumed",
        "share of residents with the need, by kind and age, in the middle deprivation "
        "fifth", evidence="recalled")
    deprivation_ratio = parameter(
        by(Need, common_mental_disorder=1.7, severe_mental_illness=2.5, cognitive=1.2,
           long_term_condition=1.5, frailty=1.8, daily_living=2.0, housing_and_money=4.0,
           isolation=1.8, substance_use=3.0),
        "ratio", (0.75, 1.25),
        "deprivation_ratio_adl_need for daily living; physical_mental_comorbidity_most_deprived "
        "for the rest",
        "how much commoner the need is in the most than in the least deprived "
        "fifth", evidence="recalled")
    known_at_start = parameter(0.4, "share of needs", (0, 1), "assumed",
        "share of needs that a service already knows of on day 0, before the "
        "burn-in", role="constant")
    mortality = parameter(
        by(Age, child=0.0002, young_adult=0.0006, middle=0.003, young_old=0.011, old=0.029,
           very_old=0.085),
        "deaths per person a year", (0.8, 1.2), "English life tables",
        "deaths of people without frailty, by age", evidence="recalled")
    mortality_frail = parameter(3.1, "ratio", (1.92, 4.52), "efi_hr_death_mild_mod_sev",
        "hazard ratio of death with moderate or severe frailty", evidence="measured")
    carer_share = parameter(0.55, "share of people", (0.3, 0.8), "assumed",
        "share of people with a need in daily living who have an unpaid carer")
    persistence = parameter(3.0, "obstacles", (1.5, 6),
        "003 (those of low socioeconomic status and limited literacy); the number assumed",
        "obstacles that a resident puts up with before giving up, on average")
    persistence_ratio = parameter(0.6, "ratio", (0.4, 1), "003; the number assumed",
        "persistence in the most deprived fifth as a share of that in the least")
    highest_prevalence = parameter(0.95, "share of people", (0.9, 1), "assumed",
        "highest share of people who have one kind of need on day 0", role="constant")
    known_within_days = parameter(365.0, "days", (180, 730), "assumed",
        "days within which known needs on day 0 are taken to a service")
    persistence_least = parameter(0.5, "obstacles", (0.25, 1), "assumed",
        "obstacles that everyone puts up with")
    # fmt: on


@rule
def gradient(ratio, quintile):
    """The factor of one fifth, when the most deprived has ``ratio`` times the least.

    Geometric in the fifth and 1 in the middle one; ``quintile`` runs from 0 (least) to 4.
    """
    return ratio ** ((float(quintile) - 2.0) / 4.0)


@rule
def obstacles_borne(p, quintile, draw):
    """How many obstacles one resident puts up with: exponential around their fifth's mean.

    ``draw`` is unit-exponential. At least ``persistence_least``, so that everyone can ask once.
    """
    beyond = p.persistence - p.persistence_least
    return p.persistence_least + beyond * gradient(p.persistence_ratio, quintile) * draw


@rule
def mortality_rate(p, age, frail):
    """Deaths per day of one resident."""
    ratio = p.mortality_frail if frail else 1.0
    return p.mortality[age] * ratio / 365.25
