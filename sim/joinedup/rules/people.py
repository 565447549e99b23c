"""Who lives here: prevalence on day 0, mortality, unpaid carers and persistence."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from joinedup.codes import Age, Need
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameter

Table = Any


class People(NamedTuple):
    """What is known of the people of a place on day 0, and of how long they live."""

    prevalence: Annotated[
        Table,
        Parameter(
            "share of residents with the need, by kind and age, in the middle deprivation fifth",
            "share of residents",
            0.8,
            1.2,
            "cmd_prevalence_adult; psychotic_disorder_prevalence; any_morbidity_share; "
            "efi_share_fit_mild_mod_sev; adl_or_iadl_need_65_69; adl_or_iadl_need_80plus; "
            "the split by age assumed",
            "recalled",
            per=(Need, Age),
        ),
    ] = (
        (0.0, 0.185, 0.175, 0.125, 0.12, 0.13),
        (0.0, 0.008, 0.01, 0.009, 0.008, 0.007),
        (0.0, 0.0, 0.002, 0.018, 0.07, 0.2),
        (0.06, 0.12, 0.33, 0.6, 0.72, 0.76),
        (0.0, 0.002, 0.01, 0.07, 0.2, 0.4),
        (0.0, 0.01, 0.03, 0.17, 0.28, 0.45),
        (0.0, 0.06, 0.05, 0.03, 0.02, 0.02),
        (0.0, 0.05, 0.06, 0.07, 0.1, 0.15),
        (0.0, 0.05, 0.035, 0.015, 0.005, 0.002),
    )
    deprivation_ratio: Annotated[
        Table,
        Parameter(
            "how much commoner the need is in the most than in the least deprived fifth",
            "ratio",
            0.75,
            1.25,
            "deprivation_ratio_adl_need for daily living; "
            "physical_mental_comorbidity_most_deprived for the rest",
            "recalled",
            per=(Need,),
        ),
    ] = (1.7, 2.5, 1.2, 1.5, 1.8, 2.0, 4.0, 1.8, 3.0)
    known_at_start: Annotated[
        float,
        Parameter(
            "share of needs that a service already knows of on day 0, before the burn-in",
            "share of needs",
            0.0,
            1.0,
            role="constant",
        ),
    ] = 0.4
    mortality: Annotated[
        Table,
        Parameter(
            "deaths of people without frailty, by age",
            "deaths per person a year",
            0.8,
            1.2,
            "English life tables",
            "recalled",
            per=(Age,),
        ),
    ] = (0.0002, 0.0006, 0.003, 0.011, 0.029, 0.085)
    mortality_frail: Annotated[
        float,
        Parameter(
            "hazard ratio of death with moderate or severe frailty",
            "ratio",
            1.92,
            4.52,
            "efi_hr_death_mild_mod_sev",
            "measured",
        ),
    ] = 3.1
    carer_share: Annotated[
        float,
        Parameter(
            "share of people with a need in daily living who have an unpaid carer",
            "share of people",
            0.3,
            0.8,
        ),
    ] = 0.55
    persistence: Annotated[
        float,
        Parameter(
            "obstacles that a resident puts up with before giving up, on average",
            "obstacles",
            1.5,
            6.0,
            "003 (those of low socioeconomic status and limited literacy); the number assumed",
        ),
    ] = 3.0
    persistence_ratio: Annotated[
        float,
        Parameter(
            "persistence in the most deprived fifth as a share of that in the least",
            "ratio",
            0.4,
            1.0,
            "003; the number assumed",
        ),
    ] = 0.6


@rule
def gradient(ratio, quintile):
    """The factor of one fifth, when the most deprived has ``ratio`` times the least.

    Geometric in the fifth and 1 in the middle one; ``quintile`` runs from 0 (least) to 4.
    """
    return ratio ** ((float(quintile) - 2.0) / 4.0)


@rule
def obstacles_borne(persistence, ratio, quintile, draw):
    """How many obstacles one resident puts up with: exponential around their fifth's mean.

    ``draw`` is unit-exponential. At least half an obstacle, so that everybody can ask once.
    """
    return 0.5 + (persistence - 0.5) * gradient(ratio, quintile) * draw


@rule
def mortality_rate(p, age, frail):
    """Deaths per day of one resident."""
    ratio = p.mortality_frail if frail else 1.0
    return p.mortality[age] * ratio / 365.25
