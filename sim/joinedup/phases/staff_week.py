"""A week of one member of staff: well or sick, staying or leaving, strained, learning, changing.

A member reads their own row and what their team settled last week, and writes their own row
only: so it makes no difference in which order they are visited.
"""

from __future__ import annotations

from math import exp

from joinedup.codes import DOMAINS, Leadership, Mechanism, Stage
from joinedup.engine.draws import purpose
from joinedup.engine.jit import entry_point, kernel
from joinedup.phases.staff_posts import (
    WEEK,
    draw_for,
    fall_sick,
    is_disabled,
    leave_post,
    leaves,
    recruit,
)
from joinedup.rules.adoption import moves_a_week, relapses_a_week, share_of_moves_left
from joinedup.rules.skill import learning, special_after_week
from joinedup.rules.strain import (
    approach,
    fear_target,
    pressure,
    satisfaction_target,
    strain_after_week,
)
from joinedup.rules.workforce import pace_after_week

ADVANCES = purpose("staff_week.advances")
FALLS_BACK = purpose("staff_week.falls_back")


@entry_point
def staff_week(world, member, day):
    """One week of one post."""
    row = world.staff[member]
    row.left_week = 0
    row.absent_days = 0.0
    if row.post <= 0.0:
        return
    week = day // 7
    if row.in_post == 0:
        recruit(world, member, day, week)
        return
    fall_sick(world, member, day, week)
    if leaves(world, member, week):
        row.left_week = 1
        leave_post(world, member)
        return
    if row.absent_days < WEEK:
        row.pace = pace_after_week(world.globals[0].p.workforce, row.pace)
        learn(world, member)
        adopt(world, member, day, week)
    update_wellbeing(world, member)


@kernel
def stage_of(world, member):
    """The stage of adoption that a member has reached; the last, where adoption is disabled."""
    row = world.staff[member]
    if row.team >= 0 and is_disabled(world, Mechanism.ADOPTION):
        team = world.teams[row.team]
        if team.joined and team.live:
            return 0 + Stage.MAINTENANCE
    return int(row.stage)


@kernel
def has_adopted(world, member):
    """Whether a member works as the arrangement intends."""
    return stage_of(world, member) >= Stage.CHANGE


@kernel
def update_wellbeing(world, member):
    """Strain, fear and satisfaction after this week."""
    row = world.staff[member]
    p = world.globals[0].p
    programme = world.globals[0].programme
    pressed, threat, wins, joined, taught = spanner_pressure(world), 0.0, 0.0, 0, 0.0
    if row.team >= 0:
        team = world.teams[row.team]
        pressed, threat, wins, joined = team.pressure, team.threat, team.wins, team.joined
        taught = learnt_share(world, member)
    if not is_disabled(world, Mechanism.FEAR):
        wanted = 0.0
        if programme.heard:
            accepts = stage_of(world, member) >= Stage.ACCEPTANCE
            wanted = fear_target(
                p.strain,
                threat * programme.threat_left,
                row.identity,
                programme.engagement,
                accepts,
            )
        row.fear = approach(row.fear, wanted, p.strain.fear_speed)
    pressed += p.strain.by_fear * row.fear
    if is_disabled(world, Mechanism.STRAIN):
        row.strain = 0.0
    else:
        off = row.absent_days >= WEEK
        row.strain = strain_after_week(p.strain, row.strain, 0.0 if off else pressed, row.hardiness)
    pleased = wins if has_adopted(world, member) and joined else 0.0
    wanted = satisfaction_target(
        p.strain, row.strain, row.fear, pleased, taught, row.commute_change
    )
    row.satisfaction = approach(row.satisfaction, wanted, p.strain.satisfaction_speed)


@kernel
def spanner_pressure(world):
    """The pressure of a boundary spanner's interfaces in a week."""
    p = world.globals[0].p
    return pressure(p.strain, world.globals[0].programme.spanner_load, 0.0, 0.0, 0.0, 0.0)


@kernel
def learnt_share(world, member):
    """How much of other professions' basics a member has learnt, 0 to 1."""
    row = world.staff[member]
    p = world.globals[0].p
    gained = 0.0
    for domain in range(DOMAINS):
        gained += row.skill[domain] - p.noticing.skill[row.profession, domain]
    return min(1.0, gained / p.skill.basics)


@kernel
def learn(world, member):
    """Other professions' basics come with joint work and teaching; special skill with practice."""
    row = world.staff[member]
    p = world.globals[0].p
    if is_disabled(world, Mechanism.LEARNING) or row.team < 0:
        return
    team = world.teams[row.team]
    joint = team.joint if has_adopted(world, member) else 0.0
    hours = world.globals[0].programme.training if team.joined else 0.0
    for domain in range(DOMAINS):
        gained = learning(p.skill, row.skill[domain], team.taught[domain], joint, hours)
        row.skill[domain] += gained
        row.novelty = min(1.0, row.novelty + gained)
    row.novelty -= row.novelty * p.skill.false_alarms_decay
    exposure = 1.0 - team.generic if has_adopted(world, member) else 1.0
    developed = p.management.professional_development[team.management]
    row.special = special_after_week(p.skill, row.special, exposure, developed)


@kernel
def adopt(world, member, day, week):
    """On to the next stage of adoption, back, or neither."""
    row = world.staff[member]
    programme = world.globals[0].programme
    p = world.globals[0].p
    row.fatigue -= row.fatigue * p.adoption.fatigue_decay
    if row.team < 0:
        row.stage = 0 + Stage.MAINTENANCE
        return
    team = world.teams[row.team]
    if not programme.heard or not team.joined:
        return
    style = programme.leadership if programme.led else 0 + Leadership.LAISSEZ_FAIRE
    stage = int(row.stage)
    draw = draw_for(world, member, ADVANCES, 0, week)
    if stage < Stage.MAINTENANCE and (stage < Stage.ACCEPTANCE or team.live):
        rate = advances_a_week(world, member, stage, style)
        if draw < 1.0 - exp(-rate):
            row.stage = stage + 1
            return
    if stage >= Stage.CHANGE:
        routine = stage == Stage.MAINTENANCE
        reviewed = day - programme.reviewed_at < p.adoption.review_holds_days
        led = p.adoption.leadership[style, 4]
        rate = relapses_a_week(p.adoption, routine, reviewed, team.peers, led)
        if draw_for(world, member, FALLS_BACK, 0, week) < 1.0 - exp(-rate):
            row.stage = 0 + Stage.ACCEPTANCE


@kernel
def advances_a_week(world, member, stage, style):
    """How often a member moves on from a stage of adoption in a week."""
    row = world.staff[member]
    team = world.teams[row.team]
    programme = world.globals[0].programme
    p = world.globals[0].p.adoption
    rate = moves_a_week(
        p,
        stage,
        style,
        team.peers,
        programme.engagement,
        programme.training,
        programme.fit,
        team.wins,
    )
    rate *= share_of_moves_left(p, programme.upheaval, row.strain, row.fatigue, programme.clarity)
    if row.opinion_leader and programme.leaders_involved:
        rate *= p.leaders_involved
    return rate
