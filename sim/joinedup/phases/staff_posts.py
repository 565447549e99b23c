"""Posts and those who hold them: appointment, recruitment, sickness and leaving."""

from __future__ import annotations

from math import exp

from joinedup.codes import DOMAINS, Mechanism, Stage
from joinedup.engine import draws
from joinedup.engine.draws import purpose
from joinedup.engine.jit import entry_point, kernel
from joinedup.rules.strain import professional_identity, satisfaction_target
from joinedup.rules.workforce import chance_in_a_week, leaving_rate, usual_vacancy

FILLED_AT_FIRST = purpose("staff_posts.filled_at_first")
STRAIN_AT_FIRST = purpose("staff_posts.strain_at_first")
HARDINESS = purpose("staff_posts.hardiness")
CONTENTMENT = purpose("staff_posts.contentment")
IDENTITY = purpose("staff_posts.identity")
COMMUTE = purpose("staff_posts.commute")
OPINION_LEADER = purpose("staff_posts.opinion_leader")
RECRUITED = purpose("staff_posts.recruited")
SPELL = purpose("staff_posts.spell")
SPELL_LENGTH = purpose("staff_posts.spell_length")
SPELL_BEGINS = purpose("staff_posts.spell_begins")
LEAVES = purpose("staff_posts.leaves")

WEEK = 7.0
STAFF_KEYS = 1 << 61


@kernel
def is_disabled(world, mechanism):
    """Whether the scenario disables a mechanism."""
    return (world.globals[0].programme.disabled >> mechanism) & 1 == 1


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
def staff_rng_key(row):
    """The key of a post's present holder, apart from every resident's."""
    post = ((int(row.key) + 1) * 16 + int(row.profession)) * 65_536 + int(row.person)
    return STAFF_KEYS + post * 65_536 + int(row.generation)


@kernel
def draw_for(world, member, purpose, what, nth):
    """The keyed uniform number of a member of staff; a newcomer has draws of their own."""
    row = world.staff[member]
    return draws.uniform(world.globals[0].settings.seed, purpose, staff_rng_key(row), what, nth)


@kernel
def hazard_threshold_for(world, member, purpose, what, nth):
    """The keyed unit-exponential number of a member of staff."""
    row = world.staff[member]
    return draws.hazard_threshold(
        world.globals[0].settings.seed, purpose, staff_rng_key(row), what, nth
    )


@entry_point
def appoint_at_first(world, member):
    """On day 0: fill this post, or leave it vacant at the usual vacancy rate."""
    p = world.globals[0].p
    row = world.staff[member]
    empty = usual_vacancy(p.workforce, row.profession)
    holds = draw_for(world, member, FILLED_AT_FIRST, 0, 0) >= empty
    if holds or is_disabled(world, Mechanism.LEAVING):
        take_post(world, member, -10_000.0)
        row.pace = 1.0
        if not is_disabled(world, Mechanism.STRAIN):
            row.strain = p.strain.initial * draw_for(world, member, STRAIN_AT_FIRST, 0, 0)


@kernel
def take_post(world, member, t):
    """A new member takes a post: draw who they are."""
    p = world.globals[0].p
    row = world.staff[member]
    row.in_post = 1
    row.joined_at = t
    row.well_at = t
    draw = draw_for(world, member, HARDINESS, 0, 0)
    row.hardiness = exp(p.strain.hardiness_spread * draws.normal_from_uniform(draw))
    draw = draw_for(world, member, CONTENTMENT, 0, 0)
    row.contentment = p.strain.contentment_spread * draws.normal_from_uniform(draw)
    draw = draw_for(world, member, IDENTITY, 0, 0)
    row.identity = professional_identity(p.strain, draw)
    left = hazard_threshold_for(world, member, COMMUTE, 0, 0)
    row.commute = p.workforce.commute_least + p.workforce.commute_more * left
    row.commute_change = 0.0
    follows = draw_for(world, member, OPINION_LEADER, 0, 0)
    row.opinion_leader = 1 if follows < p.adoption.leader_share else 0
    for domain in range(DOMAINS):
        row.skill[domain] = p.noticing.skill[row.profession, domain]
    row.special = 1.0
    row.novelty = 0.0
    row.strain = 0.0 if is_disabled(world, Mechanism.STRAIN) else p.strain.newcomer
    row.satisfaction = satisfaction_target(
        p.strain, row.contentment, row.strain, 0.0, 0.0, 0.0, 0.0
    )
    row.fear = 0.0
    row.fatigue = 0.0
    row.stage = 0 + Stage.NOT_YET
    row.pace = p.workforce.newcomer_pace


@entry_point
def leave_post(world, member):
    """The holder leaves the post, and adoption is lost with them."""
    row = world.staff[member]
    row.in_post = 0
    row.generation += 1
    row.stage = 0 + Stage.NOT_YET


@kernel
def recruit(world, member, day, week):
    """A vacant post may be filled this week."""
    row = world.staff[member]
    p = world.globals[0].p
    waits = p.workforce.fill_weeks[row.profession]
    if row.temporary:
        waits *= p.workforce.temporary_leaving
    starts = draw_for(world, member, RECRUITED, 0, week) < 1.0 - exp(-1.0 / waits)
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
    burnt = row.strain >= p.strain.burnout_threshold
    kinds = (p.workforce.short_spells, p.workforce.long_spells, p.workforce.stress_spells)
    for kind in range(3):
        if kind == 2 and not burnt:
            return
        draw = draw_for(world, member, SPELL, kind, week)
        if draw < chance_in_a_week(kinds[kind]):
            days = p.workforce.short_days if kind == 0 else p.workforce.long_days
            left = hazard_threshold_for(world, member, SPELL_LENGTH, kind, week)
            begins = WEEK * draw_for(world, member, SPELL_BEGINS, kind, week)
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
    burnt = row.strain >= p.strain.burnout_threshold
    rate = leaving_rate(p.workforce, row.profession, burnt, row.commute_change)
    if row.temporary:
        rate *= p.workforce.temporary_leaving
    return draw_for(world, member, LEAVES, 0, week) < chance_in_a_week(rate)


@kernel
def is_off_sick(world, member, t):
    """Whether a member is off sick at this moment of the week."""
    one = world.staff[member]
    monday = float(int(world.globals[0].settings.today) // 7 * 7)
    begins = min(monday + WEEK, one.well_at) - one.absent_days
    return t >= begins and t < one.well_at
