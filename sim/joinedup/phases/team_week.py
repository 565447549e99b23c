"""A week of a team: who is at work, the pressure of work, and monthly statistics of staff."""

from __future__ import annotations

from joinedup.codes import (
    DOMAINS,
    NEEDS,
    PROFESSIONS,
    WEEK_HOURS,
    Mechanism,
    Role,
    Stage,
)
from joinedup.engine.jit import entry_point, kernel
from joinedup.phases.assessment_time import share_assessment_time
from joinedup.phases.caseloads import record_caseloads
from joinedup.phases.expected_wait import wait_for
from joinedup.phases.records import month_of
from joinedup.phases.staff_posts import WEEK, has_adopted, is_disabled, stage_of
from joinedup.phases.team_time import minutes_beyond_usual
from joinedup.rules.merging import coordination_minutes
from joinedup.rules.strain import pressure, relief
from joinedup.rules.workforce import usual_hours_worked
from joinedup.state.months import Culture, Hours

FULL_TIME_MINUTES = 60.0 * WEEK_HOURS


@entry_point
def update_team_week(world, team):
    """Monday in a team: who is at work, the pressure of last week, and monthly statistics."""
    update_team_staff(world, team)
    update_workload_pressure(world, team)
    for place in range(world.teams[team].first_member, world.teams[team].after_members):
        record_member(world, team, int(world.members[place]))
    record_caseloads(world, team)


@entry_point
def update_team_staff(world, team):
    """Who is at work in a team, how well, and how they are: from its members' rows."""
    aggregate_staff(world, team)
    update_team_time(world, team)


@kernel
def aggregate_staff(world, team):
    """Means over a team's members, weighted by their posts."""
    row = world.teams[team]
    posts, held, absent, new = 0.0, 0.0, 0.0, 0.0
    strain, special, novelty = 0.0, 0.0, 0.0
    first, after = int(row.first_member), int(row.after_members)
    for domain in range(DOMAINS):
        row.skill[domain] = 0.0
    for place in range(first, after):
        one = world.staff[world.members[place]]
        posts += one.post
        if one.in_post == 0 or one.post <= 0.0:
            continue
        held += one.post
        absent += one.post * one.absent_days / WEEK
        if one.joined_at == world.globals[0].settings.today:
            new += one.post
        strain += one.post * one.strain
        special += one.post * one.special
        novelty += one.post * one.novelty
        for domain in range(DOMAINS):
            row.skill[domain] += one.post * one.skill[domain]
    for domain in range(DOMAINS):
        if held > 0.0:
            row.skill[domain] = min(1.0, row.skill[domain] / held)
    some = max(held, 1e-9)
    row.vacant = 1.0 - held / max(posts, 1e-9) if posts > 0.0 else 0.0
    row.absent = absent / some
    row.newcomers = new / max(posts, 1e-9)
    row.strain = strain / some
    row.special = special / some if held > 0.0 else 1.0
    row.novelty = novelty / some
    aggregate_adoption(world, row, some)


@kernel
def aggregate_adoption(world, row, held):
    """Share of a team's staff who have adopted the change, and as peers weigh them."""
    p = world.globals[0].p
    adopted, weight, weight_of_adopted = 0.0, 0.0, 0.0
    for place in range(int(row.first_member), int(row.after_members)):
        one = world.staff[world.members[place]]
        if one.in_post == 0 or one.post <= 0.0:
            continue
        counts = one.post * (p.adoption.leader_weight if one.opinion_leader else 1.0)
        weight += counts
        if one.stage >= Stage.CHANGE:
            adopted += one.post
            weight_of_adopted += counts
    row.adoption = adopted / held
    row.peers = weight_of_adopted / max(weight, 1e-9)
    if is_disabled(world, Mechanism.ADOPTION) and row.joined and row.live:
        row.adoption = 1.0
        row.peers = 1.0


@kernel
def share_worked(world, member):
    """The share of a post worked this week, against a settled member who is never sick."""
    one = world.staff[member]
    p = world.globals[0].p
    if one.in_post == 0:
        return p.workforce.agency_cover
    worked = one.pace
    if not is_disabled(world, Mechanism.SICKNESS):
        worked *= (1.0 - one.absent_days / WEEK) / (1.0 - p.workforce.usual_sickness)
    if not is_disabled(world, Mechanism.STRAIN):
        if one.strain >= p.strain.burnout_threshold:
            worked *= 1.0 - p.strain.pace_loss
        worked /= p.workforce.usual_pace
    return worked


@kernel
def update_team_time(world, team):
    """The team's time this week by profession, less what meetings and training take."""
    row = world.teams[team]
    p = world.globals[0].p
    first, after = int(row.first_member), int(row.after_members)
    total = 0.0
    people = 0.0
    managed = 0.0
    steady = is_disabled(world, Mechanism.LEAVING)
    for profession in range(PROFESSIONS):
        usual = row.usual[profession]
        if usual <= 0.0:
            row.capacity[profession] = 0
            continue
        worked, posts = 0.0, 0.0
        for place in range(first, after):
            member = int(world.members[place])
            one = world.staff[member]
            if one.profession != profession or one.post <= 0.0:
                continue
            posts += one.post
            share = share_worked(world, member)
            worked += one.post * share
            people += one.post * one.in_post
            managed += one.post * one.in_post * time_managed(world, one)
        expected = posts if steady else posts * usual_hours_worked(p.workforce, profession)
        if expected > 0.0:
            set_room(world, row, profession, usual / expected)
            usual *= worked / expected
        row.capacity[profession] = int(usual + 0.5)
        total += usual
    row.minutes = total / 1000.0
    share_assessment_time(world, row)
    trained = 60.0 * world.globals[0].programme.training if row.joined else 0.0
    together = 0.0
    if not is_disabled(world, Mechanism.TEAM_COORDINATION):
        together = coordination_minutes(p.merging, row.doublings, row.further)
    overhead = row.meeting_minutes + managed + people * (trained + together)
    row.fixed_overhead = max(0.0, overhead)  # to be managed otherwise can take less time than usual


@kernel
def time_managed(world, one):
    """Minutes a week more than usual that being managed as their own team is takes of one."""
    minutes = world.globals[0].p.management.coordination
    return minutes[world.teams[one.home].management] - minutes[0]


@kernel
def set_room(world, row, profession, minutes_a_post):
    """Time that each member of a profession has this week, in thousandths of a minute."""
    for place in range(int(row.first_member), int(row.after_members)):
        member = int(world.members[place])
        one = world.staff[member]
        if one.profession == profession:
            one.room = int(one.post * share_worked(world, member) * minutes_a_post + 0.5)


@kernel
def record_member(world, team, member):
    """Add a post's week to the month's hours and staff statistics."""
    one = world.staff[member]
    if one.post <= 0.0:
        return
    p = world.globals[0].p
    month = world.months[month_of(world)]
    hours = month.hours[world.teams[one.home].organisation, one.profession]
    hours[Hours.POSTS] += one.post * WEEK_HOURS
    if one.in_post:
        hours[Hours.HELD] += one.post * WEEK_HOURS
        hours[Hours.SICK] += one.post * WEEK_HOURS * one.absent_days / WEEK
        hours[Hours.FEARED] += one.post * WEEK_HOURS * one.fear
    else:
        hours[Hours.COVERED] += one.post * WEEK_HOURS * p.workforce.agency_cover
    hours[Hours.LEAVERS] += one.post * one.left_week
    sums = month.culture
    if one.in_post:
        sums[Culture.MEMBERS] += one.post
        sums[Culture.STRAIN] += one.post * one.strain
        burnt = one.strain >= p.strain.burnout_threshold
        dissatisfied = one.satisfaction < p.strain.dissatisfied_below
        sums[Culture.BURNT] += one.post * burnt
        sums[Culture.DISSATISFIED] += one.post * dissatisfied
        sums[Culture.DISSATISFIED_BURNT] += one.post * (burnt and dissatisfied)
        sums[Culture.SATISFACTION] += one.post * one.satisfaction
        sums[Culture.FEAR] += one.post * one.fear
        sums[Culture.SPECIAL] += one.post * one.special
        for domain in range(DOMAINS):
            gained = one.skill[domain] - p.noticing.skill[one.profession, domain]
            sums[Culture.LEARNT] += one.post * gained
        if world.teams[team].joined:
            sums[Culture.JOINED] += one.post
            sums[Culture.STAGES + stage_of(world, member)] += one.post


@kernel
def update_workload_pressure(world, team):
    """The pressure of the week on each member; then the counts of the week start again."""
    row = world.teams[team]
    p = world.globals[0].p
    load = row.load
    if row.role == Role.GENERAL_PRACTICE and row.minutes > 0.0:
        # Those who find no appointment are not seen: a practice works no more than all its time.
        load = min(1.0, (row.demand + minutes_beyond_usual(row)) / row.minutes)
    home, own_load, own_wait = -1, load, float(row.wait_weeks)
    for place in range(int(row.first_member), int(row.after_members)):
        member = int(world.members[place])
        one = world.staff[member]
        if row.merged and one.home != home:
            home = int(one.home)
            own_load = load_of_team_within(world, row, home)
            own_wait = wait_of_team_within(world, row, home)
        if row.merged and not has_adopted(world, member):
            strain_member(world, row, member, own_load, own_wait)
        else:
            strain_member(world, row, member, load, float(row.wait_weeks))
    count = row.good_week + row.bad_week
    if count > 0:
        row.wins += (row.good_week / count - row.wins) * p.adoption.wins_weight
    row.refused_week = 0
    row.crises_week = 0
    row.beyond_week = 0
    row.good_week = 0
    row.bad_week = 0


@kernel
def strain_member(world, row, member, load, weeks):
    """The week's pressure on a member and what takes it off, by the load and the expected wait."""
    p = world.globals[0].p
    staff = max(0.5, row.paid_minutes / FULL_TIME_MINUTES)
    over = max(0.0, weeks / p.eligibility.standard_wait_weeks - 1.0)
    one = world.staff[member]
    one.pressure = pressure(
        p.strain,
        min(p.strain.load_counts_to, load),
        over,
        row.refused_week / staff,
        row.crises_week / staff,
        row.beyond_week / staff,
    )
    one.relief = relief(p.strain, load)


@kernel
def load_of_team_within(world, row, home):
    """The load of those whom one of the teams in a merged one brought in."""
    room, committed = 0, 0
    for place in range(int(row.first_member), int(row.after_members)):
        one = world.staff[world.members[place]]
        if one.home == home and one.post > 0.0:
            room += one.room
            committed += one.committed
    if room == 0 or row.minutes <= 0.0:
        return float(row.load)
    return committed / room + (row.overhead + row.fixed_overhead) / row.minutes


@kernel
def wait_of_team_within(world, row, home):
    """Weeks that those expect for whom one of the teams in a merged one brought in its staff."""
    takes = int(world.teams[home].takes)
    first = -1
    for kind in range(NEEDS):
        if (takes >> kind) & 1:
            if row.origin[kind] == world.teams[home].type:
                return wait_for(world, row, row.group[kind])
            first = kind if first < 0 else first
    return wait_for(world, row, row.group[first]) if first >= 0 else float(row.wait_weeks)
