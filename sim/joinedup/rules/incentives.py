"""What budgets and payment schemes make organisations and teams do (001), a table each.

No scheme is good or bad by assumption: effects follow from behaviour. Separate budgets and
payment by activity are the present state, and change nothing.
"""

from __future__ import annotations

from joinedup.codes import NEEDS, Budgets, Payment
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, by, by_need, parameter


class Incentives(Parameters):
    """Disputes about who pays, and what a provider is paid for."""

    # fmt: off
    funding_disputes = parameter(0.25, "share of wrong doors", (0.1, 0.5),
        "001 (integrated budgets); the number assumed",
        "share of a mixed need's bounces between two organisations that are about who pays")
    funding_delay = parameter(0.2, "share of the wait", (0.05, 0.4),
        "delayed_discharge_social_care_share gives the wait; the number assumed",
        "share of the longest wait for a package, before discharge, that is about who pays")
    disputes_settled = parameter(by(Budgets, separate=0.0, aligned=0.5, pooled=1.0),
        "share of disputes", (0.6, 1), "001; the numbers assumed",
        "share of disputes about who pays that a way of budgeting settles")
    risk_shared = parameter(by(Budgets, separate=0.0, aligned=0.0, pooled=1.0), "share", (0.5, 1),
        "001; the numbers assumed",
        "how far the NHS and the council part the cost of community care by what each paid of it "
        "before the index date, instead of by whose it is; aligned budgets stay whose they are")
    omitted_follow_ups = parameter(by(Payment, 0.0, block=0.2, bundled=0.25, capitated=0.3),
        "share", (0, 2), "001 names the schemes; the numbers assumed",
        "attendances after a first one that a clinic paid by activity gives and this one omits")
    threshold_guarding = parameter(by(Payment, 0.0, block=0.4), "ratio less one", (0, 2),
        "001 (fortress mentality); the numbers assumed",
        "further rise of a team's threshold under load when more work brings no more pay")
    cost_selection = parameter(by(Payment, 0.0, bundled=0.04, capitated=0.06), "severity", (0, 2),
        "001 names the schemes; the numbers assumed",
        "rise of the threshold for a need whose package costs twice the mean or more")
    alternatives = parameter(by(Payment, 0.0, bundled=0.2, capitated=0.4),
        "chance per crisis", (0, 1.5), "001 names the schemes; the numbers assumed",
        "chance that a joined team that pays for a stay arranges an alternative to it when no "
        "crisis service was reached")
    alternative_minutes = parameter(120.0, "minutes", (30, 240), "assumed",
        "time for arranging an alternative")
    paid_plans = parameter(by(Payment, 0.0, pay_for_coordination=0.8),
        "share of packages", (0.5, 1.2),
        "001; 004 (more patients received a copy of their care plan); the numbers assumed",
        "share of packages that begin with a written plan because plans are paid for")
    plan_minutes = parameter(40.0, "minutes", (15, 90), "assumed",
        "time for writing such a plan")
    performance_paid = parameter(by_need(lambda kind: kind.performance_paid), "0 or 1", (0, 1),
        "001 (England's pay for performance: long-term conditions, mental health, dementia)",
        "1 for the kinds of need whose performance is measured and paid for", role="constant")
    prioritised = parameter(by(Payment, 0.0, pay_for_performance=0.8),
        "share of people", (0.3, 1.2), "001 names the schemes; the numbers assumed",
        "share of people with a performance-paid need whom a team puts first on its waiting list")
    count_minutes = parameter(15.0, "minutes", (5, 45),
        "001 (pay for performance to collect data); the number assumed",
        "time for recording performance, at the start of care of such a need")
    # fmt: on


@rule
def undisputed_share(p, share, budgets):
    """What is left, of 1, when a way of budgeting settles its part of this share."""
    return 1.0 - share * p.disputes_settled[budgets]


@rule
def further_attendances(series, more, ratio, part):
    """Clinic attendances of a series after the first; ``more`` is unit-exponential.

    On average ``ratio`` times what they are at 1; ``part`` is uniform, for parts of an attendance.
    """
    return int(int(more * (series - 0.5)) * ratio + part)


@rule
def guarded_threshold(p, payment, own, under_load):
    """The threshold under load of a team that more work brings no more pay."""
    return min(1.0, under_load + p.threshold_guarding[payment] * (under_load - own))


@rule
def threshold_for_cost(p, care, payment, kind):
    """How much higher the threshold is for a need whose package costs more than the mean."""
    if p.cost_selection[payment] <= 0.0:
        return 0.0
    total = 0.0
    for each in range(NEEDS):
        total += care.minutes_a_week[each] * care.years[each]
    dear = care.minutes_a_week[kind] * care.years[kind] * NEEDS / total - 1.0
    return p.cost_selection[payment] * min(1.0, max(0.0, dear))


@rule
def is_prioritised(p, payment, kind, draw):
    """Whether a team puts a person first because their need is performance-paid."""
    return draw < p.prioritised[payment] * p.performance_paid[kind]
