"""A team's queue for assessment, and what follows: care, support, another team, or none."""

from __future__ import annotations

from joinedup.codes import NEEDS
from joinedup.engine.draws import purpose
from joinedup.engine.jit import kernel
from joinedup.engine.schedule import NOBODY
from joinedup.phases.assessment import assess, minutes_of_assessment
from joinedup.phases.assessment_time import NO_TIME, has_time_to_assess, time_to_assess
from joinedup.phases.clocks import accrue_hazard, wake
from joinedup.phases.eligibility import has_services
from joinedup.phases.judgement import error_in_triage
from joinedup.phases.markers import mark_in_time
from joinedup.phases.records import log_need_event, month_of
from joinedup.phases.resident_draws import normal_draw, nth_of, what_of
from joinedup.phases.tiers import hand_on, has_next_step, keeps, serves_at_door
from joinedup.phases.waiting_list import (
    append_to_queue,
    remove_from_queue,
    set_patience,
    spend_patience,
    wait_for_care,
)
from joinedup.rules.at_the_door import DoorActivity
from joinedup.rules.eligibility import apparent_severity
from joinedup.state.markers import Marker
from joinedup.state.months import TeamTally
from joinedup.state.teams import FOR_CARE

JUDGED = purpose("assessment_queue.judged")


@kernel
def serve_assessments(world, team, t):
    """Assess those on the line, the urgent first, while time kept for them lasts.

    The last one may overdraw the time, which the next day then lacks.
    """
    row = world.teams[team]
    for turn in range(FOR_CARE):
        lane = FOR_CARE - 1 - turn
        key = row.queue_first[lane]
        while key != NOBODY and has_time_to_assess(row):
            who, kind = int(key) // NEEDS, int(key) % NEEDS
            key = world.needs[who, kind].queue_next
            kept_for = time_to_assess(row, kind)
            if kept_for != NO_TIME:
                remove_from_queue(world, who, kind)
                row.assessing_credit[kept_for] -= serve(world, team, who, kind, t)


@kernel
def serve(world, team, who, kind, t):
    """Assess one need; returns the minutes that it takes."""
    need, row = world.needs[who, kind], world.teams[team]
    accrue_hazard(need, t)
    minutes = minutes_of_assessment(world, who, kind)
    row.assessments_week[row.group[kind]] += 1
    sums = world.team_tallies[month_of(world), team]
    sums[TeamTally.ASSESSED] += 1
    sums[TeamTally.ASSESSMENT_DAYS_THOUSANDTHS] += int(max(0.0, t - need.since) * 1000.0)
    within = world.globals[0].p.targets.assessed_within
    mark_in_time(world, Marker.ASSESSED_IN_TIME, t - need.since, within)
    if assess(world, who, kind, t, minutes):
        decide(world, team, who, kind, t)
    wake(world, who, t, world.globals[0].settings.today + 1.0)
    return minutes


@kernel
def decide(world, team, who, kind, t):
    """After an assessment: handed on, not eligible, supported at one's own cost, or on to care."""
    if is_beyond(world, who, kind):
        log_need_event(world, who, kind, t, DoorActivity.HANDED_ON, 0)
        spend_patience(world, who, kind, t)
        hand_on(world, who, kind, world.globals[0].settings.today + 1.0)
    elif has_services(world, who, kind, t):
        spend_patience(world, who, kind, t)
        tomorrow = world.globals[0].settings.today + 1.0  # what happens next to them is then
        if wait_for_care(world, who, kind, tomorrow):
            set_patience(world, who, kind, t)
            append_to_queue(world, team, who, kind)


@kernel
def is_beyond(world, who, kind):
    """Whether a team at a door finds, as it judges severity, that others should have the need."""
    need = world.needs[who, kind]
    if not serves_at_door(world, who, need.team):
        return False
    error = normal_draw(world, JUDGED, who, what_of(need, kind), nth_of(need, need.tries))
    judged = apparent_severity(need.severity, error_in_triage(world, need.team, kind), error)
    return not keeps(world, who, kind, judged) and has_next_step(world, who, kind, judged)
