"""The last year of life: whether it is recognised, what a plan for it changes, where people die.

A plan made ahead, for a person whose last year is recognised, says what to do at home when things
get bad, and where they want to die (001: provision of anticipatory care plans).
"""

from __future__ import annotations

from math import exp

from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, parameter


class EndOfLife(Parameters):
    """Recognition, and where people die."""

    # fmt: off
    recognised = parameter(0.55, "ratio", (0.2, 0.9),
        "palliative_register_share for what comes of it",
        "chance that a clinician who sees a person recognises that they may be in their last year, "
        "against the chance that they are")
    at_home = parameter(0.31, "chance", (0, 0.55), "crisis_plan_admission_rr, of other plans",
        "chance that what a plan for the last year has ready at home is enough in an illness that "
        "was seen coming", evidence="recalled")
    brought_in = parameter(0.38, "chance", (0.1, 0.6), "deaths_in_hospital for the sum",
        "chance that a person who comes to die at home is brought to hospital in the last hours")
    brought_in_from_care_home = parameter(0.2, "chance", (0.1, 0.4), "assumed",
        "that chance from a care home")
    as_wished = parameter(0.6, "share", (0, 0.9), "assumed",
        "share of those who would be brought in whom a plan for the last year keeps where they are")
    # fmt: on

    resident_columns = (
        ("last_year_until", "f4", "until when they are seen to be, perhaps, in their last year"),
    )


@rule
def chance_recognised(p, death_rate):
    """The chance that one look at a person recognises a last year of life.

    ``death_rate`` is their deaths a day, as they are now.
    """
    return p.recognised * (1.0 - exp(-365.25 * death_rate))


@rule
def chance_brought_in(p, in_care_home, planned):
    """The chance that a person who comes to die outside hospital is brought in to die there."""
    chance = p.brought_in_from_care_home if in_care_home else p.brought_in
    return chance * (1.0 - p.as_wished) if planned else chance
