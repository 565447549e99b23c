"""A week of one member of staff: well or sick, staying or leaving, strained, learning, changing.

A member reads their own row and what their team settled last week, and writes their own row
only: so it makes no difference in which order they are visited.
"""

from __future__ import annotations

from math import exp

from joinedup.codes import DOMAINS, DrawPurpose, Leadership, Mechanism, Stage
from joinedup.engine import draws
from joinedup.engine.jit import entry_point, kernel
from joinedup.rules.adoption import left_to_move, moves_a_week, relapses_a_week
from joinedup.rules.skill import learning, special_after_week
from joinedup.rules.strain import (
    fear_wanted,
    pressure,
    satisfaction_wanted,
    strain_after_week,
    towards,
)
from joinedup.rules.workforce import (
    chance_in_a_week,
    leaving_rate,
    pace_after_week,
    usual_vacancy,
)

WEEK = 7.0
REVIEW_HOLDS = 30.0
STAFF_KEYS = 1 << 61


@kernel
def is_disabled(world, mechanism):
    """Whether the scenario leaves a mechanism out."""
    return (world.globals[0].programme.disabled >> mechanism) & 1 == 1


@kernel
def staff_rng_key(row):
    """The key of whoever holds this post now, apart from every resident's."""
    post = ((int(row.team) + 1) * 16 + int(row.profession)) * 65_536 + int(row.person)
    return STAFF_KEYS + post * 65_536 + int(row.generation)


@kernel
def draw_for(world, member, purpose, what, nth):
    """The keyed uniform number of a member's occasion; a newcomer has luck of their own."""
    row = world.staff[member]
    return draws.uniform(world.globals[0].settings.seed, purpose, staff_rng_key(row), what, nth)


@kernel
def hazard_threshold_for(world, member, purpose, what, nth):
    """The keyed unit-exponential number of a member's occasion."""
    row = world.staff[member]
    return draws.hazard_threshold(
        world.globals[0].settings.seed, purpose, staff_rng_key(row), what, nth
    )


@entry_point
def appoint_at_first(world, member):
    """On day 0: somebody holds this post, or it is empty as often as in usual times."""
    p = world.globals[0].p
    row = world.staff[member]
    empty = usual_vacancy(p.workforce, row.profession)
    holds = draw_for(world, member, DrawPurpose.STAFF_PERSON, 9, 0) >= empty
    if holds or is_disabled(world, Mechanism.LEAVING):
        take_post(world, member, -10_000.0)
        row.pace = 1.0
        if not is_disabled(world, Mechanism.STRAIN):
            row.strain = 0.6 * draw_for(world, member, DrawPurpose.STAFF_PERSON, 8, 0)


@kernel
def take_post(world, member, t):
    """Somebody new takes a post: who they are, and what they bring."""
    p = world.globals[0].p
    row = world.staff[member]
    row.in_post = 1
    row.joined_at = t
    row.well_at = t
    draw = draw_for(world, member, DrawPurpose.STAFF_PERSON, 0, 0)
    row.hardiness = exp(p.strain.hardiness_spread * draws.normal_from_uniform(draw))
    row.identity = 0.3 + 0.7 * draw_for(world, member, DrawPurpose.STAFF_PERSON, 1, 0)
    row.commute = 5.0 + 20.0 * hazard_threshold_for(world, member, DrawPurpose.STAFF_PERSON, 2, 0)
    row.commute_change = 0.0
    follows = draw_for(world, member, DrawPurpose.STAFF_PERSON, 3, 0)
    row.opinion_leader = 1 if follows < p.adoption.leader_share else 0
    for domain in range(DOMAINS):
        row.skill[domain] = p.noticing.skill[row.profession, domain]
    row.special = 1.0
    row.novelty = 0.0
    row.strain = 0.0 if is_disabled(world, Mechanism.STRAIN) else 0.2
    row.satisfaction = p.strain.contentment - row.strain * p.strain.strain_spoils
    row.fear = 0.0
    row.fatigue = 0.0
    row.stage = 0 + Stage.NOT_YET
    row.pace = p.workforce.newcomer_pace


@entry_point
def leave_post(world, member):
    """Whoever holds a post leaves it; what they had taken up goes with them."""
    row = world.staff[member]
    row.in_post = 0
    row.generation += 1
    row.stage = 0 + Stage.NOT_YET


@entry_point
def week_for_one(world, member, day):
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
        take_up(world, member, day, week)
    feel(world, member)


@kernel
def recruit(world, member, day, week):
    """An empty post: perhaps somebody starts this week."""
    row = world.staff[member]
    p = world.globals[0].p
    waits = p.workforce.fill_weeks[row.profession]
    if row.temporary:
        waits *= p.workforce.temporary
    starts = draw_for(world, member, DrawPurpose.STAFF_RECRUITED, 0, week) < 1.0 - exp(-1.0 / waits)
    if starts or is_disabled(world, Mechanism.LEAVING):
        take_post(world, member, float(day))


@kernel
def fall_sick(world, member, day, week):
    """Days off this week: of a spell that goes on, or of one that begins."""
    row = world.staff[member]
    if is_disabled(world, Mechanism.SICKNESS):
        return
    if row.well_at > day:
        row.absent_days = min(WEEK, row.well_at - day)
        return
    p = world.globals[0].p
    burnt = row.strain >= p.strain.burnt_from
    kinds = (p.workforce.short_spells, p.workforce.long_spells, p.workforce.stress_spells)
    for kind in range(3):
        if kind == 2 and not burnt:
            return
        uniform_draw = draw_for(world, member, DrawPurpose.STAFF_SICKNESS, kind, week)
        if uniform_draw < chance_in_a_week(kinds[kind]):
            days = p.workforce.short_days if kind == 0 else p.workforce.long_days
            left = hazard_threshold_for(world, member, DrawPurpose.STAFF_SICKNESS, 3 + kind, week)
            begins = WEEK * draw_for(world, member, DrawPurpose.STAFF_SICKNESS, 6 + kind, week)
            row.well_at = day + begins + days * left
            row.absent_days = min(WEEK, row.well_at - day) - begins
            return


@kernel
def leaves(world, member, week):
    """Whether they leave this week."""
    row = world.staff[member]
    p = world.globals[0].p
    if is_disabled(world, Mechanism.LEAVING):
        return False
    burnt = row.strain >= p.strain.burnt_from
    rate = leaving_rate(p.workforce, row.profession, burnt, row.commute_change)
    if row.temporary:
        rate *= p.workforce.temporary
    return draw_for(world, member, DrawPurpose.STAFF_LEAVING, 0, week) < chance_in_a_week(rate)


@kernel
def stage_of(world, member):
    """The stage that a member has come to; the last, where there is no need to take it up."""
    row = world.staff[member]
    if row.team >= 0 and is_disabled(world, Mechanism.ADOPTION):
        team = world.teams[row.team]
        if team.joined and team.live:
            return 0 + Stage.MAINTENANCE
    return int(row.stage)


@kernel
def in_new_way(world, member):
    """Whether a member works in the new way."""
    return stage_of(world, member) >= Stage.CHANGE


@kernel
def feel(world, member):
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
            wanted = fear_wanted(
                p.strain,
                threat * programme.threat_left,
                row.identity,
                programme.engagement,
                accepts,
            )
        row.fear = towards(row.fear, wanted, p.strain.fear_speed)
    pressed += p.strain.by_fear * row.fear
    if is_disabled(world, Mechanism.STRAIN):
        row.strain = 0.0
    else:
        off = row.absent_days >= WEEK
        row.strain = strain_after_week(p.strain, row.strain, 0.0 if off else pressed, row.hardiness)
    pleased = wins if in_new_way(world, member) and joined else 0.0
    wanted = satisfaction_wanted(
        p.strain, row.strain, row.fear, pleased, taught, row.commute_change
    )
    row.satisfaction = towards(row.satisfaction, wanted, p.strain.satisfaction_speed)


@kernel
def spanner_pressure(world):
    """What a boundary spanner's interfaces press on them in a week."""
    p = world.globals[0].p
    return pressure(p.strain, world.globals[0].programme.spanner_load, 0.0, 0.0, 0.0, 0.0)


@kernel
def learnt_share(world, member):
    """How much of other professions' basics somebody has learnt, 0 to 1."""
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
    joint = team.joint if in_new_way(world, member) else 0.0
    hours = world.globals[0].programme.training if team.joined else 0.0
    for domain in range(DOMAINS):
        gained = learning(p.skill, row.skill[domain], team.taught[domain], joint, hours)
        row.skill[domain] += gained
        row.novelty = min(1.0, row.novelty + gained)
    row.novelty -= row.novelty * p.skill.alarms_settle
    exposure = 1.0 - team.generic if in_new_way(world, member) else 1.0
    developed = p.management.develops[team.management]
    row.special = special_after_week(p.skill, row.special, exposure, developed)


@kernel
def take_up(world, member, day, week):
    """On to the next stage of the change, back, or neither."""
    row = world.staff[member]
    programme = world.globals[0].programme
    p = world.globals[0].p
    row.fatigue -= row.fatigue * p.adoption.fatigue_wears_off
    if row.team < 0:
        row.stage = 0 + Stage.MAINTENANCE
        return
    team = world.teams[row.team]
    if not programme.heard or not team.joined:
        return
    style = programme.leadership if programme.led else 0 + Leadership.LAISSEZ_FAIRE
    stage = int(row.stage)
    draw = draw_for(world, member, DrawPurpose.STAFF_STAGE, 0, week)
    if stage < Stage.MAINTENANCE and (stage < Stage.ACCEPTANCE or team.live):
        rate = moves_a_week(
            p.adoption,
            stage,
            style,
            team.peers,
            programme.engagement,
            programme.training,
            programme.fit,
            team.wins,
        )
        rate *= left_to_move(
            p.adoption, programme.upheaval, row.strain, row.fatigue, programme.clarity
        )
        if row.opinion_leader and programme.leaders_involved:
            rate *= p.adoption.leaders_involved
        if draw < 1.0 - exp(-rate):
            row.stage = stage + 1
            return
    if stage >= Stage.CHANGE:
        routine = stage == Stage.MAINTENANCE
        reviewed = day - programme.reviewed_at < REVIEW_HOLDS
        led = p.adoption.led[style, 4]
        rate = relapses_a_week(p.adoption, routine, reviewed, team.peers, led)
        if draw_for(world, member, DrawPurpose.STAFF_STAGE, 1, week) < 1.0 - exp(-rate):
            row.stage = 0 + Stage.ACCEPTANCE
