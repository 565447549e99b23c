"""What happens to a referral on its way: the door, the threshold, loss, waiting, giving up."""

from __future__ import annotations

from joinedup.codes import (
    DOMAIN_OF_NEED,
    DOMAINS,
    Activity,
    DrawPurpose,
    EpisodeStatus,
    Route,
    State,
)
from joinedup.engine.jit import entry_point, kernel
from joinedup.phases.counting import tally
from joinedup.phases.episodes import find_false, give_up, note
from joinedup.phases.interfaces import (
    has_coordinator,
    interface_between,
    sender_practice,
    sender_public,
    team_for,
    went,
)
from joinedup.phases.lines import leave_queue
from joinedup.phases.paying import threshold_for
from joinedup.phases.presenting import (
    accept,
    add_overhead,
    enter_queue,
    hand_to,
    present_for_one,
    start_in_practice,
)
from joinedup.phases.rows import (
    DOMAIN_MASKS,
    accrue_hazard,
    hazard_threshold,
    normal_draw,
    nth_of,
    set_state,
    uniform_draw,
    what_of,
)
from joinedup.rules.eligibility import judged, refused
from joinedup.rules.handover import chance_of_wrong_door
from joinedup.rules.seeking import patience_left
from joinedup.rules.team_process import next_meeting
from joinedup.state.place import Step, Tally


@entry_point
def seek_for_one(world, who, kind, t):
    """The person asks for help, at the GP's door or at a service's own."""
    p = world.globals[0].p
    need = world.needs[who, kind]
    accrue_hazard(need, t)
    what, nth = what_of(need, kind), nth_of(need, need.tries)
    if uniform_draw(world, DrawPurpose.SEEKING, who, what + 32, nth) < p.seeking.by_gp[kind]:
        ask_gp_for_one(world, who, kind, t)
    else:
        present_for_one(world, who, kind, t, sender_public(world), Route.SOUGHT_HELP)


@entry_point
def ask_gp_for_one(world, who, kind, t):
    """The person asks their GP: is there an appointment? If not, try again, A&E, or give up."""
    p = world.globals[0].p
    resident = world.residents[who]
    need = world.needs[who, kind]
    accrue_hazard(need, t)
    practice = world.teams[resident.practice]
    practice.demand_today += int(p.general_practice.gp_minutes + 0.5)
    what, nth = what_of(need, kind), nth_of(need, need.tries)
    if (
        uniform_draw(world, DrawPurpose.CONSULTATION_ACCESS, who, what + 48, nth)
        < practice.appointment
    ):
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
    apply_barrier(world, who, kind, t, EpisodeStatus.DETERRED, 1.0)


@kernel
def apply_barrier(world, who, kind, t, status, cost):
    """One obstacle: persistence is spent; then another try, later, or giving up."""
    p = world.globals[0].p
    need = world.needs[who, kind]
    if has_coordinator(world, who):
        cost *= p.joining.coordinator_obstacle
    need.patience = patience_left(need.patience, cost)
    need.status = status
    need.tries = min(int(need.tries) + 1, 250)
    if need.patience <= 0.0:
        give_up(world, who, kind, t, status)
        return
    set_state(world, who, kind, State.PRESENTED)
    need.step = Step.RETRY
    wait = hazard_threshold(
        world, DrawPurpose.RETRY, who, what_of(need, kind), nth_of(need, need.tries)
    )
    need.step_at = t + 1.0 + p.seeking.retry_days * wait


@entry_point
def retry_for_one(world, who, kind, t):
    """The person tries again: through their GP, where a service has no door of its own."""
    need = world.needs[who, kind]
    accrue_hazard(need, t)
    if need.sender == sender_public(world):
        hand_to(need, t, int(need.sender))
    else:
        ask_gp_for_one(world, who, kind, t)


@entry_point
def chase_for_one(world, who, kind, t):
    """The person finds out that they never arrived."""
    need = world.needs[who, kind]
    accrue_hazard(need, t)
    interface = interface_between(world, who, int(need.sender), need.team)
    apply_barrier(world, who, kind, t, EpisodeStatus.LOST, interface.obstacle)


@kernel
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


@entry_point
def triage_for_one(world, who, kind, t):
    """A referral is read at the other team: the right door, needy enough, taken on."""
    p = world.globals[0].p
    settings = world.globals[0].settings
    resident = world.residents[who]
    need = world.needs[who, kind]
    accrue_hazard(need, t)
    team = world.teams[need.team]
    interface = interface_between(world, who, int(need.sender), need.team)
    add_overhead(world, need.team, interface.minutes * 0.5)
    what, nth = what_of(need, kind), nth_of(need, need.tries)
    read = (
        interface.record
        and uniform_draw(world, DrawPurpose.ADOPTED, who, what, nth) < interface.fidelity
    )
    if not read:
        resident.retold += 1
        tally(world, Tally.RETOLD, 1)
        need.patience = patience_left(need.patience, interface.retelling)
    others = other_domains(world, who, kind, need.team)
    wrong = chance_of_wrong_door(interface.wrong_door, interface.misdirected, others)
    if uniform_draw(world, DrawPurpose.WRONG_DOOR, who, what, nth) < wrong:
        bounce(world, who, kind, t)
        return
    if uniform_draw(world, DrawPurpose.PHASE, who, what + 48, nth) < team.reception:
        add_overhead(world, need.team, p.team_process.reception_minutes)
        seen = uniform_draw(world, DrawPurpose.FALSE_RECOGNISED, who, what + 16, nth)
        if not need.genuine and seen < p.team_process.reception_recognises:
            find_false(world, who, kind, t)
            return
    error = normal_draw(world, DrawPurpose.APPARENT_SEVERITY, who, what + 32, nth)
    apparent = judged(need.severity, p.eligibility.judgement_error, error)
    from_gp = need.sender == settings.practice_type
    if apparent < settings.back_to_gp[kind] and from_gp and gp_takes(world, who, kind):
        note(world, who, kind, t, Activity.DIVERTED, 0)
        need.team = resident.practice
        start_in_practice(world, who, kind, t)
    elif refused(apparent, threshold_for(world, need.team, kind), interface.eligibility):
        note(world, who, kind, t, Activity.REFUSED, 0)
        team.refused_week += 1
        went(world, who, int(need.sender), need.team, False)
        apply_barrier(world, who, kind, t, EpisodeStatus.REFUSED, interface.obstacle)
    else:
        accept(world, who, kind, t)


@kernel
def gp_takes(world, who, kind):
    """Whether the person's practice looks after this kind of need itself."""
    practice = world.teams[team_for(world, who, world.globals[0].settings.practice_type)]
    return practice.low[kind] <= 1.0


@kernel
def bounce(world, who, kind, t):
    """The need belongs to somebody else: sent back, or sorted out at the planning meeting."""
    settings = world.globals[0].settings
    need = world.needs[who, kind]
    note(world, who, kind, t, Activity.BOUNCED, 0)
    went(world, who, int(need.sender), need.team, False)
    interface = interface_between(world, who, int(need.sender), need.team)
    what, nth = what_of(need, kind) + 16, nth_of(need, need.tries)
    brought = uniform_draw(world, DrawPurpose.ADOPTED, who, what, nth) < interface.fidelity
    if interface.meets and brought and settings.meeting_every > 0.0:
        need.status = EpisodeStatus.BOUNCED
        need.step = Step.MEETING
        need.step_at = next_meeting(t, settings.meeting_every, 1.5)
    else:
        apply_barrier(world, who, kind, t, EpisodeStatus.BOUNCED, interface.obstacle)


@entry_point
def meeting_for_one(world, who, kind, t):
    """The joint planning meeting decides whose the need is."""
    need = world.needs[who, kind]
    accrue_hazard(need, t)
    tally(world, Tally.PLANS, 1)
    world.residents[who].plan = 1
    went(world, who, int(need.sender), need.team, True)
    accept(world, who, kind, t)


@entry_point
def allocated_for_one(world, who, kind, t):
    """The team's meeting has allocated the need: into the line."""
    accrue_hazard(world.needs[who, kind], t)
    enter_queue(world, who, kind, t)


@entry_point
def renege_for_one(world, who, kind, t):
    """The wait has been too long: the person leaves the line."""
    leave_queue(world, who, kind, t)
    give_up(world, who, kind, t, EpisodeStatus.DETERRED)
