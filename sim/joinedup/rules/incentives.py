"""What budgets and payment schemes make organisations and teams do (001), each in its table.

Nothing here says that a scheme is good or bad: what comes of it comes of what people then do.
Separate budgets and payment by activity are as today, and change nothing.
"""

from __future__ import annotations

from joinedup.codes import NEEDS, Budgets, Need, Payment
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, by, parameter


class Incentives(Parameters):
    """Whose money it is, and what a provider is paid for."""

    # fmt: off
    whose_money = parameter(0.25, "share of wrong doors", (0.1, 0.5),
        "001 (integrated budgets); the number assumed",
        "share of a mixed need's wrong doors between two organisations that are about whose budget "
        "pays")
    held_for_money = parameter(0.2, "share of the wait", (0.05, 0.4),
        "delayed_discharge_social_care_share gives the wait; the number assumed",
        "share of the longest wait for a package, of people fit to leave hospital, that is about "
        "whose budget pays")
    settled = parameter(
        by(Budgets, separate=0.0, aligned=0.5, pooled=1.0),
        "share of disputes", (0.6, 1), "001; the numbers assumed",
        "share of the disputes about whose budget pays that a way of budgeting settles")
    follow_ups = parameter(
        by(Payment, activity=1.0, block=0.8, pay_for_coordination=1.0, pay_for_performance=1.0,
           bundled=0.75, capitated=0.7),
        "ratio", (0.8, 1.2), "001 names the schemes; the numbers assumed",
        "attendances that a clinic adds to a first one, against payment by activity")
    guards = parameter(
        by(Payment, activity=0.0, block=0.4, pay_for_coordination=0.0, pay_for_performance=0.0,
           bundled=0.0, capitated=0.0),
        "ratio less one", (0, 2), "001 (fortress mentality); the numbers assumed",
        "how much further a team raises its threshold under load when more work brings no more pay")
    skimps = parameter(
        by(Payment, activity=0.0, block=0.0, pay_for_coordination=0.0, pay_for_performance=0.0,
           bundled=0.04, capitated=0.06),
        "severity", (0, 2), "001 names the schemes; the numbers assumed",
        "how much higher the threshold for a need whose package costs twice the mean or more")
    looks = parameter(
        by(Payment, activity=0.0, block=0.0, pay_for_coordination=0.0, pay_for_performance=0.0,
           bundled=0.2, capitated=0.4),
        "chance per crisis", (0, 1.5), "001 names the schemes; the numbers assumed",
        "chance that a joined team which pays for a stay finds something else for somebody whom no "
        "crisis service has reached")
    look_minutes = parameter(120.0, "minutes", (30, 240), "assumed",
        "time that looking for something else takes")
    plans = parameter(
        by(Payment, activity=0.0, block=0.0, pay_for_coordination=0.8, pay_for_performance=0.0,
           bundled=0.0, capitated=0.0),
        "share of packages", (0.5, 1.2),
        "001; 004 (more patients received a copy of their care plan); the numbers assumed",
        "share of packages that begin with a written plan because plans are paid for")
    plan_minutes = parameter(40.0, "minutes", (15, 90), "assumed",
        "time for writing such a plan")
    measured = parameter(
        by(Need, common_mental_disorder=1.0, severe_mental_illness=1.0, cognitive=1.0,
           long_term_condition=1.0, frailty=0.0, daily_living=0.0, housing_and_money=0.0,
           isolation=0.0, substance_use=0.0),
        "0 or 1", (0, 1),
        "001 (England's pay for performance: long-term conditions, mental health, dementia)",
        "1 for the kinds of need about which performance is measured and paid for", role="constant")
    puts_first = parameter(
        by(Payment, activity=0.0, block=0.0, pay_for_coordination=0.0, pay_for_performance=0.8,
           bundled=0.0, capitated=0.0),
        "share of people", (0.3, 1.2), "001 names the schemes; the numbers assumed",
        "share of people with a measured need whom a team puts before the others in its line")
    count_minutes = parameter(15.0, "minutes", (5, 45),
        "001 (pay for performance to collect data); the number assumed",
        "time for recording what is measured, at the start of care of a measured need")
    # fmt: on


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
