"""Experience of joined-up care: continuity, coordination, one voice (004)."""

from __future__ import annotations

from joinedup.codes import Degree
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, by, parameter
from joinedup.rules.handover import interpolate


class Experience(Parameters):
    """Continuity of staff, and whether teams know of each other's work."""

    # fmt: off
    usual_staff = parameter(0.75, "chance per contact", (0.6, 0.95),
        "continuity_upc_mean (general practice, sickness and empty posts included); the number "
        "assumed",
        "chance that the usual member of staff comes when none is sick or gone and no work is "
        "shared")
    unfamiliar_staff = parameter(0.5, "share of contacts", (0.2, 1),
        "004 (fewer could see a nurse of their choice); the number assumed",
        "share of shared or joint work that brings an unfamiliar member of staff")
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
def chance_of_usual_staff(p, absent, vacant, newcomers, weeks, spread):
    """The chance that the usual member of staff comes: at work, in post, and work not shared.

    ``absent`` and ``vacant`` are shares of the team's hours, ``newcomers`` the share of posts
    newly filled in a week, ``weeks`` the time since the last contact, ``spread`` the share of
    the team's work that others do too.
    """
    stayed = (1.0 - min(1.0, newcomers)) ** weeks
    there = (1.0 - min(1.0, absent)) * (1.0 - min(1.0, vacant)) * stayed
    return p.usual_staff * there * (1.0 - p.unfamiliar_staff * min(1.0, spread))


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
