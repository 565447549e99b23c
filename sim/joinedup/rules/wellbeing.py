"""Health-related quality of life: what each need takes from it."""

from __future__ import annotations

from joinedup.codes import Need
from joinedup.engine.parameter import Parameters, by, parameter


class Wellbeing(Parameters):
    """EQ-5D decrements of needs at middling severity."""

    # fmt: off
    decrement = parameter(
        by(Need, common_mental_disorder=0.2, severe_mental_illness=0.15, cognitive=0.15,
           long_term_condition=0.05, frailty=0.12, daily_living=0.25, housing_and_money=0.06,
           isolation=0.06, substance_use=0.1),
        "EQ-5D index", (0.5, 1.6),
        "eq5d_decrement_depression; eq5d_decrement_smi; eq5d_decrement_per_physical_condition; "
        "eq5d_decrement_adl_dependence; housing, isolation and substance use assumed",
        "quality of life lost with the need at middling severity, unserved", evidence="recalled")
    served = parameter(0.8, "share left", (0.6, 0.95),
        "case_mgmt_smd_health_short; collab_care_depression_smd for the sign and size",
        "share of the decrement that remains in care or when met")
    # fmt: on
