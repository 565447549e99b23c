"""An assessment: what it takes, what it reads and asks, and whether it finds a need."""

from __future__ import annotations

from joinedup.codes import Activity, Route, State
from joinedup.engine.draws import purpose
from joinedup.engine.jit import kernel
from joinedup.phases.detection import holistic_assessment
from joinedup.phases.episodes import recognise_false
from joinedup.phases.interfaces import place_of, type_as
from joinedup.phases.need_state import set_state
from joinedup.phases.records import log_need_event
from joinedup.phases.resident_draws import nth_of, uniform_draw, what_of
from joinedup.phases.team_time import add_overhead
from joinedup.phases.tiers import serves_at_door
from joinedup.rules.joining import assessment_time

READ = purpose("assessment.read")
RECOGNISED = purpose("assessment.recognised")
COMMON_FORM = purpose("assessment.common_form")


@kernel
def assess(world, who, kind, t, minutes):
    """Assess a need with its team; returns whether a need is found.

    A false one that is seen through is closed. A common form asks about other domains too.
    """
    p = world.globals[0].p
    need = world.needs[who, kind]
    team = world.teams[need.team]
    what, nth = what_of(need, kind), nth_of(need, need.tries)
    add_overhead(world, need.team, minutes)
    need.assessed = 1
    if team.merged and not is_known(world, who, kind):
        world.residents[who].assessed_by = need.team + 1
        world.residents[who].known_since = t
    live = place_of(world, who).live == 1
    if team.record and live:
        world.residents[who].assessed_at = t
    if team.form and live:
        sender, route = type_as(world, who, int(need.team)), Route.NOTICED_BY_TEAM
        skill = p.joining.form_skill * team.adoption
        holistic_assessment(world, who, t, sender, route, COMMON_FORM, what, nth, skill)
    log_need_event(world, who, kind, t, Activity.ASSESSED, 0)
    if need.genuine:
        return True
    if uniform_draw(world, RECOGNISED, who, what, nth) < p.care.false_needs_missed:
        return True
    set_state(world, who, kind, State.PRESENTED)  # in no line, and nothing to release
    recognise_false(world, who, kind, t)
    return False


@kernel
def is_known(world, who, kind):
    """Whether a merged team has assessed this person of late, and goes by that: once adopted."""
    need, resident = world.needs[who, kind], world.residents[who]
    team = world.teams[need.team]
    days = world.globals[0].settings.today - resident.known_since
    lately = days < world.globals[0].p.joining.record_days
    same = bool(team.merged) and resident.assessed_by == need.team + 1
    return same and lately and read_draw(world, who, kind) < team.adoption


@kernel
def read_draw(world, who, kind):
    """Compared with a team's adoption, whether this assessment goes by an earlier one."""
    need = world.needs[who, kind]
    return uniform_draw(world, READ, who, what_of(need, kind), nth_of(need, need.tries))


@kernel
def minutes_of_assessment(world, who, kind):
    """Minutes that the need's team takes to assess it.

    Another team's assessment is read, and a common form's questions are asked, once adopted.
    """
    p = world.globals[0].p
    need = world.needs[who, kind]
    team = world.teams[need.team]
    if is_known(world, who, kind):
        return 0.0
    adopted = read_draw(world, who, kind) < team.adoption
    age = world.globals[0].settings.today - world.residents[who].assessed_at
    live = place_of(world, who).live == 1
    read = bool(team.record) and live and adopted and age < p.joining.record_days
    asked = int(team.form) if live and adopted else 0
    minutes = p.care.assessment_minutes[kind]
    if serves_at_door(world, who, need.team):
        minutes *= p.at_the_door.first_look
    return assessment_time(p.joining, minutes, read, asked)
