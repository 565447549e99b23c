"""When living at home is no longer possible."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameter


class CareHome(NamedTuple):
    """Moves into a care home."""

    from_severity: Annotated[
        float,
        Parameter(
            "severity of need in daily living from which a move is considered",
            "severity",
            0.7,
            1.0,
        ),
    ] = 0.8
    chance: Annotated[
        float,
        Parameter(
            "chance of a move each time such a need comes to a head or worsens", "chance", 0.05, 0.5
        ),
    ] = 0.25
    carer_ratio: Annotated[
        float,
        Parameter("chance with an unpaid carer against without", "ratio", 0.3, 1.0),
    ] = 0.6


@rule
def chance_of_move(p, severity, has_carer):
    """The chance that somebody moves into a care home on this occasion."""
    if severity < p.from_severity - 1e-9:
        return 0.0
    return p.chance * p.carer_ratio if has_carer else p.chance
