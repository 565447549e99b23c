"""A crisis of an unmet need, and the breakdown of an unpaid carer."""

from __future__ import annotations

from joinedup.codes import (
    DOMAIN_OF_NEED,
    NO_NEED,
    NONE_TEAM,
    Activity,
    Cause,
    Domain,
    Mechanism,
    Role,
    Route,
)
from joinedup.engine.draws import purpose
from joinedup.engine.jit import entry_point, kernel
from joinedup.phases.beyond_hospital import is_in_bed, urgent_response_comes
from joinedup.phases.carers import gives_way, rest_or_stop
from joinedup.phases.clocks import accrue_hazard, schedule_next
from joinedup.phases.end_of_life import has_plan_for_last_year
from joinedup.phases.episodes import CRISIS
from joinedup.phases.help_seeking import present
from joinedup.phases.hospital import admit, admit_in_mental_crisis, attend_ae
from joinedup.phases.incentives import finds_alternative, payment_of, team_that_would_pay
from joinedup.phases.interfaces import sender_hospital, sender_practice, team_for
from joinedup.phases.natural_course import consider_care_home
from joinedup.phases.need_state import count_crisis, in_care, is_idle, note_concern, set_severity
from joinedup.phases.records import log_event, log_need_event, tally
from joinedup.phases.resident_draws import hazard_threshold, nth_of, uniform_draw
from joinedup.phases.staff_posts import is_disabled
from joinedup.phases.team_time import add_overhead, ask_practice
from joinedup.rules.care_plan import chance_called
from joinedup.rules.crisis import chance_at_home, chance_of_admission, chance_of_crisis_team
from joinedup.rules.mental_health_beds import needs_mental_health_bed
from joinedup.state.hospital import Stay
from joinedup.state.months import Tally
from joinedup.state.residents import Clock

NEEDS_BED = purpose("crisis.needs_bed")
OWN_TEAM = purpose("crisis.own_team")
CRISIS_TEAM = purpose("crisis.crisis_team")
SEEN_BY_GP = purpose("crisis.seen_by_gp")
AT_HOME = purpose("crisis.at_home")
NO_ALTERNATIVE = purpose("crisis.no_alternative")


@entry_point
def crisis(world, who, kind, t):
    """An unmet need comes to a crisis: severity rises, and someone responds."""
    p = world.globals[0].p
    resident = world.residents[who]
    need = world.needs[who, kind]
    accrue_hazard(need, t)
    nth = nth_of(need, count_crisis(need))
    need.crisis_threshold = hazard_threshold(world, CRISIS, who, kind, nth)
    severity = need.severity + p.crisis.severity_after * p.worsening.step
    set_severity(world, who, kind, t, min(1.0, severity))
    log_need_event(world, who, kind, t, Activity.CRISIS, 0)
    if not is_in_bed(resident):
        respond(world, who, kind, t, nth, Cause.CRISIS)
        consider_care_home(world, who, kind, t, CRISIS, need.crises)


@kernel
def respond(world, who, kind, t, nth, cause):
    """Who responds: a bed, a plan at home, a team, the GP, an urgent response, or A&E.

    ``cause`` is what an admission is put down to: the crisis, or that a professional saw it coming.
    """
    p = world.globals[0].p
    need = world.needs[who, kind]
    mental = DOMAIN_OF_NEED[kind] == Domain.MENTAL
    world.residents[who].stay_kind = kind
    if uniform_draw(world, NEEDS_BED, who, kind, nth) < chance_of_admission(
        p.crisis, need.severity
    ):
        attend_ae(world, who, t)
        if needs_mental_health_bed(p.mental_health_beds, kind, need.severity):
            admit_in_mental_crisis(world, who, t, cause)
        else:
            admit(world, who, t, cause)
        come_to_light(world, who, kind, t, sender_hospital(world), Route.NOTICED_IN_HOSPITAL)
        return
    if kept_at_home(world, who, kind, nth, need.severity):
        return
    note_concern(world, who, t)
    planned = acts_on_plan(world, who)
    reached = uniform_draw(world, OWN_TEAM, who, kind, nth)
    cared_for = in_care(need) and world.teams[need.team].role == Role.CASELOAD
    if cared_for:
        world.teams[need.team].crises_week += 1
    if cared_for and reached < chance_called(p.care_plan, p.crisis.own_team, planned):
        add_overhead(world, need.team, p.crisis.own_team_minutes)
        return
    if mental and crisis_team_comes(world, who, kind, t, nth, planned):
        return
    if seen_by_gp(world, who, t, uniform_draw(world, SEEN_BY_GP, who, kind, nth)):
        come_to_light(world, who, kind, t, sender_practice(world), Route.SOUGHT_HELP)
        return
    if not mental and urgent_response_comes(world, who, kind, t, nth):
        come_to_light(world, who, kind, t, sender_practice(world), Route.NOTICED_BY_TEAM)
        return
    attend_ae(world, who, t)
    bed = uniform_draw(world, NO_ALTERNATIVE, who, kind, nth) < p.crisis.admitted_no_alternative
    if bed and not alternative_found(world, who, kind, nth):
        admit(world, who, t, Cause.NO_ALTERNATIVE if cause == Cause.CRISIS else cause)
    come_to_light(world, who, kind, t, sender_hospital(world), Route.NOTICED_IN_HOSPITAL)


@kernel
def acts_on_plan(world, who):
    """Whether a care plan says what to do in this person's crisis."""
    return world.residents[who].plan == 1 and not is_disabled(world, Mechanism.CARE_PLANS)


@kernel
def crisis_team_comes(world, who, kind, t, nth, planned):
    """Whether there is a crisis team that is called and comes; one that is full does not."""
    p = world.globals[0].p
    type_ = int(world.globals[0].settings.crisis_type)
    if type_ < 0:
        return False
    number = team_for(world, who, type_)
    team = world.teams[number]
    chance = chance_of_crisis_team(p.crisis, team.load) if team.minutes > 0.0 else 0.0
    if chance > 0.0:
        chance = chance_called(p.care_plan, chance, planned)
    if uniform_draw(world, CRISIS_TEAM, who, kind, nth) >= chance:
        return False
    add_overhead(world, number, p.crisis.crisis_team_minutes)
    log_need_event(world, who, kind, t, Activity.CRISIS_TEAM, 0)
    come_to_light(world, who, kind, t, int(team.type), Route.NOTICED_BY_TEAM)
    return True


@kernel
def kept_at_home(world, who, what, nth, severity):
    """Whether what the care plan says is tried at home, and is enough."""
    if not acts_on_plan(world, who):
        return False
    enough = uniform_draw(world, AT_HOME, who, what, nth)
    p = world.globals[0].p
    chance = chance_at_home(p.crisis, severity)
    if has_plan_for_last_year(world, who):
        chance = max(chance, p.end_of_life.at_home)
    if enough >= chance:
        return False
    tally(world, Tally.KEPT_AT_HOME, 1)
    return True


@kernel
def alternative_found(world, who, kind, nth):
    """Whether a team that would pay for the stay looks for an alternative, and finds one."""
    p = world.globals[0].p.incentives
    team = team_that_would_pay(world, who, kind)
    if team == NONE_TEAM or p.alternatives[payment_of(world, team)] <= 0.0:
        return False
    add_overhead(world, team, p.alternative_minutes)
    return finds_alternative(world, who, kind, nth, team)


@kernel
def seen_by_gp(world, who, t, draw):
    """Whether the GP can see a person in crisis at once."""
    practice = world.teams[world.residents[who].practice]
    if draw >= world.globals[0].p.crisis.gp * practice.appointment:
        return False
    ask_practice(world, world.residents[who].practice)
    tally(world, Tally.CONSULTATIONS, 1)
    if world.globals[0].settings.contacts:
        log_event(world, who, t, Activity.CONSULTATION, 0)
    return True


@kernel
def come_to_light(world, who, kind, t, sender, route):
    """An idle need in crisis is presented."""
    if is_idle(world.needs[who, kind]):
        present(world, who, kind, t, sender, route)


@entry_point
def carer_breakdown(world, who, t):
    """An unpaid carer may break down: the person they cared for is admitted."""
    resident = world.residents[who]
    resident.carer_breaks += 1
    schedule_next(world, who, Clock.CARER, t)
    away = is_in_bed(resident) or resident.stay == Stay.STEP_DOWN
    if away or not gives_way(world, who, t):
        return
    rest_or_stop(world, who)
    log_event(world, who, t, Activity.CRISIS, Cause.CARER_BREAKDOWN)
    attend_ae(world, who, t)
    resident.stay_kind = NO_NEED
    admit(world, who, t, Cause.CARER_BREAKDOWN)
