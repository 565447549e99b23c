"""Experience of joined-up care: coordination, one voice (004)."""

from __future__ import annotations

from joinedup.codes import Degree
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, by, parameter
from joinedup.rules.handover import interpolate


class Experience(Parameters):
    """Whether teams that care for one person know of each other's work."""

    # fmt: off
    together = parameter(
        by(Degree, none=0.1, closer_working=0.3, coordinated=0.5, co_located=0.6, merged=0.9),
        "chance per contact", (0.5, 1.1), "000; the numbers assumed",
        "chance that two teams that care for a person both know what the other does")
    by_plan = parameter(0.2, "chance per contact", (0.05, 0.5), "004; assumed",
        "chance that a written plan achieves this")
    by_coordinator = parameter(0.7, "chance per contact", (0.4, 0.95), "assumed",
        "chance that a care coordinator or case manager achieves this")
    # fmt: on


@rule
def chance_of_working_together(p, degree, adoption):
    """The chance that two teams know of each other's work, as far as it has been adopted."""
    return interpolate(p.together[0], p.together[degree], adoption)


@rule
def chance_of_either(chance, other):
    """The chance of at least one of two independent events."""
    return 1.0 - (1.0 - chance) * (1.0 - other)


@rule
def chance_of_one_voice(merged, one_manager, adoption):
    """The chance that two teams that were separate speak with one voice (004)."""
    return adoption if merged or one_manager else 0.0
