"""How episodes of need begin, grow, end by themselves, and come back."""

from __future__ import annotations

from joinedup.codes import NONE_TEAM, PLACES, Activity, Need, Occasion, Place, State
from joinedup.engine.events import write
from joinedup.engine.jit import inner, verb
from joinedup.phases.lines import leave_line, release_care
from joinedup.phases.rows import (
    burn,
    fuse,
    is_absent,
    luck,
    nth_of,
    set_severity,
    set_state,
)
from joinedup.rules.care_home import chance_of_move
from joinedup.rules.noticing import apparent_false_severity
from joinedup.rules.onset import first_severity, natural_length
from joinedup.rules.seeking import seeking_rate
from joinedup.rules.worsening import worse
from joinedup.state.place import NEVER, Step


@inner
def note(world, who, kind, t, activity, cause):
    """Write a row about an episode to the ledger."""
    need = world.needs[who, kind]
    episode = int(need.occasion) if need.genuine else int(need.falses)
    team, genuine = int(need.team), int(need.genuine)
    write(world, t, who, activity, kind, team, episode, genuine, 0 + cause)


@inner
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
    need.place = Place.LATENT


@inner
def begin_true(world, who, kind, t, severity):
    """Begin a true episode, latent, with its fuses and its natural course."""
    p = world.one[0].p
    need = world.needs[who, kind]
    start_blank(need, t)
    need.genuine = 1
    need.occasion += 1
    need.severity = severity
    need.fuse = fuse(world, Occasion.WORSENING, who, kind, nth_of(need, 0))
    need.crisis = fuse(world, Occasion.CRISIS, who, kind, nth_of(need, 0))
    length = fuse(world, Occasion.NATURAL_COURSE, who, kind, nth_of(need, 0))
    need.course_end = t + natural_length(p.onset, kind, length)
    need.burnt_at = t
    set_state(world, who, kind, State.LATENT)
    world.one[0].closed[1, kind, PLACES] += 1
    plan_seeking(world, who, kind, t)


@inner
def plan_seeking(world, who, kind, t):
    """Wind the timer until the person asks for help of their own accord."""
    p = world.one[0].p
    need = world.needs[who, kind]
    settings = world.one[0].settings
    ease = p.joining.easier_door if settings.one_door_kinds[kind] else 1.0
    rate = seeking_rate(p.seeking, kind, need.severity, need.gave_up, ease)
    need.step = Step.SEEK
    need.step_at = NEVER
    world.residents[who].stale |= 1 << kind
    if rate > 0.0:
        left = fuse(world, Occasion.SEEKING, who, kind, nth_of(need, need.tries))
        need.step_at = t + left / rate


@verb
def onset_for_one(world, who, kind, t):
    """A need begins. A false alarm about the same kind ends here: now there is a true one."""
    p = world.one[0].p
    need = world.needs[who, kind]
    burn(need, t)
    if not is_absent(need):
        close_episode(world, who, kind, t, Place.FALSE)
    again = int(need.occasion) + 1
    severity = first_severity(p.onset, kind, luck(world, Occasion.SEVERITY, who, kind, again))
    begin_true(world, who, kind, t, severity)
    note(world, who, kind, t, Activity.ONSET, 0)


@inner
def begin_false(world, who, kind, t, route):
    """Somebody takes a need for there that is not: a false episode, presented at once."""
    p = world.one[0].p
    need = world.needs[who, kind]
    burn(need, t)
    start_blank(need, t)
    need.genuine = 0
    need.falses += 1
    chance = luck(world, Occasion.FALSE_SEVERITY, who, kind, need.falses)
    need.severity = apparent_false_severity(p.noticing, chance)
    need.route = route
    set_state(world, who, kind, State.PRESENTED)
    world.one[0].closed[0, kind, PLACES] += 1


@inner
def close_episode(world, who, kind, t, place):
    """End the episode under way in one place of the barrier ledger, and leave its team."""
    need = world.needs[who, kind]
    if need.state == State.WAITING:
        leave_line(world, who, kind, t)
    elif need.state == State.IN_CARE:
        release_care(world, who, kind, t)
    if need.state != State.MET:
        world.one[0].closed[need.genuine, kind, place] += 1
    back_to_absent(world, who, kind, t, place == Place.RESOLVED)


@inner
def back_to_absent(world, who, kind, t, by_itself):
    """No episode any more: the onset fuse of the next one starts, or goes on, burning."""
    need = world.needs[who, kind]
    was_true = need.genuine
    burn(need, t)
    set_state(world, who, kind, State.RESOLVED if by_itself else State.ABSENT)
    start_blank(need, t)
    if was_true:
        need.fuse = fuse(world, Occasion.ONSET, who, kind, int(need.occasion) + 1)
        need.genuine = 0


@verb
def resolve_for_one(world, who, kind, t):
    """A need ends by itself."""
    note(world, who, kind, t, Activity.RESOLVED, 0)
    close_episode(world, who, kind, t, Place.RESOLVED)


@verb
def worsen_for_one(world, who, kind, t):
    """A need grows by one step; at home no longer, perhaps; and help is sought sooner."""
    p = world.one[0].p
    need = world.needs[who, kind]
    burn(need, t)
    need.worsenings += 1
    need.fuse = fuse(world, Occasion.WORSENING, who, kind, nth_of(need, need.worsenings))
    before = need.severity
    set_severity(world, who, kind, worse(p.worsening, before))
    if need.state == State.LATENT and need.step == Step.SEEK and need.step_at < NEVER:
        need.step_at = t + (need.step_at - t) * before / need.severity
    if world.one[0].settings.contacts:
        note(world, who, kind, t, Activity.WORSENED, 0)
    consider_care_home(world, who, kind, t, need.worsenings)
    if kind == Need.FRAILTY or kind == Need.DAILY_LIVING or kind == Need.COGNITIVE:
        world.residents[who].changed = 1


@inner
def consider_care_home(world, who, kind, t, nth):
    """A need in daily living that has come to the top may mean a move into a care home."""
    resident = world.residents[who]
    if kind != Need.DAILY_LIVING or resident.care_home:
        return
    need = world.needs[who, kind]
    moves = chance_of_move(world.one[0].p.care_home, need.severity, resident.carer)
    if luck(world, Occasion.CARE_HOME, who, kind, nth_of(need, int(nth))) < moves:
        resident.care_home = 1
        world.one[0].settings.care_homes += 1
        note(world, who, kind, t, Activity.CARE_HOME_MOVE, 0)
        close_episode(world, who, kind, t, Place.MET)
        meet_for_life(world, who, kind)


@inner
def meet_for_life(world, who, kind):
    """In a care home the need in daily living is met, for as long as the person lives there."""
    need = world.needs[who, kind]
    need.genuine = 1
    need.place = Place.MET
    set_state(world, who, kind, State.MET)
    world.residents[who].changed = 1


@verb
def relapse_for_one(world, who, kind, t):
    """A need that was met comes back as a new episode, no milder than it was."""
    need = world.needs[who, kind]
    burn(need, t)
    course_end = need.course_end
    severity = need.severity
    set_state(world, who, kind, State.ABSENT)
    begin_true(world, who, kind, t, severity)
    need.course_end = course_end
    note(world, who, kind, t, Activity.RELAPSED, 0)


@inner
def find_false(world, who, kind, t):
    """A false need is recognised for what it is."""
    note(world, who, kind, t, Activity.FOUND_FALSE, 0)
    close_episode(world, who, kind, t, Place.FALSE)


@inner
def give_up(world, who, kind, t, place):
    """The person stops asking: a true need is latent again, a false one is over."""
    need = world.needs[who, kind]
    note(world, who, kind, t, Activity.GAVE_UP, 0)
    if not need.genuine:
        close_episode(world, who, kind, t, place)
        return
    burn(need, t)
    need.place = place
    need.gave_up = 1
    need.tries = min(int(need.tries) + 1, 250)
    set_state(world, who, kind, State.LATENT)
    plan_seeking(world, who, kind, t)
