"""What a team expects of its lines, once a week, and the thresholds that follow.

A merged team goes by the line for what each of its teams brought in, and as it adopts the change
by that of all.
"""

from __future__ import annotations

from joinedup.codes import NEEDS
from joinedup.engine.jit import kernel
from joinedup.engine.schedule import NOBODY
from joinedup.phases.incentives import payment_of
from joinedup.rules.eligibility import expected_wait, smoothed, threshold_under_load
from joinedup.rules.incentives import guarded_threshold
from joinedup.rules.merging import as_adopted
from joinedup.state.teams import FOR_CARE, LANES


@kernel
def expect_wait(world, team):
    """Expect waits by the length of both lines and how fast they were served of late."""
    p = world.globals[0].p
    row = world.teams[team]
    count_lines(world, row)
    for group in range(NEEDS):
        row.starts[group] = smoothed(p.eligibility, row.starts[group], row.starts_week[group])
        row.assessments[group] = smoothed(
            p.eligibility, row.assessments[group], row.assessments_week[group]
        )
    row.starts_week[:] = 0
    row.assessments_week[:] = 0
    row.wait_weeks = mean_wait(world, row)
    for kind in range(NEEDS):
        own = row.threshold[kind]
        wait = as_adopted(wait_for(world, row, row.group[kind]), row.wait_weeks, row.adoption)
        risen = threshold_under_load(p.eligibility, own, wait)
        row.threshold_now[kind] = guarded_threshold(
            p.incentives, payment_of(world, team), own, risen
        )


@kernel
def count_lines(world, row):
    """People waiting in each line, by the team in a merged one that brought their need in."""
    row.waiting[:] = 0
    if not row.merged:
        row.waiting[0, 0] = row.to_be_assessed
        row.waiting[1, 0] = row.queue_length - row.to_be_assessed
        return
    for lane in range(LANES):
        key = row.queue_first[lane]
        while key != NOBODY:
            who, kind = int(key) // NEEDS, int(key) % NEEDS
            row.waiting[lane // FOR_CARE, row.group[kind]] += 1
            key = world.needs[who, kind].queue_next


@kernel
def wait_for(world, row, group):
    """Weeks that one of the teams in a merged one expects; any other team is its only one, 0."""
    return expected_wait(
        world.globals[0].p.eligibility,
        row.covered,
        row.waiting[0, group],
        row.assessments[group],
        row.waiting[1, group],
        row.starts[group],
    )


@kernel
def mean_wait(world, row):
    """Weeks that the whole team expects: the mean of all who start care."""
    if not row.merged:
        return wait_for(world, row, 0)
    weeks, starts = 0.0, 0.0
    for group in range(NEEDS):
        weeks += row.starts[group] * wait_for(world, row, group)
        starts += row.starts[group]
    return weeks / starts if starts > 0.0 else 0.0
