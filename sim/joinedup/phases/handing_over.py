"""What happens to a referral on its way: the door, the threshold, loss, waiting, giving up."""

from __future__ import annotations

from joinedup.codes import (
    DOMAIN_OF_NEED,
    DOMAINS,
    Activity,
    Occasion,
    Place,
    Route,
    State,
)
from joinedup.engine.jit import inner, verb
from joinedup.phases.counting import tally
from joinedup.phases.episodes import find_false, give_up, note
from joinedup.phases.interfaces import (
    face_between,
    has_coordinator,
    sender_practice,
    sender_public,
    team_for,
    went,
)
from joinedup.phases.lines import leave_line
from joinedup.phases.paying import threshold_for
from joinedup.phases.presenting import (
    accept,
    add_overhead,
    enter_line,
    hand_to,
    present_for_one,
    start_in_practice,
)
from joinedup.phases.rows import (
    DOMAIN_MASKS,
    burn,
    fuse,
    luck,
    noise,
    nth_of,
    set_state,
    what_of,
)
from joinedup.rules.eligibility import judged, refused
from joinedup.rules.handover import chance_of_wrong_door
from joinedup.rules.seeking import patience_left
from joinedup.rules.team_process import next_meeting
from joinedup.state.place import Step, Tally


@verb
def seek_for_one(world, who, kind, t):
    """The person asks for help, at the GP's door or at a service's own."""
    p = world.one[0].p
    need = world.needs[who, kind]
    burn(need, t)
    what, nth = what_of(need, kind), nth_of(need, need.tries)
    if luck(world, Occasion.SEEKING, who, what + 32, nth) < p.seeking.by_gp[kind]:
        ask_gp_for_one(world, who, kind, t)
    else:
        present_for_one(world, who, kind, t, sender_public(world), Route.SOUGHT_HELP)


@verb
def ask_gp_for_one(world, who, kind, t):
    """The person asks their GP: is there an appointment? If not, try again, A&E, or give up."""
    p = world.one[0].p
    resident = world.residents[who]
    need = world.needs[who, kind]
    burn(need, t)
    practice = world.teams[resident.practice]
    practice.demand_today += int(p.general_practice.gp_minutes + 0.5)
    what, nth = what_of(need, kind), nth_of(need, need.tries)
    if luck(world, Occasion.CONSULTATION_ACCESS, who, what + 48, nth) < practice.appointment:
        tally(world, Tally.CONSULTATIONS, 1)
        note(world, who, kind, t, Activity.CONSULTATION, 0)
        if need.state == State.LATENT:
            present_for_one(world, who, kind, t, sender_practice(world), Route.SOUGHT_HELP)
        else:
            hand_to(need, t, sender_practice(world))
        return
    tally(world, Tally.NO_APPOINTMENT, 1)
    note(world, who, kind, t, Activity.NO_APPOINTMENT, 0)
    if need.state == State.LATENT:
        need.patience = resident.persistence
        set_state(world, who, kind, State.PRESENTED)
    obstacle(world, who, kind, t, Place.DETERRED, 1.0)


@inner
def obstacle(world, who, kind, t, place, cost):
    """One obstacle: persistence is spent; then another try, later, or giving up."""
    p = world.one[0].p
    need = world.needs[who, kind]
    if has_coordinator(world, who):
        cost *= p.joining.coordinator_obstacle
    need.patience = patience_left(need.patience, cost)
    need.place = place
    need.tries = min(int(need.tries) + 1, 250)
    if need.patience <= 0.0:
        give_up(world, who, kind, t, place)
        return
    set_state(world, who, kind, State.PRESENTED)
    need.step = Step.RETRY
    wait = fuse(world, Occasion.RETRY, who, what_of(need, kind), nth_of(need, need.tries))
    need.step_at = t + 1.0 + p.seeking.retry_days * wait


@verb
def retry_for_one(world, who, kind, t):
    """The person tries again: through their GP, where a service has no door of its own."""
    need = world.needs[who, kind]
    burn(need, t)
    if need.sender == sender_public(world):
        hand_to(need, t, int(need.sender))
    else:
        ask_gp_for_one(world, who, kind, t)


@verb
def chase_for_one(world, who, kind, t):
    """The person finds out that they never arrived."""
    need = world.needs[who, kind]
    burn(need, t)
    face = face_between(world, who, int(need.sender), need.team)
    obstacle(world, who, kind, t, Place.LOST, face.obstacle)


@inner
def other_domains(world, who, kind, team):
    """How many domains, beside this need's and those the team serves, the person needs help in."""
    resident = world.residents[who]
    row = world.teams[team]
    own = DOMAIN_OF_NEED[kind]
    others = 0
    for domain in range(DOMAINS):
        elsewhere = domain != own and not row.domains[domain]
        if elsewhere and resident.unserved & DOMAIN_MASKS[domain]:
            others += 1
    return others


@verb
def knock_for_one(world, who, kind, t):
    """A referral is read at the other team: the right door, needy enough, taken on."""
    p = world.one[0].p
    settings = world.one[0].settings
    resident = world.residents[who]
    need = world.needs[who, kind]
    burn(need, t)
    team = world.teams[need.team]
    face = face_between(world, who, int(need.sender), need.team)
    add_overhead(world, need.team, face.minutes * 0.5)
    what, nth = what_of(need, kind), nth_of(need, need.tries)
    read = face.record and luck(world, Occasion.TAKEN_UP, who, what, nth) < face.effect
    if not read:
        resident.retold += 1
        tally(world, Tally.RETOLD, 1)
        need.patience = patience_left(need.patience, face.retelling)
    others = other_domains(world, who, kind, need.team)
    wrong = chance_of_wrong_door(face.wrong_door, face.misdirected, others)
    if luck(world, Occasion.WRONG_DOOR, who, what, nth) < wrong:
        bounce(world, who, kind, t)
        return
    if luck(world, Occasion.PHASE, who, what + 48, nth) < team.reception:
        add_overhead(world, need.team, p.team_process.reception_minutes)
        seen = luck(world, Occasion.FALSE_RECOGNISED, who, what + 16, nth)
        if not need.genuine and seen < p.team_process.reception_recognises:
            find_false(world, who, kind, t)
            return
    error = noise(world, Occasion.APPARENT_SEVERITY, who, what + 32, nth)
    apparent = judged(need.severity, p.eligibility.judgement_error, error)
    from_gp = need.sender == settings.practice_type
    if apparent < settings.back_to_gp[kind] and from_gp and gp_takes(world, who, kind):
        note(world, who, kind, t, Activity.DIVERTED, 0)
        need.team = resident.practice
        start_in_practice(world, who, kind, t)
    elif refused(apparent, threshold_for(world, need.team, kind), face.eligibility):
        note(world, who, kind, t, Activity.REFUSED, 0)
        team.refused_week += 1
        went(world, who, int(need.sender), need.team, False)
        obstacle(world, who, kind, t, Place.REFUSED, face.obstacle)
    else:
        accept(world, who, kind, t)


@inner
def gp_takes(world, who, kind):
    """Whether the person's practice looks after this kind of need itself."""
    practice = world.teams[team_for(world, who, world.one[0].settings.practice_type)]
    return practice.low[kind] <= 1.0


@inner
def bounce(world, who, kind, t):
    """The need belongs to somebody else: sent back, or sorted out at the planning meeting."""
    settings = world.one[0].settings
    need = world.needs[who, kind]
    note(world, who, kind, t, Activity.BOUNCED, 0)
    went(world, who, int(need.sender), need.team, False)
    face = face_between(world, who, int(need.sender), need.team)
    what, nth = what_of(need, kind) + 16, nth_of(need, need.tries)
    brought = luck(world, Occasion.TAKEN_UP, who, what, nth) < face.effect
    if face.meets and brought and settings.meeting_every > 0.0:
        need.place = Place.BOUNCED
        need.step = Step.MEETING
        need.step_at = next_meeting(t, settings.meeting_every, 1.5)
    else:
        obstacle(world, who, kind, t, Place.BOUNCED, face.obstacle)


@verb
def meeting_for_one(world, who, kind, t):
    """The joint planning meeting decides whose the need is."""
    need = world.needs[who, kind]
    burn(need, t)
    tally(world, Tally.PLANS, 1)
    world.residents[who].plan = 1
    went(world, who, int(need.sender), need.team, True)
    accept(world, who, kind, t)


@verb
def allocated_for_one(world, who, kind, t):
    """The team's meeting has allocated the need: into the line."""
    burn(world.needs[who, kind], t)
    enter_line(world, who, kind, t)


@verb
def tired_for_one(world, who, kind, t):
    """The wait has been too long: the person leaves the line."""
    leave_line(world, who, kind, t)
    give_up(world, who, kind, t, Place.DETERRED)
