"""The means test of social care: people with means pay for their own support.

A home of one's own counts for a care home and not for support at home, so more pay there: all who
would pay at home, and others.
"""

from __future__ import annotations

from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, parameter
from joinedup.rules.people import gradient


class MeansTest(Parameters):
    """Who pays for their own support."""

    # fmt: off
    self_funders = parameter(0.3, "share of people", (0.15, 0.45),
        "self_funders_home_care, which is too low, its authors say; the number assumed",
        "share of people with an eligible need, in the middle quintile, who pay for their support")
    care_home_self_funders = parameter(0.489, "share of residents", (0.37, 0.55),
        "self_funders_care_home_older",
        "share of care home residents, in the middle quintile, who pay for the home",
        evidence="measured")
    deprivation_ratio = parameter(0.4, "ratio", (0.1, 0.6),
        "self_funders_most_deprived; self_funders_least_deprived",
        "those shares in the most deprived quintile against the least", evidence="measured")
    # fmt: on

    resident_columns = (("buys", "u2", "bit per kind: a need for which they buy support"),)


@rule
def chance_of_paying(p, quintile):
    """The chance that a person of this deprivation quintile pays for their own support."""
    return min(1.0, p.self_funders * gradient(p.deprivation_ratio, quintile))


@rule
def chance_of_paying_care_home(p, quintile):
    """The chance that they would pay for a care home; never less than for support at home."""
    home = p.care_home_self_funders * gradient(p.deprivation_ratio, quintile)
    return min(1.0, max(home, chance_of_paying(p, quintile)))
