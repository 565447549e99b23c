"""Asking is learnt: what an asking came to is told, word spreads, and practices learn too.

Sums of a week are integers, settled on Mondays; what people and practices expect stays as it is
from one Monday to the next.
"""

from __future__ import annotations

from joinedup.codes import NEEDS, PER, Mechanism
from joinedup.engine.jit import entry_point, kernel
from joinedup.phases.staff_posts import is_disabled
from joinedup.rules.expectations import (
    USUAL_LIST,
    cost_of_help,
    expected_cost,
    mean_after_week,
)

HUNDREDTHS, LONGEST = 100.0, 65_000.0


@kernel
def begin_asking(need, t):
    """An asking begins, unless one of this need is under way."""
    if need.asked_at == 0:
        need.asked_at = int(t) + 1
        need.obstacles = 0


@kernel
def meet_obstacle(need, obstacle):
    """An obstacle is met in the asking under way; a part of one, for a history repeated."""
    need.obstacles = min(60_000, int(need.obstacles) + int(obstacle * HUNDREDTHS + 0.5))


@kernel
def end_asking(world, who, kind, t, helped):
    """An asking ends, answered or not: they remember what it cost, and tell others."""
    need = world.needs[who, kind]
    if need.asked_at == 0:
        return
    p = world.globals[0].p
    days, met = int(t) + 1 - int(need.asked_at), int(need.obstacles)
    need.asked_at = 0
    heard = world.expectations[world.residents[who].address, kind]
    heard.asked_week += 1
    heard.days_week += days
    heard.obstacles_week += met
    heard.helped_week += 1 if helped else 0
    worth = p.seeking.waiting_days_per_obstacle
    chance = 1.0 if helped else 0.0
    cost = cost_of_help(p.expectations, worth, float(days), met / HUNDREDTHS, chance)
    need.own_cost = int(min(cost, LONGEST) + 0.5)


@kernel
def cost_they_expect(world, who, kind):
    """Days that a resident expects help with one kind of need to cost."""
    p = world.globals[0].p
    if is_disabled(world, Mechanism.EXPECTATIONS):
        return p.expectations.usual_cost[kind]
    heard = world.expectations[world.residents[who].address, kind]
    worth = p.seeking.waiting_days_per_obstacle
    around = cost_of_help(p.expectations, worth, heard.days, heard.obstacles, heard.helped)
    return expected_cost(p.expectations, around, float(world.needs[who, kind].own_cost))


@kernel
def cost_practice_expects(world, practice, type_):
    """Days that a practice expects a referral to a type of team to cost its patient."""
    p = world.globals[0].p
    if is_disabled(world, Mechanism.EXPECTATIONS):
        return p.expectations.usual_referral_cost
    seen = world.records[practice, type_]
    worth = p.seeking.waiting_days_per_obstacle
    return cost_of_help(p.expectations, worth, seen.days, seen.came_back, 1.0 - seen.came_back)


@kernel
def sent_by_practice(world, need):
    """Whether a practice sent the referral that a need is under way with."""
    return need.sender == world.globals[0].settings.practice_type


@kernel
def referral_comes_back(world, who, kind):
    """A practice sees its referral bounced, refused or lost."""
    need = world.needs[who, kind]
    if sent_by_practice(world, need):
        practice = world.residents[who].practice
        world.records[practice, world.teams[need.team].type].returned_week += 1


@kernel
def referral_is_served(world, who, kind, t):
    """A practice sees its referral taken into care, so many days after its patient asked."""
    need = world.needs[who, kind]
    if need.asked_at > 0 and sent_by_practice(world, need):
        seen = world.records[world.residents[who].practice, world.teams[need.team].type]
        seen.served_week += 1
        seen.days_week += int(t) + 1 - int(need.asked_at)


@entry_point
def spread_word(world):
    """Monday: what happened last week is told in the neighbourhoods, and seen by practices."""
    learns = not is_disabled(world, Mechanism.EXPECTATIONS)
    for where in range(world.expectations.shape[0]):
        for kind in range(NEEDS):
            hear(world, world.expectations[where, kind], learns)
    for practice in range(world.records.shape[0]):
        for type_ in range(world.records.shape[1]):
            learn_from_referrals(world, practice, type_, learns)


@kernel
def hear(world, heard, learns):
    """A week of one kind of need in one neighbourhood, as far as it is told."""
    if learns and heard.asked_week > 0:
        count, weight = (
            float(heard.asked_week),
            world.globals[0].p.expectations.tells / heard.people,
        )
        obstacles = heard.obstacles_week / HUNDREDTHS
        heard.obstacles = mean_after_week(heard.obstacles, obstacles, count, weight)
        heard.days = mean_after_week(heard.days, float(heard.days_week), count, weight)
        heard.helped = mean_after_week(heard.helped, float(heard.helped_week), count, weight)
    heard.asked_week = 0
    heard.obstacles_week = 0
    heard.days_week = 0
    heard.helped_week = 0


@kernel
def learn_from_referrals(world, practice, type_, learns):
    """A week of one practice's referrals to one type of team; of fewer people each counts more."""
    seen = world.records[practice, type_]
    ended = seen.returned_week + seen.served_week
    if learns and ended > 0:
        lists = world.teams[practice].covered * PER / USUAL_LIST
        weight = 1.0 / (lists * world.globals[0].p.expectations.practice_memory)
        back = float(seen.returned_week)
        seen.came_back = mean_after_week(seen.came_back, back, float(ended), weight)
        days, served = float(seen.days_week), float(seen.served_week)
        seen.days = mean_after_week(seen.days, days, served, weight)
    seen.returned_week = 0
    seen.served_week = 0
    seen.days_week = 0
