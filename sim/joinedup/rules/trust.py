"""Trust between two teams, and how far their interface works as it was arranged."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameter


class Trust(NamedTuple):
    """How trust grows with joint work that goes well, and falls."""

    at_first: Annotated[
        float,
        Parameter("trust between two teams that have never met", "trust", 0.1, 0.6),
    ] = 0.3
    speed: Annotated[
        float,
        Parameter(
            "how fast trust follows many experiences a week",
            "share a week",
            0.005,
            0.05,
            "001 (time to build social capital and foster trust); the number assumed",
        ),
    ] = 0.015
    half_at: Annotated[
        float,
        Parameter(
            "experiences a week at which trust moves at half that speed",
            "experiences a week of two teams that serve 30,000 residents",
            1.0,
            10.0,
        ),
    ] = 3.0
    bad_weighs: Annotated[
        float,
        Parameter(
            "what a bounce, refusal or loss weighs against a handover that goes well",
            "ratio",
            1.0,
            5.0,
        ),
    ] = 2.0
    reorganised: Annotated[
        float,
        Parameter(
            "share of trust lost in the greatest upheaval",
            "share of trust",
            0.1,
            0.7,
            "MODEL.md; the number assumed",
        ),
    ] = 0.4
    with_leavers: Annotated[
        float,
        Parameter(
            "share of the trust in somebody that goes with them",
            "share of trust",
            0.3,
            1.0,
            "MODEL.md (newcomers know nobody); the number assumed",
        ),
    ] = 0.7
    without_it: Annotated[
        float,
        Parameter(
            "how far people who work the new way get without any trust",
            "share of the arrangement",
            0.1,
            0.6,
            "002 (structure by itself does not deliver); the number assumed",
        ),
    ] = 0.3
    spanner: Annotated[
        float,
        Parameter(
            "how much faster trust grows at an interface with a boundary spanner",
            "ratio less one",
            0.2,
            2.0,
            "002; the number assumed",
        ),
    ] = 0.8


@rule
def trust_after_week(p, trust, good, bad, spanned):
    """Trust after a week of ``good`` and ``bad`` experiences; ``spanned`` is a share."""
    count = good + bad
    if count <= 0.0:
        return trust
    deserved = good / (good + p.bad_weighs * bad)
    speed = p.speed * count / (count + p.half_at)
    if deserved > trust:
        speed *= 1.0 + p.spanner * spanned
    return trust + (deserved - trust) * min(1.0, speed)


@rule
def fidelity_of(p, adoption, taken_up_there, trust):
    """How far an interface works as arranged: both sides must, and trust carries the rest.

    A handover in the new way needs somebody on each side who works in it, hence the product.
    """
    return adoption * taken_up_there * (p.without_it + (1.0 - p.without_it) * trust)
