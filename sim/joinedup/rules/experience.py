"""What joined-up care is like for those who receive it: gains, and losses (004)."""

from __future__ import annotations

from joinedup.codes import Degree
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, by, parameter
from joinedup.rules.handover import interpolate


class Experience(Parameters):
    """Who comes, and whether they know of each other."""

    # fmt: off
    usual_at_best = parameter(0.75, "chance per contact", (0.6, 0.95),
        "continuity_upc_mean (general practice, sickness and empty posts included); the number "
        "assumed",
        "chance that the usual person comes when nobody is sick or gone and no work is shared")
    another_face = parameter(0.5, "share of contacts", (0.2, 1),
        "004 (fewer could see a nurse of their choice); the number assumed",
        "share of what a team spreads over others, or does in joint visits, that brings somebody "
        "else")
    together = parameter(
        by(Degree, none=0.1, closer_working=0.3, coordinated=0.5, co_located=0.6, merged=0.9),
        "chance per contact", (0.5, 1.1), "000; the numbers assumed",
        "chance that two teams which look after somebody both know what the other does")
    by_plan = parameter(0.2, "chance per contact", (0.05, 0.5), "004; assumed",
        "chance that a written plan does so")
    by_coordinator = parameter(0.7, "chance per contact", (0.4, 0.95), "assumed",
        "chance that a care coordinator or case manager does so")
    # fmt: on


@rule
def chance_of_usual_staff(p, absent, vacant, newcomers, weeks, spread):
    """The chance that the usual person comes: not off sick, not gone, and not somebody else's turn.

    ``absent`` and ``vacant`` are shares of the team's hours, ``newcomers`` the share of posts
    newly filled in a week, ``weeks`` the time since the last contact, ``spread`` the share of
    the team's work that others do too.
    """
    stayed = (1.0 - min(1.0, newcomers)) ** weeks
    there = (1.0 - min(1.0, absent)) * (1.0 - min(1.0, vacant)) * stayed
    return p.usual_at_best * there * (1.0 - p.another_face * min(1.0, spread))


@rule
def chance_of_working_together(p, degree, adoption):
    """The chance that two teams know of each other's work, as far as it has been taken up."""
    return interpolate(p.together[0], p.together[degree], adoption)


@rule
def or_else(chance, other):
    """The chance that at least one of two things does it, each by itself."""
    return 1.0 - (1.0 - chance) * (1.0 - other)


@rule
def chance_of_one_voice(merged, one_manager, adoption):
    """The chance that two teams speak with one voice, where apart each had its own (004)."""
    return adoption if merged or one_manager else 0.0
