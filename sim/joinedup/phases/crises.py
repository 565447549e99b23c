"""When an unmet need comes to a head, and when a carer can no more."""

from __future__ import annotations

from joinedup.codes import (
    DOMAIN_OF_NEED,
    NONE_TEAM,
    Activity,
    Cause,
    Domain,
    DrawPurpose,
    Role,
    Route,
    State,
)
from joinedup.engine.jit import entry_point, kernel
from joinedup.phases.counting import tally
from joinedup.phases.episodes import consider_care_home, note
from joinedup.phases.hospital import admit, attend_ae
from joinedup.phases.interfaces import sender_hospital, sender_practice
from joinedup.phases.paying import finds_something_else, payment_of, team_that_looks
from joinedup.phases.presenting import add_overhead, present_for_one
from joinedup.phases.rows import (
    accrue_hazard,
    hazard_threshold,
    nth_of,
    record,
    schedule_next,
    set_severity,
    uniform_draw,
)
from joinedup.rules.crisis import chance_of_bed, crisis_team_reached
from joinedup.state.place import Clock, Stay, Tally


@entry_point
def crisis_for_one(world, who, kind, t):
    """The fuse of a need has burnt down."""
    p = world.globals[0].p
    resident = world.residents[who]
    need = world.needs[who, kind]
    accrue_hazard(need, t)
    need.crises = min(int(need.crises) + 1, 60000)
    nth = nth_of(need, need.crises)
    need.crisis_threshold = hazard_threshold(world, DrawPurpose.CRISIS, who, kind, nth)
    set_severity(
        world, who, kind, min(1.0, need.severity + p.crisis.severity_after * p.worsening.step)
    )
    note(world, who, kind, t, Activity.CRISIS, 0)
    if resident.stay == Stay.NO:
        respond(world, who, kind, t, nth)
        consider_care_home(world, who, kind, t, 512 + int(need.crises))


@kernel
def respond(world, who, kind, t, nth):
    """Who is there: a bed, the person's own team, the crisis team, the GP, or A&E."""
    p = world.globals[0].p
    need = world.needs[who, kind]
    settings = world.globals[0].settings
    if uniform_draw(world, DrawPurpose.CRISIS_ADMISSION, who, kind, nth) < chance_of_bed(
        p.crisis, need.severity
    ):
        attend_ae(world, who, t)
        admit(world, who, t, Cause.CRISIS)
        come_to_light(world, who, kind, t, sender_hospital(world), Route.NOTICED_IN_HOSPITAL)
        return
    reached = uniform_draw(world, DrawPurpose.CRISIS_TEAM_REACHED, who, kind, nth)
    in_care = need.state == State.IN_CARE and world.teams[need.team].role == Role.CASELOAD
    if in_care:
        world.teams[need.team].crises_week += 1
    if in_care and reached < p.crisis.own_team:
        add_overhead(world, need.team, p.crisis.own_team_minutes)
        return
    if DOMAIN_OF_NEED[kind] == Domain.MENTAL and settings.crisis_team >= 0:
        crisis_team = world.teams[settings.crisis_team]
        again = uniform_draw(world, DrawPurpose.CRISIS_TEAM_REACHED, who, kind + 16, nth)
        if crisis_team_reached(p.crisis, crisis_team.load, again):
            add_overhead(world, settings.crisis_team, p.crisis.crisis_team_minutes)
            note(world, who, kind, t, Activity.CRISIS_TEAM, 0)
            come_to_light(world, who, kind, t, int(crisis_team.type), Route.NOTICED_BY_TEAM)
            return
    elif seen_by_gp(
        world, who, t, uniform_draw(world, DrawPurpose.CRISIS_TEAM_REACHED, who, kind + 32, nth)
    ):
        come_to_light(world, who, kind, t, sender_practice(world), Route.SOUGHT_HELP)
        return
    attend_ae(world, who, t)
    bed = (
        uniform_draw(world, DrawPurpose.CRISIS_ADMISSION, who, kind + 16, nth)
        < p.crisis.admitted_for_want
    )
    if bed and not something_else(world, who, kind, nth):
        admit(world, who, t, Cause.NO_ALTERNATIVE)
    come_to_light(world, who, kind, t, sender_hospital(world), Route.NOTICED_IN_HOSPITAL)


@kernel
def something_else(world, who, kind, nth):
    """Whether a team that would pay for the stay looks for something else, and finds it."""
    p = world.globals[0].p.incentives
    team = team_that_looks(world, who, kind)
    if team == NONE_TEAM or p.looks[payment_of(world, team)] <= 0.0:
        return False
    add_overhead(world, team, p.look_minutes)
    return finds_something_else(world, who, kind, nth, team)


@kernel
def seen_by_gp(world, who, t, draw):
    """Whether the GP can see somebody at once: half the time, when there is an appointment."""
    practice = world.teams[world.residents[who].practice]
    if draw >= 0.5 * practice.appointment:
        return False
    practice.demand_today += int(world.globals[0].p.general_practice.gp_minutes + 0.5)
    tally(world, Tally.CONSULTATIONS, 1)
    return True


@kernel
def come_to_light(world, who, kind, t, sender, route):
    """A crisis of a need that no service knew makes it known."""
    if world.needs[who, kind].state == State.LATENT:
        present_for_one(world, who, kind, t, sender, route)


@entry_point
def carer_breaks_for_one(world, who, t):
    """An unpaid carer breaks down: the person they cared for is admitted."""
    resident = world.residents[who]
    resident.carer_breaks += 1
    schedule_next(world, who, Clock.CARER, t)
    if resident.stay != Stay.NO:
        return
    record(world, who, t, Activity.CRISIS, Cause.CARER_BREAKDOWN)
    attend_ae(world, who, t)
    admit(world, who, t, Cause.CARER_BREAKDOWN)
