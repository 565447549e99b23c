"""What people and practices expect of asking for help, and what it does to how often they ask.

What help costs is reckoned in days: the trouble of asking, the wait, and every obstacle at the
days of waiting that it is worth, over the chance of being helped. Requests fall with it at a
constant elasticity, as demand does with waiting time (Martin and Smith 1999; Siciliani et al.
2017). What is expected is what has happened: to oneself last time, and to others nearby.
"""

from __future__ import annotations

from math import exp, log

from joinedup.codes import Need, OwnActivity
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, by, by_need, parameter

USUAL_LIST = 7_500.0  # people of the practice that `practice_memory` is stated for


class ExpectationActivity(OwnActivity):
    """What the event log says of it."""

    HELD = 40


class Expectations(Parameters):
    """What asking is expected to cost, who hears of it, and how practices learn."""

    # fmt: off
    elasticity = parameter(0.5, "per cent for each per cent", (0.15, 0.75),
        "demand_elasticity_waiting; demand_elasticity_waiting_nhs, of which waiting is a third",
        "how much less is asked for when help is expected to cost more; waiting is a third of it")
    asking_days = parameter(10.0, "days of waiting", (3, 30), "assumed",
        "days of waiting that the trouble of asking once is worth: the least that help can cost")
    tells = parameter(15.0, "people", (5, 50), "assumed",
        "people in the neighbourhood to whom one person tells how their asking went")
    own_weight = parameter(0.5, "share", (0.2, 0.8), "assumed",
        "weight of a person's own last asking against what is said in the neighbourhood")
    least_helped = parameter(0.1, "chance", (0.05, 0.2), "assumed",
        "chance of being helped that people reckon with at least", role="constant")
    usual_cost = parameter(
        by(Need, common_mental_disorder=66.0, severe_mental_illness=532.0, cognitive=600.0,
           long_term_condition=48.0, frailty=535.0, daily_living=651.0, housing_and_money=362.0,
           isolation=292.0, substance_use=511.0),
        "days of waiting", (0.5, 2), "what askings cost in the siloed place at rest",
        "what asking is expected to cost before it was told of; requests are stated at this cost",
        role="constant")
    worries = parameter(by_need(lambda kind: 0.02 * kind.false_alarms), "worries a year",
        (0.3, 3), "assumed",
        "requests a year, at the usual cost, by a person without the need who fears to have it")
    practice_memory = parameter(20.0, "referrals", (5, 80), "assumed",
        "referrals to a team on which its picture rests in a practice of 7,500 people")
    usual_referral_cost = parameter(700.0, "days of waiting", (350, 1400), "assumed",
        "what a practice expects a referral to cost its patient before it has seen any",
        role="constant")
    refers_from = parameter(0.5, "severity", (0.3, 0.7), "assumed",
        "judged severity from which a practice always refers, where a referral costs as usual")
    # fmt: on
    need_columns = (
        ("asked_at", "u2", "the day after that of the asking under way; 0 when there is none"),
        ("obstacles", "u2", "hundredths of an obstacle met in the asking under way"),
        ("own_cost", "u2", "days that the last asking cost them, over episodes; 0 when none did"),
        ("asks", "u1", "times they have thought of asking, for keys; 255: they are sure to"),
    )


@rule
def cost_of_help(p, waiting_days_per_obstacle, days, obstacles, helped):
    """Days that being helped costs, after a mean of ``days`` and ``obstacles`` an asking.

    ``helped`` is the share who were: the way must be gone 1 / helped times.
    """
    once = p.asking_days + days + obstacles * waiting_days_per_obstacle
    return once / max(helped, p.least_helped)


@rule
def expected_cost(p, around, own):
    """What a person expects: the neighbourhood's cost, and their own last one if there is any."""
    if own <= 0.0:
        return around
    return exp((1.0 - p.own_weight) * log(around) + p.own_weight * log(own))


@rule
def share_who_still_ask(p, cost):
    """Of those who would ask if help cost least, the share who ask at this cost."""
    return min(1.0, (cost / p.asking_days) ** (-p.elasticity))


@rule
def rate_at_least_cost(p, rate, usual_cost):
    """How often people would ask if help cost least, from how often they do at the usual cost."""
    return rate * (p.asking_days / usual_cost) ** (-p.elasticity)


@rule
def mean_after_week(mean, total, count, weight):
    """A running mean after a week's ``count`` of sum ``total``; each counts ``weight``."""
    if count <= 0.0:
        return mean
    return mean + (total / count - mean) * min(1.0, count * weight)


@rule
def chance_of_referral(p, apparent, cost):
    """The chance that a practice refers: what is bad enough, always; the rest by what it costs."""
    return min(1.0, apparent / p.refers_from * (cost / p.usual_referral_cost) ** (-p.elasticity))
