"""The means test of social care: people with means pay for their own support."""

from __future__ import annotations

from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, parameter
from joinedup.rules.people import gradient


class MeansTest(Parameters):
    """Who pays for their own support."""

    # fmt: off
    self_funders = parameter(0.3, "share of people", (0.15, 0.45), "assumed",
        "share of people with an eligible need, in the middle quintile, who pay for their support")
    deprivation_ratio = parameter(0.25, "ratio", (0.1, 0.6), "assumed",
        "that share in the most deprived quintile against the least")
    # fmt: on


@rule
def chance_of_paying(p, quintile):
    """The chance that a person of this deprivation quintile pays for their own support."""
    return min(1.0, p.self_funders * gradient(p.deprivation_ratio, quintile))
