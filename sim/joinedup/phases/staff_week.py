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
    has_adopted,
    is_disabled,
    leave_post,
    leaves,
    recruit,
    stage_of,
)
from joinedup.rules.adoption import moves_a_week, relapses_a_week, share_of_moves_left
from joinedup.rules.case_management import OUTSIDE_TEAMS
from joinedup.rules.identity import threat_felt, voice
from joinedup.rules.skill import learning, special_after_week
from joinedup.rules.strain import (
    approach,
    fear_target,
    pressure,
    relief,
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
def update_wellbeing(world, member):
    """Strain, fear and satisfaction after this week."""
    row = world.staff[member]
    p = world.globals[0].p
    programme = world.globals[0].programme
    wins, joined, taught = 0.0, 0, 0.0
    if row.team >= 0:
        team = world.teams[row.team]
        wins, joined = team.wins, team.joined and team.live
        taught = learnt_share(world, member)
    if not is_disabled(world, Mechanism.FEAR):
        wanted = feared(world, member) if programme.heard else 0.0
        row.fear = approach(row.fear, wanted, p.strain.fear_speed)
    update_strain(world, member)
    pleased = wins if has_adopted(world, member) and joined else 0.0
    wanted = satisfaction_target(
        p.strain, row.contentment, row.strain, row.fear, pleased, taught, row.commute_change
    )
    row.satisfaction = approach(row.satisfaction, wanted, p.strain.satisfaction_speed)


@kernel
def feared(world, member):
    """The fear to which a member tends, of what threatens their role and their employer."""
    row = world.staff[member]
    programme = world.globals[0].programme
    p = world.globals[0].p
    if row.team < 0:
        return 0.0
    team = world.teams[row.team]
    home = world.teams[row.home]
    threat = threat_felt(
        p.identity, row.profession, home.organisation, home.threat, home.merger, home.junior
    )
    asked = voice(p.identity, programme.engagement, home.junior)
    accepts = stage_of(world, member) >= Stage.ACCEPTANCE
    return fear_target(p.strain, threat * team.threat_left, row.identity, asked, accepts)


@kernel
def update_strain(world, member):
    """Strain after this week's pressure, fear and relief; a week off sick has none of them."""
    row = world.staff[member]
    p = world.globals[0].p
    if is_disabled(world, Mechanism.STRAIN):
        row.strain = 0.0
        return
    pressed, relieved = 0.0, 0.0
    if row.absent_days < WEEK:
        pressed = pressure_outside_teams(world, row) if row.team < 0 else row.pressure
        pressed += p.strain.by_fear * row.fear
        if not is_disabled(world, Mechanism.RELIEF):
            relieved = relief_of(world, member)
    row.strain = strain_after_week(p.strain, row.strain, pressed, relieved, row.hardiness)


@kernel
def relief_of(world, member):
    """The share of strain that time to spare takes off a member in a week."""
    row = world.staff[member]
    if row.team < 0:
        return relief(world.globals[0].p.strain, load_outside_teams(world, row))
    return float(row.relief)


@kernel
def load_outside_teams(world, row):
    """The load of a case manager, care coordinator or boundary spanner."""
    return row.load if row.team <= OUTSIDE_TEAMS else world.globals[0].programme.spanner_load


@kernel
def pressure_outside_teams(world, row):
    """The pressure of a week on case managers, care coordinators and boundary spanners."""
    p = world.globals[0].p.strain
    load = min(p.load_counts_to, load_outside_teams(world, row))
    return pressure(p, load, 0.0, 0.0, 0.0, 0.0)


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
    fades = has_adopted(world, member) and not is_disabled(world, Mechanism.FADING)
    exposure = 1.0 - team.generic if fades else 1.0
    developed = 1.0 - p.management.less_development[world.teams[row.home].management]
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
        voice(world.globals[0].p.identity, programme.engagement, world.teams[row.home].junior),
        programme.training,
        programme.fit,
        team.wins,
    )
    rate *= team.readiness
    rate *= share_of_moves_left(p, team.upheaval, row.strain, row.fatigue, programme.clarity)
    if row.opinion_leader and programme.leaders_involved:
        rate *= p.leaders_involved
    return rate
