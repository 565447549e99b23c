"""Persistence is spent over a life with a problem, not afresh at every request.

A person has one persistence for all their needs: who has several meets more barriers, and has less
left for each (000). It comes back slowly, so part of what was spent is carried into a relapse.
"""

from __future__ import annotations

from math import exp

from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, parameter


class Persistence(Parameters):
    """How slowly people recover from barriers."""

    # fmt: off
    recovery_days = parameter(180.0, "days", (30, 1000), "assumed",
        "days in which the persistence that barriers have cost comes back by about two thirds")
    # fmt: on

    resident_columns = (
        ("spent", "f8", "persistence spent on barriers that has not come back"),
        ("spent_at", "f8", "until when that has been reckoned"),
    )


@rule
def still_spent(p, spent, days):
    """What is left, after so many days, of persistence spent."""
    return spent * exp(-days / p.recovery_days)


@rule
def persistence_today(persistence, spent, least):
    """Barriers that a person who comes today bears before giving up."""
    return max(least, persistence - spent)
