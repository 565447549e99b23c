"""How episodes of need begin, grow, end by themselves, and come back."""

from __future__ import annotations

from joinedup.codes import (
    EPISODE_STATUSES,
    NONE_TEAM,
    Activity,
    DrawPurpose,
    EpisodeStatus,
    Need,
    State,
)
from joinedup.engine.events import write
from joinedup.engine.jit import entry_point, kernel
from joinedup.phases.lines import leave_queue, release_care
from joinedup.phases.rows import (
    accrue_hazard,
    hazard_threshold,
    is_absent,
    nth_of,
    set_severity,
    set_state,
    uniform_draw,
)
from joinedup.rules.care_home import chance_of_move
from joinedup.rules.noticing import apparent_false_severity
from joinedup.rules.onset import first_severity, natural_length
from joinedup.rules.seeking import seeking_rate
from joinedup.rules.worsening import worse
from joinedup.state.place import NEVER, Step


@kernel
def note(world, who, kind, t, activity, cause):
    """Write a row about an episode to the ledger."""
    need = world.needs[who, kind]
    episode = int(need.episode) if need.genuine else int(need.falses)
    team, genuine = int(need.team), int(need.genuine)
    write(world, t, who, activity, kind, team, episode, genuine, 0 + cause)


@kernel
def start_blank(need, t):
    """Clear what belongs to one episode only."""
    need.tries = 0
    need.worsenings = 0
    need.crises = 0
    need.contacts = 0
    need.gave_up = 0
    need.urgent = 0
    need.short = 0
    need.assessed = 0
    need.minutes = 0.0
    need.patience = 0.0
    need.team = NONE_TEAM
    need.step = Step.NOTHING
    need.step_at = NEVER
    need.course_end = NEVER
    need.care_end = NEVER
    need.since = t
    need.status = EpisodeStatus.LATENT


@kernel
def begin_true(world, who, kind, t, severity):
    """Begin a true episode, latent, with its fuses and its natural course."""
    p = world.globals[0].p
    need = world.needs[who, kind]
    start_blank(need, t)
    need.genuine = 1
    need.episode += 1
    need.severity = severity
    need.hazard_threshold = hazard_threshold(
        world, DrawPurpose.WORSENING, who, kind, nth_of(need, 0)
    )
    need.crisis_threshold = hazard_threshold(world, DrawPurpose.CRISIS, who, kind, nth_of(need, 0))
    length = hazard_threshold(world, DrawPurpose.NATURAL_COURSE, who, kind, nth_of(need, 0))
    need.course_end = t + natural_length(p.onset, kind, length)
    need.accrued_at = t
    set_state(world, who, kind, State.LATENT)
    world.globals[0].closed[1, kind, EPISODE_STATUSES] += 1
    plan_seeking(world, who, kind, t)


@kernel
def plan_seeking(world, who, kind, t):
    """Wind the timer until the person asks for help of their own accord."""
    p = world.globals[0].p
    need = world.needs[who, kind]
    settings = world.globals[0].settings
    ease = p.joining.easier_door if settings.spoa_kinds[kind] else 1.0
    rate = seeking_rate(p.seeking, kind, need.severity, need.gave_up, ease)
    need.step = Step.SEEK
    need.step_at = NEVER
    world.residents[who].stale |= 1 << kind
    if rate > 0.0:
        left = hazard_threshold(world, DrawPurpose.SEEKING, who, kind, nth_of(need, need.tries))
        need.step_at = t + left / rate


@entry_point
def onset_for_one(world, who, kind, t):
    """A need begins. A false alarm about the same kind ends here: now there is a true one."""
    p = world.globals[0].p
    need = world.needs[who, kind]
    accrue_hazard(need, t)
    if not is_absent(need):
        close_episode(world, who, kind, t, EpisodeStatus.FALSE)
    again = int(need.episode) + 1
    severity = first_severity(
        p.onset, kind, uniform_draw(world, DrawPurpose.SEVERITY, who, kind, again)
    )
    begin_true(world, who, kind, t, severity)
    note(world, who, kind, t, Activity.ONSET, 0)


@kernel
def begin_false(world, who, kind, t, route):
    """Somebody takes a need for there that is not: a false episode, presented at once."""
    p = world.globals[0].p
    need = world.needs[who, kind]
    accrue_hazard(need, t)
    start_blank(need, t)
    need.genuine = 0
    need.falses += 1
    chance = uniform_draw(world, DrawPurpose.FALSE_SEVERITY, who, kind, need.falses)
    need.severity = apparent_false_severity(p.noticing, chance)
    need.route = route
    set_state(world, who, kind, State.PRESENTED)
    world.globals[0].closed[0, kind, EPISODE_STATUSES] += 1


@kernel
def close_episode(world, who, kind, t, status):
    """End the episode under way in one place of the barrier ledger, and leave its team."""
    need = world.needs[who, kind]
    if need.state == State.WAITING:
        leave_queue(world, who, kind, t)
    elif need.state == State.IN_CARE:
        release_care(world, who, kind, t)
    if need.state != State.MET:
        world.globals[0].closed[need.genuine, kind, status] += 1
    back_to_absent(world, who, kind, t, status == EpisodeStatus.RESOLVED)


@kernel
def back_to_absent(world, who, kind, t, by_itself):
    """No episode any more: the onset fuse of the next one starts, or goes on, burning."""
    need = world.needs[who, kind]
    was_true = need.genuine
    accrue_hazard(need, t)
    set_state(world, who, kind, State.RESOLVED if by_itself else State.ABSENT)
    start_blank(need, t)
    if was_true:
        need.hazard_threshold = hazard_threshold(
            world, DrawPurpose.ONSET, who, kind, int(need.episode) + 1
        )
        need.genuine = 0


@entry_point
def resolve_for_one(world, who, kind, t):
    """A need ends by itself."""
    note(world, who, kind, t, Activity.RESOLVED, 0)
    close_episode(world, who, kind, t, EpisodeStatus.RESOLVED)


@entry_point
def worsen_for_one(world, who, kind, t):
    """A need grows by one step; at home no longer, perhaps; and help is sought sooner."""
    p = world.globals[0].p
    need = world.needs[who, kind]
    accrue_hazard(need, t)
    need.worsenings += 1
    need.hazard_threshold = hazard_threshold(
        world, DrawPurpose.WORSENING, who, kind, nth_of(need, need.worsenings)
    )
    before = need.severity
    set_severity(world, who, kind, worse(p.worsening, before))
    if need.state == State.LATENT and need.step == Step.SEEK and need.step_at < NEVER:
        need.step_at = t + (need.step_at - t) * before / need.severity
    if world.globals[0].settings.contacts:
        note(world, who, kind, t, Activity.WORSENED, 0)
    consider_care_home(world, who, kind, t, need.worsenings)
    if kind == Need.FRAILTY or kind == Need.DAILY_LIVING or kind == Need.COGNITIVE:
        world.residents[who].changed = 1


@kernel
def consider_care_home(world, who, kind, t, nth):
    """A need in daily living that has come to the top may mean a move into a care home."""
    resident = world.residents[who]
    if kind != Need.DAILY_LIVING or resident.care_home:
        return
    need = world.needs[who, kind]
    moves = chance_of_move(world.globals[0].p.care_home, need.severity, resident.carer)
    if uniform_draw(world, DrawPurpose.CARE_HOME, who, kind, nth_of(need, int(nth))) < moves:
        resident.care_home = 1
        world.globals[0].settings.care_homes += 1
        note(world, who, kind, t, Activity.CARE_HOME_MOVE, 0)
        close_episode(world, who, kind, t, EpisodeStatus.MET)
        meet_for_life(world, who, kind)


@kernel
def meet_for_life(world, who, kind):
    """In a care home the need in daily living is met, for as long as the person lives there."""
    need = world.needs[who, kind]
    need.genuine = 1
    need.status = EpisodeStatus.MET
    set_state(world, who, kind, State.MET)
    world.residents[who].changed = 1


@entry_point
def relapse_for_one(world, who, kind, t):
    """A need that was met comes back as a new episode, no milder than it was."""
    need = world.needs[who, kind]
    accrue_hazard(need, t)
    course_end = need.course_end
    severity = need.severity
    set_state(world, who, kind, State.ABSENT)
    begin_true(world, who, kind, t, severity)
    need.course_end = course_end
    note(world, who, kind, t, Activity.RELAPSED, 0)


@kernel
def find_false(world, who, kind, t):
    """A false need is recognised for what it is."""
    note(world, who, kind, t, Activity.FOUND_FALSE, 0)
    close_episode(world, who, kind, t, EpisodeStatus.FALSE)


@kernel
def give_up(world, who, kind, t, status):
    """The person stops asking: a true need is latent again, a false one is over."""
    need = world.needs[who, kind]
    note(world, who, kind, t, Activity.GAVE_UP, 0)
    if not need.genuine:
        close_episode(world, who, kind, t, status)
        return
    accrue_hazard(need, t)
    need.status = status
    need.gave_up = 1
    need.tries = min(int(need.tries) + 1, 250)
    set_state(world, who, kind, State.LATENT)
    plan_seeking(world, who, kind, t)
