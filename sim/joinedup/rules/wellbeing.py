"""Health-related quality of life: decrements by need."""

from __future__ import annotations

from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, by_need, parameter


class Wellbeing(Parameters):
    """EQ-5D decrements of needs at moderate severity."""

    # fmt: off
    decrement = parameter(by_need(lambda kind: kind.quality_of_life), "EQ-5D index", (0.5, 1.6),
        "eq5d_decrement_depression; eq5d_decrement_smi; eq5d_decrement_per_physical_condition; "
        "eq5d_decrement_adl_dependence; housing, isolation and substance use assumed",
        "quality of life lost with the need at middling severity, unserved", evidence="recalled")
    served = parameter(0.8, "share left", (0.6, 0.95),
        "case_mgmt_smd_health_short; collab_care_depression_smd for the sign and size",
        "share of the decrement that remains in care or when met")
    # fmt: on


@rule
def quality_lost(p, kind, severity, served):
    """What one of several needs takes off a person's EQ-5D index.

    Half of what it takes alone, since decrements are sub-additive when needs coincide.
    """
    lost = 0.5 * p.decrement[kind] * severity / 0.5
    return lost * p.served if served else lost
