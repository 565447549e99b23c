"""What a payment scheme makes a team do, where the arrangement holds."""

from __future__ import annotations

from joinedup.codes import NEEDS, NONE_TEAM, Role
from joinedup.engine.draws import purpose
from joinedup.engine.jit import kernel
from joinedup.phases.interfaces import place_of
from joinedup.phases.need_state import in_care
from joinedup.phases.records import tally
from joinedup.phases.resident_draws import nth_of, uniform_draw, what_of
from joinedup.rules.incentives import is_prioritised, threshold_for_cost
from joinedup.state.months import Tally

PRIORITISED = purpose("incentives.prioritised")
PAID_PLAN = purpose("incentives.paid_plan")
ALTERNATIVE = purpose("incentives.alternative")


@kernel
def payment_of(world, team):
    """How a team is paid now."""
    return int(world.teams[team].payment)


@kernel
def threshold_for(world, team, kind):
    """A team's threshold now for one kind of need, raised where its package costs too much.

    A team that must assess who seems to need it raises what an assessment finds eligible instead.
    """
    p = world.globals[0].p
    row = world.teams[team]
    usual = row.threshold[kind] if row.eligible_from[kind] > 0.0 else row.threshold_now[kind]
    return usual + threshold_for_cost(p.incentives, p.care, payment_of(world, team), kind)


@kernel
def paid_to_prioritise(world, who, kind):
    """Whether the team treats this need as urgent because it is measured."""
    p = world.globals[0].p
    need = world.needs[who, kind]
    payment = payment_of(world, need.team)
    if p.incentives.prioritised[payment] <= 0.0:
        return False
    draw = uniform_draw(world, PRIORITISED, who, what_of(need, kind), nth_of(need, need.tries))
    return is_prioritised(p.incentives, payment, kind, draw)


@kernel
def paid_paperwork(world, who, kind):
    """At the start of care: plans that are paid for, records that are measured.

    Returns the team's minutes.
    """
    p = world.globals[0].p
    need = world.needs[who, kind]
    payment = payment_of(world, need.team)
    minutes = 0.0
    if p.incentives.paid_plans[payment] > 0.0:
        what, nth = what_of(need, kind), nth_of(need, need.tries)
        if uniform_draw(world, PAID_PLAN, who, what, nth) < p.incentives.paid_plans[payment]:
            world.residents[who].plan = 1
            tally(world, Tally.PLANS, 1)
            minutes += p.incentives.plan_minutes
    if p.incentives.prioritised[payment] > 0.0:
        minutes += p.incentives.performance_paid[kind] * p.incentives.count_minutes
    return minutes


@kernel
def team_that_would_pay(world, who, kind):
    """The joined team, with this need or another in care, that would pay for a stay; or none."""
    if not place_of(world, who).live:
        return NONE_TEAM
    for step in range(NEEDS):
        need = world.needs[who, (kind + step) % NEEDS]
        if not in_care(need):
            continue
        team = world.teams[need.team]
        if team.role == Role.CASELOAD and team.joined and team.live:
            return int(need.team)
    return NONE_TEAM


@kernel
def finds_alternative(world, who, kind, nth, team):
    """Whether a team that would pay for a stay finds an alternative."""
    looks = world.globals[0].p.incentives.alternatives[payment_of(world, team)]
    return uniform_draw(world, ALTERNATIVE, who, kind, nth) < looks
