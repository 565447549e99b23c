"""Health-related quality of life: what each need takes from it."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from joinedup.codes import Need
from joinedup.engine.parameter import Parameter

Table = Any


class Wellbeing(NamedTuple):
    """EQ-5D decrements of needs at middling severity."""

    decrement: Annotated[
        Table,
        Parameter(
            "quality of life lost with the need at middling severity, unserved",
            "EQ-5D index",
            0.5,
            1.6,
            "eq5d_decrement_depression; eq5d_decrement_smi; eq5d_decrement_per_physical_condition; "
            "eq5d_decrement_adl_dependence; housing, isolation and substance use assumed",
            "recalled",
            per=(Need,),
        ),
    ] = (0.20, 0.15, 0.15, 0.05, 0.12, 0.25, 0.06, 0.06, 0.10)
    served: Annotated[
        float,
        Parameter(
            "share of the decrement that remains in care or when met",
            "share left",
            0.6,
            0.95,
            "case_mgmt_smd_health_short; collab_care_depression_smd for the sign and size",
            "assumed",
        ),
    ] = 0.8
