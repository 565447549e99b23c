"""Care itself: it starts when staff have time, contacts follow, it ends."""

from __future__ import annotations

from joinedup.codes import NEEDS, Activity, DrawPurpose, EpisodeStatus, Need, Role, Route, State
from joinedup.engine.jit import entry_point, kernel
from joinedup.phases.counting import tally
from joinedup.phases.episodes import find_false, note
from joinedup.phases.experience import count_allies, meet_somebody
from joinedup.phases.interfaces import interface_between, went
from joinedup.phases.lines import NOT_QUEUED, release_care
from joinedup.phases.paying import paid_paperwork
from joinedup.phases.presenting import add_overhead, holistic_assessment, opportunistic_detection
from joinedup.phases.rows import (
    accrue_hazard,
    hazard_threshold,
    nth_of,
    set_severity,
    set_state,
    uniform_draw,
    what_of,
)
from joinedup.rules.care import care_length, package_minutes, relapse_rate, visits_shared
from joinedup.rules.joining import assessment_time
from joinedup.rules.skill import eased_by
from joinedup.rules.worsening import chance_of_easing, eased
from joinedup.state.place import NEVER, Clock, Stay, Step, Tally


@kernel
def package_of(world, who, kind, team):
    """Minutes a week that a need would take of a team, joint visits allowed for."""
    p = world.globals[0].p
    need = world.needs[who, kind]
    minutes = package_minutes(p.care, kind, need.severity)
    joint = 0.0
    for other in range(NEEDS):
        if other != kind:
            row = world.needs[who, other]
            if row.state == State.IN_CARE and world.teams[row.team].role == Role.CASELOAD:
                interface = interface_between(world, who, world.teams[row.team].type, team)
                joint = max(joint, interface.joint)
    return visits_shared(p.care, minutes, joint)


@kernel
def remember_joint_care(world, who, kind):
    """Care for somebody whom another team sees as well, together: both remember it as good."""
    team = world.needs[who, kind].team
    for other in range(NEEDS):
        row = world.needs[who, other]
        if other != kind and row.state == State.IN_CARE and row.team != team:
            sender = int(world.teams[row.team].type)
            if interface_between(world, who, sender, team).joint > 0.0:
                went(world, who, sender, team, True)


@kernel
def begin_care(world, who, kind, t, minutes):
    """A team with time to spare starts care: an assessment, then contacts.

    Called by the team when it settles its line. Returns whether staff time is now committed.
    """
    p = world.globals[0].p
    resident = world.residents[who]
    need = world.needs[who, kind]
    team = world.teams[need.team]
    accrue_hazard(need, t)
    need.queue_next = NOT_QUEUED
    what, nth = what_of(need, kind), nth_of(need, need.tries)
    assess(world, who, kind, t)
    if not need.genuine:
        seen = uniform_draw(world, DrawPurpose.FALSE_RECOGNISED, who, what + 32, nth)
        if seen >= p.care.recognised_late:
            set_state(world, who, kind, State.PRESENTED)
            find_false(world, who, kind, t)
            return False
    need.short = 0
    if kind == Need.DAILY_LIVING:
        draw = uniform_draw(world, DrawPurpose.PLAN, who, what, nth)
        need.short = 1 if draw < p.care.reablement_share else 0
    need.minutes = minutes
    need.contacts = 0
    need.status = EpisodeStatus.IN_CARE
    set_state(world, who, kind, State.IN_CARE)
    note(world, who, kind, t, Activity.CARE_STARTED, 0)
    remember_joint_care(world, who, kind)
    count_allies(world, who, kind)
    add_overhead(world, need.team, paid_paperwork(world, who, kind))
    reviewed = uniform_draw(world, DrawPurpose.CARE_LENGTH, who, what + 16, nth) < team.review
    draw = hazard_threshold(world, DrawPurpose.CARE_LENGTH, who, what, nth)
    length = care_length(p.care, kind, need.short, reviewed, draw)
    need.care_end = t + (length if need.genuine else 0.25 * length)
    need.step = Step.CONTACT
    need.step_at = min(t + p.care.contact_every[kind], need.care_end)
    if resident.stay == Stay.READY and (kind == Need.DAILY_LIVING or kind == Need.FRAILTY):
        world.clocks[who, Clock.STAY] = t + 0.5
    return True


@kernel
def assess(world, who, kind, t):
    """Assess, or read what another team has assessed; a common form asks about more."""
    p = world.globals[0].p
    resident = world.residents[who]
    need = world.needs[who, kind]
    team = world.teams[need.team]
    what, nth = what_of(need, kind), nth_of(need, need.tries)
    used = uniform_draw(world, DrawPurpose.ADOPTED, who, what + 48, nth) < team.adoption
    read = bool(team.record) and used and t - resident.assessed_at < p.joining.record_days
    if not need.assessed:
        minutes = assessment_time(p.joining, p.care.assessment_minutes, read, int(team.form))
        add_overhead(world, need.team, minutes)
    if team.record:
        resident.assessed_at = t
    if team.form:
        holistic_assessment(
            world,
            who,
            t,
            int(team.type),
            Route.NOTICED_BY_TEAM,
            4 + what,
            nth,
            p.joining.form_skill * team.adoption,
        )


@entry_point
def contact_for_one(world, who, kind, t):
    """A contact: the need eases, or not; others come to light; the package ends, or goes on."""
    p = world.globals[0].p
    need = world.needs[who, kind]
    accrue_hazard(need, t)
    team = world.teams[need.team]
    need.contacts = min(int(need.contacts) + 1, 60000)
    in_practice = team.role == Role.GENERAL_PRACTICE
    every = p.general_practice.review_every[kind] if in_practice else p.care.contact_every[kind]
    if in_practice:
        team.demand_today += int(p.general_practice.gp_minutes + 0.5)
        tally(world, Tally.CONSULTATIONS, 1)
    else:
        tally(world, Tally.CONTACTS, 1)
        meet_somebody(world, who, kind, every)
    if world.globals[0].settings.contacts:
        note(world, who, kind, t, Activity.CONTACT, 0)
    what, nth = what_of(need, kind), nth_of(need, need.contacts)
    better = uniform_draw(world, DrawPurpose.IMPROVEMENT, who, what, nth)
    if need.genuine and better < eased_by(p.skill, team.special) * chance_of_easing(
        p.worsening, kind, every
    ):
        set_severity(world, who, kind, eased(p.worsening, need.severity))
    route = Route.NOTICED_BY_PRACTICE if in_practice else Route.NOTICED_BY_TEAM
    nth = (int(need.episode) + 64 * int(need.falses)) * 4096 + int(need.contacts) % 4096
    opportunistic_detection(
        world,
        who,
        t,
        team.skill[0],
        team.skill[1],
        team.skill[2],
        team.novelty,
        int(team.type),
        route,
        16 + what,
        nth,
    )
    if t >= need.care_end - 1e-9:
        end_care(world, who, kind, t)
    else:
        need.step_at = min(t + every, need.care_end)


@kernel
def end_care(world, who, kind, t):
    """The package ends: a true need is met, for now; a false one was never there."""
    p = world.globals[0].p
    need = world.needs[who, kind]
    note(world, who, kind, t, Activity.CARE_ENDED, 0)
    if not need.genuine:
        find_false(world, who, kind, t)
        return
    release_care(world, who, kind, t)
    world.globals[0].closed[1, kind, EpisodeStatus.MET] += 1
    need.status = EpisodeStatus.MET
    need.care_end = NEVER
    set_state(world, who, kind, State.MET)
    need.step = Step.RELAPSE
    left = hazard_threshold(world, DrawPurpose.RELAPSE, who, kind, int(need.episode))
    rate = relapse_rate(p.care, kind)
    need.step_at = t + left / rate if rate > 0.0 else NEVER
