"""Trust between two teams, and implementation fidelity of their interface."""

from __future__ import annotations

from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, parameter

# Weight of the last week in the running means of experiences that trust follows. Of a single week
# of two teams that seldom meet, all is good or all bad; these rest on some 20 weeks, which is short
# against the year and more in which trust moves.
LAST_WEEK = 0.05


class Trust(Parameters):
    """How trust grows with good handovers, and falls."""

    # fmt: off
    initial = parameter(0.3, "trust", (0.1, 0.6), "assumed",
        "trust between two teams that have never met")
    speed = parameter(0.015, "share a week", (0.005, 0.05),
        "001 (time to build social capital and foster trust); the number assumed",
        "how fast trust follows many experiences a week")
    half_saturation = parameter(3.0,
        "experiences a week of two teams that serve 30,000 residents", (1, 10), "assumed",
        "experiences a week at which trust moves at half that speed")
    bad_weight = parameter(2.0, "ratio", (1, 5), "assumed",
        "what a bounce, refusal or loss weighs against a handover that goes well")
    upheaval_loss = parameter(0.4, "share of trust", (0.1, 0.7), "assumed",
        "share of trust lost in the greatest upheaval")
    leaver_loss = parameter(0.7, "share of trust", (0.3, 1), "assumed",
        "share of the trust in a member of staff that goes when they leave")
    fidelity_without = parameter(0.3, "share of the arrangement", (0.1, 0.6),
        "002 (structure by itself does not deliver); the number assumed",
        "implementation fidelity without any trust")
    spanner_speed = parameter(0.8, "ratio less one", (0.2, 2), "002; the number assumed",
        "how much faster trust grows at an interface with a boundary spanner")
    # fmt: on


@rule
def trust_after_week(p, trust, good, bad, spanned):
    """Trust after a week; ``spanned`` is a share.

    ``good`` and ``bad`` are experiences a week of late: running means, for 30,000 residents.
    """
    count = good + bad
    if count <= 0.0:
        return trust
    deserved = good / (good + p.bad_weight * bad)
    speed = p.speed * count / (count + p.half_saturation)
    if deserved > trust:
        speed *= 1.0 + p.spanner_speed * spanned
    return trust + (deserved - trust) * min(1.0, speed)


@rule
def fidelity_of(p, adoption, adoption_there, trust):
    """Implementation fidelity: adoption on both sides, and trust.

    A handover as arranged needs an adopter on each side, hence the product.
    """
    return adoption * adoption_there * (p.fidelity_without + (1.0 - p.fidelity_without) * trust)
