"""The course of a need apart from services: onset, worsening, resolution, relapse."""

from __future__ import annotations

from joinedup.codes import Activity, EpisodeStatus, Need, State
from joinedup.engine.draws import purpose
from joinedup.engine.inbox import Message, send_to_hospital
from joinedup.engine.jit import entry_point, kernel
from joinedup.phases.clocks import accrue_hazard
from joinedup.phases.episodes import WORSENING, begin_episode, close_episode
from joinedup.phases.help_seeking import schedule_help_seeking
from joinedup.phases.markers import mark_care_home
from joinedup.phases.need_state import (
    in_care,
    is_absent,
    note_concern,
    set_severity,
    set_state,
)
from joinedup.phases.records import log_need_event
from joinedup.phases.resident_draws import hazard_threshold, nth_of, uniform_draw
from joinedup.rules.care_home import chance_of_move
from joinedup.rules.onset import first_severity
from joinedup.rules.worsening import one_step_worse
from joinedup.state.hospital import HomePlace, Queue
from joinedup.state.needs import NeedEvent
from joinedup.state.residents import NEVER, Change

SEVERITY = purpose("natural_course.severity")
CARE_HOME = purpose("natural_course.care_home")


@entry_point
def onset(world, who, kind, t):
    """A need begins; a false episode of the same kind ends."""
    p = world.globals[0].p
    need = world.needs[who, kind]
    accrue_hazard(need, t)
    if not is_absent(need):
        close_episode(world, who, kind, t, EpisodeStatus.FALSE)
    again = int(need.episode) + 1
    severity = first_severity(p.onset, kind, uniform_draw(world, SEVERITY, who, kind, again))
    begin_episode(world, who, kind, t, severity)
    schedule_help_seeking(world, who, kind, t)
    if kind == Need.LONG_TERM_CONDITION:
        world.residents[who].conditions = 1
    log_need_event(world, who, kind, t, Activity.ONSET, 0)


@entry_point
def resolve(world, who, kind, t):
    """A need ends by itself."""
    log_need_event(world, who, kind, t, Activity.RESOLVED, 0)
    if kind == Need.LONG_TERM_CONDITION and world.needs[who, kind].genuine:
        world.residents[who].conditions = 0
    close_episode(world, who, kind, t, EpisodeStatus.RESOLVED)


@entry_point
def worsen(world, who, kind, t):
    """A need grows by one step of severity; help is sought sooner, or a care home looked for."""
    p = world.globals[0].p
    need = world.needs[who, kind]
    accrue_hazard(need, t)
    set_severity(world, who, kind, t, one_step_worse(p.worsening, need.severity))
    need.hazard_threshold = hazard_threshold(
        world, WORSENING, who, kind, nth_of(need, need.worsenings)
    )
    if world.globals[0].settings.contacts:
        log_need_event(world, who, kind, t, Activity.WORSENED, 0)
    if in_care(need):
        note_concern(world, who, t)
    consider_care_home(world, who, kind, t, WORSENING, need.worsenings)


@kernel
def consider_care_home(world, who, kind, t, cause, nth):
    """A need in daily living near the top of severity may mean looking for a care home."""
    resident = world.residents[who]
    if kind != Need.DAILY_LIVING or resident.care_home or resident.home_place != HomePlace.NONE:
        return
    need = world.needs[who, kind]
    moves = chance_of_move(world.globals[0].p.care_home, need.severity, resident.carer)
    if uniform_draw(world, CARE_HOME ^ cause, who, kind, nth_of(need, int(nth))) < moves:
        resident.home_place = HomePlace.LISTED
        send_to_hospital(world, t, Message.JOIN, who, 0 + Queue.CARE_HOME)


@kernel
def move_into_care_home(world, who, t):
    """Into the place that is kept; given up by a person whose need is gone, or met at home."""
    kind = 0 + Need.DAILY_LIVING
    resident, need = world.residents[who], world.needs[who, kind]
    resident.home_place = HomePlace.NONE
    if is_absent(need) or not need.genuine or need.state == State.MET:
        world.globals[0].settings.care_homes -= 1
        return
    resident.care_home = 1
    mark_care_home(world, who)
    log_need_event(world, who, kind, t, Activity.CARE_HOME_MOVE, 0)
    close_episode(world, who, kind, t, EpisodeStatus.MET)
    meet_in_care_home(world, who, kind)


@kernel
def meet_in_care_home(world, who, kind):
    """In a care home the need in daily living is met, for as long as the person lives there."""
    need = world.needs[who, kind]
    need.genuine = 1
    need.next_event = NeedEvent.NONE
    need.next_event_at = NEVER
    need.status = EpisodeStatus.MET
    set_state(world, who, kind, State.MET)
    world.residents[who].changed = Change.NEEDS


@entry_point
def relapse(world, who, kind, t):
    """A need that was met comes back as a new episode, known and no milder than it was."""
    need = world.needs[who, kind]
    accrue_hazard(need, t)
    course_end = need.course_end
    severity = need.severity
    set_state(world, who, kind, State.ABSENT)
    begin_episode(world, who, kind, t, severity)
    set_state(world, who, kind, State.ON_FILE)
    need.status = EpisodeStatus.RETURNED
    schedule_help_seeking(world, who, kind, t)
    need.course_end = course_end
    log_need_event(world, who, kind, t, Activity.RELAPSED, 0)
