"""Care itself: it starts when staff have time, contacts follow, it ends."""

from __future__ import annotations

from joinedup.codes import NEEDS, Activity, Need, Occasion, Place, Role, Route, State
from joinedup.engine.jit import inner, verb
from joinedup.phases.counting import tally
from joinedup.phases.episodes import find_false, note
from joinedup.phases.experience import count_allies, meet_somebody
from joinedup.phases.interfaces import face_between, went
from joinedup.phases.lines import NOT_IN_LINE, release_care
from joinedup.phases.paying import paid_paperwork
from joinedup.phases.presenting import add_overhead, look, search
from joinedup.phases.rows import (
    burn,
    fuse,
    luck,
    nth_of,
    set_severity,
    set_state,
    what_of,
)
from joinedup.rules.care import care_length, package_minutes, relapse_rate, visits_shared
from joinedup.rules.joining import assessment_time
from joinedup.rules.skill import eased_by
from joinedup.rules.worsening import chance_of_easing, eased
from joinedup.state.place import NEVER, Clock, Stay, Step, Tally


@inner
def package_of(world, who, kind, team):
    """Minutes a week that a need would take of a team, joint visits allowed for."""
    p = world.one[0].p
    need = world.needs[who, kind]
    minutes = package_minutes(p.care, kind, need.severity)
    joint = 0.0
    for other in range(NEEDS):
        if other != kind:
            row = world.needs[who, other]
            if row.state == State.IN_CARE and world.teams[row.team].role == Role.CASELOAD:
                face = face_between(world, who, world.teams[row.team].type, team)
                joint = max(joint, face.joint)
    return visits_shared(p.care, minutes, joint)


@inner
def remember_joint_care(world, who, kind):
    """Care for somebody whom another team sees as well, together: both remember it as good."""
    team = world.needs[who, kind].team
    for other in range(NEEDS):
        row = world.needs[who, other]
        if other != kind and row.state == State.IN_CARE and row.team != team:
            sender = int(world.teams[row.team].type)
            if face_between(world, who, sender, team).joint > 0.0:
                went(world, who, sender, team, True)


@inner
def begin_care(world, who, kind, t, minutes):
    """A team with time to spare starts care: an assessment, then contacts.

    Called by the team when it settles its line. Returns whether staff time is now committed.
    """
    p = world.one[0].p
    resident = world.residents[who]
    need = world.needs[who, kind]
    team = world.teams[need.team]
    burn(need, t)
    need.line_next = NOT_IN_LINE
    what, nth = what_of(need, kind), nth_of(need, need.tries)
    assess(world, who, kind, t)
    if not need.genuine:
        seen = luck(world, Occasion.FALSE_RECOGNISED, who, what + 32, nth)
        if seen >= p.care.recognised_late:
            set_state(world, who, kind, State.PRESENTED)
            find_false(world, who, kind, t)
            return False
    need.short = 0
    if kind == Need.DAILY_LIVING:
        draw = luck(world, Occasion.PLAN, who, what, nth)
        need.short = 1 if draw < p.care.reablement_share else 0
    need.minutes = minutes
    need.contacts = 0
    need.place = Place.IN_CARE
    set_state(world, who, kind, State.IN_CARE)
    note(world, who, kind, t, Activity.CARE_STARTED, 0)
    remember_joint_care(world, who, kind)
    count_allies(world, who, kind)
    add_overhead(world, need.team, paid_paperwork(world, who, kind))
    reviewed = luck(world, Occasion.CARE_LENGTH, who, what + 16, nth) < team.review
    draw = fuse(world, Occasion.CARE_LENGTH, who, what, nth)
    length = care_length(p.care, kind, need.short, reviewed, draw)
    need.care_end = t + (length if need.genuine else 0.25 * length)
    need.step = Step.CONTACT
    need.step_at = min(t + p.care.contact_every[kind], need.care_end)
    if resident.stay == Stay.READY and (kind == Need.DAILY_LIVING or kind == Need.FRAILTY):
        world.clocks[who, Clock.STAY] = t + 0.5
    return True


@inner
def assess(world, who, kind, t):
    """Assess, or read what another team has assessed; a common form asks about more."""
    p = world.one[0].p
    resident = world.residents[who]
    need = world.needs[who, kind]
    team = world.teams[need.team]
    what, nth = what_of(need, kind), nth_of(need, need.tries)
    used = luck(world, Occasion.TAKEN_UP, who, what + 48, nth) < team.taken_up
    read = bool(team.record) and used and t - resident.assessed_at < p.joining.record_days
    if not need.assessed:
        minutes = assessment_time(p.joining, p.care.assessment_minutes, read, int(team.form))
        add_overhead(world, need.team, minutes)
    if team.record:
        resident.assessed_at = t
    if team.form:
        search(
            world,
            who,
            t,
            int(team.type),
            Route.NOTICED_BY_TEAM,
            4 + what,
            nth,
            p.joining.form_skill * team.taken_up,
        )


@verb
def contact_for_one(world, who, kind, t):
    """A contact: the need eases, or not; others come to light; the package ends, or goes on."""
    p = world.one[0].p
    need = world.needs[who, kind]
    burn(need, t)
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
    if world.one[0].settings.contacts:
        note(world, who, kind, t, Activity.CONTACT, 0)
    what, nth = what_of(need, kind), nth_of(need, need.contacts)
    better = luck(world, Occasion.IMPROVEMENT, who, what, nth)
    if need.genuine and better < eased_by(p.skill, team.special) * chance_of_easing(
        p.worsening, kind, every
    ):
        set_severity(world, who, kind, eased(p.worsening, need.severity))
    route = Route.NOTICED_BY_PRACTICE if in_practice else Route.NOTICED_BY_TEAM
    nth = (int(need.occasion) + 64 * int(need.falses)) * 4096 + int(need.contacts) % 4096
    look(
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


@inner
def end_care(world, who, kind, t):
    """The package ends: a true need is met, for now; a false one was never there."""
    p = world.one[0].p
    need = world.needs[who, kind]
    note(world, who, kind, t, Activity.CARE_ENDED, 0)
    if not need.genuine:
        find_false(world, who, kind, t)
        return
    release_care(world, who, kind, t)
    world.one[0].closed[1, kind, Place.MET] += 1
    need.place = Place.MET
    need.care_end = NEVER
    set_state(world, who, kind, State.MET)
    need.step = Step.RELAPSE
    left = fuse(world, Occasion.RELAPSE, who, kind, int(need.occasion))
    rate = relapse_rate(p.care, kind)
    need.step_at = t + left / rate if rate > 0.0 else NEVER
