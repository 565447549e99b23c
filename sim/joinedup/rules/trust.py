"""Trust between two teams, and how far their interface works as it was arranged."""

from __future__ import annotations

from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, parameter


class Trust(Parameters):
    """How trust grows with joint work that goes well, and falls."""

    # fmt: off
    at_first = parameter(0.3, "trust", (0.1, 0.6), "assumed",
        "trust between two teams that have never met")
    speed = parameter(0.015, "share a week", (0.005, 0.05),
        "001 (time to build social capital and foster trust); the number assumed",
        "how fast trust follows many experiences a week")
    half_at = parameter(3.0, "experiences a week of two teams that serve 30,000 residents", (1, 10),
        "assumed",
        "experiences a week at which trust moves at half that speed")
    bad_weighs = parameter(2.0, "ratio", (1, 5), "assumed",
        "what a bounce, refusal or loss weighs against a handover that goes well")
    reorganised = parameter(0.4, "share of trust", (0.1, 0.7), "assumed",
        "share of trust lost in the greatest upheaval")
    with_leavers = parameter(0.7, "share of trust", (0.3, 1),
        "assumed",
        "share of the trust in somebody that goes with them")
    without_it = parameter(0.3, "share of the arrangement", (0.1, 0.6),
        "002 (structure by itself does not deliver); the number assumed",
        "how far people who work the new way get without any trust")
    spanner = parameter(0.8, "ratio less one", (0.2, 2), "002; the number assumed",
        "how much faster trust grows at an interface with a boundary spanner")
    # fmt: on


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
