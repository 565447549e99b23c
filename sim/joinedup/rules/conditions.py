"""Long-term conditions: how many a person has, and mental disorder with them."""

from __future__ import annotations

from math import log

from joinedup.codes import Age
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, by, parameter


class Conditions(Parameters):
    """The number of long-term physical conditions of people who have any."""

    # fmt: off
    usual_number = parameter(
        by(Age, child=1.05, young_adult=1.27, middle=1.8, young_old=2.6, old=3.3,
           very_old=3.8),
        "conditions", (0.85, 1.15), "multimorbidity_age_25_34; multimorbidity_age_75plus; "
        "share_3plus_serious_chronic for what comes of it",
        "conditions of people who have any, on average, by age, on day 0 or on moving in")
    new_with_worsening = parameter(
        by(Age, child=0.01, young_adult=0.09, middle=0.28, young_old=0.95, old=0.25,
           very_old=0.6),
        "chance", (0.7, 1.05), "so that the mean by age stays as people age",
        "chance that conditions which get a step worse are one more, by age")
    mental_disorder = parameter(2.6, "ratio", (1.95, 4),
        "or_mental_disorder_1_physical for what comes of it, in who has both",
        "onset of a mental disorder with one condition against none")
    mental_disorder_each = parameter(1.364, "ratio", (1.2, 1.5),
        "or_mental_disorder_5plus_physical",
        "the same with each further condition, up to five", evidence="measured")
    # fmt: on

    resident_columns = (("conditions", "u1", "long-term conditions of the body; 0 without any"),)


MOST = 12


@rule
def number_of_conditions(p, age, draw):
    """How many conditions a person who has any has: geometric about the mean of their age.

    ``draw`` is uniform.
    """
    further = p.usual_number[age] - 1.0
    if further <= 0.0:
        return 1
    return 1 + min(MOST - 1, int(log(1.0 - draw) / log(further / (1.0 + further))))


@rule
def mental_ratio(p, count):
    """Onset of a mental disorder with so many conditions against none."""
    if count == 0:
        return 1.0
    return p.mental_disorder * p.mental_disorder_each ** (min(count, 5) - 1.0)
