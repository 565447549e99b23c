"""What budgets and payment schemes make organisations and teams do (001), each in its table.

Nothing here says that a scheme is good or bad: what comes of it comes of what people then do.
Separate budgets and payment by activity are as today, and change nothing.
"""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from joinedup.codes import NEEDS, Budgets, Need, Payment
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameter

Table = Any


class Incentives(NamedTuple):
    """Whose money it is, and what a provider is paid for."""

    whose_money: Annotated[
        float,
        Parameter(
            "share of a mixed need's wrong doors between two organisations that are about whose "
            "budget pays",
            "share of wrong doors",
            0.1,
            0.5,
            "001 (integrated budgets); the number assumed",
        ),
    ] = 0.25
    held_for_money: Annotated[
        float,
        Parameter(
            "share of the longest wait for a package, of people fit to leave hospital, that is "
            "about whose budget pays",
            "share of the wait",
            0.05,
            0.4,
            "delayed_discharge_social_care_share gives the wait; the number assumed",
        ),
    ] = 0.2
    settled: Annotated[
        Table,
        Parameter(
            "share of the disputes about whose budget pays that a way of budgeting settles",
            "share of disputes",
            0.6,
            1.0,
            "001; the numbers assumed",
            per=(Budgets,),
        ),
    ] = (0.0, 0.5, 1.0)
    follow_ups: Annotated[
        Table,
        Parameter(
            "attendances that a clinic adds to a first one, against payment by activity",
            "ratio",
            0.8,
            1.2,
            "001 names the schemes; the numbers assumed",
            per=(Payment,),
        ),
    ] = (1.0, 0.8, 1.0, 1.0, 0.75, 0.7)
    guards: Annotated[
        Table,
        Parameter(
            "how much further a team raises its threshold under load when more work brings no "
            "more pay",
            "ratio less one",
            0.0,
            2.0,
            "001 (fortress mentality); the numbers assumed",
            per=(Payment,),
        ),
    ] = (0.0, 0.4, 0.0, 0.0, 0.0, 0.0)
    skimps: Annotated[
        Table,
        Parameter(
            "how much higher the threshold for a need whose package costs twice the mean or more",
            "severity",
            0.0,
            2.0,
            "001 names the schemes; the numbers assumed",
            per=(Payment,),
        ),
    ] = (0.0, 0.0, 0.0, 0.0, 0.04, 0.06)
    looks: Annotated[
        Table,
        Parameter(
            "chance that a joined team which pays for a stay finds something else for somebody "
            "whom no crisis service has reached",
            "chance per crisis",
            0.0,
            1.5,
            "001 names the schemes; the numbers assumed",
            per=(Payment,),
        ),
    ] = (0.0, 0.0, 0.0, 0.0, 0.2, 0.4)
    look_minutes: Annotated[
        float, Parameter("time that looking for something else takes", "minutes", 30.0, 240.0)
    ] = 120.0
    plans: Annotated[
        Table,
        Parameter(
            "share of packages that begin with a written plan because plans are paid for",
            "share of packages",
            0.5,
            1.2,
            "001; 004 (more patients received a copy of their care plan); the numbers assumed",
            per=(Payment,),
        ),
    ] = (0.0, 0.0, 0.8, 0.0, 0.0, 0.0)
    plan_minutes: Annotated[
        float, Parameter("time for writing such a plan", "minutes", 15.0, 90.0)
    ] = 40.0
    measured: Annotated[
        Table,
        Parameter(
            "1 for the kinds of need about which performance is measured and paid for",
            "0 or 1",
            0.0,
            1.0,
            "001 (England's pay for performance: long-term conditions, mental health, dementia)",
            role="constant",
            per=(Need,),
        ),
    ] = (1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    puts_first: Annotated[
        Table,
        Parameter(
            "share of people with a measured need whom a team puts before the others in its line",
            "share of people",
            0.3,
            1.2,
            "001 names the schemes; the numbers assumed",
            per=(Payment,),
        ),
    ] = (0.0, 0.0, 0.0, 0.8, 0.0, 0.0)
    count_minutes: Annotated[
        float,
        Parameter(
            "time for recording what is measured, at the start of care of a measured need",
            "minutes",
            5.0,
            45.0,
            "001 (pay for performance to collect data); the number assumed",
        ),
    ] = 15.0


@rule
def about_money(p, share, budgets):
    """What is left, of 1, when a way of budgeting settles its part of this share."""
    return 1.0 - share * p.settled[budgets]


@rule
def further_attendances(series, more, ratio):
    """Clinic attendances of a series after the first; ``more`` is unit exponential."""
    return int(more * (series - 0.5) * ratio)


@rule
def guarded(p, payment, own, under_load):
    """The threshold of a team that earns nothing by taking on more, when it is under load."""
    return min(1.0, under_load + p.guards[payment] * (under_load - own))


@rule
def skimped(p, care, payment, kind):
    """How much higher the threshold stands for a need whose package costs more than the mean."""
    if p.skimps[payment] <= 0.0:
        return 0.0
    total = 0.0
    for each in range(NEEDS):
        total += care.minutes_a_week[each] * care.years[each]
    dear = care.minutes_a_week[kind] * care.years[kind] * NEEDS / total - 1.0
    return p.skimps[payment] * min(1.0, max(0.0, dear))


@rule
def goes_first(p, payment, kind, draw):
    """Whether a team puts somebody first because their need is measured and paid for."""
    return draw < p.puts_first[payment] * p.measured[kind]
