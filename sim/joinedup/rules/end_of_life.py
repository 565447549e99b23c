"""The last year of life: whether it is recognised, what a plan for it changes, where people die.

A plan made ahead, for a person whose last year is recognised, says what to do at home when things
get bad, and where they want to die (001: provision of anticipatory care plans).
"""

from __future__ import annotations

from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, parameter


class EndOfLife(Parameters):
    """Recognition, and where people die."""

    # fmt: off
    recognised = parameter(0.25, "chance", (0.05, 0.6), "assumed",
        "chance that a clinician who sees a person at their worst, lately in hospital, recognises "
        "that they may be in their last year")
    lately_in_hospital = parameter(0.4, "share of the signs", (0, 0.8),
        "deaths_three_admissions_90_days for the sign; the number assumed",
        "weight of admissions among the signs; the rest is how ill the person is")
    at_home = parameter(0.4, "chance", (0, 0.7),
        "crisis_plan_admission_rr for the sign; the number assumed",
        "chance that what a plan for the last year has ready at home is enough, however bad it is")
    brought_in = parameter(0.38, "chance", (0.1, 0.6), "deaths_in_hospital for the sum",
        "chance that a person who comes to die at home is brought to hospital in the last hours")
    brought_in_from_care_home = parameter(0.2, "chance", (0.1, 0.4), "assumed",
        "that chance from a care home")
    as_wished = parameter(0.6, "share", (0, 0.9), "assumed",
        "share of those who would be brought in whom a plan for the last year keeps where they are")
    # fmt: on

    resident_columns = (("last_year", "u1", "1 when seen to be, perhaps, in their last year"),)


@rule
def chance_recognised(p, frailty, worst, admissions):
    """The chance that one look at a person recognises a last year of life.

    ``frailty`` and ``worst`` are severities of frailty, 0 without it, and of the worst need of any
    kind; ``admissions`` 1 after an emergency admission in the last 90 days, else 0.
    """
    ill = 0.5 * (frailty + worst)
    signs = ill * (1.0 - p.lately_in_hospital + p.lately_in_hospital * admissions)
    return p.recognised * signs * signs


@rule
def chance_brought_in(p, in_care_home, planned):
    """The chance that a person who comes to die outside hospital is brought in to die there."""
    chance = p.brought_in_from_care_home if in_care_home else p.brought_in
    return chance * (1.0 - p.as_wished) if planned else chance
