"""How a need is brought to a service, and to which team it is sent."""

from __future__ import annotations

from joinedup.codes import (
    DOMAIN_OF_NEED,
    DOMAINS,
    NEEDS,
    NONE_TEAM,
    Activity,
    DrawPurpose,
    EpisodeStatus,
    Role,
    Route,
    State,
)
from joinedup.engine.jit import entry_point, kernel
from joinedup.phases.counting import tally
from joinedup.phases.episodes import begin_false, find_false, give_up, note
from joinedup.phases.experience import count_choice
from joinedup.phases.interfaces import has_coordinator, interface_between, team_for, went
from joinedup.phases.lines import join_queue
from joinedup.phases.paying import paid_to_hurry
from joinedup.phases.rows import (
    accrue_hazard,
    hazard_threshold,
    is_absent,
    normal_draw,
    nth_of,
    set_state,
    uniform_draw,
    what_of,
)
from joinedup.rules.eligibility import judged
from joinedup.rules.joining import spoa_delay_days
from joinedup.rules.noticing import chance_found, chance_noticed, chance_of_false_alarm
from joinedup.rules.seeking import days_until_renege
from joinedup.rules.team_process import next_meeting
from joinedup.state.place import Step, Tally


@entry_point
def present_for_one(world, who, kind, t, sender, route):
    """Bring a need to somebody, who passes it on or looks after it.

    ``sender`` is the type of the team that holds it, or one of the three senders above.
    """
    resident = world.residents[who]
    need = world.needs[who, kind]
    accrue_hazard(need, t)
    need.patience = resident.persistence
    need.route = route
    need.status = EpisodeStatus.IN_PROGRESS
    set_state(world, who, kind, State.PRESENTED)
    note(world, who, kind, t, Activity.PRESENTED, route)
    hand_to(need, t, sender)


@kernel
def hand_to(need, t, sender):
    """Leave a need with somebody, who passes it on at once: the next thing that happens."""
    need.sender = sender
    need.step = Step.PASS_ON
    need.step_at = t


@entry_point
def pass_on_for_one(world, who, kind, t):
    """Whoever holds a need sends it to the team that seems right, or keeps it."""
    p = world.globals[0].p
    need = world.needs[who, kind]
    settings = world.globals[0].settings
    sender = int(need.sender)
    accrue_hazard(need, t)
    error = normal_draw(
        world, DrawPurpose.APPARENT_SEVERITY, who, what_of(need, kind), nth_of(need, need.tries)
    )
    apparent = judged(need.severity, p.eligibility.judgement_error, error)
    if sender != settings.practice_type and apparent < settings.back_to_gp[kind]:
        send_back_to_gp(world, who, kind, t)
        return
    team = choose_team(world, who, kind, apparent)
    if team == NONE_TEAM:
        need.tries = min(int(need.tries) + 1, 250)
        note(world, who, kind, t, Activity.DIVERTED, 0)
        give_up(world, who, kind, t, EpisodeStatus.DIVERTED)
    elif world.teams[team].role == Role.GENERAL_PRACTICE:
        need.team = team
        start_in_practice(world, who, kind, t)
    elif world.teams[team].type == sender:
        need.team = team
        accept(world, who, kind, t)
    else:
        if need.route == Route.NOTICED_BY_TEAM and sender < settings.types:
            ask_beyond(world, who, sender)
        refer(world, who, kind, t, sender, team)


@kernel
def ask_beyond(world, who, sender):
    """A professional has noticed what is beyond their own skill: a question, and some worry."""
    holder = team_for(world, who, sender)
    world.teams[holder].beyond_week += 1
    add_overhead(world, holder, world.globals[0].p.skill.triage_minutes)


@kernel
def send_back_to_gp(world, who, kind, t):
    """Ask the person to see their GP about it (000: mild depression)."""
    need = world.needs[who, kind]
    need.status = EpisodeStatus.DIVERTED
    need.tries = min(int(need.tries) + 1, 250)
    note(world, who, kind, t, Activity.DIVERTED, 0)
    set_state(world, who, kind, State.PRESENTED)
    need.step = Step.SEEK_GP
    wait = hazard_threshold(
        world, DrawPurpose.RETRY, who, what_of(need, kind), nth_of(need, need.tries)
    )
    need.step_at = t + world.globals[0].p.seeking.retry_days * 0.5 * wait


@kernel
def choose_team(world, who, kind, apparent):
    """One of the teams that take this need as it looks, by a keyed draw; another one next time.

    When no other takes it at this severity, the same one again; when none does, one that takes
    the kind at this age at all.
    """
    need = world.needs[who, kind]
    draw = uniform_draw(
        world, DrawPurpose.PARTNER_TEAM, who, what_of(need, kind), nth_of(need, need.tries)
    )
    for leniency in range(3):
        found = 0
        for type_ in range(world.team_of.shape[0]):
            if takes(world, who, kind, type_, apparent, leniency):
                found += 1
        if found == 0:
            continue
        wanted = int(draw * found)
        for type_ in range(world.team_of.shape[0]):
            if takes(world, who, kind, type_, apparent, leniency):
                if wanted == 0:
                    return team_for(world, who, type_)
                wanted -= 1
    return NONE_TEAM


@kernel
def takes(world, who, kind, type_, apparent, leniency):
    """Whether a type of team takes a kind of need at this age, and of this severity.

    ``leniency`` 0 leaves out the team tried last, 2 asks for no severity.
    """
    need = world.needs[who, kind]
    team = world.teams[team_for(world, who, type_)]
    if team.low[kind] > 1.0 or team.ages[kind, world.residents[who].age] == 0:
        return False
    if leniency == 2:
        return True
    again = leniency == 0 and need.team != NONE_TEAM and need.tries > 0
    if again and world.teams[need.team].type == type_:
        return False
    return apparent >= team.low[kind] and apparent <= team.high[kind]


@kernel
def refer(world, who, kind, t, sender, team):
    """Send a referral across an interface: time, paper, and the risk of never arriving."""
    p = world.globals[0].p
    resident = world.residents[who]
    need = world.needs[who, kind]
    interface = interface_between(world, who, sender, team)
    need.team = team
    need.sender = sender
    need.tries = min(int(need.tries) + 1, 250)
    if sender < world.globals[0].settings.types:
        writer = team_for(world, who, sender)
        add_overhead(world, writer, interface.minutes * 0.5)
    resident.crossed += 1
    tally(world, Tally.CROSSED, 1)
    need.status = EpisodeStatus.IN_PROGRESS
    set_state(world, who, kind, State.REFERRED)
    note(world, who, kind, t, Activity.REFERRED, 0)
    what, nth = what_of(need, kind), nth_of(need, need.tries)
    loss = interface.loss
    if has_coordinator(world, who):
        loss *= p.joining.coordinator_obstacle
    if uniform_draw(world, DrawPurpose.LOSS, who, what, nth) < loss:
        need.status = EpisodeStatus.LOST
        note(world, who, kind, t, Activity.LOST, 0)
        went(world, who, sender, team, False)
        lose(world, who, kind, t, team)
    else:
        need.step = Step.TRIAGE
        need.step_at = t + 1.0 + interface.days + days_at_spoa(world, interface, team)


@kernel
def lose(world, who, kind, t, team):
    """Somebody has not arrived: the team misses them within days, or they find out in weeks."""
    p = world.globals[0].p
    need = world.needs[who, kind]
    what, nth = what_of(need, kind), nth_of(need, need.tries)
    missed = p.management.accountable[world.teams[team].management]
    if uniform_draw(world, DrawPurpose.OVERSEEN, who, what, nth) < missed:
        need.step = Step.TRIAGE
        need.step_at = t + 1.0 + p.management.noticed_days
    else:
        need.step = Step.CHASE
        wait = hazard_threshold(world, DrawPurpose.CHASING, who, what, nth)
        need.step_at = t + 1.0 + p.handover.chasing_days * wait


@kernel
def days_at_spoa(world, interface, team):
    """How long a referral lies at a single point of access, and whose work it is to sort it.

    Without staff at the door, or where it is too far behind, teams sort their own.
    """
    settings = world.globals[0].settings
    if not interface.spoa:
        return 0.0
    joining = world.globals[0].p.joining
    if settings.spoa_minutes <= 0.0:
        add_overhead(world, team, joining.sorting_minutes)
        return 0.0
    longest = joining.sorted_within_days
    days = spoa_delay_days(settings.spoa_backlog, settings.spoa_minutes, longest)
    if days >= longest:
        add_overhead(world, team, joining.sorting_minutes)
    else:
        settings.spoa_today += int(joining.sorting_minutes + 0.5)
    return days


@kernel
def add_overhead(world, team, minutes):
    """Charge a team with whole minutes of work that is not care."""
    row = world.teams[team]
    whole = int(minutes + 0.5)
    row.overhead_today += whole
    if row.role == Role.GENERAL_PRACTICE:
        row.demand_today += whole


@kernel
def accept(world, who, kind, t):
    """A team takes a need on: at its allocation meeting, or straight into the line."""
    p = world.globals[0].p
    need = world.needs[who, kind]
    team = world.teams[need.team]
    what, nth = what_of(need, kind), nth_of(need, need.tries)
    note(world, who, kind, t, Activity.ACCEPTED, 0)
    count_choice(world, who, kind)
    if team.type != need.sender:
        went(world, who, int(need.sender), need.team, True)
    if uniform_draw(world, DrawPurpose.PHASE, who, what, nth) < team.assessment:
        add_overhead(world, need.team, p.care.assessment_minutes)
        need.assessed = 1
        seen = uniform_draw(world, DrawPurpose.FALSE_RECOGNISED, who, what, nth)
        if not need.genuine and seen < p.team_process.assessment_recognises:
            note(world, who, kind, t, Activity.ASSESSED, 0)
            find_false(world, who, kind, t)
            return
    need.status = EpisodeStatus.WAITING
    need.since = t
    set_state(world, who, kind, State.WAITING)
    if uniform_draw(world, DrawPurpose.PHASE, who, what + 32, nth) < team.allocation:
        need.step = Step.ALLOCATED
        need.step_at = next_meeting(t, 7.0, (need.team % 5) + 0.4)
    else:
        enter_queue(world, who, kind, t)


@kernel
def enter_queue(world, who, kind, t):
    """Join the team's line, until care starts or patience ends."""
    need = world.needs[who, kind]
    need.step = Step.RENEGE
    need.step_at = t + days_until_renege(world.globals[0].p.seeking, need.patience)
    if need.severity >= 0.8 or paid_to_hurry(world, who, kind):
        need.urgent = 1
    join_queue(world, who, kind, t)


@kernel
def start_in_practice(world, who, kind, t):
    """The practice looks after the need itself."""
    p = world.globals[0].p
    need = world.needs[who, kind]
    what, nth = what_of(need, kind), nth_of(need, need.tries)
    if not need.genuine and uniform_draw(world, DrawPurpose.FALSE_RECOGNISED, who, what, nth) < 0.5:
        find_false(world, who, kind, t)
        return
    accrue_hazard(need, t)
    need.status = EpisodeStatus.IN_CARE
    need.minutes = 0.0
    need.contacts = 0
    set_state(world, who, kind, State.IN_CARE)
    note(world, who, kind, t, Activity.CARE_STARTED, 0)
    length = hazard_threshold(world, DrawPurpose.CARE_LENGTH, who, what, nth)
    years = p.general_practice.care_years[kind] if need.genuine else 0.25
    need.care_end = t + years * 365.25 * length
    need.step = Step.CONTACT
    need.step_at = min(t + p.general_practice.review_every[kind], need.care_end)
    world.teams[need.team].caseload += 1


@kernel
def opportunistic_detection(
    world, who, t, mental, physical, social, novelty, sender, route, source, nth
):
    """What one contact shows: latent needs, and now and then one that is not there.

    ``mental``, ``physical`` and ``social`` are the skills of whoever looks, and ``novelty`` is
    how much of them is newly learnt. ``source`` and ``nth`` are the key of the contact.
    """
    p = world.globals[0].p
    resident = world.residents[who]
    if resident.latent:
        for kind in range(NEEDS):
            if resident.latent & (1 << kind):
                skill = _of_three(DOMAIN_OF_NEED[kind], mental, physical, social)
                need = world.needs[who, kind]
                seen = chance_noticed(p.noticing, kind, need.severity, skill)
                if uniform_draw(world, DrawPurpose.NOTICED, who, kind + 16 * source, nth) < seen:
                    note(world, who, kind, t, Activity.NOTICED, route)
                    present_for_one(world, who, kind, t, sender, route)
    skill = (mental + physical + social) / DOMAINS
    alarm = chance_of_false_alarm(p.noticing, skill) * (1.0 + p.skill.alarms * novelty)
    if uniform_draw(world, DrawPurpose.FALSE_ALARM, who, source, nth) < alarm:
        raise_false_alarm(world, who, t, sender, route, source, nth)


@kernel
def _of_three(domain, mental, physical, social):
    if domain == 0:
        return mental
    return physical if domain == 1 else social


@kernel
def raise_false_alarm(world, who, t, sender, route, source, nth):
    """Take a need for there that is not, of a kind drawn by how often each is mistaken."""
    p = world.globals[0].p
    draw = uniform_draw(world, DrawPurpose.FALSE_KIND, who, source, nth)
    total = 0.0
    for kind in range(NEEDS):
        total += p.noticing.false_kinds[kind]
    reached = 0.0
    for kind in range(NEEDS):
        reached += p.noticing.false_kinds[kind] / total
        if draw < reached:
            false_alarm_for_one(world, who, kind, t, sender, route)
            return


@entry_point
def false_alarm_for_one(world, who, kind, t, sender, route):
    """A false need of one kind is presented, unless something of that kind is under way."""
    need = world.needs[who, kind]
    if is_absent(need):
        begin_false(world, who, kind, t, route)
        present_for_one(world, who, kind, t, sender, route)


@kernel
def holistic_assessment(world, who, t, sender, route, source, nth, thoroughness):
    """A holistic assessment: every domain asked about, rightly and wrongly answered.

    ``thoroughness`` is 1 for a full assessment and less for a form that stands in for one.
    """
    p = world.globals[0].p
    resident = world.residents[who]
    for kind in range(NEEDS):
        draw = uniform_draw(world, DrawPurpose.FOUND, who, kind + 16 * source, nth)
        need = world.needs[who, kind]
        if resident.latent & (1 << kind):
            if draw < chance_found(p.noticing, need.severity) * thoroughness:
                note(world, who, kind, t, Activity.NOTICED, route)
                present_for_one(world, who, kind, t, sender, route)
        elif is_absent(need):
            share = p.noticing.false_kinds[kind]
            if draw < p.noticing.holistic_false * thoroughness * share:
                false_alarm_for_one(world, who, kind, t, sender, route)
